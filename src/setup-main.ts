import { runEntry } from './runner/entry.ts';
import { IDLE_PHASE, PHASE_STATE } from './runner/phase.ts';
import { noticeOlderGo, readSetupGo, tellGo } from './ship/setup-go.ts';
import { outputJobCaches } from './ship/setup-outputs.ts';
import { readSetupSettings } from './ship/setup-settings.ts';
import { exportGo, provideToolchain } from './ship/toolchain-step.ts';

// The main step of setup/: Go and the caches, nothing else. What a run without caches does not need is loaded later.
await runEntry('fail-job', async (runner) => {
  runner.saveState(PHASE_STATE, IDLE_PHASE);
  const settings = readSetupSettings(runner.inputs);
  const go = await runner.step('Set up Go', async () => {
    const toolchain = await provideToolchain(settings.toolchain, undefined, runner);
    const found = await readSetupGo(toolchain, runner);
    await exportGo(found, runner);
    return found;
  });
  outputJobCaches(undefined, runner);
  if (settings.cache.mode !== 'off') {
    const { keepJobCaches } = await import('./ship/setup-caches.ts');
    await runner.step('Restore the caches', () => keepJobCaches(settings, go, runner));
  }
  if (settings.problemMatcher) runner.addMatcher(settings.matcherFile);
  await noticeOlderGo(go, runner);
  await tellGo(go, runner);
});
