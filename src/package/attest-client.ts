import type { AttestSubject } from './attest.ts';

/** Where an attestation went. */
export interface Attestation {
  /** GitHub's id; absent when its answer had none. */
  readonly id?: string;
  /** Index in the public transparency log; absent for a private repository, whose signatures are timestamped instead. */
  readonly logIndex?: string;
}

/**
 * Signs one SLSA build provenance statement for all subjects and stores it with the repository that
 * runs the workflow. Identity, signing services and repository come from the job's environment; the
 * library has retries of its own. It is loaded here: it is large, and few runs need it. Throws what
 * the library throws.
 * @see https://github.com/actions/toolkit/tree/main/packages/attest
 */
export async function attestBuild(
  subjects: readonly AttestSubject[],
  token: string,
): Promise<Attestation> {
  const { attestProvenance } = await import('@actions/attest');
  const { attestationID, tlogID } = await attestProvenance({
    subjects: subjects.map(({ name, digest }) => ({ name, digest: { ...digest } })),
    token,
  });
  return {
    ...(attestationID === undefined ? {} : { id: attestationID }),
    ...(tlogID === undefined ? {} : { logIndex: tlogID }),
  };
}
