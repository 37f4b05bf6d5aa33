import path from 'node:path';
import type { CacheSettings } from '../cache/plan.ts';
import type { Inputs } from '../runner/inputs.ts';
import type { ToolchainSettings } from '../toolchain/plan.ts';
import { readCache, readToolchain } from './go-settings.ts';

/** Every input of setup/, parsed. */
export interface SetupSettings {
  readonly toolchain: ToolchainSettings;
  readonly cache: CacheSettings;
  readonly cacheDependencyPaths: readonly string[];
  readonly problemMatcher: boolean;
  /** Absolute. */
  readonly matcherFile: string;
  /** Which of a matrix's jobs this is; keeps their build caches apart. */
  readonly jobIndex: string;
}

/** Reads and checks every input of setup/. Throws for the first that is wrong. */
export function readSetupSettings(inputs: Inputs): SetupSettings {
  return {
    toolchain: readToolchain(inputs),
    cache: readCache(inputs),
    cacheDependencyPaths: inputs.lines('cache-dependency-path'),
    problemMatcher: inputs.flag('problem-matcher') ?? true,
    // Beside dist/, two folders above the bundle.
    matcherFile: path.resolve(import.meta.dirname, '../../matchers.json'),
    jobIndex: inputs.text('job-index') ?? '0',
  };
}
