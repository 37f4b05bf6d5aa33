import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type CacheState, parseCacheState } from '../cache/state.ts';
import { ActionError } from '../domain/errors.ts';
import { parseReleaseState, type ReleaseState } from '../release/state.ts';
import type { Runner } from '../runner/runner.ts';

/** What main leaves for post: one versioned JSON value. */
export interface RunState {
  readonly caches?: CacheState;
  /** A release that main could not complete. */
  readonly release?: ReleaseState | undefined;
  /** True when everything that was started was also finished: only then is unused cache content unneeded. */
  readonly succeeded: boolean;
}

/**
 * Name of the runner's state. It holds a path and a digest, since the runner hands states over as
 * environment variables: those are limited to 128 KiB on Linux, 32 Ki characters on Windows.
 */
export const RUN_STATE = 'ship-go-run';

const VERSION = 1;

/** The state as main keeps it: every change reaches post, whatever happens next. */
export interface KeptState {
  update(change: Partial<RunState>): void;
}

/** The part of the runner's edge that states go through. */
type StateEdge = Pick<Runner, 'saveState'> & { readonly context: { readonly temp: string } };

/** Hands `initial` to post, and later whatever is updated. The file lies in the job's temporary folder. */
export function keepRunState(runner: StateEdge, initial: RunState): KeptState {
  const file = path.join(runner.context.temp, `ship-go-state-${process.pid}.json`);
  let current = initial;
  const save = (): void => {
    const text = JSON.stringify({ version: VERSION, ...current });
    // Only this user's: the plan of a release is nobody else's to change.
    writeFileSync(file, text, { mode: 0o600 });
    runner.saveState(RUN_STATE, `${sha256(text)} ${file}`);
  };
  save();
  return {
    update: (change) => {
      current = { ...current, ...change };
      save();
    },
  };
}

/**
 * Reads the state back from what the runner hands over; undefined when main kept none, or another
 * version of this action did. Throws {@link ActionError} `run-state` when the file is not as main left it.
 */
export function readRunState(reference: string | undefined): RunState | undefined {
  if (reference === undefined || reference === '') return undefined;
  const [, digest, file] = /^([0-9a-f]{64}) (.+)$/.exec(reference) ?? [];
  if (digest === undefined || file === undefined) return undefined;
  const text = readText(file);
  if (sha256(text) !== digest) throw changedState(file);
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

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw changedState(file, cause);
  }
}

function changedState(file: string, cause?: unknown): ActionError {
  return new ActionError({
    code: 'run-state',
    message: `What the main step left for its post step in ${file} is gone or was changed`,
    hint: 'Let no later step of the job write to the temporary folder of the runner; re-run the job to finish.',
    cause,
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
