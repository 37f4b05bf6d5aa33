import { type Shard, splitTargets } from '../build/shards.ts';
import type { Target } from '../domain/target.ts';
import type { RunnerContext } from '../runner/context.ts';
import type { Inputs } from '../runner/inputs.ts';
import { readSettings, type ShipSettings } from '../ship/settings.ts';

/** Every input of the plan action, parsed. */
export interface PlanSettings {
  /** The build inputs, as the root action reads them: same inputs, same names. */
  readonly ship: ShipSettings;
  readonly shards: readonly Shard[];
}

/** Reads and checks every input. `host` is what the target `host` stands for. Throws `ActionError` for the first that is wrong. */
export function readPlanSettings(
  inputs: Inputs,
  context: RunnerContext,
  host: Target,
): PlanSettings {
  const ship = readSettings(inputs, context, host);
  return { ship, shards: splitTargets(ship.targets, Number(inputs.text('shards') ?? '1')) };
}
