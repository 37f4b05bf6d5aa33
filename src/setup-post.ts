import { runEntry } from './runner/entry.ts';
import { saveGoCaches } from './ship/cache-step.ts';
import { readRunState, RUN_STATE } from './ship/state.ts';

// The post step of setup/: saves what main restored. It computes no key again.
await runEntry('warn-only', async (runner) => {
  const state = readRunState(runner.state(RUN_STATE));
  const { caches } = state ?? {};
  if (caches === undefined) return;
  // The job's status as it is now: only a job that did all its work shows what it has no use for.
  const succeeded = runner.inputs.text('job-status') === 'success';
  await runner.step('Save the caches', () => saveGoCaches(caches, succeeded, runner));
});
