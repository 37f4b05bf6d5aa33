import path from 'node:path';
import { readCaFile } from './health/ca-file-run.ts';
import { parseHealthSettings } from './health/plan.ts';
import { unhealthyError, versionsSeen, worstOf } from './health/report.ts';
import { watch } from './health/run.ts';
import { renderHealthSummary } from './health/summary.ts';
import { environmentProxy } from './host/proxy.ts';
import { createWire } from './host/wire.ts';
import { runEntry } from './runner/entry.ts';

// The verify action: is the new version really serving?
await runEntry('fail-job', async ({ inputs, context, host, log, ...runner }) => {
  const { clock } = host;
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
  const wire = createWire({ userAgent: 'ship-go', clock, proxyFor: environmentProxy });

  await runner.step('Watch the service', async () => {
    const report = await watch(settings, { wire, clock, log, ...trust });
    const bad = worstOf(report.rounds.findLast((round) => worstOf(round) !== undefined));
    const healthy = report.kind === 'healthy';
    runner.setOutput('healthy', String(healthy));
    runner.setOutput('version', versionsSeen(report).join(', '));
    runner.setOutput('attempts', String(report.rounds.length));
    runner.setOutput('duration-ms', String(report.durationMs));
    runner.setOutput('error-class', healthy ? '' : (bad?.verdict.errorClass ?? ''));
    await runner.addSummary(renderHealthSummary(settings, report));
    if (!healthy) throw unhealthyError(report, settings);
  });
});
