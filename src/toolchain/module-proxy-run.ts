import { ActionError } from '../domain/errors.ts';
import { parseGoSumDb } from './checksum-database.ts';
import type { FetchedToolchain, InstallContext, InstallHost } from './context.ts';
import { expectVersion } from './goroot-run.ts';
import { downloadToolchain } from './module-proxy-client.ts';
import { matchesModulePattern, usableProxies } from './module-proxies.ts';
import { type GoRequest, isUnavailable, type Unavailable } from './plan.ts';
import { toolchainModuleVersion } from './release-lists.ts';
import { proveModuleHash, type ProvedHash } from './sumdb-client.ts';
import { moduleHash } from './toolchain-tree.ts';
import { unpackGo } from './unpack-run.ts';

const MODULE = 'golang.org/toolchain';

/**
 * Fetches a toolchain's zip from the module proxy into `zipFile` and, at the same time, its proved hash.
 * Throws {@link ActionError} `proof-failed` when the zip came but its hash cannot be proved; a proxy or a database that is out of
 * reach is a value, as another source may do.
 */
export async function fetchFromModuleProxy(
  goVersion: string,
  request: GoRequest,
  zipFile: string,
  context: InstallContext,
  host: InstallHost,
): Promise<FetchedToolchain | Unavailable> {
  const configuration = await context.goConfiguration();
  const proxies = usableProxies(configuration);
  if (isUnavailable(proxies)) return proxies;
  if (/(?:^|\s)--?insecure\b/.test(configuration.goFlags ?? '')) {
    host.log.warning(
      'GOFLAGS=-insecure does not apply to Go itself: its bytes are proved all the same.',
    );
  }
  const { goNoSumDb } = configuration;
  if (goNoSumDb !== undefined && matchesModulePattern(goNoSumDb, MODULE)) {
    host.log.info(
      `GONOSUMDB (${goNoSumDb}) does not apply to Go itself, as with the go command: its bytes are proved all the same.`,
    );
  }
  const database = parseGoSumDb(configuration.goSumDb);
  if (database === 'off') {
    host.log.warning(
      'GOSUMDB=off: no checksum database may be asked, so the module proxy is not used for Go itself; the go command refuses to download a toolchain then, too.',
    );
    return { unavailable: 'GOSUMDB=off leaves nothing to prove its toolchain with' };
  }
  const version = toolchainModuleVersion(goVersion, request.platform);
  const [zip, proved] = await Promise.allSettled([
    downloadToolchain(host.http, proxies, version, zipFile),
    proveModuleHash(host.http, database, proxies, { path: MODULE, version }),
  ]);
  if (zip.status === 'rejected') throw zip.reason;
  if (isUnavailable(zip.value)) return zip.value;
  if (proved.status === 'rejected') throw proved.reason;
  if (isUnavailable(proved.value)) return proved.value;
  const hash = proved.value;
  const { from } = zip.value;
  return {
    proof: `${hash.h1} is record ${hash.record} of ${hash.treeSize} in ${hash.database}, whose signature and inclusion proof were checked`,
    unpack: (folder) =>
      unpackProved({ zipFile, folder, from, hash, version, goVersion, cpus: context.cpus }),
  };
}

interface ProvedArchive {
  readonly zipFile: string;
  readonly folder: string;
  readonly from: string;
  readonly hash: ProvedHash;
  readonly version: string;
  readonly goVersion: string;
  readonly cpus: number;
}

/** The files are hashed while they are written; nobody runs them before the sum is known to be right. */
async function unpackProved(archive: ProvedArchive): Promise<void> {
  const { zipFile, folder, from, hash, version, goVersion, cpus } = archive;
  const layout = { prefix: `${MODULE}@${version}/`, isModule: true };
  const h1 = moduleHash(await unpackGo(zipFile, folder, layout, cpus));
  if (h1 !== hash.h1) {
    throw new ActionError({
      code: 'proof-failed',
      message: `Cannot prove ${MODULE} ${version}: expected ${hash.h1} (${hash.database}), got ${h1} from ${from}`,
      hint: 'Nothing was installed. The module proxy, or someone before it, serves other bytes than Go released.',
    });
  }
  await expectVersion(folder, goVersion, from);
}
