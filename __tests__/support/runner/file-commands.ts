import { randomUUID } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { parseKeyValueFile } from './key-value-file.ts';
import type { Masks } from './masks.ts';
import type { StepRecord } from './step-record.ts';
import { codeOf } from './thrown.ts';

/** A larger job summary is dropped whole (`AttachmentSizeLimit`). Bytes. */
const summaryLimitBytes = 1024 * 1024;

/** Name in the `github` context, and prefix of the file's name. */
const prefixes = {
  path: 'add_path_',
  env: 'set_env_',
  step_summary: 'step_summary_',
  state: 'save_state_',
  output: 'set_output_',
  artifacts: 'artifacts_',
  artifacts_list: 'artifacts_list_',
} as const;

/** The file commands of one stage of a step: absolute paths by their name in the `github` context. */
export type FileCommands = Readonly<Record<keyof typeof prefixes, string>>;

/** Where the effects of file commands go. */
export interface FileCommandTargets {
  readonly record: StepRecord;
  readonly masks: Masks;
  readonly setOutput: (name: string, value: string) => void;
  readonly saveState: (name: string, value: string) => void;
  exportVariable(name: string, value: string): void;
  addPath(folder: string): void;
  setSummary(markdown: string): void;
}

/** New, empty files for one stage in `_runner_file_commands` below the runner's temp folder. */
export async function createFileCommands(temp: string): Promise<FileCommands> {
  const folder = path.join(temp, '_runner_file_commands');
  await mkdir(folder, { recursive: true });
  const suffix = randomUUID();
  const fileFor = (name: keyof typeof prefixes): string =>
    path.join(folder, prefixes[name] + suffix);
  const files: FileCommands = {
    path: fileFor('path'),
    env: fileFor('env'),
    step_summary: fileFor('step_summary'),
    state: fileFor('state'),
    output: fileFor('output'),
    artifacts: fileFor('artifacts'),
    artifacts_list: fileFor('artifacts_list'),
  };
  await Promise.all(Object.values(files).map((file) => writeFile(file, '')));
  return files;
}

/**
 * Applies what a stage wrote, whether or not it succeeded (FileCommandManager.ProcessFiles). A file that cannot be understood
 * makes two errors and fails the step; the others still count. The artifact lists belong to a feature that is off: ignored.
 */
export async function processFileCommands(
  files: FileCommands,
  targets: FileCommandTargets,
): Promise<void> {
  const steps: readonly (readonly [keyof FileCommands, () => Promise<void>])[] = [
    ['path', () => processPaths(files.path, targets)],
    [
      'env',
      () =>
        processPairs(files.env, (name, value) => {
          exportVariable(name, value, targets);
        }),
    ],
    ['step_summary', () => processSummary(files.step_summary, targets)],
    ['state', () => processPairs(files.state, targets.saveState)],
    [
      'output',
      () =>
        processPairs(files.output, (name, value) => {
          requireName(name);
          targets.setOutput(name, value);
        }),
    ],
  ];
  for (const [name, run] of steps) {
    try {
      await run();
    } catch (error) {
      targets.record.failCommand(`Unable to process file command '${name}' successfully.`, error);
    }
  }
}

async function processPaths(file: string, targets: FileCommandTargets): Promise<void> {
  const lines = (await readIfThere(file)).split(/\r\n|\r|\n/);
  for (const line of lines) if (line !== '') targets.addPath(line);
}

async function processPairs(
  file: string,
  apply: (name: string, value: string) => void,
): Promise<void> {
  const text = await readIfThere(file);
  for (const { name, value } of parseKeyValueFile(text, process.platform === 'win32')) {
    apply(name, value);
  }
}

function exportVariable(name: string, value: string, targets: FileCommandTargets): void {
  if (name.toUpperCase() === 'NODE_OPTIONS') {
    targets.record.error("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
    return;
  }
  requireName(name);
  targets.exportVariable(name, value);
}

function requireName(name: string): void {
  if (name === '') throw new Error("Value cannot be null. (Parameter 'name')");
}

async function processSummary(file: string, targets: FileCommandTargets): Promise<void> {
  const sizeBytes = (await stat(file).catch(() => undefined))?.size ?? 0;
  if (sizeBytes === 0) return;
  if (sizeBytes > summaryLimitBytes) {
    const [limit, size] = [summaryLimitBytes, sizeBytes].map((bytes) => Math.floor(bytes / 1024));
    targets.record.error(
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${String(limit)}k, got ${String(size)}k.`,
    );
    return;
  }
  const lines = (await readIfThere(file)).replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/);
  targets.setSummary(lines.map((line) => `${targets.masks.apply(line)}\n`).join(''));
}

async function readIfThere(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
