import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import type { Log, Platform } from '../host/host.ts';
import { goPlatform } from './architecture.ts';
import { type GoRequest, planRequest, type ToolchainSettings } from './plan.ts';
import { unquotedYamlWarning } from './version-spec.ts';

/** The source of a version that the workflow itself gives. */
export const GO_VERSION_INPUT = 'the go-version input';

/** Where the wanted version may be written. */
export interface RequestPlace {
  /** `go-version-file` is relative to it. */
  readonly directory: string;
  /** go.work or go.mod to read when neither input is given; undefined: then nothing is requested. */
  readonly moduleFile?: string;
  /** False for a user who set GOTOOLCHAIN=local: `toolchain` lines then do not count. */
  readonly toolchainLine?: boolean;
}

/**
 * Reads which Go is wanted: `go-version`, else `go-version-file`, else the module file. Undefined when
 * none says anything, so that the Go on PATH is meant.
 * Throws {@link ActionError}: `go-version-file-missing`, `no-version-in-file`, `bad-version-file`,
 * `unknown-go-version`, `unknown-architecture`, `bad-download-base-url`.
 */
export async function requestGo(
  settings: ToolchainSettings,
  place: RequestPlace,
  platform: Pick<Platform, 'os' | 'arch'>,
  log: Pick<Log, 'warning'>,
): Promise<GoRequest | undefined> {
  const wanted = await findWanted(settings, place, log);
  if (wanted === undefined) return undefined;
  const architecture = given(settings.architecture) ?? platform.arch;
  return planRequest(settings, goPlatform(platform.os, architecture), wanted);
}

async function findWanted(
  settings: ToolchainSettings,
  place: RequestPlace,
  log: Pick<Log, 'warning'>,
): Promise<Parameters<typeof planRequest>[2] | undefined> {
  const version = given(settings.goVersion);
  const file = given(settings.goVersionFile);
  if (version !== undefined) {
    if (file !== undefined) {
      log.warning(
        'Both go-version and go-version-file inputs are specified, only go-version will be used',
      );
    }
    const trap = unquotedYamlWarning(version);
    if (trap !== undefined) log.warning(trap);
    return { text: version, source: GO_VERSION_INPUT };
  }
  if (file === undefined && place.moduleFile === undefined) return undefined;
  const absolute = path.resolve(place.directory, file ?? place.moduleFile ?? '');
  const name = file ?? absolute;
  const content = await readVersionFile(name, absolute);
  // With its TOML reader, for those who name a file.
  const { parseVersionFile } = await import('./version-files.ts');
  const options = { toolchainLine: place.toolchainLine ?? true };
  return { text: parseVersionFile(name, content, options), source: name, file: name };
}

async function readVersionFile(name: string, absolute: string): Promise<string> {
  try {
    return await readFile(absolute, 'utf8');
  } catch (cause) {
    throw new ActionError({
      code: 'go-version-file-missing',
      message: `The specified go version file at: ${name} does not exist or cannot be read`,
      hint: `go-version-file is relative to the workspace; ${absolute} was looked for.`,
      cause,
    });
  }
}

function given(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
