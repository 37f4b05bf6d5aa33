import type { CacheRecord, CacheState, RestoreResult } from './state.ts';

/** What would go into an archive. Names are relative to the cache's folder. */
export type Selection =
  | {
      readonly kind: 'build';
      readonly names: readonly string[];
      readonly keptBytes: number;
      readonly pruned: number;
      readonly used: number;
      readonly added: number;
      readonly addedBytes: number;
    }
  | {
      readonly kind: 'modules';
      readonly names: readonly string[];
      readonly keptBytes: number;
      /** Downloads that the restored archive did not have. */
      readonly added: number;
    };

/**
 * The share of new bytes from which a build cache is saved again. What is left unsaved adds up
 * against the same restored archive, so it reaches the share sooner or later: nothing freezes.
 */
export const WORTH_SAVING_SHARE = 0.01;

/** Why a cache is not saved, as far as it can be told before looking at the disk. */
export function whyNotSaved(record: CacheRecord, state: CacheState): string | undefined {
  if (!record.plan.on) return record.plan.reason;
  if (record.plan.name === 'build' && record.result === 'exact') return 'the same key was restored';
  if (record.result === 'off') return 'it was not restored, since the folder was filled before';
  if (state.write.when === 'never') return state.write.reason;
  if (state.write.when === 'if-nothing-restored' && !nothingRestored(state))
    return state.write.reason;
  return undefined;
}

/**
 * What to do instead of saving this selection; undefined when it shall be saved. Modules are saved
 * again under the same go.sum when this job needed some that the archive lacked: the first to save may
 * have needed fewer.
 */
export function judgeSelection(
  selection: Selection,
  result: RestoreResult,
): { readonly outcome: 'empty' | 'skipped'; readonly reason: string } | undefined {
  if (selection.kind === 'modules') {
    if (selection.names.length === 0)
      return { outcome: 'empty', reason: 'no module was downloaded' };
    if (result === 'exact' && selection.added === 0)
      return { outcome: 'skipped', reason: 'the restored archive has every module of this job' };
    return undefined;
  }
  if (selection.names.length === 0) return { outcome: 'empty', reason: 'nothing was compiled' };
  const share = selection.keptBytes === 0 ? 0 : selection.addedBytes / selection.keptBytes;
  if (result === 'partial' && share < WORTH_SAVING_SHARE)
    return { outcome: 'skipped', reason: 'less than 1 % of it is new' };
  return undefined;
}

/** A service that failed is no proof that there is nothing; an archive that is of no use is as good as none. */
function nothingRestored(state: CacheState): boolean {
  const asked = state.caches.filter((cache) => cache.plan.on && cache.result !== 'off');
  return asked.every((cache) => cache.result === 'miss' || cache.useless === true);
}
