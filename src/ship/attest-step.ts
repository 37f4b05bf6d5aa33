import { createHash } from 'node:crypto';
import type { Artifact } from '../domain/artifact.ts';
import { sha256Digest } from '../domain/digest.ts';
import { describeError } from '../domain/errors.ts';
import { attestFailed, attestSubjects, decideAttestation } from '../package/attest.ts';
import { attestBuild } from '../package/attest-client.ts';
import { CHECKSUMS_NAME, renderChecksums } from '../package/checksums.ts';
import type { ReleaseSession } from '../release/run.ts';
import type { Runner } from '../runner/runner.ts';
import type { Provenance } from './flow.ts';
import type { ShipSettings } from './settings.ts';
import type { Shipment } from './shipment.ts';
import type { Subject } from './subject.ts';
import type { Shipped } from './target-flow.ts';

/** The part of the story between the last upload and the end of the release. */
export interface AttestStep {
  /** What the artifacts are uploaded through; absent in a dry run. */
  readonly session: ReleaseSession | undefined;
  /** Attests what was made. Throws `attest-failed` under `attest: true`; else that is a warning. */
  attest(shipped: Shipped): Promise<Provenance>;
}

/** What attesting depends on. */
interface AttestParts {
  readonly settings: ShipSettings;
  readonly subject: Subject;
  readonly shipment: Shipment;
  readonly session: ReleaseSession | undefined;
}

/**
 * Decides whether this run attests, before anything is built, and says so where it does not. Throws
 * what {@link decideAttestation} throws.
 */
export function planAttestation(parts: AttestParts, runner: Runner): AttestStep {
  const { settings, subject, shipment, session } = parts;
  const { context, env, log } = runner;
  const decision = decideAttestation(settings.attest, {
    releases: subject.intent.kind === 'release',
    mayIdentify: (env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '') !== '',
    serverUrl: context.serverUrl,
    repository: context.repository,
    releaseRepository: settings.release.repository,
  });
  if (!decision.attests) {
    const { reason } = decision;
    if (reason !== undefined) log.notice(`No build provenance: ${reason}`);
    return { session, attest: () => Promise.resolve({ attested: false, ...decision }) };
  }
  const last = shipment.archives.at(-1)?.name;
  const held = session === undefined ? undefined : holdBack(session, last);
  return {
    session: held?.session ?? session,
    attest: (shipped) =>
      runner.step('Attest the assets', async () => {
        const provenance = await attestAssets(parts, shipped, runner);
        await held?.letGo();
        return provenance;
      }),
  };
}

async function attestAssets(
  { settings, shipment }: AttestParts,
  { artifacts }: Shipped,
  { context, inputs, log }: Runner,
): Promise<Provenance> {
  const files = isShared(shipment) ? artifacts : [...artifacts, checksumsOf(artifacts)];
  try {
    const subjects = attestSubjects(files);
    const { id, logIndex } = await attestBuild(subjects, inputs.text('token') ?? '');
    const url =
      id === undefined ? '' : `${context.serverUrl}/${context.repository}/attestations/${id}`;
    const logged = logIndex === undefined ? '' : `, entry ${logIndex} of the transparency log`;
    log.info(`Attested ${files.map(({ name }) => name).join(', ')}: ${url}${logged}`);
    return { attested: true, url };
  } catch (cause) {
    const { error, mild } = attestFailed(describeError(cause));
    if (settings.attest === 'true') throw error;
    const text = `${error.message}. ${error.hint ?? ''}`;
    if (mild) log.notice(text);
    else log.warning(text);
    return { attested: false, reason: text };
  }
}

/** True when other jobs have assets of the same release in hand: its checksums are not this job's to know. */
function isShared({ archives, release }: Shipment): boolean {
  const own = new Set(archives.map(({ name }) => name));
  return release?.assets.some(({ name }) => !own.has(name.replace(/\.cdx\.json$/, ''))) ?? false;
}

/** The `SHA256SUMS` that will be uploaded when the release is finished. */
function checksumsOf(artifacts: readonly Artifact[]): Pick<Artifact, 'name' | 'digest'> {
  const hex = createHash('sha256').update(renderChecksums(artifacts)).digest('hex');
  return { name: CHECKSUMS_NAME, digest: sha256Digest(hex) };
}

/**
 * Keeps one asset back until everything of this job is attested: another job, or this one's post step,
 * publishes the release as soon as all assets are there, and nothing unattested must be public.
 */
export function holdBack(
  session: ReleaseSession,
  last: string | undefined,
): { readonly session: ReleaseSession; letGo(): Promise<void> } {
  let held: Artifact | undefined;
  return {
    session: {
      ...session,
      upload: async (artifact) => {
        if (artifact.name === last) held = artifact;
        else await session.upload(artifact);
      },
    },
    letGo: async () => {
      if (held !== undefined) await session.upload(held);
    },
  };
}
