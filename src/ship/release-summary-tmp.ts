import type { ReleaseOutcome } from '../release/outcome.ts';
export function renderReleaseSummary(outcome: ReleaseOutcome): string {
  return `## ${outcome.tag}\n`;
}
