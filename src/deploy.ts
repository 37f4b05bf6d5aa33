import { randomUUID } from 'node:crypto';
import { deliveryError } from './deploy/failure.ts';
import { renderPayload } from './deploy/payload.ts';
import { type DeploySettings, parseDeploySettings } from './deploy/plan.ts';
import { readResponse } from './deploy/response.ts';
import { deliver, type DeliveryReport } from './deploy/run.ts';
import { STYLES } from './deploy/signature.ts';
import { renderDeploySummary } from './deploy/summary.ts';
import { environmentProxy } from './host/proxy.ts';
import { createWire } from './host/wire.ts';
import { runEntry } from './runner/entry.ts';
import type { Runner } from './runner/runner.ts';

const CANCELLED =
  'If a delivery had been sent, the receiver may have acted: look there before you run this again.';

await runEntry('fail-job', askToDeploy, CANCELLED);

/** The deploy action: one signed delivery that asks a receiver to deploy. */
async function askToDeploy(runner: Runner): Promise<void> {
  const { inputs, context, host, log } = runner;
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
  const delivery = { id: randomUUID(), madeMs: host.clock.now() };
  runner.setOutput('delivery-id', delivery.id);
  const { repository, sha: commit, ref, serverUrl, runId, runAttempt } = context;
  const runUrl = `${serverUrl}/${repository}/actions/runs/${runId}/attempts/${runAttempt}`;
  const run = { repository, commit, ref, runUrl };
  const body = renderPayload({ ...settings, delivery, run });
  const wire = createWire({ ...host, userAgent: 'ship-go', proxyFor: environmentProxy });
  await runner.step('Send the deployment', async () => {
    const { address, key } = settings;
    log.info(`Delivery ${delivery.id} to ${address.printable}, style ${key.style}.`);
    const report = await deliver(settings, { delivery, body }, { ...host, wire });
    await tell(report, { settings, secrets }, runner);
    if (!report.accepted) throw deliveryError(report, settings);
  });
}

async function tell(
  report: DeliveryReport,
  parts: { readonly settings: DeploySettings; readonly secrets: readonly string[] },
  { log, ...runner }: Runner,
): Promise<void> {
  const response = readResponse(report.outcome, parts.secrets);
  runner.setOutput('status', report.outcome.kind === 'answer' ? `${report.outcome.status}` : '');
  runner.setOutput('response', response.text);
  runner.setOutput('attempts', String(report.attempts));
  log.untrusted(response.text.trimEnd());
  if (response.incomplete !== undefined) log.info(`The response is ${response.incomplete}.`);
  await runner.addSummary(renderDeploySummary(parts.settings, report, response));
}
