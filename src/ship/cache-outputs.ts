import type { RestoreReport } from '../cache/report.ts';
import type { RestoreResult } from '../cache/state.ts';
import type { Runner } from '../runner/runner.ts';

/**
 * Sets how the caches were restored; undefined: both are off. `cache-hit` stays unset where no cache
 * took part, as with actions/setup-go.
 */
export function outputCaches(
  report: RestoreReport | undefined,
  runner: Pick<Runner, 'setOutput'>,
): void {
  const result = (name: string): RestoreResult =>
    report?.caches.find((cache) => cache.name === name)?.result ?? 'off';
  const [modules, build] = [result('modules'), result('build')];
  runner.setOutput('module-cache', modules);
  runner.setOutput('build-cache', build);
  const used = [modules, build].filter((one) => one !== 'off');
  if (used.length === 0) return;
  runner.setOutput('cache-hit', String(used.every((one) => one === 'exact')));
}
