/**
 * How late a change becomes visible: after so many reads that could have shown it, or after so
 * many milliseconds of the stand-in's clock.
 */
export type Lag = { readonly reads: number } | { readonly ms: number };

/** Hides one change until its lag has passed. */
export interface Gate {
  readsLeft: number;
  readonly untilMs: number;
}

/** A gate that opens `lag` after `nowMs`; it is open from the start without a lag. */
export function gateAfter(lag: Lag | undefined, nowMs: number): Gate {
  if (lag === undefined) return { readsLeft: 0, untilMs: nowMs };
  if ('reads' in lag) return { readsLeft: lag.reads, untilMs: nowMs };
  return { readsLeft: 0, untilMs: nowMs + lag.ms };
}

/** Whether the change may be shown to this read. The read counts. */
export function passes(gate: Gate, nowMs: number): boolean {
  if (gate.readsLeft > 0) {
    gate.readsLeft -= 1;
    return false;
  }
  return nowMs >= gate.untilMs;
}
