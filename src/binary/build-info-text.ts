import { cutGoString } from './go-quote.ts';
import type { BuildInfo, Dependency, Module } from './plan.ts';

/** Why a build info text cannot be read; completes "the Go build info is damaged:". */
export interface BuildInfoDamage {
  readonly damage: string;
}

interface Draft {
  path: string;
  mainModule: Module | undefined;
  readonly dependencies: Dependency[];
  readonly settings: [string, string][];
  /** The module that a following `=>` line replaces. */
  replaceable: 'main' | 'dependency' | undefined;
}

/**
 * Parses the module text inside a Go binary: tab-separated lines `path`, `mod`, `dep`, `=>`, `build`.
 * Lines of other kinds are skipped, as Go does. @see https://pkg.go.dev/runtime/debug#ParseBuildInfo
 */
export function parseBuildInfoText(
  text: string,
  goVersion: string | undefined,
): BuildInfo | BuildInfoDamage {
  const draft: Draft = {
    path: '',
    mainModule: undefined,
    dependencies: [],
    settings: [],
    replaceable: undefined,
  };
  for (const [index, line] of text.split('\n').entries()) {
    const damage = readLine(line, draft);
    if (damage !== undefined) return { damage: `line ${index + 1}: ${damage}` };
  }
  return {
    ...(goVersion === undefined ? {} : { goVersion }),
    path: draft.path,
    ...(draft.mainModule === undefined ? {} : { mainModule: draft.mainModule }),
    dependencies: draft.dependencies,
    settings: Object.fromEntries(draft.settings),
  };
}

function readLine(line: string, draft: Draft): string | undefined {
  const tab = line.indexOf('\t');
  if (tab < 0) return undefined;
  const rest = line.slice(tab + 1);
  switch (line.slice(0, tab)) {
    case 'path':
      draft.path = rest;
      return undefined;
    case 'mod':
    case 'dep':
      return readModule(rest, line.startsWith('mod') ? 'main' : 'dependency', draft);
    case '=>':
      return readReplacement(rest, draft);
    case 'build':
      return readSetting(rest, draft);
    default:
      return undefined;
  }
}

function readModule(rest: string, role: 'main' | 'dependency', draft: Draft): string | undefined {
  const module = parseModule(rest);
  if (module === undefined) return 'a module without a version';
  if (role === 'main') draft.mainModule = module;
  else draft.dependencies.push(module);
  draft.replaceable = role;
  return undefined;
}

function readReplacement(rest: string, draft: Draft): string | undefined {
  const replace = parseModule(rest);
  const { replaceable } = draft;
  draft.replaceable = undefined;
  if (replace === undefined || replaceable === undefined) return 'a replacement of nothing';
  // A main module is never replaced by its own go.mod; Go's text allows it, nothing here needs it.
  if (replaceable === 'main') return undefined;
  const last = draft.dependencies.pop();
  if (last !== undefined) draft.dependencies.push({ ...last, replace });
  return undefined;
}

function parseModule(rest: string): Module | undefined {
  const [path, version, sum, ...more] = rest.split('\t');
  if (path === undefined || version === undefined || more.length > 0) return undefined;
  return { path, version, ...(sum === undefined || sum === '' ? {} : { sum }) };
}

function readSetting(rest: string, draft: Draft): string | undefined {
  const quotedKey = cutGoString(rest);
  const equals = rest.indexOf('=');
  const key = quotedKey?.value ?? rest.slice(0, Math.max(equals, 0));
  const afterKey = quotedKey?.rest ?? rest.slice(Math.max(equals, 0));
  if (key === '' || !afterKey.startsWith('=')) return 'a build setting without a name';
  const raw = afterKey.slice(1);
  if (!/^["`]/.test(raw)) {
    draft.settings.push([key, raw]);
    return undefined;
  }
  const value = cutGoString(raw);
  if (value?.rest !== '') return `the setting ${key} is not quoted well`;
  draft.settings.push([key, value.value]);
  return undefined;
}
