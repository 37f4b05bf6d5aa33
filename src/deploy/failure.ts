import { formatDuration } from '../domain/duration.ts';
import { ActionError } from '../domain/errors.ts';
import { quoted } from '../domain/foreign-text.ts';
import type { WireAnswer, WireFailure } from '../host/wire.ts';
import type { DeploySettings } from './plan.ts';
import { LATEST_TRY_MS } from './retry.ts';
import type { DeliveryReport } from './run.ts';

/** The error for a delivery that was not accepted: what happened, and whether a deployment may be under way. */
export function deliveryError(report: DeliveryReport, settings: DeploySettings): ActionError {
  const { outcome, attempts } = report;
  const tries = attempts === 1 ? '' : ` (${attempts} tries)`;
  const to = settings.address.printable;
  if (outcome.kind === 'failure') {
    return new ActionError({
      code: 'no-answer',
      message: `${to} gave no answer${tries}: ${outcome.words}`,
      hint: failureHint(outcome, settings),
    });
  }
  return new ActionError({
    code: 'not-accepted',
    message: `${to} answered HTTP ${outcome.status}${redirection(outcome)}${tries} instead of ${settings.expectStatus.text}`,
    hint: answerHint(outcome),
  });
}

function failureHint(failure: WireFailure, settings: DeploySettings): string {
  if (failure.phase === 'answer') {
    const longer =
      failure.code === 'SHIP_GO_TIMEOUT'
        ? ` A deployment that takes longer than ${formatDuration(settings.timeoutMs)} needs a longer "timeout", or a receiver that answers 202 at once.`
        : '';
    return `The delivery had been sent, so the receiver may have acted: look there before you send it again.${longer}`;
  }
  if (failure.code === 'SHIP_GO_PROXY') {
    return 'Nothing was sent. Check HTTPS_PROXY and NO_PROXY of the runner.';
  }
  return 'Nothing was sent. Check the address, and that this runner can reach it.';
}

function redirection({ status, headers }: WireAnswer): string {
  const { location } = headers;
  if (status < 300 || status > 399 || location === undefined) return '';
  const [target = ''] = location.split(/[?#]/);
  return ` (a redirect to ${quoted(target.replace(/\/\/[^/]*@/, '//'))})`;
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'Compare the secret and the style with those of the receiver.',
  403: 'Compare the secret and the style with those of the receiver, and check that it admits this runner.',
  404: 'Check the path of "url": the receiver has nothing there.',
  405: 'The receiver takes no POST there; check the path of "url".',
  409: 'The receiver is busy with another deployment, or knows this one; run this again when it has ended.',
  413: 'The receiver refuses a body of this size; make "payload" smaller.',
};

function answerHint(answer: WireAnswer): string {
  const { status } = answer;
  const known = HINTS[status];
  if (known !== undefined) return known;
  if (status >= 300 && status <= 399) {
    return 'Redirects are not followed, since a signed delivery is for one address only; use the final one.';
  }
  if (status === 429 || status === 503) return busyHint(answer);
  if (status >= 500) {
    return 'That can be a failed deployment as well as a refused signature: see the response in the log, and the log of the receiver.';
  }
  return 'See the response in the log, and the log of the receiver.';
}

function busyHint({ retryAfterMs }: WireAnswer): string {
  const asked =
    retryAfterMs !== undefined && retryAfterMs > LATEST_TRY_MS
      ? ` It asks for ${formatDuration(retryAfterMs)} of patience; a delivery is not repeated later than ${formatDuration(LATEST_TRY_MS)} after it was made.`
      : '';
  return `The receiver takes no deliveries at the moment.${asked} Run this again later.`;
}
