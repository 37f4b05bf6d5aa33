import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { Http, Log } from '../../src/host/host.ts';
import { createHttp } from '../../src/host/http.ts';
import { MEDIA_TYPES } from '../../src/image/documents.ts';
import { type Layout, openLayout } from '../../src/image/layout-run.ts';
import type { BuiltImage, ProvedProgram } from '../../src/image/plan.ts';
import { buildImage, type ImageParts } from '../../src/image/run.ts';
import { parseImageSettings } from '../../src/image/settings.ts';
import { splitWords } from '../../src/build/arguments.ts';
import { gzip } from '../../src/package/archive-run.ts';
import { tarHeader } from '../../src/package/tar.ts';
import type { RegistryParts } from '../../src/image/registry-client.ts';
import { writeTree } from '../support/workspace.ts';
import path from 'node:path';

/** A clock whose waits pass at once and are remembered. */
export function fastClock(): {
  readonly waits: number[];
  now(): number;
  sleep(ms: number): Promise<void>;
  random(): number;
} {
  const waits: number[] = [];
  return {
    waits,
    now: () => Date.now(),
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    random: () => 0,
  };
}

export const silentLog: Log = {
  info: () => undefined,
  debug: () => undefined,
  notice: () => undefined,
  warning: () => undefined,
  untrusted: () => undefined,
  group: (_title, work) => work(),
};

/** The real HTTP, with `ca` trusted for TLS. */
export function realHttp(clock = fastClock(), ca?: string): Http {
  const secure = new https.Agent(ca === undefined ? {} : { ca });
  return createHttp({
    userAgent: 'test',
    clock,
    log: silentLog,
    agents: ({ protocol }) => (protocol === 'https:' ? secure : http.globalAgent),
  });
}

/** What a registry is reached with, and what was masked on the way. */
export function registryParts(parts: Partial<RegistryParts> = {}): RegistryParts & {
  readonly masked: string[];
} {
  const masked: string[] = [];
  return {
    http: realHttp(),
    log: silentLog,
    mask: (secret) => masked.push(secret),
    credentials: undefined,
    scopes: ['repository:demo/app:pull,push'],
    allowHttp: false,
    ...parts,
    masked,
  };
}

/** Settings as an almost empty workflow gives them. */
export function settingsFor(
  inputs: Partial<Parameters<typeof parseImageSettings>[0]> = {},
): ReturnType<typeof parseImageSettings> {
  return parseImageSettings(
    {
      artifacts: '/artifacts',
      binary: undefined,
      image: 'localhost:5000/demo/app',
      tags: ['v1'],
      platforms: [],
      base: 'none',
      user: undefined,
      expose: [],
      entrypointArgs: undefined,
      labels: [],
      healthCheck: undefined,
      username: undefined,
      password: undefined,
      push: true,
      layout: undefined,
      allowHttp: false,
      ...inputs,
    },
    splitWords,
  );
}

/** Programs that are no real ones: what is in them does not matter to layers and pushes. */
export async function fakePrograms(folder: string): Promise<readonly ProvedProgram[]> {
  const contents = { amd64: 'one program '.repeat(9000), arm64: 'another program '.repeat(9000) };
  await writeTree(
    folder,
    Object.fromEntries(
      Object.entries(contents).map(([arch, text]) => [`bin/linux_${arch}/app`, text]),
    ),
  );
  return Object.entries(contents).map(([architecture, text]) => ({
    name: 'app',
    path: path.join(folder, 'bin', `linux_${architecture}`, 'app'),
    target: { goos: 'linux', goarch: architecture },
    platform: { os: 'linux', architecture },
    facts: { sizeBytes: text.length, revision: 'a'.repeat(40) },
  }));
}

/** Builds an image of {@link fakePrograms} into a layout below `folder`. */
export async function fakeImage(
  folder: string,
  settings = settingsFor(),
  parts: Partial<ImageParts> = {},
): Promise<{ readonly image: BuiltImage; readonly layout: Layout }> {
  const layout = await openLayout(path.join(folder, 'layout'));
  const image = await buildImage(settings, {
    programs: await fakePrograms(folder),
    provenance: { created: '2026-03-01T12:00:00Z', createdEpochSeconds: 1772366400 },
    labels: {},
    layout,
    log: silentLog,
    formats: { tarHeader, gzip },
    modifiedEpochSeconds: 1772366400,
    zones: () => Promise.reject(new Error('no zones are needed')),
    base: () => Promise.resolve([]),
    ...parts,
  });
  return { image, layout };
}

/** A base image of one amd64 and one arm64 platform, in Docker's format, as files of a registry. */
export function sampleBase(repository: string): {
  readonly digest: `sha256:${string}`;
  readonly blobs: ReadonlyMap<string, Buffer>;
  readonly manifests: ReadonlyMap<string, { readonly mediaType: string; readonly bytes: Buffer }>;
  readonly layerDigest: string;
} {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, { mediaType: string; bytes: Buffer }>();
  const layer = Buffer.from('the layer of a base');
  const add = (bytes: Buffer): { digest: string; size: number } => {
    blobs.set(`${repository}@${digestOf(bytes)}`, bytes);
    return { digest: digestOf(bytes), size: bytes.length };
  };
  const docker = 'application/vnd.docker';
  const entries = ['amd64', 'arm64'].map((architecture) => {
    const config = json({
      architecture,
      os: 'linux',
      config: {
        Env: ['PATH=/base/bin'],
        WorkingDir: '/work',
        User: 'root',
        Cmd: ['/bin/sh'],
        Labels: { 'org.opencontainers.image.title': 'base', vendor: 'acme' },
      },
      rootfs: { type: 'layers', diff_ids: [digestOf(Buffer.from('tar of the base'))] },
      history: [{ created_by: 'acme' }],
    });
    const manifest = json({
      schemaVersion: 2,
      mediaType: `${docker}.distribution.manifest.v2+json`,
      config: { mediaType: `${docker}.container.image.v1+json`, ...add(config) },
      layers: [{ mediaType: `${docker}.image.rootfs.diff.tar.gzip`, ...add(layer) }],
    });
    const mediaType = `${docker}.distribution.manifest.v2+json`;
    manifests.set(`${repository}@${digestOf(manifest)}`, { mediaType, bytes: manifest });
    return {
      mediaType,
      digest: digestOf(manifest),
      size: manifest.length,
      platform: { architecture, os: 'linux' },
    };
  });
  const index = json({ schemaVersion: 2, mediaType: MEDIA_TYPES.index, manifests: entries });
  manifests.set(`${repository}@${digestOf(index)}`, { mediaType: MEDIA_TYPES.index, bytes: index });
  return { digest: digestOf(index), blobs, manifests, layerDigest: digestOf(layer) };
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function digestOf(bytes: Buffer): `sha256:${string}` {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
