import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { expectGoFolders, goEnvFile } from '../cache/go-folders.ts';
import type { CachePlan, CacheSettings, CachesPlan } from '../cache/plan.ts';
import type { RestoreReport } from '../cache/report.ts';
import type { Runner } from '../runner/runner.ts';
import { type AheadRestore, planGoCaches, runRestore } from './cache-step.ts';
import type { CachePlanSubject } from './cache-subject.ts';

/** What is known before Go is there. */
export type AheadSubject = Omit<CachePlanSubject, 'goVersion' | 'goModCache' | 'goCache'>;

/** A restore that begins when the version of Go is known. */
export interface RestoreAhead extends AheadRestore {
  readonly begin: (goVersion: string) => void;
}

/**
 * Restores the caches while Go is being installed: the keys need only its version, and go's folders can be
 * told without go. Where go later says otherwise (a wrapper, a `go.env` of its own), a cache whose plan
 * differs is restored anew.
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
      if (started === undefined) return undefined;
      // Waited for in any case: two restores must not work in one folder.
      const report = await started.report;
      if (isDeepStrictEqual(started.plan, plan)) return report;
      const known = report.state.caches.map((record) => record.plan);
      const isKnown = (cache: CachePlan): boolean =>
        known.some((other) => isDeepStrictEqual(other, cache));
      const others = plan.caches.filter((cache) => !isKnown(cache));
      const kept = withCaches(
        report,
        plan.caches.filter((cache) => isKnown(cache)),
      );
      const more = await runRestore({ ...plan, caches: others }, runner);
      return joinReports(plan, kept, more);
    },
  };
}

function withCaches(report: RestoreReport, plans: readonly CachePlan[]): RestoreReport {
  const names = new Set(plans.map(({ name }) => name));
  return {
    ...report,
    caches: report.caches.filter(({ name }) => names.has(name)),
    state: {
      ...report.state,
      caches: report.state.caches.filter(({ plan }) => names.has(plan.name)),
    },
  };
}

/** One report of two that have different caches, in the order of the plan. */
function joinReports(
  { caches: order, write, sumFiles, warnings }: CachesPlan,
  one: RestoreReport,
  other: RestoreReport,
): RestoreReport {
  const place = (name: string): number => order.findIndex((cache) => cache.name === name);
  const records = [...one.state.caches, ...other.state.caches];
  return {
    caches: [...one.caches, ...other.caches].toSorted((a, b) => place(a.name) - place(b.name)),
    warnings,
    state: {
      ...other.state,
      caches: records.toSorted((a, b) => place(a.plan.name) - place(b.plan.name)),
      write,
      sumFiles,
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
