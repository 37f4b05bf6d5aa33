import { ActionError } from '../domain/errors.ts';
import { formatTarget, type Target } from '../domain/target.ts';

/** One job's part of a list of targets that several jobs share: the `index`th (from 1) of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The `strategy` context of the job as text; empty where the workflow has no matrix. */
export interface Strategy {
  /** `strategy.job-index`, from 0. */
  readonly jobIndex: string;
  /** `strategy.job-total`. */
  readonly jobTotal: string;
}

/** GitHub runs at most so many jobs of one matrix. @see https://docs.github.com/en/actions/reference/limits */
export const MAX_SHARDS = 256;

/**
 * Parses the `shard` input: `k/n` with k from 1, or `auto` for the job's place in its matrix.
 * Undefined when nothing is given: then the job builds every target. Throws {@link ActionError} `bad-shard`.
 */
export function parseShard(text: string | undefined, strategy: Strategy): Shard | undefined {
  if (text === undefined) return undefined;
  const given = text === 'auto' ? shardOfMatrix(strategy) : text;
  const [, first, second] = /^([0-9]{1,3})\/([0-9]{1,3})$/.exec(given) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (index >= 1 && index <= count && count <= MAX_SHARDS) return { index, count };
  throw new ActionError({
    code: 'bad-shard',
    message: `Input "shard" does not take "${text}"`,
    hint: `Use k/n with k from 1 to n and n at most ${MAX_SHARDS}, such as 1/3 (counted from 1, not from 0), or "auto" for the job's place in its matrix.`,
  });
}

function shardOfMatrix({ jobIndex, jobTotal }: Strategy): string {
  const areNumbers = /^\d+$/.test(jobIndex) && /^\d+$/.test(jobTotal);
  if (areNumbers && Number(jobIndex) < Number(jobTotal) && Number(jobTotal) <= MAX_SHARDS)
    return `${Number(jobIndex) + 1}/${jobTotal}`;
  throw new ActionError({
    code: 'bad-shard',
    message: `Input "shard" is "auto", but the job's place in its matrix is not known (job-index "${jobIndex}", job-total "${jobTotal}")`,
    hint: 'Leave the inputs job-index and job-total out, or name the part yourself, such as shard: 1/3.',
  });
}

/** `2/3`: the form of the `shard` input. */
export function formatShard({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/**
 * The targets that a shard builds, in their order: every `count`th, so that sizes differ by one at
 * most and every job works out the same split without a word to the others. All without a shard.
 */
export function targetsOfShard(
  targets: readonly Target[],
  shard: Shard | undefined,
): readonly Target[] {
  if (shard === undefined) return targets;
  return targets.filter((_, at) => at % shard.count === shard.index - 1);
}

/**
 * The shards, as `2/3`, in whose part `wanted` lie, in order; none without a shard.
 */
export function shardsWith(
  wanted: readonly Target[],
  targets: readonly Target[],
  shard: Shard | undefined,
): readonly string[] {
  if (shard === undefined) return [];
  const named = new Set(wanted.map(formatTarget));
  const places = targets.flatMap((target, at) => (named.has(formatTarget(target)) ? [at] : []));
  const indexes = [...new Set(places.map((at) => (at % shard.count) + 1))].sort((a, b) => a - b);
  return indexes.map((index) => formatShard({ index, count: shard.count }));
}

/**
 * The shards that split `targets` into at most `count` jobs, none of them empty; at least one. Throws
 * {@link ActionError} `bad-shards` for a number below 1 or above {@link MAX_SHARDS}.
 */
export function splitTargets(targets: readonly Target[], count: number): readonly Shard[] {
  if (!Number.isSafeInteger(count) || count < 1 || count > MAX_SHARDS) {
    throw new ActionError({
      code: 'bad-shards',
      message: `Input "shards" is not a whole number from 1 to ${MAX_SHARDS}`,
      hint: 'Say how many jobs share the targets, such as shards: 3.',
    });
  }
  const used = Math.max(1, Math.min(count, targets.length));
  return Array.from({ length: used }, (_, at) => ({ index: at + 1, count: used }));
}
