import { randomUUID } from 'node:crypto';
import { deliveryError } from './deploy/failure.ts';
import { renderPayload } from './deploy/payload.ts';
import { parseDeploySettings } from './deploy/plan.ts';
import { readResponse } from './deploy/response.ts';
import { deliver } from './deploy/run.ts';
import { STYLES } from './deploy/signature.ts';
import { renderDeploySummary } from './deploy/summary.ts';
import { environmentProxy } from './host/proxy.ts';
import { createWire } from './host/wire.ts';
import { runEntry } from './runner/entry.ts';

// The deploy action: one signed delivery that asks a receiver to deploy.
await runEntry('fail-job', async ({ inputs, context, host, log, ...runner }) => {
  const { clock } = host;
  const settings = parseDeploySettings({
    url: inputs.text('url'),
    secret: inputs.raw('secret'),
    style: inputs.choice('style', STYLES),
    event: inputs.text('event'),
    version: inputs.text('version'),
    image: inputs.text('image'),
    payload: inputs.text('payload'),
    timeout: inputs.text('timeout'),
    retries: inputs.text('retries'),
    expectStatus: inputs.list('expect-status'),
    allowHttp: inputs.flag('allow-http'),
  });
  const secrets = [...settings.key.secrets, ...settings.address.secrets];
  for (const secret of secrets) log.mask(secret);
  for (const warning of settings.warnings) log.warning(warning);

  // A run that is started again is a new wish to deploy, so it is a new delivery.
  const delivery = { id: randomUUID(), madeMs: clock.now() };
  runner.setOutput('delivery-id', delivery.id);
  const run = {
    repository: context.repository,
    commit: context.sha,
    ref: context.ref,
    runUrl: `${context.serverUrl}/${context.repository}/actions/runs/${context.runId}/attempts/${context.runAttempt}`,
  };
  const body = renderPayload({ ...settings, delivery, run });
  const wire = createWire({ userAgent: 'ship-go', clock, proxyFor: environmentProxy });
  await runner.step('Send the deployment', async () => {
    log.info(
      `Delivery ${delivery.id} to ${settings.address.printable}, style ${settings.key.style}.`,
    );
    const report = await deliver(settings, { delivery, body }, { wire, clock, log });
    const response = readResponse(report.outcome, secrets);
    runner.setOutput('status', report.outcome.kind === 'answer' ? `${report.outcome.status}` : '');
    runner.setOutput('response', response.text);
    runner.setOutput('attempts', String(report.attempts));
    log.untrusted(response.text.trimEnd());
    if (response.incomplete !== undefined) log.info(`The response is ${response.incomplete}.`);
    await runner.addSummary(renderDeploySummary(settings, report, response));
    if (!report.accepted) throw deliveryError(report, settings);
  });
});
