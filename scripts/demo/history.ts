import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One earlier run of the demo. */
export interface PastRun {
  /** What was shipped: the same subject ships the same commit for the same targets. */
  readonly subject: string;
  readonly totalMs: number;
  readonly buildCache: string;
  /** `SHA256SUMS` of that run. */
  readonly checksums: string;
}

/** Reads the earlier runs, oldest first. A file that cannot be read counts as none. */
export function readHistory(file: string): readonly PastRun[] {
  if (!existsSync(file)) return [];
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(value) ? value.filter(isPastRun) : [];
}

/** Adds a run at the end. */
export function addToHistory(file: string, run: PastRun): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify([...readHistory(file), run], null, 2));
}

function isPastRun(value: unknown): value is PastRun {
  const fields = new Map(Object.entries(value ?? {}));
  return (
    typeof fields.get('subject') === 'string' &&
    typeof fields.get('totalMs') === 'number' &&
    typeof fields.get('buildCache') === 'string' &&
    typeof fields.get('checksums') === 'string'
  );
}
