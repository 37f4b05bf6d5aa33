import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { type CacheSettings, needsVerifiedCaches } from '../cache/plan.ts';
import { verifyModules } from '../cache/verify-run.ts';
import type { Project } from '../project/plan.ts';
import type { Runner } from '../runner/runner.ts';
import type { GoFacts } from './go-environment.ts';

/**
 * The GOCACHE of a run that publishes: a new empty folder below `temp` (absolute), since nothing can
 * verify what an earlier step, another cache action or a kept disk left in the usual one. Undefined
 * where the usual one may be used. Throws when `temp` cannot be written.
 */
export function releaseBuildCache(
  settings: CacheSettings,
  publishes: boolean,
  temp: string,
): string | undefined {
  if (!needsVerifiedCaches(settings, publishes)) return undefined;
  return mkdtempSync(path.join(temp, 'ship-go-build-cache-'));
}

/**
 * Checks the modules that go would believe unseen, where the run publishes. A restore may have begun: it brings in
 * nothing of that kind. Throws what {@link verifyModules} throws.
 */
export async function checkReleaseModules(
  settings: CacheSettings,
  parts: {
    readonly project: Pick<Project, 'root' | 'sumFiles' | 'vendored'>;
    readonly go: Pick<GoFacts, 'toolchain' | 'env' | 'goModCache'>;
    readonly publishes: boolean;
  },
  { host, log }: Runner,
): Promise<void> {
  const { project, go, publishes } = parts;
  // A vendored build reads no module cache.
  if (!needsVerifiedCaches(settings, publishes) || project.vendored) return;
  const { goModCache, env, toolchain } = go;
  const found = await verifyModules(
    {
      goModCache,
      sumFiles: project.sumFiles,
      goBinary: toolchain.goBinary,
      cwd: project.root,
      env,
    },
    host,
  );
  if (found === 'absent') return;
  log.info(
    `This run publishes: the modules that were already in ${goModCache} are as downloaded (go mod verify)`,
  );
}
