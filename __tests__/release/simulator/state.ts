import type { ActionError } from '../../../src/domain/errors.ts';
import type { ReleaseOutcome } from '../../../src/release/outcome.ts';
import type { LocalGitHub, LocalOutcome } from '../../fakes/github/local.ts';
import type { Chaos } from './chaos.ts';
import type { Expectation } from './invariants.ts';
import type { Scheduler } from './scheduler.ts';

export const REPOSITORY = 'octo/hello';
export const TAG = 'v1.2.3';
export const [OLD_TAG, NEXT_TAG] = ['v1.2.2', 'v1.2.4'];
/** What someone wrote into a draft before any job ran. */
export const OWN_WORDS = 'Words of our own.';
export const COMMIT = 'c0ffee00'.repeat(5);

/** How one run of a job ended. */
export type Ending =
  | { readonly kind: 'done'; readonly outcome: ReleaseOutcome }
  | { readonly kind: 'failed'; readonly error: ActionError }
  | { readonly kind: 'killed' };

/** What is known of a history while it is played. */
export interface History {
  readonly scheduler: Scheduler;
  readonly chaos: Chaos;
  readonly github: LocalGitHub;
  readonly expectation: Expectation & { readonly strangers: Set<number> };
  /** All planned asset names. */
  readonly names: readonly string[];
  readonly tell: (line: string) => void;
  readonly watch: (outcome: LocalOutcome) => string | undefined;
  /** Releases that jobs must leave as they are, and how they are. */
  readonly strangers: Map<number, string>;
  isFirstRun: boolean;
  /** Assets that were stored with another byte, and whose sender has not told yet. */
  readonly unproven: Set<string>;
  /**
   * A release became public between such an upload and its sender's next request, which perhaps never came:
   * only the sender knows what the bytes shall be.
   */
  unseen: boolean;
  /** Someone deleted an asset at the moment of the publishing update. */
  wasMeddled: boolean;
  /** A replacement and the publishing update met between one's last look and its next request: nothing can see that. */
  lostRace: boolean;
  /** First broken invariant. */
  problem: string | undefined;
  /** Steps so far with a draft there. */
  draftSteps: number;
  wasDeleted: boolean;
  /** A draft is left beside the published release. */
  leftSpare: boolean;
  publishers: number;
}

/** An asset's bytes are its path: the name and what the run makes of it, of the same length in each. */
export function pathOf(name: string, variant: string): string {
  return `${name} ${variant.padEnd(2)}`;
}

/** True for bytes that some run makes for `name`. */
export function isBuilt(name: string, bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString();
  return text.startsWith(name) && /^ (?: {2}|[abc][ 0-9])$/.test(text.slice(name.length));
}
