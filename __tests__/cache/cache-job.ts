import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { createCacheClient } from '../../src/cache/cache-client.ts';
import {
  CACHE_DEADLINES,
  type CacheClient,
  type CacheDeadlines,
} from '../../src/cache/exchange.ts';
import type { RestoreParts } from '../../src/cache/restore-run.ts';
import { findCacheService } from '../../src/cache/service.ts';
import type { Clock, Http } from '../../src/host/host.ts';
import { createHttp } from '../../src/host/http.ts';
import { proxyAwareAgents } from '../../src/host/http-exchange.ts';
import { startCacheService, type CacheService } from '../fakes/cache-service.ts';
import type { TokenScope } from '../fakes/cache-token.ts';
import { recordingRunner } from '../ship/recording-runner.ts';

/** The clock of the machine, whose long sleeps do not keep a finished test alive. */
export const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => delay(ms, undefined, { ref: false }),
  random: () => Math.random(),
};

/** A job beside a stand-in for the cache service. */
export interface CacheJob {
  readonly folder: string;
  readonly service: CacheService;
  readonly http: Http;
  /** The runner's variables; a test may change them. */
  readonly env: Record<string, string>;
  /** Becomes a job of another ref or with other rights. */
  enter(scope: TokenScope): void;
  client(deadlines?: Partial<CacheDeadlines>): CacheClient;
  /** What restoring and saving need. */
  parts(deadlines?: Partial<CacheDeadlines>): RestoreParts;
  close(): Promise<void>;
}

/** Starts a stand-in and the variables that lead to it. */
export async function startCacheJob(): Promise<CacheJob> {
  const folder = await mkdtemp(join(tmpdir(), 'cache-job-'));
  const service = await startCacheService();
  const { log } = recordingRunner().runner;
  const http = createHttp({ userAgent: 'test', clock, log, agents: proxyAwareAgents() });
  const env: Record<string, string> = {
    ACTIONS_CACHE_SERVICE_V2: 'True',
    ACTIONS_RESULTS_URL: service.resultsUrl,
    GITHUB_SERVER_URL: 'https://github.com',
  };
  const enter = (scope: TokenScope): void => {
    env['ACTIONS_RUNTIME_TOKEN'] = service.runtimeToken(scope);
  };
  enter({ ref: 'refs/heads/main' });
  const withDefaults = (deadlines: Partial<CacheDeadlines> = {}): CacheDeadlines => ({
    ...CACHE_DEADLINES,
    ...deadlines,
  });
  const client: CacheJob['client'] = (deadlines) =>
    createCacheClient(findCacheService(env), { http, clock }, withDefaults(deadlines));
  await mkdir(join(folder, 'temp'));
  return {
    folder,
    service,
    http,
    env,
    enter,
    client,
    parts: (deadlines) => ({
      client: client(deadlines),
      clock,
      tempFolder: join(folder, 'temp'),
      deadlines: withDefaults(deadlines),
    }),
    async close() {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
