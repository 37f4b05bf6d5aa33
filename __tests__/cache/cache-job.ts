import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import {
  createCacheClient,
  type CacheClient,
  type CacheDeadlines,
} from '../../src/cache/cache-client.ts';
import type { Clock } from '../../src/host/host.ts';
import { startCacheService, type CacheService } from '../fakes/cache-service.ts';
import type { TokenScope } from '../fakes/cache-token.ts';

/** The clock of the machine, whose long sleeps do not keep a finished test alive. */
export const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => delay(ms, undefined, { ref: false }),
  random: () => Math.random(),
};

/** A job beside a stand-in for the cache service, as the real @actions/cache in this process sees it. */
export interface CacheJob {
  readonly folder: string;
  readonly service: CacheService;
  /** What reached the log at debug level. */
  readonly debugLines: string[];
  /** What reached standard output. */
  readonly printed: () => string;
  /** Becomes a job of another ref or with other rights. */
  enter(scope: TokenScope): void;
  client(deadlines?: CacheDeadlines): CacheClient;
  close(): Promise<void>;
}

const VARIABLES = [
  'ACTIONS_CACHE_SERVICE_V2',
  'ACTIONS_CACHE_URL',
  'ACTIONS_CACHE_MODE',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_RUNTIME_TOKEN',
  'GITHUB_SERVER_URL',
  'GITHUB_WORKSPACE',
  'RUNNER_TEMP',
];

/** Starts a stand-in and points this process's environment at it until `close`. */
export async function startCacheJob(): Promise<CacheJob> {
  const folder = await mkdtemp(join(tmpdir(), 'cache-job-'));
  const service = await startCacheService();
  const before = VARIABLES.map((name) => [name, process.env[name]] as const);
  const write = process.stdout.write.bind(process.stdout);
  const printed: string[] = [];
  process.stdout.write = (chunk: string | Uint8Array) => printed.push(chunk.toString()) > 0;
  const debugLines: string[] = [];
  await mkdir(join(folder, 'workspace'));

  for (const name of VARIABLES) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, {
    ACTIONS_CACHE_SERVICE_V2: 'True',
    ACTIONS_RESULTS_URL: service.resultsUrl,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_WORKSPACE: join(folder, 'workspace'),
    RUNNER_TEMP: join(folder, 'temp'),
  });
  const enter = (scope: TokenScope): void => {
    process.env['ACTIONS_RUNTIME_TOKEN'] = service.runtimeToken(scope);
  };
  enter({ ref: 'refs/heads/main' });

  return {
    folder,
    service,
    debugLines,
    printed: () => printed.join(''),
    enter,
    client: (deadlines) =>
      createCacheClient({
        clock,
        log: { debug: (line) => void debugLines.push(line) },
        stdout: process.stdout,
        ...(deadlines === undefined ? {} : { deadlines }),
      }),
    async close() {
      await service.close();
      // A call that was given up ends now, and prints that it did.
      await delay(50);
      process.stdout.write = write;
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
