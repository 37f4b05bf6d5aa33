import type { Artifact } from '../domain/artifact.ts';
import { formatTarget } from '../domain/target.ts';
import type { PreviousRelease } from '../release/previous-run.ts';

/** What one target's users download. */
export interface TargetSize {
  /** Archives or bare binaries of the target together. */
  readonly packedBytes: number;
  /** The same in the previous release; absent where that had no asset of the kind for each of them. */
  readonly previousBytes?: number;
}

/**
 * Sizes by target (`linux/arm/7`), beside those of the release before. An asset's counterpart there
 * has the other version in its name and is called the same besides.
 */
export function sizesByTarget(
  artifacts: readonly Artifact[],
  versions: { readonly now: string; readonly tagPrefix: string },
  previous: PreviousRelease | undefined,
): ReadonlyMap<string, TargetSize> {
  const before = previous?.tag.slice(versions.tagPrefix.length).replace(/^v(?=\d)/, '') ?? '';
  const sizes = new Map<string, TargetSize>();
  for (const { name, kind, target, sizeBytes } of artifacts) {
    if (target === undefined || (kind !== 'archive' && kind !== 'binary')) continue;
    const key = formatTarget(target);
    const sum = sizes.get(key) ?? { packedBytes: 0, previousBytes: 0 };
    const counterpart = previous?.sizes.get(name.replaceAll(versions.now, before));
    const isWhole = counterpart !== undefined && sum.previousBytes !== undefined;
    sizes.set(key, {
      packedBytes: sum.packedBytes + sizeBytes,
      ...(isWhole ? { previousBytes: sum.previousBytes + counterpart } : {}),
    });
  }
  return sizes;
}
