import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { readManifests } from '../../scripts/reference/manifests.ts';
import { temporaryFolder, writeTree } from '../support/workspace.ts';
import { actionlint } from './actionlint.ts';
import { type Fence, fencesOf, pages, repositoryFiles, ROOT } from './markdown.ts';
import {
  classify,
  jobsOf,
  listOf,
  ourAction,
  outputFaults,
  type Piece,
  recordOf,
  withFaults,
} from './workflow-steps.ts';

const manifests = readManifests(ROOT);
const files = repositoryFiles('.github/workflows/*.yml', 'examples/workflows/*.yml');
const workflows = files.map((file) => {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [file, { text, value: parse(text) as unknown }] as const;
});

/** YAML in the docs, and what a diff in the docs leaves behind. */
const fences = pages()
  .flatMap(fencesOf)
  .filter(({ language }) => language === 'yaml' || language === 'diff')
  .map((fence) => (fence.language === 'diff' ? { ...fence, text: afterDiff(fence) } : fence));

function afterDiff({ text }: Fence): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('-'))
    .map((line) => line.slice(1))
    .join('\n');
}

function stepsOf(piece: Piece): readonly unknown[] {
  if (piece.kind === 'workflow') return jobsOf(piece.value).flatMap((job) => listOf(job['steps']));
  if (piece.kind === 'steps') return piece.steps;
  return piece.kind === 'part' && 'with' in piece.value
    ? [{ uses: 'OWNER/ship-go@v1', ...piece.value }]
    : [];
}

function stepFaults(steps: readonly unknown[]): readonly string[] {
  return steps.flatMap((step) => {
    const manifest = manifests.find(({ folder }) => folder === ourAction(step));
    return manifest === undefined ? [] : withFaults(step, manifest);
  });
}

let temp: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  temp = await temporaryFolder('docs-');
});
afterAll(async () => {
  await temp.remove();
});

/** Writes pieces as workflow files and lints them; findings come with the place in the docs. */
async function lint(
  pieces: readonly { readonly place: string; readonly text: string }[],
  ignore: readonly string[] = [],
): Promise<readonly string[]> {
  const names = pieces.map((_, index) => `${index}.yml`);
  await writeTree(
    temp.path,
    Object.fromEntries(pieces.map(({ text }, index) => [`${index}.yml`, text])),
  );
  const found = await actionlint(
    names.map((name) => path.join(temp.path, name)),
    ignore,
  );
  return found.map((line) =>
    line.replace(/^.*?(\d+)\.yml/, (_, index: string) => pieces[Number(index)]?.place ?? ''),
  );
}

describe.each(workflows)('%s', (file, { text, value }) => {
  const jobs = jobsOf(value);

  it('passes actionlint', async () => {
    expect(await actionlint([path.join(ROOT, file)])).toEqual([]);
  });

  it('gives our actions only inputs that they have, and takes only outputs that they have', () => {
    expect(stepFaults(jobs.flatMap((job) => listOf(job['steps'])))).toEqual([]);
    expect(jobs.flatMap((job) => outputFaults(job, manifests))).toEqual([]);
  });

  it('begins with no permission, and each job says what it needs and how long it may take', () => {
    expect(recordOf(value)).toMatchObject({ permissions: {}, concurrency: expect.anything() });
    for (const job of jobs) {
      expect(job).toMatchObject({
        permissions: expect.anything(),
        'timeout-minutes': expect.any(Number),
      });
    }
  });

  it('pins what is foreign by digest, with the version beside it', () => {
    const loose = [...text.matchAll(/uses: (.+)/g)]
      .map((match) => match[1] ?? '')
      .filter((uses) => !/^(OWNER\/ship-go(\/[a-z]+)?@v1|\.\/)/.test(uses))
      .filter((uses) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses));
    expect(loose).toEqual([]);
  });

  it('leaves no credentials in the checkout', () => {
    const checkouts = jobs
      .flatMap((job) => listOf(job['steps']))
      .filter((step) => String(recordOf(step)['uses']).startsWith('actions/checkout@'));
    for (const step of checkouts) {
      expect(step).toMatchObject({ with: { 'persist-credentials': false } });
    }
  });
});

describe('workflows in the docs', () => {
  it('are there', () => {
    expect(fences.length).toBeGreaterThan(10);
  });

  it.each(fences.map((fence) => [fence.place, fence.text] as const))(
    'at %s use inputs and outputs that exist',
    (_place, text) => {
      const piece = classify(text);
      expect(stepFaults(stepsOf(piece))).toEqual([]);
      const jobs = piece.kind === 'workflow' ? jobsOf(piece.value) : [{ steps: stepsOf(piece) }];
      expect(jobs.flatMap((job) => outputFaults(job, manifests))).toEqual([]);
    },
  );

  it('pass actionlint where they are whole', async () => {
    const whole = fences.filter(({ text }) => classify(text).kind === 'workflow');
    expect(whole.length).toBeGreaterThan(0);
    expect(await lint(whole)).toEqual([]);
  });

  it('pass actionlint where they are steps, in a job made around them', async () => {
    const parts = fences.flatMap(({ place, text }) => {
      const piece = classify(text);
      if (piece.kind !== 'steps') return [];
      const job = { 'runs-on': 'ubuntu-latest', steps: piece.steps };
      return [{ place, text: stringify({ on: 'push', jobs: { docs: job } }) }];
    });
    // A step may speak of another that the page shows elsewhere.
    expect(await lint(parts, ['property ".+" is not defined in object type'])).toEqual([]);
  });
});
