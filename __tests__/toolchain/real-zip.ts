import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { GoPlatform } from '../../src/toolchain/architecture.ts';
import { toolchainModuleVersion } from '../../src/toolchain/release-lists.ts';
import { type FakeGoProxy, startGoProxy } from '../fakes/go-proxy.ts';
import { moduleProxy } from '../support/hermetic-env.ts';
import { testHost } from './install-support.ts';

/** Ignored by git; what tests fetch once and keep. */
export const TEST_CACHE = path.resolve(import.meta.dirname, '../../.cache/test');

/** A proxy nearby that has real toolchains, and the real one behind it. */
export interface NearbyProxy {
  /** GOPROXY: archives come from this machine, everything else (the proof) from the real proxy. */
  readonly goProxy: string;
  readonly server: FakeGoProxy;
}

/** Starts it. Each archive of about 60 MB is fetched once per checkout; the proof is asked for anew in every run. */
export async function startNearbyProxy(
  toolchains: readonly (readonly [version: string, platform: GoPlatform])[],
): Promise<NearbyProxy> {
  const goProxy = await moduleProxy();
  const server = await startGoProxy();
  for (const [version, platform] of toolchains) {
    const moduleVersion = toolchainModuleVersion(version, platform);
    const zip = path.join(TEST_CACHE, `${moduleVersion}.zip`);
    if (!existsSync(zip)) await downloadOnce(goProxy, moduleVersion, zip);
    server.files.set(`golang.org/toolchain/@v/${moduleVersion}.zip`, readFileSync(zip));
  }
  return { goProxy: `${server.url},${goProxy}`, server };
}

async function downloadOnce(goProxy: string, moduleVersion: string, zip: string): Promise<void> {
  await mkdir(TEST_CACHE, { recursive: true });
  const [first = ''] = goProxy.split(/[,|]/);
  const partial = `${zip}.${process.pid}`;
  const answer = await testHost().http.download({
    method: 'GET',
    url: `${first}/golang.org/toolchain/@v/${moduleVersion}.zip`,
    toFile: partial,
  });
  if (answer.status !== 200) throw new Error(`the module proxy answered ${answer.status}`);
  await rename(partial, zip);
}
