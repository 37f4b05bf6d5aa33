import { type CacheState, parseCacheState } from '../cache/state.ts';
import type { Runner } from '../runner/runner.ts';
import { parseReleaseState, type ReleaseState } from '../release/state.ts';

/** What main leaves for post: one JSON value under one name. */
export interface RunState {
  readonly caches?: CacheState;
  /** A release that main could not complete. */
  readonly release?: ReleaseState | undefined;
  /** True when everything that was started was also finished: only then is unused cache content unneeded. */
  readonly succeeded: boolean;
}

/** Name of the state. */
export const RUN_STATE = 'ship-go-run';

const VERSION = 1;

/** The state as main keeps it: every change reaches post, whatever happens next. */
export interface KeptState {
  update(change: Partial<RunState>): void;
}

/** Hands `initial` to post, and later whatever is updated. */
export function keepRunState(runner: Pick<Runner, 'saveState'>, initial: RunState): KeptState {
  let current = initial;
  const save = (): void => {
    runner.saveState(RUN_STATE, JSON.stringify({ version: VERSION, ...current }));
  };
  save();
  return {
    update: (change) => {
      current = { ...current, ...change };
      save();
    },
  };
}

/** Reads the state back; undefined when there is none, or one of another version of this action. */
export function parseRunState(text: string | undefined): RunState | undefined {
  if (text === undefined || text === '') return undefined;
  const value: unknown = JSON.parse(text);
  const fields = new Map(Object.entries(value ?? {}));
  if (fields.get('version') !== VERSION) return undefined;
  const caches = parseCacheState(fields.get('caches'));
  const release: unknown = fields.get('release');
  return {
    succeeded: fields.get('succeeded') === true,
    ...(release === undefined ? {} : { release: parseReleaseState(release) }),
    ...(caches === undefined ? {} : { caches }),
  };
}
