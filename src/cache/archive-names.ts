import type { CacheName } from './plan.ts';
import { isBuildEntry } from './prune.ts';

/**
 * True for a name that an archive of this cache may hold, relative to the cache's folder. Everything
 * else is a sign that somebody made the archive to do harm: no path leaves the folder, no unpacked
 * source and no `.ziphash` comes in, nothing lands where go looks for settings.
 */
export function mayHold(cache: CacheName, name: string): boolean {
  return cache === 'modules' ? isModuleDownload(name) : isBuildFile(name);
}

/** `<module>/@v/<version>.zip` or `.mod`, as go names them below `cache/download`. */
function isModuleDownload(name: string): boolean {
  const parts = name.split('/');
  const file = parts.at(-1) ?? '';
  return (
    parts.length >= 3 &&
    parts.at(-2) === '@v' &&
    /^v.+\.(zip|mod)$/.test(file) &&
    parts.every((part) => isPlainPart(part))
  );
}

/** An entry, or the one program inside an entry that is a folder (what `go run` and tools keep). */
function isBuildFile(name: string): boolean {
  if (isBuildEntry(name)) return true;
  const [shard = '', entry = '', program, ...rest] = name.split('/');
  if (program === undefined || rest.length > 0 || !entry.endsWith('-d')) return false;
  return isBuildEntry(`${shard}/${entry}`) && isPlainPart(program);
}

/** Letters go's own escape does not produce are left out too: Windows reads `:` and `\` as more than names. */
function isPlainPart(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && !/[\p{Cc}\\:*?"<>|]/u.test(part);
}
