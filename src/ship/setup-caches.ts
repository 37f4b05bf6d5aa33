import type { SetupGo } from './setup-go.ts';
import { findCheckout } from '../project/checkout-run.ts';
import { PHASE_STATE } from '../runner/phase.ts';
import type { RunnerContext } from '../runner/context.ts';
import type { Runner } from '../runner/runner.ts';
import { restoreGoCaches } from './cache-step.ts';
import { outputJobCaches } from './setup-outputs.ts';
import type { SetupSettings } from './setup-settings.ts';
import { keepRunState } from './state.ts';

/**
 * Restores the caches of a job, tells and outputs how it went, and leaves the rest to post. A checkout without a
 * module has nothing to cache, which is no fault. Throws only what a run on a tag throws for changed modules.
 */
export async function keepJobCaches(
  settings: SetupSettings,
  go: SetupGo,
  runner: Runner,
): Promise<void> {
  const { context, env, log } = runner;
  const project = await findCheckout(context.workspace);
  if (project === undefined) {
    log.info(
      `Nothing to cache: no go.mod or go.work in ${context.workspace} (actions/checkout belongs before this step)`,
    );
    return;
  }
  const report = await restoreGoCaches(
    settings.cache,
    {
      project,
      go,
      buildIdentity: jobIdentity(context, env['GITHUB_WORKFLOW_REF'], settings.jobIndex),
      publishes: context.refType === 'tag' || context.eventName === 'release',
      commit: context.sha,
      dependencyPaths: settings.cacheDependencyPaths,
    },
    runner,
  );
  outputJobCaches(report, runner);
  keepRunState(runner, { caches: report.state, succeeded: false });
  runner.saveState(PHASE_STATE, 'post');
}

/**
 * What is compiled is not known here; the same job of the same workflow compiles the same again. The workflow's file stands
 * for it, without the ref it was read from.
 */
function jobIdentity(
  context: RunnerContext,
  workflowRef: string | undefined,
  jobIndex: string,
): readonly string[] {
  const [workflow = ''] = (workflowRef ?? '').split('@');
  return [`workflow ${workflow}`, `job ${context.job}`, `index ${jobIndex}`];
}
