import { formatShard, type Shard, targetsOfShard } from '../build/shards.ts';
import { plainMarkdown } from '../domain/markdown.ts';
import { formatTarget, type Target } from '../domain/target.ts';
import type { Revision } from '../domain/version.ts';
import type { Runner } from '../runner/runner.ts';
import type { PlanSettings } from './settings.ts';

/** One job of the matrix, as `fromJSON` hands it to a workflow. */
export interface MatrixEntry {
  /** For the root action's `shard` input. */
  readonly shard: string;
  /** The targets of this job alone, comma-separated. */
  readonly targets: string;
}

/** All that the plan action found out. */
export interface MatrixPlan {
  readonly settings: PlanSettings;
  readonly revision: Revision;
  readonly assets: readonly string[];
}

/** The matrix with one entry for each shard. */
export function matrixOf(
  targets: readonly Target[],
  shards: readonly Shard[],
): readonly MatrixEntry[] {
  return shards.map((shard) => ({
    shard: formatShard(shard),
    targets: targetsOfShard(targets, shard).map(formatTarget).join(','),
  }));
}

/** Sets the outputs, logs the plan and adds it to the job summary. */
export async function outputPlan(plan: MatrixPlan, runner: Runner): Promise<void> {
  const { settings, revision, assets } = plan;
  const { targets } = settings.ship;
  const matrix = matrixOf(targets, settings.shards);
  runner.setOutput('matrix', JSON.stringify({ include: matrix }));
  runner.setOutput('targets', targets.map(formatTarget).join(','));
  runner.setOutput('assets', JSON.stringify(assets));
  runner.setOutput('version', revision.version);
  for (const { shard, targets: own } of matrix) runner.log.info(`shard ${shard}: ${own}`);
  runner.log.info(`Assets: ${assets.join(', ')}`);
  const rows = matrix.map(({ shard, targets: own }) => `| ${shard} | ${plainMarkdown(own)} |`);
  await runner.addSummary(
    [
      `### Plan of ${plainMarkdown(revision.version)}`,
      '',
      `${assets.length} assets and SHA256SUMS from ${targets.length} targets in ${matrix.length} ${matrix.length === 1 ? 'job' : 'jobs'}.`,
      '',
      '| shard | targets |',
      '| :-- | :-- |',
      ...rows,
      '',
    ].join('\n'),
  );
}
