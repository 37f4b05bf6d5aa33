import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Artifact } from '../../src/domain/artifact.ts';
import { sha256Digest } from '../../src/domain/digest.ts';
import type { Clock, Log } from '../../src/host/host.ts';
import type { ReleaseDeps } from '../../src/release/filling-run.ts';
import { createReleaseClient } from '../../src/release/github-client.ts';
import type { ReleaseOutcome } from '../../src/release/outcome.ts';
import {
  type DesiredRelease,
  planRelease,
  type PlannedAsset,
  type ReleasePlan,
} from '../../src/release/plan.ts';
import { preflightRelease } from '../../src/release/preflight-run.ts';
import { type ReleaseSession, startRelease } from '../../src/release/run.ts';
import type { GitHubOptions, Permissions, RepositoryOptions } from '../fakes/github/options.ts';
import type { RequestRecord } from '../fakes/github/record.ts';
import type { ReleaseView } from '../fakes/github/seed.ts';
import { type FakeGitHub, startGitHub } from '../fakes/github/server.ts';

export const REPO = 'octo/hello';
export const TAG = 'v1.2.3';
export const COMMIT = 'c0ffee00'.repeat(5);

const TARGETS = [
  { goos: 'linux', goarch: 'amd64' },
  { goos: 'linux', goarch: 'arm64' },
  { goos: 'darwin', goarch: 'arm64' },
  { goos: 'windows', goarch: 'amd64' },
];

/** The planned assets of the scene: one archive for each of four targets. */
export const ASSETS: readonly PlannedAsset[] = TARGETS.map((target) => ({
  name: `hello_1.2.3_${target.goos}_${target.goarch}${target.goos === 'windows' ? '.zip' : '.tar.gz'}`,
  target,
}));

/** A stand-in, a clock whose waits take no time, a log that is kept, and files to release. */
export interface Scene {
  readonly github: FakeGitHub;
  readonly clock: Clock;
  /** Every line logged so far, with its level. */
  readonly logged: readonly string[];
  /** The tag's releases as they really are. */
  releases(): readonly ReleaseView[];
  /** The only release there is; throws otherwise. */
  theRelease(): ReleaseView;
  plan(
    changes?: Partial<DesiredRelease>,
    goVersion?: string,
    assets?: readonly PlannedAsset[],
  ): ReleasePlan;
  /** The plan's artifacts as files; `content` makes the bytes from the name. */
  artifacts(
    content?: (name: string) => string,
    assets?: readonly PlannedAsset[],
  ): Promise<readonly Artifact[]>;
  /** A job's connection, by default with a token that may write. */
  deps(permissions?: Permissions): Promise<ReleaseDeps>;
  session(plan?: ReleasePlan): Promise<ReleaseSession>;
  preflight(
    plan?: ReleasePlan,
    permissions?: Permissions,
  ): Promise<Awaited<ReturnType<typeof preflightRelease>>>;
  /** One whole job: preflight, all uploads at once, finish. */
  job(plan?: ReleasePlan, artifacts?: readonly Artifact[]): Promise<ReleaseOutcome>;
  /** Requests since `from` that change something. Asking for notes and GraphQL questions do not. */
  writes(from?: number): readonly RequestRecord[];
}

/** What a scene starts from. */
export interface SceneOptions extends Omit<GitHubOptions, 'repositories' | 'now'> {
  readonly repository?: RepositoryOptions;
}

/** Plays `act` in a fresh scene; afterwards no request may have broken GitHub's own description. */
export async function withScene(
  act: (scene: Scene) => Promise<void>,
  options: SceneOptions = {},
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'release-test-'));
  const { repository, ...rest } = options;
  const clock = virtualClock();
  const github = await startGitHub({
    ...rest,
    now: () => clock.now(),
    repositories: { [REPO]: { tags: { [TAG]: COMMIT }, ...repository } },
  });
  try {
    await act(sceneOver(github, clock, folder));
    const broken = github.violations.filter(({ kind }) => kind === 'request');
    if (broken.length > 0) throw new Error(`violations: ${JSON.stringify(broken)}`);
  } finally {
    await github.close();
    await rm(folder, { recursive: true });
  }
}

