import path from 'node:path';
import { readCaFile } from './health/ca-file-run.ts';
import { parseHealthSettings } from './health/plan.ts';
import { type HealthReport, unhealthyError, versionsSeen, worstOf } from './health/report.ts';
import { watch } from './health/run.ts';
import { renderHealthSummary } from './health/summary.ts';
import { environmentProxy } from './host/proxy.ts';
import { createWire } from './host/wire.ts';
import { runEntry } from './runner/entry.ts';
import type { Runner } from './runner/runner.ts';

await runEntry('fail-job', verify, 'Whether the service is healthy was not found out.');

/** The verify action: is the new version really serving? */
async function verify(runner: Runner): Promise<void> {
  const { inputs, context, host, log } = runner;
  const settings = parseHealthSettings({
    urls: inputs.lines('url'),
    expectStatus: inputs.list('expect-status'),
    expectVersion: inputs.text('expect-version'),
    versionField: inputs.text('version-field'),
    expectBody: inputs.text('expect-body'),
    headers: inputs.lines('headers'),
    timeout: inputs.text('timeout'),
    tryTimeout: inputs.text('try-timeout'),
    interval: inputs.text('interval'),
    consecutive: inputs.text('consecutive'),
    allowHttp: inputs.flag('allow-http'),
  });
  for (const { secrets } of [settings.headers, ...settings.addresses]) {
    for (const secret of secrets) log.mask(secret);
  }
  const caFile = inputs.text('ca-file');
  const trust =
    caFile === undefined ? {} : { ca: await readCaFile(path.resolve(context.workspace, caFile)) };
  const wire = createWire({ ...host, userAgent: 'ship-go', proxyFor: environmentProxy });

  await runner.step('Watch the service', async () => {
    const report = await watch(settings, { ...host, wire, ...trust });
    outputHealth(report, runner);
    await runner.addSummary(renderHealthSummary(settings, report));
    if (report.kind !== 'healthy') throw unhealthyError(report, settings);
  });
}

function outputHealth(report: HealthReport, runner: Runner): void {
  const healthy = report.kind === 'healthy';
  const bad = worstOf(report.rounds.findLast((round) => worstOf(round) !== undefined));
  runner.setOutput('healthy', String(healthy));
  runner.setOutput('version', versionsSeen(report).join(','));
  runner.setOutput('attempts', String(report.rounds.length));
  runner.setOutput('duration-ms', String(report.durationMs));
  runner.setOutput('error-class', healthy ? '' : (bad?.verdict.errorClass ?? ''));
}
