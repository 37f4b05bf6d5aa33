import { readBinary } from '../../src/binary/format.ts';
import type { BinaryFacts } from '../../src/binary/plan.ts';

/** The facts of a binary in memory, served as run.ts serves a file. Throws what the reading throws. */
export function inspectBytes(bytes: Uint8Array): BinaryFacts {
  const reading = readBinary(bytes.length);
  let step = reading.next();
  while (step.done !== true) {
    const { offset, length } = step.value;
    step = reading.next(bytes.subarray(offset, offset + length));
  }
  return step.value;
}
