import { ActionError } from '../domain/errors.ts';
import { parseHealthCheck } from './healthcheck.ts';
import type { BaseSetting, ImageSettings, SplitWords } from './plan.ts';
import { parsePlatform } from './platform.ts';
import { checkTag, parseImageName, parsePinnedImage } from './reference.ts';

/** The inputs as the runner's edge hands them over: `undefined` and empty lists mean "not given". */
export interface ImageInputs {
  /** Absolute. */
  readonly artifacts: string | undefined;
  readonly binary: string | undefined;
  readonly image: string | undefined;
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  readonly base: string | undefined;
  readonly user: string | undefined;
  readonly expose: readonly string[];
  readonly entrypointArgs: string | undefined;
  readonly labels: readonly string[];
  readonly healthCheck: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly push: boolean;
  /** Absolute. */
  readonly layout: string | undefined;
  readonly allowHttp: boolean;
}

const DEFAULT_USER = '65532:65532';
const LARGEST_ID = 2 ** 31 - 2;

/** Parses and checks every input. Throws {@link ActionError} for the first that is wrong or missing. */
export function parseImageSettings(inputs: ImageInputs, splitWords: SplitWords): ImageSettings {
  const { artifacts, push, tags } = inputs;
  if (artifacts === undefined) {
    throw missing('artifacts', "Give the root action's output-directory or artifacts-file.");
  }
  if (push && inputs.image === undefined) {
    throw missing('image', 'Name the image, such as ghcr.io/my-org/my-app, or set `push: false`.');
  }
  for (const tag of tags) checkTag(tag);
  if (inputs.binary?.includes('/') === true) {
    throw refused('binary', inputs.binary, 'Give the name of the file alone.');
  }
  if ((inputs.username === undefined) !== (inputs.password === undefined)) {
    const absent = inputs.username === undefined ? 'registry-username' : 'registry-password';
    throw missing(absent, 'Give both, or neither to use what docker login left.');
  }
  return {
    artifacts,
    tags: [...new Set(tags)],
    platforms: inputs.platforms.map(parsePlatform),
    base: parseBase(inputs.base ?? 'scratch'),
    user: parseUser(inputs.user ?? DEFAULT_USER),
    expose: [...new Set(inputs.expose.map(parsePort))].sort(),
    entrypointArgs: parseWords(inputs.entrypointArgs ?? '', 'entrypoint-args', splitWords),
    labels: Object.fromEntries(inputs.labels.map(parseLabel)),
    push,
    allowHttp: inputs.allowHttp,
    ...optional('binary', inputs.binary),
    ...optional(
      'image',
      inputs.image === undefined ? undefined : parseImageName(inputs.image, 'image'),
    ),
    ...optional(
      'healthCheck',
      inputs.healthCheck === undefined
        ? undefined
        : parseHealthCheck(inputs.healthCheck, splitWords),
    ),
    ...optional('username', inputs.username),
    ...optional('password', inputs.password),
    ...optional('layout', inputs.layout),
  };
}

function parseBase(text: string): BaseSetting {
  if (text === 'scratch' || text === 'none') return { kind: text };
  return { kind: 'image', ...parsePinnedImage(text, 'base') };
}

/** Numbers only: Kubernetes cannot tell that a name is not root (`runAsNonRoot`). */
function parseUser(text: string): string {
  const [, uid, gid] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(text) ?? [];
  if (uid === undefined || Number(uid) > LARGEST_ID || Number(gid ?? 0) > LARGEST_ID) {
    throw refused(
      'user',
      text,
      'Use numbers, as in 65532:65532: a name cannot be proved non-root.',
    );
  }
  return `${Number(uid)}:${Number(gid ?? uid)}`;
}

function parsePort(text: string): string {
  const [, port, protocol = 'tcp'] = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(text) ?? [];
  if (port === undefined || Number(port) < 1 || Number(port) > 65535) {
    throw refused(
      'expose',
      text,
      'A port is a number from 1 to 65535, with /tcp or /udp behind it.',
    );
  }
  return `${Number(port)}/${protocol}`;
}

function parseLabel(line: string): readonly [string, string] {
  const at = line.indexOf('=');
  if (at < 1) throw refused('labels', line, 'Write one KEY=VALUE a line.');
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

/** A JSON list of texts, or words with shell quoting. */
function parseWords(text: string, input: string, splitWords: SplitWords): readonly string[] {
  if (!text.trimStart().startsWith('[')) return splitWords(text, input);
  const value = parseJson(text);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw refused(input, text, 'Write a JSON list of texts, or words separated by blanks.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function missing(input: string, hint: string): ActionError {
  return new ActionError({
    code: 'missing-input',
    message: `Input "${input}" is not given`,
    hint,
  });
}

function refused(input: string, value: string, hint: string): ActionError {
  return new ActionError({
    code: 'bad-input',
    message: `Input "${input}" does not take "${value}"`,
    hint,
  });
}

/** A property that is there only when its value is: what exactOptionalPropertyTypes asks for. */
function optional<K extends string, V>(
  key: K,
  value: V | undefined,
): Readonly<Partial<Record<K, V>>> {
  const present: Partial<Record<K, V>> = {};
  if (value !== undefined) present[key] = value;
  return present;
}
