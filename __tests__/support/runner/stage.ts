import { existsSync } from 'node:fs';
import path from 'node:path';

import type { ActionManifest } from './action-manifest.ts';
import { createCommandProcessor } from './command-processor.ts';
import { githubVariables, runnerVariables } from './contexts.ts';
import type { TextContext } from './contexts.ts';
import { createFileCommands, processFileCommands } from './file-commands.ts';
import type { FileCommands } from './file-commands.ts';
import { evaluateValues, resolveInputs } from './inputs.ts';
import { expressionScope } from './job-state.ts';
import type { JobState } from './job-state.ts';
import { startProcess } from './node-process.ts';
import type { ProcessEnd } from './node-process.ts';
import { createOutputScanner } from './output-scanner.ts';
import type { Outcome, StepResult } from './results.ts';
import { fileTargets, newEffects, toResult, valueTargets } from './stage-effects.ts';
import type { Effects, Stage, Step } from './stage-effects.ts';
import { buildStepEnvironment } from './step-environment.ts';
import { createStepRecord } from './step-record.ts';
import { messageOf } from './thrown.ts';

/** Why a running stage is told to stop. */
export type StopReason = 'cancelled' | 'timed out';

/** A stage of `step` with an empty record. */
export function createStage(job: JobState, step: Step, kind: 'main' | 'post'): Stage {
  const { masks, debug } = job;
  const record = createStepRecord({
    masks,
    debug,
    ...(step.onLine === undefined ? {} : { onLine: step.onLine }),
  });
  return { kind, step, record, name: kind === 'post' ? `Post ${step.name}` : step.name };
}

/** The result of a stage for which no process ran: skipped, or failed before its start. */
export function resultWithoutRun(job: JobState, stage: Stage, outcome: Outcome): StepResult {
  return toResult(job, stage, outcome, newEffects());
}

/** Runs one stage to its end. Everything that goes wrong in the action is in the result; nothing is thrown for it. */
export async function runStage(
  job: JobState,
  stage: Stage,
  manifest: ActionManifest,
  stop: AbortController,
): Promise<StepResult> {
  const { step, record } = stage;
  const effects = newEffects();
  const timer =
    step.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          stop.abort('timed out' satisfies StopReason);
        }, step.timeoutMs);
  let outcome: Outcome;
  let end: ProcessEnd | undefined;
  try {
    const files = await createFileCommands(job.temp);
    try {
      end = await execute(job, stage, manifest, files, effects, stop.signal);
    } finally {
      await processFileCommands(files, fileTargets(job, stage, effects));
    }
    outcome = judge(stage, end, stop.signal);
  } catch (error) {
    record.error(messageOf(error));
    outcome = 'failure';
  } finally {
    clearTimeout(timer);
  }
  if (outcome === 'success' && record.commandFailed) outcome = 'failure';
  return toResult(job, stage, outcome, effects, end);
}

async function execute(
  job: JobState,
  stage: Stage,
  manifest: ActionManifest,
  files: FileCommands,
  effects: Effects,
  signal: AbortSignal,
): Promise<ProcessEnd> {
  const { step, record } = stage;
  if (manifest.hasPre && stage.kind === 'main') {
    record.warning(`\`pre\` execution is not supported for local action from '${step.name}'`);
  }
  const github: TextContext = { ...job.github, action: step.id, ...files };
  const globalEnv = Object.fromEntries(job.env);
  const stepEnv = evaluateValues(step.env, expressionScope(job, github, globalEnv));
  const scope = expressionScope(job, github, { ...globalEnv, ...stepEnv });
  const inputs = resolveInputs(step.with, manifest, { contexts: scope.contexts }, record);
  const env = buildStepEnvironment({
    processEnv: job.processEnv,
    globalEnv: job.env,
    stepEnv,
    state: step.state,
    inputs,
    addedPaths: job.paths,
    protectedVariables: {
      ...githubVariables(github),
      ...runnerVariables(job.runner),
      ...job.serviceVariables,
    },
  });
  printDetails(stage, inputs, { ...globalEnv, ...stepEnv });

  const script = path.join(
    step.actionDirectory,
    stage.kind === 'main' ? manifest.main : (manifest.post ?? ''),
  );
  if (!existsSync(script)) throw new Error(`File not found: '${script}'`);
  const running = startProcess({
    command: job.node.executable,
    args: isTrue(env['ACTIONS_RUNNER_DISABLE_NODE_MAGLEV']) ? ['--no-maglev', script] : [script],
    cwd: job.workspace,
    env,
    patience: job.patience,
    ...scanners(job, stage, effects),
  });
  signal.addEventListener('abort', running.cancel);
  if (signal.aborted) running.cancel();
  return running.ended;
}

/** Both streams share the commands, but not the memory of problem matchers. */
function scanners(job: JobState, stage: Stage, effects: Effects) {
  const { record } = stage;
  const { masks, matchers, workspace, debug, runRegex } = job;
  const commands = createCommandProcessor({
    ...valueTargets(stage, effects),
    record,
    masks,
    matchers,
    workspace,
    debug,
  });
  const checkout = {
    workspace,
    serverUrl: job.github['server_url'] ?? '',
    repository: job.github['repository'] ?? '',
  };
  const scanner = () =>
    createOutputScanner({ commands, record, matchers: matchers.list, runRegex, checkout });
  return { onStdoutLine: scanner(), onStderrLine: scanner() };
}

function judge(stage: Stage, end: ProcessEnd, signal: AbortSignal): Outcome {
  if (!signal.aborted) return end.exitCode === 0 ? 'success' : 'failure';
  // Whatever the exit code: the runner asks only whether it had to stop the process.
  if (signal.reason === ('timed out' satisfies StopReason)) {
    const minutes = (stage.step.timeoutMs ?? 0) / 60_000;
    stage.record.error(`The action '${stage.name}' has timed out after ${minutes} minutes.`);
    return 'failure';
  }
  stage.record.error('The operation was canceled.');
  return 'cancelled';
}

function printDetails(
  { kind, name, record }: Stage,
  inputs: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string>>,
): void {
  if (kind === 'post') {
    record.output('Post job cleanup.');
    return;
  }
  record.output(`##[group]${name}`);
  if (inputs.size > 0) record.output('with:');
  for (const [input, value] of inputs) if (value !== '') record.output(`  ${input}: ${value}`);
  const variables = Object.entries(env);
  if (variables.length > 0) record.output('env:');
  for (const [variable, value] of variables) record.output(`  ${variable}: ${value}`);
  record.output('##[endgroup]');
}

function isTrue(text: string | undefined): boolean {
  return ['1', 'TRUE', '$TRUE'].includes((text ?? '').toUpperCase());
}
