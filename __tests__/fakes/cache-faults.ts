import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** The steps of a save or restore that a fault can strike. */
export type CacheOperation = 'find' | 'reserve' | 'finalize' | 'upload' | 'download';

/** What goes wrong. The body kinds (`slow`, `cut`, `wrong-length`, `corrupt`) make sense for `download` only. */
export type FaultKind =
  /** Answers with this status instead of doing anything. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Sends the body in pieces with a pause of `pauseMs` before each. */
  | { readonly kind: 'slow'; readonly pieceBytes: number; readonly pauseMs: number }
  /** Ends the connection after so many bytes of the body. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Announces `extraBytes` more than are sent, then ends the connection. */
  | { readonly kind: 'wrong-length'; readonly extraBytes: number }
  /** The right length, with the middle of the body overwritten. */
  | { readonly kind: 'corrupt' };

/** A fault waiting to strike. `times` is how often, `Infinity` for always; default once. */
export type Fault = FaultKind & { readonly on: CacheOperation; readonly times?: number };

/** Faults of one server, in the order they were added. */
export interface FaultQueue {
  add(fault: Fault): void;
  clear(): void;
  /** The fault for this request, counted down; undefined when it shall succeed. */
  next(operation: CacheOperation): FaultKind | undefined;
}

/** An empty queue. */
export function createFaultQueue(): FaultQueue {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    clear: () => void waiting.splice(0),
    next(operation) {
      const struck = waiting.find(({ fault, left }) => fault.on === operation && left > 0);
      if (struck === undefined) return undefined;
      struck.left -= 1;
      return struck.fault;
    },
  };
}

/** Sends `body` as a 200 answer, spoilt in the way `fault` says. Headers must not be sent yet. */
export async function sendSpoiltBody(
  response: ServerResponse,
  body: Buffer,
  fault: FaultKind,
): Promise<void> {
  const extra = fault.kind === 'wrong-length' ? fault.extraBytes : 0;
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': body.length + extra,
  });
  switch (fault.kind) {
    case 'slow':
      for (let offset = 0; offset < body.length; offset += fault.pieceBytes) {
        await sleep(fault.pauseMs, undefined, { ref: false });
        if (response.destroyed) return;
        response.write(body.subarray(offset, offset + fault.pieceBytes));
      }
      response.end();
      return;
    case 'corrupt': {
      const spoilt = Buffer.from(body);
      const third = Math.floor(spoilt.length / 3);
      spoilt.fill(0x55, third, Math.max(2 * third, 1));
      response.end(spoilt);
      return;
    }
    default: {
      const sent = fault.kind === 'cut' ? body.subarray(0, fault.afterBytes) : body;
      response.write(sent, () => response.destroy());
    }
  }
}
