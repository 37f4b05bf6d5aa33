import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { evaluateTemplate, type ExpressionValue } from '../support/runner/expressions.ts';
import { createJob, type Job } from '../support/runner/job.ts';
import type { JobOptions } from '../support/runner/job-opening.ts';
import type { StepResult } from '../support/runner/results.ts';
import { listOf, ourAction, recordOf } from '../docs/workflow-steps.ts';
import { ACTION } from './scene.ts';

// Runs a workflow of examples/ as far as it is made of our actions: jobs in the order of their needs, each
// combination of a matrix, each step of ours with its `with` as written. Checkouts are there already, and
// `run:` steps are left to the linter.

/** What an example meets. */
export interface ExampleRun {
  /** Name of the file in examples/workflows. */
  readonly file: string;
  readonly job: JobOptions;
  /** Token for a job with these permissions. */
  readonly token: (contents: 'read' | 'write') => string;
  /** Inputs that the example cannot have here, such as a version that the tool cache of the test holds. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Replaces variables of jobs, such as the address of a mirror that is only an example. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A step of ours that has run. */
export interface ExampleStep {
  /** Key of the job, with the values of its matrix: `build linux amd64`. */
  readonly job: string;
  /** Folder of the action. */
  readonly action: string;
  readonly result: StepResult;
}

type Outputs = Record<string, string>;

/** The parts of the tree that an example needs and that are not there: actions, and inputs of the root action. */
export function missingParts(file: string): readonly string[] {
  const rootInputs = readFileSync(path.join(ACTION, 'action.yml'), 'utf8');
  return Object.values(jobsIn(file)).flatMap((job) =>
    listOf(recordOf(job)['steps']).flatMap((step) => {
      const folder = ourAction(step);
      if (folder === undefined) return [];
      if (!existsSync(path.join(ACTION, folder, 'action.yml'))) return [`${folder}/`];
      const given = folder === '.' ? Object.keys(recordOf(recordOf(step)['with'])) : [];
      return given.filter((name) => !rootInputs.includes(`\n  ${name}:`));
    }),
  );
}

/** Runs the example to its end and returns every step of ours, in order. Stops after the first job that fails. */
export async function runExample(run: ExampleRun): Promise<readonly ExampleStep[]> {
  const done: ExampleStep[] = [];
  const needs: Record<string, { outputs: Outputs }> = {};
  for (const [key, job] of inOrder(jobsIn(run.file))) {
    const github = githubContext(run.job);
    if (!isWanted(recordOf(job)['if'], github.ref_name)) continue;
    const combinations = combinationsOf(recordOf(recordOf(job)['strategy'])['matrix']);
    for (const [jobIndex, matrix] of combinations.entries()) {
      const name = [key, ...Object.values(matrix)].join(' ');
      const strategy = { jobIndex, jobTotal: combinations.length };
      const { steps, outputs } = await runJob(run, job, { name, matrix, strategy, needs, github });
      done.push(...steps);
      needs[key] = { outputs };
      if (steps.some(({ result }) => result.conclusion === 'failure')) return done;
    }
  }
  return done;
}

interface JobPlace {
  readonly name: string;
  readonly matrix: Readonly<Record<string, string>>;
  readonly strategy: { readonly jobIndex: number; readonly jobTotal: number };
  readonly needs: Readonly<Record<string, { readonly outputs: Outputs }>>;
  readonly github: ExpressionValue;
}

async function runJob(
  run: ExampleRun,
  yaml: unknown,
  { name, matrix, strategy, needs, github }: JobPlace,
): Promise<{ readonly steps: readonly ExampleStep[]; readonly outputs: Outputs }> {
  const contents = recordOf(recordOf(yaml)['permissions'])['contents'];
  const env = { ...textsOf(recordOf(yaml)['env']), ...run.env };
  const token = run.token(contents === 'write' ? 'write' : 'read');
  const github_ = { ...run.job.github, token };
  const job: Job = await createJob({ ...run.job, env, matrix, strategy, github: github_ });
  const steps: ExampleStep[] = [];
  const outputsOf: Record<string, { outputs: Outputs }> = {};
  try {
    for (const step of listOf(recordOf(yaml)['steps'])) {
      const action = ourAction(step);
      if (action === undefined) continue;
      const { id } = recordOf(step);
      const given = Object.entries(textsOf(recordOf(step)['with'])).map(([key, value]) => [
        key,
        // The runner knows what other jobs have left; the harness runs one job and does not.
        value.includes('needs.') ? evaluateTemplate(value, { contexts: { needs, github } }) : value,
      ]);
      const result = await job.uses(path.join(ACTION, action), {
        with: { ...(Object.fromEntries(given) as Record<string, string>), ...known(run, step) },
        ...(typeof id === 'string' ? { id } : {}),
      });
      steps.push({ job: name, action, result });
      if (typeof id === 'string') outputsOf[id] = { outputs: { ...result.outputs } };
    }
    await job.finish();
  } finally {
    await job.remove();
  }
  const outputs = Object.entries(textsOf(recordOf(yaml)['outputs'])).map(([key, value]) => [
    key,
    evaluateTemplate(value, { contexts: { steps: outputsOf } }),
  ]);
  return { steps, outputs: Object.fromEntries(outputs) as Outputs };
}

/** The replacements that concern a step: only inputs that it gives itself. */
function known({ instead = {} }: ExampleRun, step: unknown): Readonly<Record<string, string>> {
  const given = Object.keys(recordOf(recordOf(step)['with']));
  return Object.fromEntries(Object.entries(instead).filter(([name]) => given.includes(name)));
}

function jobsIn(file: string): Readonly<Record<string, unknown>> {
  const text = readFileSync(path.join(ACTION, 'examples', 'workflows', file), 'utf8');
  return recordOf(recordOf(parse(text) as unknown)['jobs']);
}

/** Jobs after all that they need. */
function inOrder(jobs: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  const open = Object.entries(jobs);
  const ordered: (readonly [string, unknown])[] = [];
  while (open.length > 0) {
    const next = open.findIndex(([, job]) =>
      [recordOf(job)['needs'] ?? []]
        .flat()
        .every((need) => ordered.some(([done]) => done === need)),
    );
    if (next < 0) throw new Error('the jobs need each other');
    ordered.push(...open.splice(next, 1));
  }
  return ordered;
}

/** Every combination of a matrix of lists, `exclude` taken out; one empty combination where there is no matrix. */
function combinationsOf(matrix: unknown): readonly Readonly<Record<string, string>>[] {
  const { exclude, ...axes } = recordOf(matrix);
  const all = Object.entries(axes).reduce<readonly Readonly<Record<string, string>>[]>(
    (rows, [axis, values]) =>
      rows.flatMap((row) => listOf(values).map((value) => ({ ...row, [axis]: String(value) }))),
    [{}],
  );
  const excluded = listOf(exclude).map(textsOf);
  return all.filter(
    (row) =>
      !excluded.some((one) => Object.entries(one).every(([key, value]) => row[key] === value)),
  );
}

/** The one condition that jobs of the examples have; the harness's expressions know no functions with arguments. */
function isWanted(condition: unknown, refName: string): boolean {
  if (condition === undefined) return true;
  if (typeof condition !== 'string') throw new Error('a condition is text');
  const [, start] = /^startsWith\(github\.ref_name, '([^']+)'\)$/.exec(condition) ?? [];
  if (start === undefined) throw new Error(`the condition ${condition} is not known here`);
  return refName.startsWith(start);
}

function githubContext({ github }: JobOptions): Readonly<Record<string, string>> & {
  readonly ref_name: string;
} {
  const ref = github?.ref ?? 'refs/heads/main';
  const refName = ref.replace(/^refs\/(heads|tags)\//, '');
  return { ref, ref_name: refName, repository: github?.repository ?? 'octo-org/hello' };
}

/** A map of scalars as texts. */
function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).map(([key, one]) => [key, String(one)]),
  );
}
