import { formatDuration } from '../domain/duration.ts';
import { includesStatus } from '../domain/status-list.ts';
import type { Clock, Log } from '../host/host.ts';
import type { Wire } from '../host/wire.ts';
import type { Delivery } from './payload.ts';
import type { DeploySettings } from './plan.ts';
import { decideRetry, type Outcome } from './retry.ts';
import { signatureHeaders } from './signature.ts';

/** Bytes of an answer that are read, shown and handed on. */
export const MOST_RESPONSE_BYTES = 64 * 1024;

/** How a delivery ended. */
export interface DeliveryReport {
  readonly delivery: Delivery;
  readonly attempts: number;
  /** Of the last try. */
  readonly outcome: Outcome;
  /** True when the receiver answered with an expected status. */
  readonly accepted: boolean;
  readonly durationMs: number;
}

/** Sends one delivery until it is answered, or nothing more can be gained by trying. Never rejects for what the network does. */
export async function deliver(
  settings: DeploySettings,
  parts: { readonly delivery: Delivery; readonly body: Uint8Array },
  host: { readonly wire: Wire; readonly clock: Clock; readonly log: Log },
): Promise<DeliveryReport> {
  const { delivery, body } = parts;
  const { wire, clock, log } = host;
  const { address, key, event, expectStatus } = settings;
  const startedMs = clock.now();
  const tries = settings.retries + 1;
  for (let attempt = 1; ; attempt += 1) {
    const signed = { event, deliveryId: delivery.id, sentMs: clock.now(), body };
    const outcome = await wire.send({
      method: 'POST',
      url: address.url,
      headers: {
        accept: '*/*',
        'content-type': 'application/json',
        ...(address.authorization === undefined ? {} : { authorization: address.authorization }),
        ...signatureHeaders(key, signed),
      },
      body,
      timeoutMs: settings.timeoutMs,
      maxBytes: MOST_RESPONSE_BYTES,
    });
    const accepted = outcome.kind === 'answer' && includesStatus(expectStatus, outcome.status);
    const said = `Try ${attempt} of ${tries}: ${wordsOf(outcome)}`;
    const decision = accepted
      ? ({ kind: 'final' } as const)
      : decideRetry(outcome, {
          attempt,
          tries,
          ageMs: clock.now() - delivery.madeMs,
          random: clock.random(),
        });
    if (decision.kind === 'final') {
      log.info(`${said}.`);
      return {
        delivery,
        attempts: attempt,
        outcome,
        accepted,
        durationMs: clock.now() - startedMs,
      };
    }
    log.info(`${said}; again in ${formatDuration(decision.waitMs)}.`);
    await clock.sleep(decision.waitMs);
  }
}

function wordsOf(outcome: Outcome): string {
  const took = formatDuration(outcome.ms);
  return outcome.kind === 'answer'
    ? `HTTP ${outcome.status} in ${took}`
    : `no answer after ${took}: ${outcome.words}`;
}
