import path from 'node:path';
import type { LocatedMessage } from '../domain/errors.ts';

/** What `go build` printed, sorted by kind. */
export interface Diagnostics {
  /** Messages on lines of files below the given folder, in order. */
  readonly located: readonly LocatedMessage[];
  /** Everything else it complained about, a line each. */
  readonly general: readonly string[];
  /** Packages that `-v` named as compiled. */
  readonly compiledPackages: number;
}

const POSITION =
  /^(?:vet: )?(.+?\.(?:go|s|S|c|h|cc|cpp|cxx|m|f|mod|work|sum)):(\d+)(?::(\d+))?: (.+)$/;
/** Progress and headings; "too many errors" follows ten that are shown; EOF ends a file that -x shows. */
const NOISE = /^go: downloading |^go: extracting |^# |too many errors$|^WORK=|^EOF$/;

/**
 * Reads the output of `go build -v`. Relative files are relative to `cwd`; only those below `root`
 * (both absolute) become located, others cannot be annotated. Indented lines continue the one before.
 */
export function parseDiagnostics(output: string, cwd: string, root: string): Diagnostics {
  const located: LocatedMessage[] = [];
  const general: string[] = [];
  let compiledPackages = 0;
  for (const message of joinContinued(output)) {
    if (NOISE.test(message)) continue;
    if (/^[^\s:]+$/.test(message)) {
      compiledPackages += 1;
      continue;
    }
    const found = locate(message, cwd, root);
    if (found === undefined) general.push(message);
    else located.push(found);
  }
  return { located, general, compiledPackages };
}

function joinContinued(output: string): readonly string[] {
  const messages: string[] = [];
  for (const line of output.split(/\r?\n/).map((one) => one.trimEnd())) {
    const last = messages.length - 1;
    if (line === '') continue;
    if (/^\s/.test(line) && last >= 0) messages[last] = `${messages[last] ?? ''} ${line.trim()}`;
    else messages.push(line.trim());
  }
  return messages;
}

function locate(text: string, cwd: string, root: string): LocatedMessage | undefined {
  const [, name, line, column, message] = POSITION.exec(text) ?? [];
  if (name === undefined || message === undefined) return undefined;
  const file = path.resolve(cwd, name);
  const relative = path.relative(root, file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return undefined;
  return {
    message,
    location: {
      file,
      line: Number(line),
      ...(column === undefined ? {} : { column: Number(column) }),
    },
  };
}

/** What to do about the usual failures. The first that matches any message counts. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /missing go\.sum entry|no required module provides|updates to go\.mod needed/,
    'Run "go mod tidy" and commit go.mod and go.sum.',
  ],
  [/inconsistent vendoring/, 'Run "go mod vendor" (or "go work vendor") and commit the result.'],
  [
    /requires go >= /,
    'Set "go-version" to a newer Go, or leave it out to take the one go.mod asks for.',
  ],
  [
    /-(race|msan|asan) requires cgo/,
    'Take that flag out of "build-flags", or set "cgo: true" with "targets: host".',
  ],
  [
    /error obtaining VCS status|dubious ownership/,
    'The recorded revision needs git and a readable checkout: install git in the container and check who owns the files.',
  ],
  [
    /signal: killed/,
    'The machine ran out of memory: use fewer targets per job, or a larger runner.',
  ],
  [/no space left on device/, 'The disk is full: use fewer targets per job, or free space before.'],
  [
    /requires external \(cgo\) linking|C source files not allowed/,
    'This needs a C compiler: drop the target, or set "cgo: true" on a machine of its kind.',
  ],
  [
    /build constraints exclude all Go files/,
    'A package has no file for that target: leave the target out of "targets", or the command out of "packages".',
  ],
  [
    /module lookup disabled|dial tcp|connection refused|i\/o timeout|410 Gone|404 Not Found/,
    'A module could not be downloaded: check GOPROXY, GOPRIVATE and the network.',
  ],
];

/** What the user can do about a failed build, by what it printed. Undefined when only the code itself can be at fault. */
export function remedyFor(messages: readonly string[]): string | undefined {
  return REMEDIES.find(([pattern]) => messages.some((message) => pattern.test(message)))?.[1];
}
