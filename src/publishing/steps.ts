import { ActionError } from '../domain/errors.ts';
import { startFinishing } from '../release/run.ts';
import type { ReleaseOutcome } from '../release/outcome.ts';
import { CHECKSUMS_NAME, desiredRelease, planFinish, type ReleasePlan } from '../release/plan.ts';
import { preflightRelease } from '../release/preflight-run.ts';
import type { ReleaseClient } from '../release/release-api.ts';
import type { Runner } from '../runner/runner.ts';
import { connectRelease, tellOutcome } from '../ship/release-step.ts';
import { outputRelease } from '../ship/outputs.ts';
import type { PublishSettings } from './settings.ts';

/**
 * Checks that every expected asset is in the draft (or the published release) of the tag, writes
 * `SHA256SUMS` for them and publishes. Throws `release-tag-missing`, `release-assets-missing`,
 * `release-draft-missing`, `release-unsettled` and what finishing a release throws.
 */
export async function finishDraft(
  settings: PublishSettings,
  runner: Runner,
): Promise<ReleaseOutcome> {
  const { log, host } = runner;
  runner.setOutput('tag', settings.tag);
  outputRelease(undefined, '', runner);
  runner.setOutput('missing', JSON.stringify(settings.expected));
  const client = await connectRelease(settings.release.repository, runner);
  const plan = await planFor(settings, client, runner);
  const preflight = await preflightRelease(plan, client, log);
  if (preflight.kind === 'already-released') {
    tellOutcome(preflight.outcome, runner);
    return preflight.outcome;
  }
  const finishing = startFinishing(plan, { client, clock: host.clock, log });
  const outcome = await finishing.finish();
  if (!outcome.complete) {
    outputRelease(outcome, '', runner);
    throw incomplete(outcome, settings);
  }
  for (const name of finishing.unexpected()) {
    log.warning(
      `${name} is on the release but not expected, so ${CHECKSUMS_NAME} does not list it`,
    );
  }
  tellOutcome(outcome, runner);
  return outcome;
}

/** The commit is that of the tag: nothing is checked out here. */
async function planFor(
  { release, tag, tagPrefix, expected }: PublishSettings,
  client: ReleaseClient,
  { context }: Runner,
): Promise<ReleasePlan> {
  const observed = await client.tag(tag);
  const desired = desiredRelease(release, {
    tag,
    tagPrefix,
    commit: observed?.commit ?? context.sha,
    serverUrl: context.serverUrl,
    sourceRepository: context.repository,
  });
  return planFinish(desired, expected);
}

function incomplete(outcome: ReleaseOutcome, { release, expected }: PublishSettings): ActionError {
  const { tag, missing } = outcome;
  if (outcome.releaseId === undefined) {
    return new ActionError({
      code: 'release-draft-missing',
      message: `There is no draft or release of ${tag} in ${release.repository} to finish`,
      hint: 'Let the jobs that build run before this one ("needs") with "draft: true" and the same tag and repository.',
    });
  }
  if (missing.length === 0) {
    return new ActionError({
      code: 'release-unsettled',
      message: `The assets of ${tag} kept changing while it was to be published, so it was left as a draft: ${outcome.releaseUrl}`,
      hint: 'Let no other run write to this release at the same time, then re-run this job.',
    });
  }
  return new ActionError({
    code: 'release-assets-missing',
    message: `${missing.length} of ${expected.length} expected assets of ${tag} are missing: ${missing.join(', ')}`,
    hint: `Re-run the jobs that build them, then this one. Nothing was published${outcome.draft ? '; the draft is kept' : ''}.`,
  });
}
