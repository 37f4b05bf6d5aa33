import type { Revision } from '../domain/version.ts';
import { readRevision } from '../project/git-run.ts';
import type { Project } from '../project/plan.ts';
import type { Runner } from '../runner/runner.ts';
import type { ShipSettings } from '../ship/settings.ts';

/** The version that the jobs of this run will build, by the root action's own rules. Throws what reading it there throws. */
export async function readPlanRevision(
  { workingDirectory, tagPrefix, release, version }: ShipSettings,
  project: Project,
  { context, env, host, log }: Runner,
): Promise<Revision> {
  const { revision, notices } = await readRevision(
    {
      root: workingDirectory,
      tagPrefix,
      ref: context.ref,
      sha: context.sha,
      releasing: false,
      ...(release.tag === undefined ? {} : { tag: release.tag }),
      ...(version === undefined ? {} : { versionInput: version }),
    },
    env,
    host,
  );
  for (const notice of notices) log.notice(notice);
  log.info(`${project.modulePath} ${revision.version} from commit ${revision.commit}`);
  return revision;
}
