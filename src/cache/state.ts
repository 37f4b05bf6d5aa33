import type { ActiveCache, CacheName, CachePlan, WritePlan } from './plan.ts';

/**
 * How a restore ended: the primary key itself, another key by prefix, nothing there, not asked, or a
 * service that could not answer. The words of the outputs `module-cache` and `build-cache`.
 */
export type RestoreResult = 'exact' | 'partial' | 'miss' | 'off' | 'unavailable';

/** One cache as main leaves it for post. */
export interface CacheRecord {
  readonly plan: CachePlan;
  readonly result: RestoreResult;
  /** True when the service answered, and what it had is damaged or was made to do harm. */
  readonly useless?: boolean;
  /** Path of a file with the names of what was restored, one a line. */
  readonly restoredList?: string;
}

/** Everything post needs to save; plain JSON. The caller puts a version around it. */
export interface CacheState {
  readonly caches: readonly CacheRecord[];
  readonly write: WritePlan;
  readonly sumFiles: readonly string[];
  /** When everything was in place; milliseconds since 1970. What is used later is worth saving. */
  readonly restoredAtMs: number;
}

/** Reads back what `JSON.parse` gave for a {@link CacheState}; undefined when it is none. */
export function parseCacheState(value: unknown): CacheState | undefined {
  if (!isRecord(value) || !Array.isArray(value['caches'])) return undefined;
  const caches = value['caches'].map(parseCacheRecord);
  const write = parseWrite(value['write']);
  const sumFiles = parseTexts(value['sumFiles']);
  const restoredAtMs = value['restoredAtMs'];
  const whole = caches.filter((cache) => cache !== undefined);
  if (whole.length !== caches.length || write === undefined || sumFiles === undefined)
    return undefined;
  if (typeof restoredAtMs !== 'number') return undefined;
  return { caches: whole, write, sumFiles, restoredAtMs };
}

function parseCacheRecord(value: unknown): CacheRecord | undefined {
  if (!isRecord(value)) return undefined;
  const plan = parsePlan(value['plan']);
  const result = oneOf(value['result'], ['exact', 'partial', 'miss', 'off', 'unavailable']);
  if (plan === undefined || result === undefined) return undefined;
  const { restoredList, useless } = value;
  return {
    plan,
    result,
    ...(useless === true ? { useless } : {}),
    ...(typeof restoredList === 'string' ? { restoredList } : {}),
  };
}

function parsePlan(value: unknown): CachePlan | undefined {
  if (!isRecord(value)) return undefined;
  const name = oneOf<CacheName>(value['name'], ['modules', 'build']);
  if (name === undefined) return undefined;
  if (value['on'] === true) return parseActive(name, value);
  const reason = value['reason'];
  return typeof reason === 'string' ? { name, on: false, reason } : undefined;
}

function parseActive(name: CacheName, value: JsonObject): ActiveCache | undefined {
  const folder = value['folder'];
  const saveSuffix = value['saveSuffix'];
  const workFolder = value['workFolder'];
  const primaryKey = value['primaryKey'];
  const restoreKeys = parseTexts(value['restoreKeys']);
  if (typeof folder !== 'string' || typeof saveSuffix !== 'string') return undefined;
  if (typeof workFolder !== 'string') return undefined;
  if (typeof primaryKey !== 'string' || restoreKeys === undefined) return undefined;
  return { name, on: true, folder, saveSuffix, workFolder, primaryKey, restoreKeys };
}

function parseWrite(value: unknown): WritePlan | undefined {
  if (!isRecord(value) || typeof value['reason'] !== 'string') return undefined;
  const when = oneOf(value['when'], ['always', 'if-nothing-restored', 'never']);
  return when === undefined ? undefined : { when, reason: value['reason'] };
}

function parseTexts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((element) => typeof element === 'string');
  return texts.length === value.length ? texts : undefined;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((word) => word === value);
}

type JsonObject = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
