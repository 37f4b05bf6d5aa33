import type { SetupGo } from './setup-go.ts';
import { findCheckout } from '../project/checkout-run.ts';
import { PHASE_STATE } from '../runner/phase.ts';
import type { RunnerContext } from '../runner/context.ts';
import type { Runner } from '../runner/runner.ts';
import { restoreAhead } from './cache-ahead.ts';
import { restoreGoCaches } from './cache-step.ts';
import { cacheSection } from './cache-summary.ts';
import { outputCaches } from './cache-outputs.ts';
import type { SetupSettings } from './setup-settings.ts';
import { keepRunState } from './state.ts';

/** The caches of a job, from before Go is there until its post step. */
export interface JobCaches {
  /** Begins the restore, as soon as the version of Go is known. */
  readonly begin: (goVersion: string) => void;
  /**
   * Restores what has not been, tells and outputs how it went, and leaves the rest to post. Throws only what a run on a
   * tag throws for changed modules.
   */
  readonly keep: (go: SetupGo) => Promise<void>;
}

/** Looks at what there is to cache. A checkout without a module has nothing, which is no fault. Throws nothing. */
export async function findJobCaches(settings: SetupSettings, runner: Runner): Promise<JobCaches> {
  const { context, env, log } = runner;
  const project = await findCheckout(context.workspace);
  if (project === undefined) {
    return {
      begin: () => undefined,
      keep: () => {
        log.info(
          `Nothing to cache: no go.mod or go.work in ${context.workspace} (actions/checkout belongs before this step)`,
        );
        return Promise.resolve();
      },
    };
  }
  const subject = {
    project,
    buildIdentity: jobIdentity(context, env['GITHUB_WORKFLOW_REF'], settings.jobIndex),
    publishes: context.refType === 'tag' || context.eventName === 'release',
    commit: context.sha,
    dependencyPaths: settings.cacheDependencyPaths,
  };
  const ahead = restoreAhead(settings.cache, subject, runner);
  return {
    begin: ahead.begin,
    keep: async (go) => {
      const report = await restoreGoCaches(settings.cache, { ...subject, go }, runner, ahead);
      outputCaches(report, runner);
      await runner.addSummary(cacheSection(report.caches).join('\n'));
      keepRunState(runner, { caches: report.state, succeeded: false });
      runner.saveState(PHASE_STATE, 'post');
    },
  };
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
