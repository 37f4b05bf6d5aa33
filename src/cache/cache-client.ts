import { describeError } from '../domain/errors.ts';
import type { Clock, Log } from '../host/host.ts';
import {
  readRestoreAnswer,
  readSaveAnswer,
  type RestoreAnswer,
  type SaveAnswer,
} from './toolkit-answer.ts';
import { createOutputCollector, type OutputStream } from './toolkit-output-client.ts';

/** What one restore or lookup asks for. */
export interface CacheRequest {
  /** As they were given when the entry was saved: they are part of its version. */
  readonly paths: readonly string[];
  readonly primaryKey: string;
  readonly restoreKeys: readonly string[];
}

/** The cache service of this run. Nothing here throws, and everything ends within its deadline. */
export interface CacheClient {
  /** False where the runner offers no cache service, as on a GitHub Enterprise Server without one. */
  isAvailable(): Promise<boolean>;
  /** Finds the entry and unpacks it. A failed one may have unpacked a part. */
  restore(request: CacheRequest): Promise<RestoreAnswer>;
  /** Finds the entry without downloading it. */
  lookup(request: CacheRequest): Promise<RestoreAnswer>;
  /** Packs and uploads. Paths that do not exist are an error. */
  save(paths: readonly string[], key: string): Promise<SaveAnswer>;
}

/** The longest that a job waits for each step. */
export interface CacheDeadlines {
  readonly lookupMs: number;
  readonly restoreMs: number;
  readonly saveMs: number;
}

/**
 * A lookup has time for the five tries that @actions/cache makes when the service is down (about
 * half a minute). Waiting longer for a transfer than a cold build takes would gain nothing.
 */
export const CACHE_DEADLINES: CacheDeadlines = {
  lookupMs: 45_000,
  restoreMs: 180_000,
  saveMs: 300_000,
};

/** What a client needs from the machine. `stdout` is where @actions/cache prints. */
export interface CacheClientParts {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Pick<Log, 'debug'>;
  readonly stdout: OutputStream;
  readonly deadlines?: CacheDeadlines;
}

/**
 * A client over `@actions/cache`, which is loaded at the first use: it is the largest dependency, and
 * a run without caches need not wait for it. It reads the runner's variables (ACTIONS_RESULTS_URL,
 * ACTIONS_RUNTIME_TOKEN, GITHUB_WORKSPACE, RUNNER_TEMP) from the environment itself.
 */
export function createCacheClient(parts: CacheClientParts): CacheClient {
  const collector = createOutputCollector(parts.stdout);
  const deadlines = parts.deadlines ?? CACHE_DEADLINES;

  async function call<T, A>(
    deadlineMs: number,
    work: () => Promise<T>,
    read: (value: T, printed: readonly string[]) => A,
  ): Promise<A | Failed> {
    const printed = collector
      .collect(work)
      .then(({ value, lines }) => {
        for (const line of lines) if (!/^::(debug|add-mask)::/.test(line)) parts.log.debug(line);
        return read(value, lines);
      })
      .catch((error: unknown) => ({ kind: 'failed' as const, reason: describeError(error) }));
    // The abandoned call goes on in the background: @actions/cache cannot be cancelled.
    const deadline = parts.clock.sleep(deadlineMs).then(() => ({
      kind: 'failed' as const,
      reason: `no end after ${(deadlineMs / 1000).toString()} s`,
    }));
    return Promise.race([printed, deadline]);
  }

  const find = ({ paths, primaryKey, restoreKeys }: CacheRequest, lookupOnly: boolean) =>
    call(
      lookupOnly ? deadlines.lookupMs : deadlines.restoreMs,
      async () => {
        const { restoreCache } = await import('@actions/cache');
        return restoreCache([...paths], primaryKey, [...restoreKeys], { lookupOnly });
      },
      readRestoreAnswer,
    );

  return {
    async isAvailable() {
      try {
        const { isFeatureAvailable } = await import('@actions/cache');
        return isFeatureAvailable();
      } catch (error) {
        parts.log.debug(`@actions/cache cannot be used: ${describeError(error)}`);
        return false;
      }
    },
    restore: (request) => find(request, false),
    lookup: (request) => find(request, true),
    save: (paths, key) =>
      call(
        deadlines.saveMs,
        async () => {
          const { saveCache } = await import('@actions/cache');
          return saveCache([...paths], key);
        },
        readSaveAnswer,
      ),
  };
}

interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
}
