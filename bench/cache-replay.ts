// What caches save over a history: node bench/cache-replay.ts [goos/goarch,...] [days apart] [how many releases] [linter|bundler]
// Replays releases of a real project under three policies on this machine. Compile
// actions and bytes do not depend on how busy the machine is. The times of our restores and saves do; the service is
// on the same machine.
import { type Commit, type Policy, prepareReplay } from '../__tests__/cache/replay.ts';

/** `linter`: each release changed go.mod. `bundler`: more packages of its own, and a go.mod that stays the same. */
const PROJECTS = {
  linter: {
    module: 'github.com/rhysd/actionlint',
    main: './cmd/actionlint',
    versions: [
      'v1.6.27',
      'v1.7.0',
      'v1.7.1',
      'v1.7.3',
      'v1.7.4',
      'v1.7.5',
      'v1.7.6',
      'v1.7.7',
      'v1.7.8',
      'v1.7.9',
    ],
  },
  bundler: {
    module: 'github.com/evanw/esbuild',
    main: './cmd/esbuild',
    versions: [
      'v0.24.2',
      'v0.25.3',
      'v0.25.12',
      'v0.27.1',
      'v0.27.2',
      'v0.27.3',
      'v0.27.4',
      'v0.27.7',
      'v0.28.0',
      'v0.28.1',
    ],
  },
};
const [targets = 'linux/amd64,windows/amd64', days = '0', count = '10', name = 'linter'] =
  process.argv.slice(2);
const PROJECT = {
  ...(name === 'bundler' ? PROJECTS.bundler : PROJECTS.linter),
  targets: targets.split(','),
};
const POLICIES: readonly Policy[] = ['setup-go', 'unpruned', 'ours'];

const versions = PROJECT.versions.slice(-Number(count));
const replay = await prepareReplay({ ...PROJECT, versions });
console.log(
  `${versions.length} releases of ${PROJECT.module}, ${days} days apart, ${targets}, Node ${process.version}`,
);
const results = new Map<Policy, Commit[]>();
for (const policy of [...POLICIES].reverse()) {
  const commits = await replay.play(policy, Number(days));
  results.set(policy, commits);
  console.log(`\n${policy}: compiles, archive of modules and of packages, saved`);
  for (const { version, compiles, moduleBytes, buildBytes, savedBytes, ...times } of commits)
    console.log(
      `  ${version.padEnd(9)} ${compiles.toString().padStart(4)} ${megabytes(moduleBytes)} ${megabytes(buildBytes)} ${megabytes(savedBytes)}${describeTimes(times)}`,
    );
  console.log(
    `  all ${compilesOf(commits)} compiles, ${megabytes(lastOf(commits).storedBytes).trim()} stored`,
  );
}
const fresh = await replay.fresh();
await replay.close();

const ours = results.get('ours') ?? [];
const others = (policy: Policy): number => compilesOf(results.get(policy) ?? []);
const last = lastOf(ours);
console.log('\nratios of ours');
show('compile actions to setup-go', compilesOf(ours) / others('setup-go'), 0.18);
show('compile actions to unpruned', compilesOf(ours) / others('unpruned'));
show('last build archive to a fresh one', last.buildBytes / fresh.buildBytes, 1.05);
show('last module archive to a fresh one', last.moduleBytes / fresh.moduleBytes, 1.05);
show(
  'stored bytes to setup-go',
  last.storedBytes / lastOf(results.get('setup-go') ?? []).storedBytes,
);
show(
  'stored bytes to unpruned',
  last.storedBytes / lastOf(results.get('unpruned') ?? []).storedBytes,
);

function show(what: string, ratio: number, target?: number): void {
  const wanted = target === undefined ? '' : ` (wanted: at most ${target})`;
  console.log(`  ${what.padEnd(36)} ${ratio.toFixed(3)}${wanted}`);
}

function describeTimes({ restoreMs, saveMs }: Pick<Commit, 'restoreMs' | 'saveMs'>): string {
  if (restoreMs === undefined || saveMs === undefined) return '';
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return `  restored in ${seconds(restoreMs)}, saved in ${seconds(saveMs)}`;
}

function compilesOf(commits: readonly Commit[]): number {
  return commits.reduce((total, commit) => total + commit.compiles, 0);
}

function lastOf(commits: readonly Commit[]): Commit {
  const commit = commits.at(-1);
  if (commit === undefined) throw new Error('no commit was replayed');
  return commit;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1).padStart(6)} MB`;
}
