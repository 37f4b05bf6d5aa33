import { loadProject } from './project/run.ts';
import { runEntry } from './runner/entry.ts';
import { PHASE_STATE } from './runner/phase.ts';
import { withVariables } from './runner/runner.ts';
import { planAttestation } from './ship/attest-step.ts';
import { restoreAhead } from './ship/cache-ahead.ts';
import { outputCaches } from './ship/cache-outputs.ts';
import { restoreGoCaches } from './ship/cache-step.ts';
import { cacheSubject } from './ship/cache-subject.ts';
import { moveGoFolders } from './ship/data-folders.ts';
import { provideGo } from './ship/go-step.ts';
import { hostTarget } from './ship/host-target.ts';
import { lookAtRelease } from './ship/release-step.ts';
import { fetchReleased } from './ship/released-files.ts';
import { reportAlreadyReleased, reportShipped } from './ship/report.ts';
import { readSettings } from './ship/settings.ts';
import { planShipment } from './ship/shipment.ts';
import { keepRunState } from './ship/state.ts';
import { readSubject } from './ship/subject.ts';
import { shipTargets } from './ship/target-flow.ts';

// The main step of the root action: from source to release, top to bottom.
await runEntry('fail-job', async (given) => {
  given.saveState(PHASE_STATE, 'post');
  const startedMs = given.host.clock.now();
  const host = hostTarget(given.host.platform);
  const settings = readSettings(given.inputs, given.context, host);
  const runner = withVariables(given, await moveGoFolders(settings.cache, given));
  const project = loadProject(settings.workingDirectory, runner.env['GOWORK']);
  const subject = await runner.step('Read the project', () =>
    readSubject(settings, project, runner),
  );
  const cached = cacheSubject({ settings, project, subject });
  // The caches come while Go is being installed; their step takes over from there.
  const ahead = restoreAhead(settings.cache, cached, runner);
  const go = await runner.step('Install Go', () =>
    provideGo({ settings, project, subject }, runner, ahead.begin),
  );
  // Before anything else asks go about packages: it would download modules that the cache has.
  const caches = await runner.step('Restore the caches', () =>
    restoreGoCaches(settings.cache, { ...cached, go }, runner, ahead),
  );
  outputCaches(caches, runner);
  const shipment = await runner.step('Plan the shipment', () =>
    planShipment({ settings, project, subject, go, host }, runner),
  );
  const release = await runner.step('Look at the release', () =>
    lookAtRelease(shipment.release, runner),
  );
  if (release.kind === 'already-released') {
    const { outcome } = release;
    const files = await runner.step('Fetch what is released', () =>
      fetchReleased(outcome, { settings, shipment, subject }, runner),
    );
    await reportAlreadyReleased(outcome, { settings, shipment, subject, files }, runner);
    return;
  }
  const attestation = planAttestation(
    { settings, subject, shipment, session: release.session },
    runner,
  );
  const state = keepRunState(runner, { caches: caches.state, succeeded: false });
  const { session } = attestation;
  release.keepIn(state);
  const shipped = await runner.step('Build, prove, package and upload', () =>
    shipTargets({ settings, subject, go, shipment, session }, runner),
  );
  state.update({ succeeded: true });
  const provenance = await attestation.attest(shipped);
  const outcome = await runner.step('Finish the release', () => release.finish(state));
  const totalMs = runner.host.clock.now() - startedMs;
  await reportShipped(
    { settings, subject, go, caches, shipment, shipped, provenance, outcome, totalMs },
    runner,
  );
});
