import type { Artifact } from '../domain/artifact.ts';
import { ActionError } from '../domain/errors.ts';
import type { NamedDigest } from './checksums.ts';
import type { ReleasePlan } from './plan.ts';

/**
 * What a post step needs to finish a release that the main step left: plain JSON, no secrets. All
 * else is found out from GitHub. `version` changes with the shape.
 */
export interface ReleaseState {
  readonly version: 1;
  readonly plan: ReleasePlan;
  /** The release this job wrote to, if it got so far. */
  readonly releaseId?: number;
  /** Drafts that this job created. */
  readonly createdIds: readonly number[];
  /** What a `SHA256SUMS` that this job may have deleted listed; absent for nothing. */
  readonly listed?: readonly NamedDigest[];
  /** This job's own assets that were to be uploaded. */
  readonly artifacts: readonly Artifact[];
}

/**
 * A state read back from JSON. Its writer is this same program, so the version and the outline are
 * checked, not every field. Throws {@link ActionError} `release-state` for anything else: another
 * version of the action wrote it, or something changed it on the way.
 */
export function parseReleaseState(json: unknown): ReleaseState {
  if (!isReleaseState(json)) {
    throw new ActionError({
      code: 'release-state',
      message: 'The state that the main step left about the release cannot be read',
      hint: 'Re-run the job; it finishes the release.',
    });
  }
  return json;
}

function isReleaseState(json: unknown): json is ReleaseState {
  const state = members(json);
  const plan = members(state['plan']);
  const { tag, repository } = members(plan['desired']);
  const { releaseId, listed } = state;
  return (
    state['version'] === 1 &&
    /^[0-9a-f]{64}$/.test(String(plan['planId'])) &&
    typeof tag === 'string' &&
    typeof repository === 'string' &&
    (releaseId === undefined || Number.isSafeInteger(releaseId)) &&
    isListOf(plan['assets'], hasName) &&
    (listed === undefined || isListOf(listed, hasDigest)) &&
    isListOf(state['createdIds'], Number.isSafeInteger) &&
    isListOf(state['artifacts'], (each) => hasName(each) && hasFile(each))
  );
}

function hasName(value: unknown): boolean {
  return typeof members(value)['name'] === 'string';
}

function hasDigest(value: unknown): boolean {
  return hasName(value) && typeof members(value)['digest'] === 'string';
}

function hasFile(value: unknown): boolean {
  const { path, digest, sizeBytes } = members(value);
  return typeof path === 'string' && typeof digest === 'string' && Number.isSafeInteger(sizeBytes);
}

function isListOf(value: unknown, holds: (element: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((element: unknown) => holds(element));
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
