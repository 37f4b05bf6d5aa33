import { ActionError } from '../domain/errors.ts';
import { createReleaseClient } from '../release/github-client.ts';
import type { ReleaseClient } from '../release/release-api.ts';
import type { ReleasePlan } from '../release/plan.ts';
import type { ReleaseOutcome } from '../release/outcome.ts';
import { preflightRelease } from '../release/preflight-run.ts';
import { finishRelease, type ReleaseSession, startRelease } from '../release/run.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Runner } from '../runner/runner.ts';
import type { KeptState } from './state.ts';

/** The part of the runner's edge that a release goes through. */
type ReleaseEdge = Pick<Runner, 'log' | 'setOutput'> & {
  readonly inputs: Pick<Runner['inputs'], 'text'>;
  readonly context: Pick<Runner['context'], 'apiUrl'>;
  readonly host: Pick<Runner['host'], 'clock'>;
};

/** A client for `repository` with the token of the inputs. Throws {@link ActionError} `no-token`. */
export async function connectRelease(
  repository: string,
  runner: Omit<ReleaseEdge, 'setOutput'>,
): Promise<ReleaseClient> {
  const { inputs, log, context, host } = runner;
  const token = inputs.text('token');
  if (token === undefined) {
    throw new ActionError({
      code: 'no-token',
      message: `Releasing to ${repository} needs a token, and the input "token" is empty`,
      hint: 'Leave "token" out to use that of the job, or set "release: false".',
    });
  }
  log.mask(token);
  return createReleaseClient({
    token,
    apiUrl: context.apiUrl,
    repository,
    clock: host.clock,
    log,
  });
}

/** What the look at the release found, and how this run goes on. */
export type ReleaseLook =
  /** Nothing to build and nothing to write. */
  | { readonly kind: 'already-released'; readonly outcome: ReleaseOutcome }
  /** Build; `session` takes the artifacts, and is absent in a dry run. */
  | {
      readonly kind: 'go-on';
      readonly session: ReleaseSession | undefined;
      /** From now on an upload that fails leaves post what it needs to try again. */
      keepIn(state: KeptState): void;
      /** Completes and publishes; undefined in a dry run. What is left undone reaches post through `state`. */
      finish(state: KeptState): Promise<ReleaseOutcome | undefined>;
    };

/** Finds out, before anything is built, whether releasing can work and is still to be done. `plan` is absent in a dry run. */
export async function lookAtRelease(
  plan: ReleasePlan | undefined,
  runner: ReleaseEdge,
): Promise<ReleaseLook> {
  if (plan === undefined) {
    return {
      kind: 'go-on',
      session: undefined,
      keepIn: () => undefined,
      finish: () => Promise.resolve(undefined),
    };
  }
  const client = await connectRelease(plan.desired.repository, runner);
  const preflight = await preflightRelease(plan, client, runner.log);
  if (preflight.kind === 'already-released') {
    tellOutcome(preflight.outcome, runner);
    return preflight;
  }
  runner.log.info(`${plan.desired.tag}: ${INTO[preflight.into]}`);
  runner.setOutput('missing', JSON.stringify(plan.assets.map(({ name }) => name)));
  const session = startRelease(plan, { client, clock: runner.host.clock, log: runner.log });
  let kept: KeptState | undefined;
  return {
    kind: 'go-on',
    session: {
      ...session,
      upload: async (artifact) => {
        try {
          await session.upload(artifact);
        } catch (error) {
          kept?.update({ release: session.state() });
          throw error;
        }
      },
    },
    keepIn: (state) => {
      kept = state;
    },
    finish: async (state) => {
      // Whatever happens from here on, post tries once more; so this step need not wait long for other jobs.
      state.update({ release: session.state() });
      let outcome: ReleaseOutcome;
      try {
        outcome = await session.finish('brief');
      } catch (error) {
        // It may have made another draft meanwhile, which is then this run's to remove.
        state.update({ release: session.state() });
        throw error;
      }
      tellOutcome(outcome, runner);
      state.update({ release: outcome.complete ? undefined : session.state() });
      return outcome;
    },
  };
}

const INTO = {
  'new-draft': 'no release yet; one is created as a draft just before the first upload',
  draft: 'a draft exists and will be filled',
  published: 'the release is published; assets go straight into it',
} as const;

/** The second chance: main left a release that was not complete when it looked last. */
export async function finishInPost(state: ReleaseState, runner: Runner): Promise<void> {
  const client = await connectRelease(state.plan.desired.repository, runner);
  const outcome = await finishRelease(state, { client, ...runner.host });
  tellOutcome(outcome, runner);
}

/** One line on where the release stands. */
export function tellOutcome(outcome: ReleaseOutcome, { log }: Pick<Runner, 'log'>): void {
  const { tag, assets, missing } = outcome;
  if (outcome.alreadyReleased) {
    log.info(`${tag} is released already: ${assets.length} assets, all as planned`);
  } else if (outcome.published) {
    log.info(`Released ${tag} with ${assets.length} assets: ${outcome.releaseUrl}`);
  } else if (outcome.complete) {
    const state = outcome.draft ? 'complete and left as a draft' : 'complete';
    log.info(`The release of ${tag} is ${state}: ${outcome.releaseUrl}`);
  } else if (missing.length > 0) {
    log.notice(`The release of ${tag} waits for ${missing.length} assets: ${missing.join(', ')}`);
  } else {
    log.warning(
      `The release of ${tag} is left as a draft for now: its assets kept changing while it was to be published`,
    );
  }
}

/** The addresses of the assets by name. None while the release is a draft: those die when it is published. */
export function assetUrls(outcome: ReleaseOutcome | undefined): ReadonlyMap<string, string> {
  if (outcome === undefined || outcome.draft) return new Map();
  return new Map(outcome.assets.map(({ name, url }) => [name, url]));
}
