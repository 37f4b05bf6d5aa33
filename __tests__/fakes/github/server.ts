/**
 * A stateful stand-in for the part of GitHub that releases need: repositories, refs, releases,
 * assets, downloads. Every exchange is checked against GitHub's own OpenAPI description
 * (`openapi-subset.json`); what the description leaves open follows the public threads that the
 * rules and their tests name. It runs under plain Node 24 and under jest.
 */
import { deleteAsset, liveAssets } from './asset-rules.ts';
import { createAccess } from './access.ts';
import { loadContract } from './contract.ts';
import { createFaults, type Faults, type Matcher, matches } from './faults.ts';
import { createJudge } from './judge.ts';
import type { CommitOptions, GitHubOptions, Knobs, Permissions } from './options.ts';
import { type Hooks, type HostName, type Parts, receive, type Traffic } from './pipeline.ts';
import type { RequestRecord, Violation } from './record.ts';
import { deleteRelease } from './release-rules.ts';
import {
  addCommit,
  addRelease,
  addTag,
  type ReleaseSeed,
  type ReleaseView,
  type TagSeed,
  viewReleases,
} from './seed.ts';
import { createWorld, type Repository, type World } from './state.ts';
import { listen, stop } from './wire-http.ts';

/** A running stand-in. Repositories are named `owner/name`; an unknown one throws. */
export interface FakeGitHub {
  /** GITHUB_API_URL, the API prefix included. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** Where `upload_url` leads; another port than the API's. */
  readonly uploadUrl: string;
  /** GITHUB_SERVER_URL; serves the browser's download addresses. */
  readonly serverUrl: string;
  /** A new token. Default `contents: write`; `repositories` narrows it to some. */
  token(permissions?: Permissions, repositories?: readonly string[]): string;

  /** The repository's live settings: visibility, immutability, rules, refs, used-up tags. */
  repository(name: string): Repository;
  /** Its releases as they really are, drafts included, in order of creation. */
  releases(name: string): readonly ReleaseView[];
  addCommit(name: string, options?: CommitOptions & { readonly branch?: string }): string;
  addTag(name: string, tag: string, options?: TagSeed): string;
  addRelease(name: string, release: ReleaseSeed): number;
  /** Deletes a release as someone in the browser would. */
  deleteRelease(name: string, id: number): void;
  /** Deletes the assets of this name, whatever release they are on. */
  deleteAsset(name: string, asset: string): void;

  readonly knobs: Knobs;
  readonly faults: Faults;
  readonly hooks: Hooks;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly RequestRecord[];
  /** How many requests so far match. */
  count(matcher: Matcher): number;
  /** Requests of the client that GitHub's description does not allow, and mistakes of the stand-in itself. */
  readonly violations: readonly Violation[];
  /** The most uploads that were under way at one moment. */
  readonly maxConcurrentUploads: number;
  /** Ends it. Throws when one of its own answers broke the description. */
  close(): Promise<void>;
}

function find(world: World, name: string): Repository {
  const repository = world.repositories.get(name.toLowerCase());
  if (repository === undefined) throw new Error(`the stand-in has no repository ${name}`);
  return repository;
}

/** Changes the state from outside and keeps the folder up to date. */
function seeded<T>(world: World, name: string, change: (repository: Repository) => T): T {
  const done = change(find(world, name));
  world.save();
  return done;
}

/** Starts a stand-in on free ports of the loopback interface. */
export async function startGitHub(options: GitHubOptions): Promise<FakeGitHub> {
  const world = createWorld(options);
  const access = createAccess(world);
  const contract = loadContract();
  const judge = createJudge(world, access, contract);
  const faults = createFaults();
  const hooks: Hooks = {};
  const traffic: Traffic = { requests: [], uploads: 0, maxUploads: 0 };
  const apiPrefix = options.apiPathPrefix ?? '';
  const uploadPrefix = apiPrefix === '' ? '' : '/api/uploads';
  const prefixes = { api: apiPrefix, upload: uploadPrefix, web: '', storage: '' };
  const parts: Parts = { world, contract, judge, faults, hooks, traffic, prefixes };

  const open = (host: HostName): ReturnType<typeof listen> =>
    listen((request, response) => {
      void receive(parts, host, request, response);
    });
  const [api, upload, web, storage] = await Promise.all([
    open('api'),
    open('upload'),
    open('web'),
    open('storage'),
  ]);
  Object.assign(world.addresses, {
    apiUrl: `${api.origin}${apiPrefix}`,
    uploadUrl: `${upload.origin}${uploadPrefix}`,
    serverUrl: web.origin,
    storageUrl: storage.origin,
  });
  world.save();

  return {
    apiUrl: world.addresses.apiUrl,
    graphqlUrl: `${api.origin}${apiPrefix === '' ? '' : '/api'}/graphql`,
    uploadUrl: world.addresses.uploadUrl,
    serverUrl: web.origin,
    token: (permissions = { contents: 'write' }, repositories) =>
      access.issue(permissions, repositories),
    repository: (name) => find(world, name),
    releases: (name) => viewReleases(world, find(world, name)),
    addCommit: (name, commit = {}) => seeded(world, name, (at) => addCommit(world, at, commit)),
    addTag: (name, tag, seed = {}) => seeded(world, name, (at) => addTag(world, at, tag, seed)),
    addRelease: (name, seed) => seeded(world, name, (at) => addRelease(world, at, seed)),
    deleteRelease(name, id) {
      seeded(world, name, (repository) => {
        const release = repository.releases.find((each) => each.id === id);
        if (release === undefined) throw new Error(`${name} has no release ${id}`);
        deleteRelease(world, repository, release);
      });
    },
    deleteAsset(name, asset) {
      seeded(world, name, (repository) => {
        for (const release of repository.releases) {
          for (const each of liveAssets(release)) {
            if (each.name === asset) deleteAsset(world, repository, release, each);
          }
        }
      });
    },
    knobs: world.knobs,
    faults,
    hooks,
    requests: traffic.requests,
    count: (matcher) => traffic.requests.filter((request) => matches(matcher, request)).length,
    violations: judge.violations,
    get maxConcurrentUploads() {
      return traffic.maxUploads;
    },
    async close() {
      await Promise.all([api, upload, web, storage].map(stop));
      const own = judge.violations.filter(({ kind }) => kind === 'response');
      if (own.length === 0) return;
      const lines = own.map(
        ({ request, problems }) => `${request.method} ${request.path}: ${problems.join('; ')}`,
      );
      throw new Error(`the GitHub stand-in made mistakes of its own:\n${lines.join('\n')}`);
    },
  };
}
