import { printableText } from '../domain/foreign-text.ts';
import type { Outcome } from './retry.ts';

/** What a receiver answered, fit to be shown and handed on. */
export interface Response {
  /** At most the bytes that were read; no control characters, no secret. */
  readonly text: string;
  /** Why the text is not all of it; absent when it is. */
  readonly incomplete?: string;
}

/** Reads an answer's body as UTF-8. A receiver that echoes one of `secrets` must not bring it into outputs. */
export function readResponse(outcome: Outcome, secrets: readonly string[]): Response {
  if (outcome.kind === 'failure') return { text: '' };
  let text = printableText(new TextDecoder().decode(outcome.body));
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.trim() !== '') text = text.replaceAll(secret, '***');
  }
  switch (outcome.end) {
    case 'whole':
      return { text };
    case 'limit':
      return {
        text,
        incomplete: `longer than ${outcome.body.length} bytes; the rest was not read`,
      };
    case 'cut':
      return { text, incomplete: 'cut by the receiver' };
    case 'timeout':
      return { text, incomplete: 'not whole within the time of a try' };
  }
}
