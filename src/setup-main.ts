import { runEntry } from './runner/entry.ts';
import { IDLE_PHASE, PHASE_STATE } from './runner/phase.ts';
import { withVariables } from './runner/runner.ts';
import { noticeOlderGo, readSetupGo, tellGo } from './ship/setup-go.ts';
import { outputCaches } from './ship/cache-outputs.ts';
import { moveGoFolders } from './ship/data-folders.ts';
import { readSetupSettings } from './ship/setup-settings.ts';
import { exportGo, provideToolchain } from './ship/toolchain-step.ts';

// The main step of setup/: Go and the caches, nothing else. What a run without caches does not need is loaded later.
await runEntry('fail-job', async (given) => {
  given.saveState(PHASE_STATE, IDLE_PHASE);
  const settings = readSetupSettings(given.inputs);
  const runner = withVariables(given, await moveGoFolders(settings.cache, given));
  // The caches come while Go is being installed; their step takes over from there.
  const caches =
    settings.cache.mode === 'off'
      ? undefined
      : await (await import('./ship/setup-caches.ts')).findJobCaches(settings, runner);
  const go = await runner.step('Set up Go', async () => {
    const toolchain = await provideToolchain(settings.toolchain, undefined, runner, caches?.begin);
    const found = await readSetupGo(toolchain, runner);
    await exportGo(found, runner);
    return found;
  });
  outputCaches(undefined, runner);
  if (caches !== undefined) await runner.step('Restore the caches', () => caches.keep(go));
  if (settings.problemMatcher) runner.addMatcher(settings.matcherFile);
  await noticeOlderGo(go, runner);
  await tellGo(go, runner);
});
