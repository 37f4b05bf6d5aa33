import { formatDuration } from '../domain/duration.ts';
import type { Round } from './report.ts';
import type { Verdict } from './verdict.ts';

/** A stretch of rounds in which one address showed the same. */
export interface Phase {
  readonly verdict: Verdict;
  /** When its first round began. */
  readonly fromMs: number;
  /** When the next phase began, or the watch ended. */
  readonly toMs: number;
  readonly rounds: number;
}

/** Characters of a timeline's bar. */
const WIDTH = 60;

/** What the signs of {@link renderTimeline} mean. */
export const TIMELINE_LEGEND = '█ healthy, ▒ answered, but not as expected, · no answer';

/** The phases of the address at `index`, in order. */
export function phasesOf(rounds: readonly Round[], index: number, endMs: number): readonly Phase[] {
  const phases: Phase[] = [];
  for (const { atMs, tries } of rounds) {
    const verdict = tries[index]?.verdict;
    if (verdict === undefined) continue;
    const last = phases.at(-1);
    if (last !== undefined && isSame(last.verdict, verdict)) {
      phases[phases.length - 1] = { ...last, rounds: last.rounds + 1 };
      continue;
    }
    if (last !== undefined) phases[phases.length - 1] = { ...last, toMs: atMs };
    phases.push({ verdict, fromMs: atMs, toMs: endMs, rounds: 1 });
  }
  return phases;
}

/** The phases as a bar whose width is the whole time, such as `0 ······▒▒▒▒███ 14.2 s`. */
export function renderTimeline(phases: readonly Phase[], endMs: number): string {
  const cells = Array.from({ length: WIDTH }, (_, cell) => {
    const atMs = (endMs * (cell + 0.5)) / WIDTH;
    const phase = phases.findLast(({ fromMs }) => fromMs <= atMs) ?? phases[0];
    return phase === undefined ? ' ' : signOf(phase.verdict);
  });
  return `0 ${cells.join('')} ${formatDuration(endMs)}`;
}

function signOf(verdict: Verdict): string {
  if (verdict.kind === 'healthy') return '█';
  return verdict.status === undefined ? '·' : '▒';
}

function isSame(a: Verdict, b: Verdict): boolean {
  if (a.kind === 'healthy') return b.kind === 'healthy' && a.version === b.version;
  return b.kind === 'unhealthy' && a.words === b.words;
}