function sceneOver(github: FakeGitHub, clock: Clock, folder: string): Scene {
  const logged: string[] = [];
  const log = recordingLog(logged);
  const plan: Scene['plan'] = (changes = {}, goVersion = 'go1.26.1', assets = ASSETS) =>
    planRelease({ ...desired(github.serverUrl), ...changes }, goVersion, assets);
  const deps: Scene['deps'] = async (permissions = { contents: 'write' }) => {
    const token = github.token(permissions);
    const { apiUrl } = github;
    const client = await createReleaseClient({ token, apiUrl, repository: REPO, clock, log });
    return { client, clock, log };
  };
  const artifacts: Scene['artifacts'] = (content = (name) => `bytes of ${name}`, assets = ASSETS) =>
    Promise.all(assets.map((asset) => artifactFile(folder, asset, content(asset.name))));
  return {
    github,
    clock,
    logged,
    plan,
    deps,
    artifacts,
    releases: () => github.releases(REPO),
    theRelease() {
      const all = github.releases(REPO);
      const [only] = all;
      if (only === undefined || all.length > 1) throw new Error(`${all.length} releases`);
      return only;
    },
    session: async (wanted = plan()) => startRelease(wanted, await deps()),
    async preflight(wanted = plan(), permissions = { contents: 'write' }) {
      return preflightRelease(wanted, (await deps(permissions)).client, log);
    },
    async job(wanted = plan(), files) {
      const { client } = await deps();
      const before = await preflightRelease(wanted, client, log);
      if (before.kind === 'already-released') return before.outcome;
      const session = startRelease(wanted, { client, clock, log });
      const all = files ?? (await artifacts(undefined, wanted.assets));
      await Promise.all(all.map((artifact) => session.upload(artifact)));
      return session.finish();
    },
    writes: (from = 0) =>
      github.requests
        .slice(from)
        .filter(({ method }) => method !== 'GET')
        .filter(({ operation }) => operation !== 'repos/generate-release-notes')
        .filter(({ operation }) => operation !== 'graphql'),
  };
}

function desired(serverUrl: string): DesiredRelease {
  return {
    repository: REPO,
    serverUrl,
    tag: TAG,
    tagPrefix: '',
    commit: COMMIT,
    name: TAG,
    notes: '',
    generateNotes: true,
    draft: false,
    prerelease: 'auto',
    makeLatest: 'auto',
    overwrite: false,
    sameRepository: true,
  };
}

async function artifactFile(
  folder: string,
  asset: PlannedAsset,
  content: string,
): Promise<Artifact> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const file = path.join(folder, `${sha256.slice(0, 8)}-${asset.name}`);
  await writeFile(file, content);
  return {
    name: asset.name,
    path: file,
    kind: 'archive',
    ...(asset.target === undefined ? {} : { target: asset.target }),
    sizeBytes: Buffer.byteLength(content),
    digest: sha256Digest(sha256),
  };
}

/** Waits pass at once and move the time on; others get their turn meanwhile. */
function virtualClock(): Clock {
  let nowMs = Date.parse('2026-03-01T12:00:00Z');
  return {
    now: () => nowMs,
    async sleep(ms) {
      nowMs += ms;
      await sleep(2);
    },
    random: () => 0.5,
  };
}

function recordingLog(lines: string[]): Log {
  const at = (level: string) => (message: string) => {
    lines.push(`${level}: ${message}`);
  };
  return {
    info: at('info'),
    debug: at('debug'),
    notice: at('notice'),
    warning: at('warning'),
    untrusted: at('untrusted'),
    group: (_title, work) => work(),
  };
}

/** What `SHA256SUMS` must say of a release's assets of these names, worked out from the stored bytes. */
export function sumsOf(
  release: ReleaseView,
  names: readonly string[] = ASSETS.map(({ name }) => name),
): string {
  return release.assets
    .filter(({ name }) => names.includes(name))
    .map(({ name, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
    .sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
    .join('');
}

/** The stored text of one asset; throws when the release lacks it. */
export function assetText(release: ReleaseView, name: string): string {
  const asset = release.assets.find((each) => each.name === name);
  if (asset === undefined) throw new Error(`no asset ${name}`);
  return Buffer.from(asset.bytes).toString('utf8');
}
