import { loadProject } from './project/run.ts';
import { outputPlan } from './planning/outputs.ts';
import { planNames } from './planning/names.ts';
import { readPlanSettings } from './planning/settings.ts';
import { readPlanRevision } from './planning/revision.ts';
import { runEntry } from './runner/entry.ts';
import { hostTarget } from './ship/host-target.ts';

// The plan action: which job builds what, and what it will be called. Builds nothing.
await runEntry('fail-job', async (runner) => {
  const host = hostTarget(runner.host.platform);
  const settings = readPlanSettings(runner.inputs, runner.context, host);
  const project = loadProject(settings.ship.workingDirectory, runner.env['GOWORK']);
  const revision = await runner.step('Read the project', () =>
    readPlanRevision(settings.ship, project, runner),
  );
  const assets = await runner.step('Plan the release', () =>
    planNames(settings.ship, { project, revision }, runner),
  );
  await outputPlan({ settings, revision, assets }, runner);
});
