import type { Digest } from './digest.ts';
import type { Target } from './target.ts';

/** What an artifact is. `binary` is a bare executable, `archive` a packed one. */
export type ArtifactKind = 'binary' | 'archive' | 'checksums' | 'sbom' | 'provenance';

/** One file that this run made and that may become a release asset. */
export interface Artifact {
  /** The asset's name, unique in its release. */
  readonly name: string;
  /** Absolute path on this machine. */
  readonly path: string;
  readonly kind: ArtifactKind;
  /** Absent for files that belong to no single target. */
  readonly target?: Target;
  readonly sizeBytes: number;
  readonly digest: Digest;
}
