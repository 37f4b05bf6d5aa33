import { runEntry } from './runner/entry.ts';
import { saveGoCaches } from './ship/cache-step.ts';
import { finishInPost } from './ship/release-step.ts';
import { readRunState, RUN_STATE } from './ship/state.ts';

// The post step of the root action. It computes no key and no plan again: main left both behind.
await runEntry('warn-only', async (runner) => {
  const state = readRunState(runner.state(RUN_STATE));
  if (state === undefined) return;
  const { release, caches } = state;
  try {
    if (release !== undefined) {
      await runner.step('Finish the release', () => finishInPost(release, runner));
    }
  } finally {
    // The caches have nothing to do with the release: they are saved whatever became of it.
    if (caches !== undefined) {
      await runner.step('Save the caches', () => saveGoCaches(caches, state.succeeded, runner));
    }
  }
});
