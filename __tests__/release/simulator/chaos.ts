import type { Fault, RandomFaults } from '../../fakes/github/faults.ts';
import type { GitHubOptions, Knobs } from '../../fakes/github/options.ts';
import type { Lag } from '../../fakes/github/lag.ts';
import type { Scheduler } from './scheduler.ts';

/** What goes wrong in one history, drawn from its seed. */
export interface Chaos {
  /** Jobs that share the plan, 1 to 8. */
  readonly jobs: number;
  readonly targets: number;
  readonly immutable: boolean;
  readonly draft: boolean;
  /** Each job plans its own targets alone and leaves a draft; another one publishes. */
  readonly classic: boolean;
  /** A second run of the whole workflow fills the same release at the same time. */
  readonly twice: boolean;
  /** Every run of a job builds other bytes than the one before. */
  readonly unstable: boolean;
  readonly knobs: Partial<Knobs>;
  readonly faults: RandomFaults | undefined;
  /** So little goes wrong that no job may fail: a few passing faults, nobody dies, nobody meddles. */
  readonly gentle: boolean;
  /** How long an upload is under way at most; its name is taken meanwhile where the knobs say so. */
  readonly uploadMs: number;
  /** Uploads that are stored with another byte. */
  readonly corruptUploads: number;
  /** Uploads that meet a passing 404 (openai/openai-cli#37). */
  readonly lostUploads: number;
  /** Jobs that are killed, by number. */
  readonly deaths: ReadonlyMap<number, { request: number; kind: 'before' | 'during' | 'after' }>;
  /** After how many steps with a draft there someone deletes it. */
  readonly deletion: number | undefined;
  /** After how many such steps someone makes a draft of the same tag, with an asset of their own. */
  readonly stranger: number | undefined;
  /** Someone made an empty draft with words of their own before. */
  readonly prepared: boolean;
  /** Someone deletes an asset at the very moment of the publishing update. */
  readonly meddler: boolean;
}

const FAULTS: readonly Fault[] = [
  { kind: 'status', status: 502, when: 'before' },
  { kind: 'status', status: 502, when: 'after' },
  { kind: 'status', status: 503, when: 'before' },
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'truncate' },
  { kind: 'status', status: 422, when: 'before' },
  { kind: 'status', status: 422, when: 'after' },
  { kind: 'hang', when: 'before' },
  { kind: 'hang', when: 'after' },
  { kind: 'starter' },
  { kind: 'corrupt' },
  { kind: 'secondary-limit', status: 403, retryAfterSeconds: 30 },
  { kind: 'secondary-limit', status: 429 },
  { kind: 'primary-limit', resetInSeconds: 120 },
];

/** Faults that a job must get over, one at a time. */
const PASSING = FAULTS.filter((fault) => fault.kind !== 'status' || fault.status !== 422);

/** Draws the troubles of one history. */
export function drawChaos(scheduler: Scheduler, seed: number): Chaos {
  const { integer, chance } = scheduler;
  const jobs = 1 + integer(8);
  const deaths = new Map<number, { request: number; kind: 'before' | 'during' | 'after' }>();
  for (let job = 0; job < jobs; job += 1) {
    if (!chance(0.3)) continue;
    const kind = (['before', 'during', 'after'] as const)[integer(3)] ?? 'before';
    deaths.set(job, { request: 1 + integer(30), kind });
  }
  const classic = chance(0.15);
  const draft = !classic && chance(0.1);
  // Two runs at once that disagree about the bytes are refused by nobody: `concurrency` is for that.
  const twice = chance(0.15);
  const unstable = !classic && !draft && !twice && chance(0.15);
  const knobs = drawKnobs(scheduler);
  const gentle = chance(0.25);
  const meddler = !gentle && !classic && chance(0.1);
  // The job that published must be there to say what it found.
  if (gentle || meddler) deaths.clear();
  const most = gentle ? 1 + integer(2) : 25;
  const hiddenMs = knobs.lag?.createdInList;
  const isSoonSeen = hiddenMs === undefined || ('ms' in hiddenMs && hiddenMs.ms < 5000);
  const deletion = !gentle && chance(0.3) ? 1 + integer(150) : undefined;
  const isAlone = deletion === undefined && isSoonSeen;
  const chaos: Chaos = {
    jobs,
    // A classic job without a target of its own does not exist.
    targets: (classic ? jobs : 1) + integer(jobs + 3),
    // Servers that do not know the field have no immutable releases.
    immutable: chance(0.4) && knobs.olderServer !== true,
    draft,
    classic,
    twice,
    unstable,
    knobs,
    faults: chance(0.6)
      ? {
          seed: seed ^ 0x5eed,
          rate: [0.01, 0.03, 0.1][integer(3)] ?? 0.01,
          faults: gentle || meddler ? PASSING : FAULTS,
          most,
        }
      : undefined,
    gentle,
    uploadMs: chance(0.5) ? 1 + integer(20_000) : 0,
    corruptUploads: chance(0.15) ? 1 : 0,
    lostUploads: chance(0.1) ? 1 : 0,
    deaths,
    deletion,
    stranger: isAlone && chance(0.25) ? 1 + integer(60) : undefined,
    prepared: chance(0.1),
    meddler,
  };
  // What a second run takes for its own: a stranger's draft of the tag, and bytes that nobody has compared yet.
  return twice ? { ...chaos, stranger: undefined, corruptUploads: 0 } : chaos;
}

function drawKnobs({ integer, chance }: Scheduler): Partial<Knobs> {
  const lag = (probability: number, mostMs: number): Lag | undefined =>
    chance(probability) ? { ms: integer(mostMs) } : undefined;
  const lags = {
    createdInList: lag(0.5, 30_000),
    publishedInList: lag(0.3, 10_000),
    publishedByTag: lag(0.3, 6_000),
    deletedInList: lag(0.3, 5_000),
    assetInList: lag(0.4, 3_000),
    assetDeletedInList: lag(0.2, 2_000),
    digest: lag(0.3, 8_000),
  };
  return {
    digests: chance(0.1) ? 'null' : 'sha256',
    olderServer: chance(0.05),
    showUnfinishedUploads: chance(0.3),
    download: chance(0.5) ? 'redirect' : 'direct',
    lag: Object.fromEntries(Object.entries(lags).filter(([, value]) => value !== undefined)),
  };
}

/** The stand-in's start for a history. */
export function worldOptions(
  chaos: Chaos,
  scheduler: Scheduler,
  repository: string,
  tags: Readonly<Record<string, string>>,
): GitHubOptions {
  return {
    repositories: { [repository]: { tags, immutableReleases: chaos.immutable } },
    now: () => scheduler.nowMs,
    knobs: chaos.knobs,
    // The limits strike through faults, at any time: not only when a history is long.
    limits: { requestsPerHour: 100_000 },
  };
}
