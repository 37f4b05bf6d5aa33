import { malformed } from './reading.ts';

/** Reads the primitive values of a WebAssembly section one after another. Each throws `malformed-binary` past the end. */
export interface WasmCursor {
  byte(): number;
  /** An unsigned LEB128 of at most 32 bits. */
  number(): number;
  /** A length and so many bytes of UTF-8. */
  text(): string;
  /** Bytes taken so far. */
  position(): number;
}

/** A cursor at the start of `bytes`. `what` names them in errors. */
export function wasmCursor(bytes: Uint8Array, what: string): WasmCursor {
  let at = 0;
  const byte = (): number => {
    const value = bytes[at];
    if (value === undefined) throw malformed(`${what} is too short`);
    at++;
    return value;
  };
  const number = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const next = byte();
      value += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) return value;
    }
    throw malformed(`${what} holds a number that does not end`);
  };
  const text = (): string => {
    const length = number();
    if (at + length > bytes.length) throw malformed(`${what} is too short`);
    at += length;
    return Buffer.from(bytes.subarray(at - length, at)).toString('utf8');
  };
  return { byte, number, text, position: () => at };
}
