import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { ActionError, describeError } from '../domain/errors.ts';
import { modifiedCheckout } from '../domain/modified-checkout.ts';
import { checkOutputDirectory } from '../build/plan.ts';
import { isGitIgnored, readRevision } from '../project/git-run.ts';
import { type CheckedOut, isInside, type Project } from '../project/plan.ts';
import { requestedTag } from '../project/version.ts';
import { decideIntent, type ReleaseIntent } from '../release/plan.ts';
import { doubtAboutTag } from '../release/trigger.ts';
import type { Runner } from '../runner/runner.ts';
import { outputRelease, outputRevision } from './outputs.ts';
import type { ShipSettings } from './settings.ts';

/** What is shipped, from which commit, and whether it is released: known before any Go is there. */
export interface Subject extends CheckedOut {
  readonly intent: ReleaseIntent;
  /** Absolute; it exists, and git does not see it. */
  readonly outputDirectory: string;
}

/**
 * Decides whether this run releases, reads commit, tag and version, and prepares the output
 * directory. Throws what reading the revision throws, `modified-checkout` and `output-in-checkout`.
 */
export async function readSubject(
  settings: ShipSettings,
  project: Project,
  runner: Runner,
): Promise<Subject> {
  const { context, env, host, log } = runner;
  const { tag, mode } = settings.release;
  // What is true until something is released, and stays true when the run fails before.
  outputRelease(undefined, '', runner);
  const wanted = {
    root: settings.workingDirectory,
    tagPrefix: settings.tagPrefix,
    ref: context.ref,
    sha: context.sha,
    ...(tag === undefined ? {} : { tag }),
    ...(settings.version === undefined ? {} : { versionInput: settings.version }),
  };
  const trigger = {
    event: context.eventName,
    ...(context.event.action === undefined ? {} : { action: context.event.action }),
    tagRef: context.refType === 'tag',
    forkPullRequest: context.event.fromFork,
  };
  const intent = decideIntent(mode, trigger, requestedTag({ ...wanted, releasing: false }));
  const releasing = intent.kind === 'release';
  const checkedOut = await readRevision({ ...wanted, releasing }, env, host);
  const { revision } = checkedOut;
  const doubt =
    releasing && mode === 'auto' && revision.tag !== undefined
      ? doubtAboutTag(trigger, revision.tag, settings.tagPrefix)
      : undefined;
  for (const notice of [...checkedOut.notices, ...(doubt === undefined ? [] : [doubt])])
    log.notice(notice);
  const from = revision.tag === undefined ? '' : ` (tag ${revision.tag})`;
  log.info(`${project.modulePath} ${revision.version} from commit ${revision.commit}${from}`);
  const { prerelease } = settings.release;
  const isPrerelease = prerelease === 'auto' ? revision.prerelease : prerelease;
  outputRevision(revision, isPrerelease, settings.ownTargets, runner);
  log.info(releasing ? `Releasing to ${settings.release.repository}` : `Dry run: ${intent.reason}`);
  refuseModified(checkedOut);
  const outputDirectory = await prepareOutput(settings, checkedOut.repositoryRoot, runner);
  runner.setOutput('output-directory', outputDirectory);
  return { ...checkedOut, intent, outputDirectory };
}

/** Every binary would be refused for it after everything was compiled, so it is refused before any Go is installed. */
function refuseModified({ repositoryRoot, dirtyFiles }: CheckedOut): void {
  if (repositoryRoot === undefined || dirtyFiles.length === 0) return;
  throw new ActionError(modifiedCheckout('The checkout', dirtyFiles));
}

async function prepareOutput(
  settings: ShipSettings,
  repositoryRoot: string | undefined,
  { context, env, host }: Runner,
): Promise<string> {
  const asked = settings.outputDirectory;
  if (asked === undefined) return mkdtempSync(path.join(context.temp, 'ship-go-'));
  // Checked before it is made: a refused run leaves nothing behind.
  const real = realParent(asked);
  const isIgnored =
    repositoryRoot !== undefined &&
    isInside(repositoryRoot, real) &&
    (await isGitIgnored(real, repositoryRoot, env, host));
  checkOutputDirectory(real, repositoryRoot, isIgnored);
  try {
    mkdirSync(asked, { recursive: true });
  } catch (cause) {
    throw new ActionError({
      code: 'output-directory',
      message: `The output directory ${asked} cannot be made: ${describeError(cause)}`,
      hint: 'Set "output-directory" to a folder that this job may make and write to.',
      cause,
    });
  }
  return asked;
}

/** `folder` with the links of whatever part of it exists resolved. */
function realParent(folder: string): string {
  const parent = path.dirname(folder);
  try {
    return realpathSync(folder);
  } catch {
    return parent === folder ? folder : path.join(realParent(parent), path.basename(folder));
  }
}
