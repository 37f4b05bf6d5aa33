import type { Artifact } from '../domain/artifact.ts';
import { digestHex } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';

/** The `attest` input. */
export type AttestSetting = 'auto' | 'true' | 'false';

/** What a run knows, before it builds, about whether it can attest. */
export interface AttestFacts {
  /** True when the run really releases. */
  readonly releases: boolean;
  /** True when the job may ask for an identity token: `id-token: write`. */
  readonly mayIdentify: boolean;
  /** Such as `https://github.com`. */
  readonly serverUrl: string;
  /** The repository that runs the workflow; attestations belong to it. `owner/name`. */
  readonly repository: string;
  /** The repository that is released to. */
  readonly releaseRepository: string;
}

/** Whether this run attests, and if it does not, why: a part of a sentence, with what to do. Absent where nobody expects it. */
export type AttestDecision =
  { readonly attests: true } | { readonly attests: false; readonly reason?: string };

/** The lines of a workflow that allow it. The token's `attestations` permission shows only when it is used. */
const PERMISSIONS = '"id-token: write" and "attestations: write" under "permissions" of the job';

/** GitHub keeps attestations on these servers, not on an Enterprise Server. */
const SERVERS = /^https:\/\/(?:github\.com|[a-z0-9-]+\.ghe\.com)$/;

/**
 * Decides before the build whether the run will attest. Throws {@link ActionError}
 * `attest-impossible` where `attest: true` asks for what this job cannot do.
 * @see https://docs.github.com/en/actions/concepts/security/artifact-attestations
 */
export function decideAttestation(setting: AttestSetting, facts: AttestFacts): AttestDecision {
  if (setting === 'false' || !facts.releases) return { attests: false };
  const obstacle = obstacleTo(facts);
  if (obstacle === undefined) return { attests: true };
  const { message, hint } = obstacle;
  if (setting === 'auto') return { attests: false, reason: `${message}. ${hint}` };
  throw new ActionError({
    code: 'attest-impossible',
    message: `Input "attest" is true, but ${message}`,
    hint,
  });
}

function obstacleTo(
  facts: AttestFacts,
): { readonly message: string; readonly hint: string } | undefined {
  const { mayIdentify, serverUrl, repository, releaseRepository } = facts;
  if (!SERVERS.test(serverUrl)) {
    return {
      message: `${serverUrl} keeps no attestations`,
      hint: 'Set "attest: false"; GitHub offers them on github.com and ghe.com only.',
    };
  }
  if (repository.toLowerCase() !== releaseRepository.toLowerCase()) {
    return {
      message: `the release goes to ${releaseRepository}, and provenance would be kept in ${repository}, where nobody looks for it`,
      hint: `Run the workflow in ${releaseRepository}, or set "attest: false".`,
    };
  }
  if (!mayIdentify) {
    return {
      message: 'this job may not prove who it is',
      hint: `Put ${PERMISSIONS} for build provenance, or set "attest: false". A pull request from a fork never gets them.`,
    };
  }
  return undefined;
}

/** One file that is attested, as in-toto names it. */
export interface AttestSubject {
  readonly name: string;
  /** By algorithm, in hex. */
  readonly digest: { readonly sha256: string };
}

/** The subjects of one statement about all `files`. */
export function attestSubjects(
  files: readonly Pick<Artifact, 'name' | 'digest'>[],
): readonly AttestSubject[] {
  return files.map(({ name, digest }) => ({ name, digest: { sha256: digestHex(digest) } }));
}

/**
 * What went wrong while attesting, by what the signing services or GitHub said (one line): code
 * `attest-failed`. `mild` when nothing but the kind of repository stands in the way.
 */
export function attestFailed(words: string): {
  readonly error: ActionError;
  readonly mild: boolean;
} {
  // The library quotes an identity token that it cannot read.
  const said = words.replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '(token)');
  const [, hint, mild] = REMEDIES.find(([pattern]) => pattern.test(said)) ?? DEFAULT_REMEDY;
  return {
    mild,
    error: new ActionError({
      code: 'attest-failed',
      message: `The assets could not be attested: ${said}`,
      hint,
    }),
  };
}

type Remedy = readonly [pattern: RegExp, hint: string, mild: boolean];

const REMEDIES: readonly Remedy[] = [
  [
    /feature not available/i,
    'GitHub keeps attestations for public repositories and for those of organisations on a plan that has them: set "attest: false".',
    true,
  ],
  [/not accessible by integration|\b403\b|forbidden/i, `Put ${PERMISSIONS}.`, false],
  [
    /ID token/i,
    `Put ${PERMISSIONS}, and re-run the job: what is uploaded already is not uploaded again.`,
    false,
  ],
];

const DEFAULT_REMEDY: Remedy = [
  /^/,
  'Re-run the job when the signing services answer again: what is uploaded already is not uploaded again.',
  false,
];
