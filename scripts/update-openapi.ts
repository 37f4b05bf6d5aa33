/**
 * Cuts the endpoints that the GitHub stand-in serves out of GitHub's official OpenAPI description
 * and writes them to `__tests__/fakes/github/openapi-subset.json`. Run it by hand to move to a newer
 * description: `node scripts/update-openapi.ts [version of @octokit/openapi]`.
 *
 * The package is some hundreds of megabytes unpacked, so it is fetched with `npm pack` into a
 * temporary folder and never becomes a dependency.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

const PACKAGE = '@octokit/openapi';
const DEFAULT_VERSION = '23.0.2';
const DESCRIPTION_FILE = 'package/generated/api.github.com.json';
const LICENSE_FILE = 'package/LICENSE';
const OUTPUT = path.join(import.meta.dirname, '../__tests__/fakes/github/openapi-subset.json');

/** The operations to keep. A path or method that the description no longer has is an error. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  '/rate_limit': ['get'],
  '/repos/{owner}/{repo}': ['get'],
  '/repos/{owner}/{repo}/commits/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/matching-refs/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/ref/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/refs': ['post'],
  '/repos/{owner}/{repo}/git/refs/{ref}': ['delete'],
  '/repos/{owner}/{repo}/git/tags/{tag_sha}': ['get'],
  '/repos/{owner}/{repo}/immutable-releases': ['get'],
  '/repos/{owner}/{repo}/releases': ['get', 'post'],
  '/repos/{owner}/{repo}/releases/assets/{asset_id}': ['get', 'patch', 'delete'],
  '/repos/{owner}/{repo}/releases/generate-notes': ['post'],
  '/repos/{owner}/{repo}/releases/latest': ['get'],
  '/repos/{owner}/{repo}/releases/tags/{tag}': ['get'],
  '/repos/{owner}/{repo}/releases/{release_id}': ['get', 'patch', 'delete'],
  '/repos/{owner}/{repo}/releases/{release_id}/assets': ['get', 'post'],
  '/repos/{owner}/{repo}/tags': ['get'],
};

/** Keys that carry no rule. Operation descriptions stay: the stand-in's tests quote what they say. */
const DROPPED_KEYS = new Set(['example', 'examples', 'externalDocs', 'x-github', 'x-octokit']);

function asObject(value: Json | undefined, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`the OpenAPI description has no object at ${what}`);
  }
  return value as JsonObject;
}

function asString(value: Json | undefined, what: string): string {
  if (typeof value !== 'string') throw new Error(`there is no text at ${what}`);
  return value;
}

function parseObject(text: string, what: string): JsonObject {
  return asObject(JSON.parse(text) as Json, what);
}

/** A copy without the dropped keys. `isNameMap` says that keys are names (of properties, say), not keywords. */
function strip(value: Json, keepDescriptions: boolean, isNameMap = false): Json {
  if (Array.isArray(value)) return value.map((each: Json) => strip(each, keepDescriptions));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value as JsonObject).filter(
    ([key]) =>
      isNameMap || !(DROPPED_KEYS.has(key) || (key === 'description' && !keepDescriptions)),
  );
  return Object.fromEntries(
    kept.map(([key, each]) => [
      key,
      strip(each, keepDescriptions, !isNameMap && key === 'properties'),
    ]),
  );
}

function cutPaths(paths: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(OPERATIONS).map(([name, methods]) => {
      const item = asObject(paths[name], name);
      const kept = methods.map((method) => [
        method,
        strip(asObject(item[method], `${method} ${name}`), true),
      ]);
      return [name, Object.fromEntries(kept) as JsonObject];
    }),
  );
}

/** Every `#/components/<kind>/<name>` that is mentioned anywhere inside `value`. */
function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap((each: Json) => references(each));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as JsonObject).flatMap(([key, each]) =>
    key === '$ref' && typeof each === 'string' ? [each] : references(each),
  );
}

/** The components that `paths` needs, followed to the end, sorted by kind and name. */
function cutComponents(paths: JsonObject, components: JsonObject): JsonObject {
  const found = new Map<string, Json>();
  const queue = references(paths);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    const [, , kind = '', name = ''] = next.split('/');
    const component = strip(asObject(asObject(components[kind], kind)[name], next), false);
    found.set(next, component);
    queue.push(...references(component));
  }
  const kinds: Record<string, Record<string, Json>> = {};
  for (const [reference, component] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, , kind = '', name = ''] = reference.split('/');
    (kinds[kind] ??= {})[name] = component;
  }
  return kinds;
}

/** Downloads the package and returns the description, its licence and the tarball's integrity string. */
async function download(version: string): Promise<{
  readonly description: JsonObject;
  readonly license: string;
  readonly integrity: string;
}> {
  const run = promisify(execFile);
  const directory = await mkdtemp(path.join(tmpdir(), 'openapi-'));
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const packed = await run(npm, ['pack', `${PACKAGE}@${version}`, '--json', '--silent'], {
      cwd: directory,
      shell: process.platform === 'win32',
    });
    // npm 11 prints a list with one entry; later majors an object keyed by package name.
    const [first] = Object.values(JSON.parse(packed.stdout) as Record<string, Json>);
    const report = asObject(first, 'the report of npm pack');
    const filename = asString(report['filename'], 'filename');
    await run('tar', ['-xzf', filename, DESCRIPTION_FILE, LICENSE_FILE], {
      cwd: directory,
    });
    return {
      description: parseObject(
        await readFile(path.join(directory, DESCRIPTION_FILE), 'utf8'),
        'its top',
      ),
      license: await readFile(path.join(directory, LICENSE_FILE), 'utf8'),
      integrity: asString(report['integrity'], 'integrity'),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const version = process.argv[2] ?? DEFAULT_VERSION;
const { description, license, integrity } = await download(version);
const paths = cutPaths(asObject(description['paths'], 'paths'));
const components = cutComponents(paths, asObject(description['components'], 'components'));
const subset: JsonObject = {
  'x-source': {
    package: PACKAGE,
    version,
    integrity,
    file: DESCRIPTION_FILE.replace('package/', ''),
    note: "Part of GitHub's OpenAPI description, cut by scripts/update-openapi.ts; do not edit.",
    license: license.trim().split(/\n\s*\n/),
  },
  openapi: description['openapi'] ?? '',
  info: strip(description['info'] ?? {}, true),
  paths,
  components,
};
const options = { ...(await resolveConfig(OUTPUT)), filepath: OUTPUT };
const text = await format(JSON.stringify(subset, null, 2), options);
await writeFile(OUTPUT, text);
const count = references(paths).length;
console.log(
  `${path.relative(process.cwd(), OUTPUT)}: ${Object.keys(paths).length} paths with ${count} references, ` +
    `${Math.round(text.length / 1024)} KiB, from ${PACKAGE} ${version}`,
);
