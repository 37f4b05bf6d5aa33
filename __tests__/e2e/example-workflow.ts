import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { evaluateTemplate } from '../support/runner/expressions.ts';
import { createJob, type Job } from '../support/runner/job.ts';
import type { JobOptions } from '../support/runner/job-opening.ts';
import type { StepResult } from '../support/runner/results.ts';
import { listOf, ourAction, recordOf } from '../docs/workflow-steps.ts';
import { ACTION } from './scene.ts';

// Runs a workflow of examples/ as far as it is made of our actions: jobs in the order of their needs, each
// combination of a matrix, each step of ours with its `with` as written. Checkouts are there already. Commands
// run in the environment that the steps before them left; those with an `if` are left to the linter.

/** What an example meets. */
export interface ExampleRun {
  /** Name of the file in examples/workflows. */
  readonly file: string;
  readonly job: JobOptions;
  /** Token for a job with these permissions. */
  readonly token: (contents: 'read' | 'write') => string;
  /** Inputs that the example cannot have here, such as a version that the tool cache of the test holds. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Inputs of the root action beyond what the example says. */
  readonly also?: Readonly<Record<string, string>>;
  /** A host that the inputs name, and the one that stands in for it here. */
  readonly host?: { readonly named: string; readonly here: string };
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

/** A `run:` step that has run to a good end. */
export interface ExampleCommand {
  readonly job: string;
  readonly command: string;
  /** What it printed. */
  readonly output: string;
}

/** What came of an example, in the order it happened. */
export interface ExampleResult {
  readonly steps: readonly ExampleStep[];
  readonly commands: readonly ExampleCommand[];
}

type Outputs = Record<string, string>;

/** The label by which a matrix of systems names this one. */
const THIS_SYSTEM: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'ubuntu-latest',
  darwin: 'macos-latest',
  win32: 'windows-latest',
};

/**
 * Runs the example to its end: every step of ours, and the commands between them. Of a matrix of systems only this
 * one is run. Stops after the first job with a step of ours that fails; rejects when a command does.
 */
export async function runExample(run: ExampleRun): Promise<ExampleResult> {
  const steps: ExampleStep[] = [];
  const commands: ExampleCommand[] = [];
  const needs: Record<string, { outputs: Outputs }> = {};
  for (const [key, job] of inOrder(jobsIn(run.file))) {
    if (!isWanted(recordOf(job)['if'], refNameOf(run.job))) continue;
    const combinations = combinationsOf(recordOf(recordOf(job)['strategy'])['matrix']);
    for (const [jobIndex, matrix] of combinations.entries()) {
      if ((matrix['os'] ?? THIS_SYSTEM[process.platform]) !== THIS_SYSTEM[process.platform])
        continue;
      const name = [key, ...Object.values(matrix)].join(' ');
      const strategy = { jobIndex, jobTotal: combinations.length };
      const done = await runJob(run, job, { name, matrix, strategy, needs });
      steps.push(...done.steps);
      commands.push(...done.commands);
      needs[key] = { outputs: done.outputs };
      if (done.steps.some(({ result }) => result.conclusion === 'failure'))
        return { steps, commands };
    }
  }
  return { steps, commands };
}

interface JobPlace {
  readonly name: string;
  readonly matrix: Readonly<Record<string, string>>;
  readonly strategy: { readonly jobIndex: number; readonly jobTotal: number };
  readonly needs: Readonly<Record<string, { readonly outputs: Outputs }>>;
}

async function runJob(
  run: ExampleRun,
  yaml: unknown,
  { name, ...place }: JobPlace,
): Promise<ExampleResult & { readonly outputs: Outputs }> {
  const contents = recordOf(recordOf(yaml)['permissions'])['contents'];
  const env = { ...textsOf(recordOf(yaml)['env']), ...run.env };
  const token = run.token(contents === 'write' ? 'write' : 'read');
  const github = { ...run.job.github, token };
  const job: Job = await createJob({ ...run.job, ...place, env, github });
  const steps: ExampleStep[] = [];
  const commands: ExampleCommand[] = [];
  const outputsOf: Record<string, { outputs: Outputs }> = {};
  try {
    for (const step of listOf(recordOf(yaml)['steps'])) {
      const { id, run: command, if: condition } = recordOf(step);
      if (typeof command === 'string' && condition === undefined) {
        const left = environmentAfter({ ...run.job.processEnv, ...env }, steps);
        commands.push({ job: name, command, output: await shell(command, job.workspace, left) });
      }
      const action = ourAction(step);
      if (action === undefined) continue;
      const result = await job.uses(path.join(ACTION, action), {
        with: { ...(action === '.' ? run.also : {}), ...inputsOf(run, step) },
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
  return { steps, commands, outputs: Object.fromEntries(outputs) as Outputs };
}

/** What a step finds after others: their variables, and in front of PATH what they added, the last one first. */
function environmentAfter(
  start: Readonly<Record<string, string>>,
  steps: readonly ExampleStep[],
): Record<string, string> {
  const env = { ...start };
  for (const { result } of steps) Object.assign(env, result.exportedEnv);
  const added = steps.flatMap(({ result }) => result.addedPaths).toReversed();
  return { ...env, PATH: [...added, env['PATH'] ?? ''].join(path.delimiter) };
}

/** Runs a command as the runner does where no shell is named. Rejects with what it printed when it fails. */
async function shell(command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)('bash', ['-e', '-c', command], { cwd, env });
  return stdout + stderr;
}

/** The `with` of a step, as written but for what has to be another thing here. */
function inputsOf(run: ExampleRun, step: unknown): Readonly<Record<string, string>> {
  const { named, here } = run.host ?? { named: '', here: '' };
  const given = Object.entries(textsOf(recordOf(step)['with'])).map(([name, value]) => [
    name,
    named === '' ? value : value.replace(`${named}/`, `${here}/`),
  ]);
  return { ...(Object.fromEntries(given) as Record<string, string>), ...known(run, step) };
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

function refNameOf({ github }: JobOptions): string {
  return (github?.ref ?? 'refs/heads/main').replace(/^refs\/(heads|tags|pull)\//, '');
}

/** A map of scalars as texts. */
function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).map(([key, one]) => [key, String(one)]),
  );
}
