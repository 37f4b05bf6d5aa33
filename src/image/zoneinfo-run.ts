import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import { readZones, type Zone } from './zoneinfo.ts';

/** Where Go trees may be. */
export interface GoTrees {
  /** Absolute path of the runner's tool cache. */
  readonly toolCache: string;
  /** The Go that built the programs, without `go`; its tree is preferred, so that a later run takes the same zones. */
  readonly goVersion: string | undefined;
  /** The GOROOT of the Go on PATH; asked only when the tool cache has no tree of that version. */
  readonly gorootOnPath: () => Promise<string | undefined>;
}

/** The time zones, and the tree that they come from. */
export interface FoundZones {
  readonly zones: readonly Zone[];
  readonly from: string;
}

const ZONEINFO = path.join('lib', 'time', 'zoneinfo.zip');

/**
 * Reads the time zone database of a Go tree: of the Go that built the programs, else of the one on PATH, else
 * of any in the tool cache. Throws {@link ActionError} `no-zoneinfo` where no tree has one: an image
 * without time zones would fail only in use.
 */
export async function findZones(trees: GoTrees): Promise<FoundZones> {
  const cached = await cachedTrees(trees.toolCache);
  const own = cached.filter(({ version }) => version === trees.goVersion);
  for (const { folder } of own) {
    const found = await zonesIn(folder);
    if (found !== undefined) return found;
  }
  const onPath = await trees.gorootOnPath();
  const found = onPath === undefined ? undefined : await zonesIn(onPath);
  if (found !== undefined) return found;
  for (const { folder } of cached) {
    const other = await zonesIn(folder);
    if (other !== undefined) return other;
  }
  throw new ActionError({
    code: 'no-zoneinfo',
    message: `No Go tree with ${ZONEINFO} was found on PATH and in ${trees.toolCache}`,
    hint: 'The time zones of the image come from it. Run the setup action before this step, or use `base: none` or an image as the base.',
  });
}

async function zonesIn(goroot: string): Promise<FoundZones | undefined> {
  const bytes = await readFile(path.join(goroot, ZONEINFO)).catch(() => undefined);
  return bytes === undefined ? undefined : { zones: readZones(bytes), from: goroot };
}

/** Trees in the runner's layout, `go/<version>/<architecture>`, newest first by name. */
async function cachedTrees(
  toolCache: string,
): Promise<readonly { readonly version: string; readonly folder: string }[]> {
  const go = path.join(toolCache, 'go');
  const versions = (await readdir(go).catch(() => [])).sort((a, b) =>
    b.localeCompare(a, 'en', { numeric: true }),
  );
  const trees = versions.map(async (version) => {
    const architectures: readonly string[] = await readdir(path.join(go, version)).catch(() => []);
    return architectures
      .filter((name) => !name.endsWith('.complete') && architectures.includes(`${name}.complete`))
      .map((name) => ({ version, folder: path.join(go, version, name) }));
  });
  return (await Promise.all(trees)).flat();
}
