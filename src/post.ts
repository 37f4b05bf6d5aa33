import { runEntry } from './runner/entry.ts';
import { saveGoCaches } from './ship/cache-step.ts';
import { finishInPost } from './ship/release-step.ts';
import { parseRunState, RUN_STATE } from './ship/state.ts';

// The post step of the root action. It computes no key and no plan again: main left both behind.
await runEntry('warn-only', async (runner) => {
  const state = parseRunState(runner.state(RUN_STATE));
  if (state === undefined) return;
  const { release, caches } = state;
  if (release !== undefined) {
    await runner.step('Finish the release', () => finishInPost(release, runner));
  }
  if (caches !== undefined) {
    await runner.step('Save the caches', () => saveGoCaches(caches, state.succeeded, runner));
  }
});
