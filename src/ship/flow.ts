import type { BinaryFacts } from '../binary/plan.ts';
import type { BuiltBinary } from '../build/plan.ts';
import type { ReleaseSession } from '../release/run.ts';
import type { GoFacts } from './go-environment.ts';
import type { ShipSettings } from './settings.ts';
import type { Shipment } from './shipment.ts';
import type { Subject } from './subject.ts';

/** What the flow of the targets needs. `session` is absent in a dry run. */
export interface FlowParts {
  readonly settings: ShipSettings;
  readonly subject: Subject;
  readonly go: GoFacts;
  readonly shipment: Shipment;
  readonly session: ReleaseSession | undefined;
}

/** A binary after its proof. */
export interface ProvedBinary {
  readonly built: BuiltBinary;
  readonly facts: BinaryFacts;
}

/** What became of the provenance, for the summary. */
export type Provenance =
  | {
      readonly attested: true;
      /** Its page; empty where GitHub gave no id. */ readonly url: string;
    }
  | {
      readonly attested: false;
      /** Why not; absent where nobody expects it. */ readonly reason?: string;
    };
