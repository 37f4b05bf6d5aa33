import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClock } from '../../src/host/clock.ts';
import type { Log } from '../../src/host/host.ts';
import { createHttp } from '../../src/host/http.ts';
import { proxyAwareAgents } from '../../src/host/http-exchange.ts';
import { goPlatform } from '../../src/toolchain/architecture.ts';
import type { InstallContext, InstallHost } from '../../src/toolchain/context.ts';
import type { GoConfiguration } from '../../src/toolchain/module-proxies.ts';
import { type GoRequest, planRequest, type ToolchainSettings } from '../../src/toolchain/plan.ts';
import type { SyntheticEntry } from './synthetic-zip.ts';
import { syntheticLog, type SyntheticLog } from './synthetic-log.ts';

/** The real machine, with a log that is kept and retries that do not wait. */
export function testHost(): InstallHost & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (message: string): void => {
      lines.push(`${level}: ${message}`);
    };
  const log: Log = {
    info: keep('info'),
    debug: keep('debug'),
    notice: keep('notice'),
    warning: keep('warning'),
    untrusted: keep('untrusted'),
    group: (_title, work) => work(),
  };
  const clock = { ...createClock(), sleep: () => new Promise<void>((done) => setTimeout(done, 1)) };
  const http = createHttp({ userAgent: 'ship-go-test', clock, log, agents: proxyAwareAgents() });
  return { http, clock, log, lines };
}

/** A scratch folder with a tool cache and a temp folder in it. */
export async function scratch(): Promise<{ root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(path.join(tmpdir(), 'ship-go-toolchain-'));
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** Context below a scratch folder. No source is reachable unless the test names one. */
export function testContext(
  root: string,
  configuration: GoConfiguration = {},
  releasesUrl = 'http://127.0.0.1:1/dl',
): InstallContext {
  return {
    toolCacheDir: path.join(root, 'tools'),
    tempDir: path.join(root, 'temp'),
    cpus: 2,
    goConfiguration: () => Promise.resolve(configuration),
    releasesUrl,
  };
}

/** A request as `requestGo` makes it. */
export function testRequest(
  text: string,
  settings: Partial<ToolchainSettings> = {},
  os: NodeJS.Platform = 'linux',
  arch = 'x64',
): GoRequest {
  const wanted = { text, source: 'the go-version input' };
  return planRequest({ checkLatest: false, ...settings }, goPlatform(os, arch), wanted);
}

/** Every path below a folder, sorted; none when it is not there. */
export async function tree(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.sort();
}

/** Files of a tiny Go, as a toolchain module holds them. */
export function tinyGo(version: string, prefix: string): readonly SyntheticEntry[] {
  return [
    { name: `${prefix}VERSION`, content: `go${version}\ntime 2026-01-01T00:00:00Z\n` },
    { name: `${prefix}bin/go`, content: '#!/bin/sh\necho go\n' },
    { name: `${prefix}bin/go.exe`, content: 'MZ' },
    { name: `${prefix}lib/wasm/go_js_wasm_exec`, content: '#!/bin/sh\n' },
    { name: `${prefix}pkg/tool/linux_amd64/compile`, content: 'x'.repeat(3_000_000) },
    { name: `${prefix}src/_go.mod`, content: 'module std\n' },
    { name: `${prefix}src/make.bash`, content: '#!/bin/sh\n' },
  ];
}

/** dirhash.Hash1 over entries, computed apart from the code under test. */
export function h1Of(entries: readonly SyntheticEntry[]): string {
  const lines = entries
    .map(({ name, content }) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`)
    .sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1));
  return `h1:${createHash('sha256').update(lines.join('')).digest('base64')}`;
}

/** A log with 300 records in which the module versions have the given hashes. */
export function logWith(hashes: ReadonlyMap<string, string>): {
  readonly log: SyntheticLog;
  readonly lookups: ReadonlyMap<string, number>;
} {
  const records = Array.from(
    { length: 300 },
    (_, id) => `example.com/m${id} v1.0.0 h1:${'A'.repeat(43)}=\n`,
  );
  const lookups = new Map<string, number>();
  for (const [version, h1] of hashes) {
    const id = 137 + lookups.size;
    records[id] = `golang.org/toolchain ${version} ${h1}\n`;
    lookups.set(`golang.org/toolchain@${version}`, id);
  }
  return { log: syntheticLog('sum.example.com', records), lookups };
}
