// npm start: ships a Go project with the built action, run as the runner runs it, against stand-ins
// for the cache service and the releases API. Needs no account and no network but a source of Go
// modules. The caches stay in .cache/demo, so that a second run shows what they are worth.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startCacheService } from '../__tests__/fakes/cache-service.ts';
import { startGitHub } from '../__tests__/fakes/github/server.ts';
import { createJob } from '../__tests__/support/runner/job.ts';
import type { StepResult } from '../__tests__/support/runner/results.ts';
import { type Checkout, makeCheckout } from './demo/checkout.ts';
import { runFull } from './demo/full.ts';
import { addToHistory, type PastRun, readHistory } from './demo/history.ts';
import { type DemoOptions, parseOptions } from './demo/options.ts';
import * as report from './demo/report.ts';
import { baseGoEnvironment } from './go-for-scripts.ts';
import { requireNode24 } from './require-node.ts';

const root = path.resolve(import.meta.dirname, '..');

requireNode24();
const options = readOptions();
const state = path.resolve(options.state ?? path.join(root, '.cache', 'demo'));
try {
  if (options.clean) rmSync(state, { recursive: true, force: true });
  process.exitCode = await (options.full ? full() : demo());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function readOptions(): DemoOptions {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return process.exit(2);
  }
}

/** Ships once and prints what a person wants to see. Returns the exit status. */
async function demo(): Promise<number> {
  const tag = `v${options.version}`;
  const project = path.resolve(options.project ?? path.join(root, 'examples/hookd'));
  if (!existsSync(project)) throw new Error(`there is no folder ${project}`);
  const checkout = makeCheckout(project, path.join(state, 'checkout', path.basename(project)), tag);
  const repository = `demo/${checkout.name}`;
  report.heading(`Shipping ${checkout.name} ${tag} (${checkout.commit.slice(0, 12)})`);
  // A hosted runner starts with empty Go folders; only the caches bring something back.
  for (const folder of ['home', 'github', 'temp']) {
    rmSync(path.join(state, folder), { recursive: true, force: true });
    mkdirSync(path.join(state, folder), { recursive: true });
  }
  const github = await startGitHub({
    repositories: { [repository]: { tags: { [tag]: checkout.commit } } },
    directory: path.join(state, 'github'),
  });
  const cache = await startCacheService({ directory: path.join(state, 'cache-service') });
  try {
    const step = await ship({ checkout, repository, tag, github, cache });
    if (step.outcome !== 'success') return 1;
    const [release] = github.releases(repository);
    if (release !== undefined) report.printReleasePage(repository, release);
    report.printSummary(step);
    remember(subjectOf(checkout), step);
    report.heading('Files');
    console.log(`Archives and binaries: ${step.outputs['output-directory'] ?? ''}`);
    if (release !== undefined) console.log(`What was uploaded:     ${path.join(state, 'github')}`);
    return 0;
  } finally {
    await cache.close();
    await github.close();
  }
}

/** The whole way with the example. Returns the exit status. */
async function full(): Promise<number> {
  report.printFindings(await runFull(root, path.join(state, 'full')));
  return 0;
}

interface Stage {
  readonly checkout: Checkout;
  readonly repository: string;
  readonly tag: string;
  readonly github: Awaited<ReturnType<typeof startGitHub>>;
  readonly cache: Awaited<ReturnType<typeof startCacheService>>;
}

/** One job with one step, main and post, as the runner would run it for a pushed tag. */
async function ship(stage: Stage): Promise<StepResult> {
  const { checkout, repository, tag, github, cache } = stage;
  const ref = `refs/tags/${tag}`;
  const job = await createJob({
    workspace: checkout.folder,
    processEnv: baseGoEnvironment(root, path.join(state, 'home')),
    github: {
      repository,
      ref,
      sha: checkout.commit,
      eventName: 'push',
      event: { repository: { default_branch: 'main' } },
      apiUrl: github.apiUrl,
      token: github.token(),
    },
    runner: { temp: path.join(state, 'temp'), toolCache: path.join(state, 'tool-cache') },
    services: {
      resultsUrl: cache.resultsUrl,
      runtimeToken: cache.runtimeToken({ ref }),
      cacheServiceV2: true,
    },
  });
  const step = await job.uses(root, {
    name: 'ship-go',
    with: {
      // A release uses no cached build unless told to, and a tag saves none. The demo wants to show
      // both caches, so it asks for them.
      'cache-on-release': 'all',
      'cache-write': 'always',
      ...(options.targets === undefined ? {} : { targets: options.targets }),
    },
    onLine: report.printLogLine,
  });
  await job.finish();
  await job.remove();
  return step;
}

function subjectOf(checkout: Checkout): string {
  return [checkout.folder, checkout.commit, options.version, options.targets ?? ''].join(' ');
}

function remember(subject: string, step: StepResult): void {
  const file = path.join(state, 'history.json');
  const run: PastRun = {
    subject,
    totalMs: step.durationMs,
    buildCache: step.outputs['build-cache'] ?? '',
    checksums: step.outputs['checksums'] ?? '',
  };
  const first = readHistory(file).find((past) => past.subject === subject);
  report.printComparison(run, first);
  addToHistory(file, run);
}
