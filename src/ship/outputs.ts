import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Artifact } from '../domain/artifact.ts';
import { digestHex } from '../domain/digest.ts';
import { formatTarget, type Target } from '../domain/target.ts';
import type { Revision } from '../domain/version.ts';
import type { ReleaseOutcome } from '../release/outcome.ts';
import type { Runner } from '../runner/runner.ts';

/** The part of the runner's edge that outputs go through. */
type OutputEdge = Pick<Runner, 'setOutput' | 'log'>;

/** Outputs larger than this stay in the file alone: GitHub takes 1 MB of outputs a job. */
const LARGEST_OUTPUT_BYTES = 256 * 1024;

/** One entry of the `artifacts` output and of artifacts.json. */
export interface ListedArtifact {
  readonly name: string;
  /** Absolute on this runner; empty for an asset of another job, and for one that could not be fetched. */
  readonly path: string;
  readonly kind: Artifact['kind'];
  readonly goos: string;
  readonly goarch: string;
  readonly variant: string;
  readonly size: number;
  /** 64 hex digits. */
  readonly sha256: string;
  /** Where it can be downloaded; empty in a dry run. */
  readonly url: string;
}

/** The artifacts as users and `image/` read them. `urls` maps asset names to addresses. */
export function listArtifacts(
  artifacts: readonly Artifact[],
  urls: ReadonlyMap<string, string>,
): readonly ListedArtifact[] {
  return artifacts.map(({ name, path: file, kind, target, sizeBytes, digest }) => ({
    name,
    path: file,
    kind,
    goos: target?.goos ?? '',
    goarch: target?.goarch ?? '',
    variant: target?.variant ?? '',
    size: sizeBytes,
    sha256: digestHex(digest),
    url: urls.get(name) ?? '',
  }));
}

/** Sets what is known as soon as the revision is. `prerelease` is what the release will be marked as. */
export function outputRevision(
  revision: Revision,
  prerelease: boolean,
  targets: readonly Target[],
  runner: OutputEdge,
): void {
  runner.setOutput('version', revision.version);
  runner.setOutput('tag', revision.tag ?? '');
  runner.setOutput('commit', revision.commit);
  runner.setOutput('prerelease', String(prerelease));
  runner.setOutput('targets', targets.map(formatTarget).join(','));
}

/** Writes artifacts.json and sets the outputs that tell of it. */
export async function outputArtifacts(
  artifacts: readonly Artifact[],
  urls: ReadonlyMap<string, string>,
  outputDirectory: string,
  runner: OutputEdge,
): Promise<void> {
  const text = JSON.stringify(listArtifacts(artifacts, urls), null, 2);
  const file = path.join(outputDirectory, 'artifacts.json');
  await mkdir(outputDirectory, { recursive: true });
  await writeFile(file, `${text}\n`);
  runner.setOutput('artifacts-file', file);
  runner.setOutput('output-directory', outputDirectory);
  const compact = JSON.stringify(JSON.parse(text));
  const fits = Buffer.byteLength(compact) <= LARGEST_OUTPUT_BYTES;
  runner.setOutput('artifacts', fits ? compact : '[]');
  if (!fits) {
    runner.log.notice(
      'The list of artifacts is too long for an output: read artifacts-file instead.',
    );
  }
}

/** Sets what became of the release; `outcome` is absent in a dry run. */
export function outputRelease(
  outcome: ReleaseOutcome | undefined,
  checksums: string,
  runner: OutputEdge,
): void {
  runner.setOutput('checksums', outcome?.checksums ?? checksums);
  runner.setOutput('complete', String(outcome?.complete ?? false));
  runner.setOutput('missing', JSON.stringify(outcome?.missing ?? []));
  runner.setOutput('published', String(outcome?.published ?? false));
  runner.setOutput('already-released', String(outcome?.alreadyReleased ?? false));
  runner.setOutput('release-id', outcome?.releaseId === undefined ? '' : String(outcome.releaseId));
  runner.setOutput('release-url', outcome?.releaseUrl ?? '');
  runner.setOutput('upload-url', outcome?.uploadUrl ?? '');
}
