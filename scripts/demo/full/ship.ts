import { execFileSync } from 'node:child_process';
import type { StepResult } from '../../../__tests__/support/runner/results.ts';
import { note, type Play, type Shipped } from './play.ts';
import { step } from './stage.ts';

/** Releases one version. Throws when the step does not succeed. */
export async function ship(
  play: Play,
  tag: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Shipped> {
  const { stage, host, checkout } = play;
  const commit = play.commits[tag] ?? '';
  execFileSync('git', ['checkout', '--quiet', commit], { cwd: checkout });
  const images = ['linux/amd64', 'linux/arm64'];
  const own = `${host.goos}/${host.goarch}`;
  const targets = images.includes(own) ? images : [...images, own];
  const job = await stage.openJob(checkout, tag, commit);
  const result = await step(job, stage.root, `Ship ${tag}`, {
    targets: targets.join(','),
    // The demo is about what comes after the build, and may take compiled packages from the last run.
    'cache-on-release': 'all',
    'cache-write': 'always',
    ...inputs,
  });
  await job.finish();
  const asset = assetFor(result, host);
  note(play, `release ${tag}`, `${targets.length} archives, published`);
  return { step: result, asset };
}

function assetFor(result: StepResult, { goos, goarch }: Play['host']): Shipped['asset'] {
  const list = JSON.parse(result.outputs['artifacts'] ?? '[]') as readonly Record<string, string>[];
  const found = list.find(
    (entry) => entry['kind'] === 'archive' && entry['goos'] === goos && entry['goarch'] === goarch,
  );
  if (found === undefined) throw new Error(`the release has no archive for ${goos}/${goarch}`);
  return { url: found['url'] ?? '', sha256: found['sha256'] ?? '' };
}
