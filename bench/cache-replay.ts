// What caches save over a history: node bench/cache-replay.ts [goos/goarch,...] [days apart] [how many releases]
// Replays releases of a real project, each of which changed go.mod, under three policies on this machine. Compile
// actions and bytes do not depend on how busy the machine is; no time is measured.
import { type Commit, type Policy, prepareReplay } from '../__tests__/cache/replay.ts';

const [targets = 'linux/amd64,windows/amd64', days = '0', count = '10'] = process.argv.slice(2);
const PROJECT = {
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
  for (const { version, compiles, moduleBytes, buildBytes, savedBytes } of commits)
    console.log(
      `  ${version.padEnd(9)} ${compiles.toString().padStart(4)} ${megabytes(moduleBytes)} ${megabytes(buildBytes)} ${megabytes(savedBytes)}`,
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
