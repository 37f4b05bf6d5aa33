// Our whole run against goreleaser's and a shell loop: node bench/build.ts [rounds] [warm|cold|both]
// The same project, targets, Go, flags and state of GOCACHE for each; interleaved; medians and ratios.
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installGoreleaser } from './build/goreleaser.ts';
import { measure, type Measured } from './build/measure.ts';
import { makeSubjects, prepareProject, type Subject } from './build/subjects.ts';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, '.cache', 'bench');
const rounds = Number(process.argv[2] ?? 5);
const states = readStates(process.argv[3] ?? 'both');

mkdirSync(folder, { recursive: true });
const project = await prepareProject(root, folder);
const subjects = makeSubjects(project, installGoreleaser(folder, project.env));
for (const state of states) report(state, await compare(state));

function readStates(word: string): readonly ('cold' | 'warm')[] {
  if (word === 'cold' || word === 'warm') return [word];
  if (word === 'both') return ['warm', 'cold'];
  throw new Error(`"${word}" is none of warm, cold, both`);
}

/** Runs every subject in turn, so that whatever else the machine does falls on all of them. */
async function compare(state: 'cold' | 'warm'): Promise<Map<string, Measured[]>> {
  const results = new Map(subjects.map(({ name }) => [name, [] as Measured[]]));
  // The uncounted round fills the build caches, and the page cache for both states.
  for (let round = state === 'warm' ? 0 : 1; round <= rounds; round += 1) {
    for (const subject of subjects) {
      const measured = await runOnce(subject, state);
      if (round > 0) results.get(subject.name)?.push(measured);
      remember(subject.name, state, round, measured);
    }
  }
  return results;
}

async function runOnce(subject: Subject, state: 'cold' | 'warm'): Promise<Measured> {
  // A cold cache of its own lies beside the warm one, which stays filled.
  const goCache = path.join(folder, 'gocache', state, subject.name.replace(/\W+/g, '-'));
  if (state === 'cold') rmSync(goCache, { recursive: true, force: true });
  mkdirSync(goCache, { recursive: true });
  subject.prepare();
  const measured = await measure(subject.command, {
    cwd: project.checkout,
    env: { ...project.env, ...subject.env, GOCACHE: goCache },
  });
  subject.check();
  return measured;
}

function remember(name: string, state: string, round: number, measured: Measured): void {
  const line = JSON.stringify({ at: new Date().toISOString(), name, state, round, ...measured });
  appendFileSync(path.join(folder, 'build.jsonl'), `${line}\n`);
}

function report(state: string, results: ReadonlyMap<string, readonly Measured[]>): void {
  console.log(`\n${state}: medians of ${rounds} interleaved runs, ${project.description}`);
  const base = median(results.get('goreleaser') ?? [], 'wallSeconds');
  console.log('                     wall s   ratio    CPU s   peak MB   (all walls)');
  for (const [name, runs] of results) {
    const wall = median(runs, 'wallSeconds');
    const cells = [
      wall.toFixed(2).padStart(8),
      (wall / base).toFixed(2).padStart(8),
      median(runs, 'cpuSeconds').toFixed(2).padStart(9),
      (median(runs, 'peakBytes') / 1e6).toFixed(0).padStart(10),
    ];
    const walls = runs.map(({ wallSeconds }) => wallSeconds.toFixed(2)).join(' ');
    console.log(`${name.padEnd(18)}${cells.join('')}   (${walls})`);
  }
}

function median(runs: readonly Measured[], key: keyof Measured): number {
  const sorted = runs.map((run) => run[key]).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
