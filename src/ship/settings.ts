import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildSettings, parseBuildSettings } from '../build/plan.ts';
import { parseShard, type Shard, targetsOfShard } from '../build/shards.ts';
import { parseTargets } from '../build/targets.ts';
import type { CacheSettings } from '../cache/plan.ts';
import { ActionError } from '../domain/errors.ts';
import type { Target } from '../domain/target.ts';
import type { AttestSetting } from '../package/attest.ts';
import { renderArchiveName } from '../package/names.ts';
import { type ArchiveSetting, DEFAULT_INCLUDES } from '../package/plan.ts';
import type { StaticRule } from '../binary/plan.ts';
import type { ReleaseSettings } from '../release/plan.ts';
import type { Inputs } from '../runner/inputs.ts';
import type { RunnerContext } from '../runner/context.ts';
import type { ToolchainSettings } from '../toolchain/plan.ts';
import { optional, readCache, readToolchain } from './go-settings.ts';

/** Every input of the root action, parsed. After this no code sees an input's text. */
export interface ShipSettings {
  readonly toolchain: ToolchainSettings;
  readonly cache: CacheSettings;
  readonly cacheDependencyPaths: readonly string[];
  readonly problemMatcher: boolean;
  /** Absolute. */
  readonly workingDirectory: string;
  readonly packages: readonly string[];
  /** The targets of the whole plan, whichever job builds them. */
  readonly targets: readonly Target[];
  /** The part of the plan that this job builds; absent for all of it. */
  readonly shard?: Shard;
  /** The targets that this job builds. */
  readonly ownTargets: readonly Target[];
  /** Project name in archive names. */
  readonly name: string;
  readonly binaryName?: string;
  readonly version?: string;
  readonly tagPrefix: string;
  readonly build: BuildSettings;
  readonly static: StaticRule;
  readonly archive: ArchiveSetting;
  readonly archiveName?: string;
  readonly include: readonly string[];
  readonly sbom: boolean;
  readonly attest: AttestSetting;
  /** Absolute; absent for a folder of our own. */
  readonly outputDirectory?: string;
  readonly release: ReleaseSettings;
}

/** Reads and checks every input. `host` is what the target `host` stands for. Throws {@link ActionError} for the first that is wrong. */
export function readSettings(inputs: Inputs, context: RunnerContext, host: Target): ShipSettings {
  const inWorkspace = (name: string): string | undefined => {
    const given = inputs.text(name);
    return given === undefined ? undefined : path.resolve(context.workspace, given);
  };
  const outputDirectory = inWorkspace('output-directory');
  const targets = parseTargets(inputs.list('targets'), host);
  const shard = readShard(inputs);
  return {
    toolchain: readToolchain(inputs),
    cache: readCache(inputs),
    cacheDependencyPaths: inputs.lines('cache-dependency-path'),
    problemMatcher: inputs.flag('problem-matcher') ?? true,
    workingDirectory: inWorkspace('working-directory') ?? context.workspace,
    packages: inputs.list('packages'),
    targets,
    ownTargets: targetsOfShard(targets, shard),
    ...optional('shard', shard),
    name: inputs.text('name') ?? context.repository.split('/').at(-1) ?? context.repository,
    tagPrefix: inputs.text('tag-prefix') ?? '',
    build: readBuild(inputs),
    static: inputs.choice('static', ['require', 'warn', 'off']) ?? 'require',
    archive: inputs.choice('archive', ['auto', 'tar.gz', 'tar.zst', 'zip', 'none']) ?? 'auto',
    include: withDefault(inputs.list('include'), DEFAULT_INCLUDES),
    sbom: inputs.flag('sbom') ?? false,
    attest: inputs.choice('attest', ['auto', 'true', 'false']) ?? 'auto',
    release: readReleaseSettings(inputs, context),
    ...optional('binaryName', inputs.text('binary-name')),
    ...optional('version', inputs.text('version')?.replace(/^v(?=\d)/, '')),
    ...optional('archiveName', readArchiveName(inputs, host)),
    ...optional('outputDirectory', outputDirectory),
  };
}

function readShard(inputs: Inputs): Shard | undefined {
  return parseShard(inputs.text('shard'), {
    jobIndex: inputs.text('job-index') ?? '',
    jobTotal: inputs.text('job-total') ?? '',
  });
}

/** A template that cannot become a name is refused before anything is downloaded. */
function readArchiveName(inputs: Inputs, host: Target): string | undefined {
  const template = inputs.text('archive-name');
  if (template === undefined) return undefined;
  const sample = { name: 'name', version: '1.0.0', tag: 'v1.0.0', target: host, binary: 'binary' };
  renderArchiveName(template, sample);
  return template;
}

function readBuild(inputs: Inputs): BuildSettings {
  return parseBuildSettings({
    tags: inputs.list('tags'),
    buildFlags: inputs.raw('build-flags') ?? '',
    env: inputs.lines('env'),
    ldflags: inputs.raw('ldflags') ?? '',
    cgo: inputs.flag('cgo') ?? false,
  });
}

/** Reads and checks the inputs about the release itself, which the publish action has too. Throws {@link ActionError}. */
export function readReleaseSettings(inputs: Inputs, context: RunnerContext): ReleaseSettings {
  const prerelease = inputs.choice('prerelease', ['auto', 'true', 'false']) ?? 'auto';
  return {
    mode: inputs.choice('release', ['auto', 'true', 'false']) ?? 'auto',
    repository: readRepository(inputs.text('repository') ?? context.repository),
    generateNotes: inputs.flag('generate-notes') ?? true,
    draft: inputs.flag('draft') ?? false,
    prerelease: prerelease === 'auto' ? 'auto' : prerelease === 'true',
    makeLatest: inputs.choice('make-latest', ['auto', 'true', 'false', 'legacy']) ?? 'auto',
    overwrite: inputs.flag('overwrite') ?? false,
    ...optional('tag', inputs.text('tag') ?? context.event.releaseTag),
    ...optional('name', inputs.text('release-name')),
    ...optional('notes', readNotes(inputs, context)),
    ...optional('discussionCategory', inputs.text('discussion-category')),
  };
}

function readRepository(repository: string): string {
  if (/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/.test(repository)) return repository;
  throw new ActionError({
    code: 'bad-repository',
    message: `Input "repository" is "${repository}", which is not owner/name`,
    hint: 'Write it as in the address of its page, such as my-org/my-app.',
  });
}

function readNotes(inputs: Inputs, context: RunnerContext): string | undefined {
  const notes = inputs.raw('notes');
  const file = inputs.text('notes-file');
  if (notes !== undefined && file !== undefined) {
    throw new ActionError({
      code: 'notes-twice',
      message: `Both "notes" and "notes-file" (${file}) are given`,
      hint: 'Keep one of them.',
    });
  }
  return file === undefined ? notes : readNotesFile(path.resolve(context.workspace, file), file);
}

function readNotesFile(absolute: string, file: string): string {
  try {
    return readFileSync(absolute, 'utf8');
  } catch (cause) {
    throw new ActionError({
      code: 'notes-file',
      message: `Cannot read notes-file "${file}" (${absolute})`,
      hint: 'It is relative to the workspace; check that it exists in this commit.',
      cause,
    });
  }
}

function withDefault<T>(given: readonly T[], fallback: readonly T[]): readonly T[] {
  return given.length === 0 ? fallback : given;
}
