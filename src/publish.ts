import { reportPublished } from './publishing/report.ts';
import { readPublishSettings } from './publishing/settings.ts';
import { finishDraft } from './publishing/steps.ts';
import { runEntry } from './runner/entry.ts';

// The publish action: finishes a draft that the jobs of a matrix filled. Builds nothing.
await runEntry('fail-job', async (runner) => {
  const settings = readPublishSettings(runner.inputs, runner.context);
  const outcome = await runner.step('Finish the release', () => finishDraft(settings, runner));
  await reportPublished(outcome, settings, runner);
});
