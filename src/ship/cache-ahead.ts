import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { expectGoFolders, goEnvFile } from '../cache/go-folders.ts';
import type { CacheSettings, CachesPlan } from '../cache/plan.ts';
import type { RestoreReport } from '../cache/report.ts';
import type { Runner } from '../runner/runner.ts';
import {
  type AheadRestore,
  type CachePlanSubject,
  planGoCaches,
  runRestore,
} from './cache-step.ts';

/** What is known before Go is there. */
export type AheadSubject = Omit<CachePlanSubject, 'goVersion' | 'goModCache' | 'goCache'>;

/** A restore that begins when the version of Go is known. */
export interface RestoreAhead extends AheadRestore {
  readonly begin: (goVersion: string) => void;
}

/**
 * Restores the caches while Go is being installed: the keys need only its version, and go's folders can be
 * told without go. Where go later says otherwise (a wrapper, a `go.env` of its own), the plans differ and
 * what was begun is not used.
 */
export function restoreAhead(
  settings: CacheSettings,
  subject: AheadSubject,
  runner: Runner,
): RestoreAhead {
  let begun: Promise<Begun | undefined> | undefined;
  return {
    begin: (goVersion) => {
      // Whatever goes wrong here goes wrong again later, where it is told.
      begun ??= start(settings, { ...subject, goVersion }, runner).catch(() => undefined);
    },
    take: async (plan) => {
      const started = await begun;
      if (started === undefined || !isDeepStrictEqual(started.plan, plan)) return undefined;
      return started.report;
    },
  };
}

interface Begun {
  readonly plan: CachesPlan;
  readonly report: Promise<RestoreReport>;
}

async function start(
  settings: CacheSettings,
  subject: AheadSubject & { readonly goVersion: string },
  runner: Runner,
): Promise<Begun | undefined> {
  const { env, host } = runner;
  const file = goEnvFile(env, host.platform.os);
  const text = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '');
  const folders = expectGoFolders(env, text, host.platform.os);
  if (folders === undefined) return undefined;
  const plan = await planGoCaches(settings, { ...subject, ...folders }, runner);
  // It never throws.
  return { plan, report: runRestore(plan, runner) };
}
