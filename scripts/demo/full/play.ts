import type { StepResult } from '../../../__tests__/support/runner/results.ts';
import type { Stage } from './stage.ts';

/** What the chain showed, one line each, in the order it happened. */
export type Findings = { readonly what: string; readonly seen: string }[];

/** One version that is released. */
export interface Shipped {
  readonly step: StepResult;
  /** The archive for this machine, as the release page has it. */
  readonly asset: { readonly url: string; readonly sha256: string };
}

/** What all scenes of the chain share. */
export interface Play {
  readonly stage: Stage;
  readonly findings: Findings;
  readonly checkout: string;
  readonly commits: Readonly<Record<string, string>>;
  readonly host: { readonly goos: string; readonly goarch: string };
  readonly secret: string;
}

/** Remembers a finding. */
export function note({ findings }: Play, what: string, seen: string): void {
  findings.push({ what, seen });
}
