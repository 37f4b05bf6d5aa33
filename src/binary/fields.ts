import { malformed } from './reading.ts';

/** Whole numbers in a header, at byte offsets from its start, in the byte order of the file. */
export interface Fields {
  readonly sizeBytes: number;
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  /** Throws `malformed-binary` from 2^53 on: no offset, size or address that is read here gets there. */
  u64(at: number): number;
  /** The bytes from `at`, `length` long. */
  bytes(at: number, length: number): Uint8Array;
}

/** {@link Fields} over `bytes`. Every access outside throws `malformed-binary` that names `what`. */
export function fieldsOf(bytes: Uint8Array, littleEndian: boolean, what: string): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const checked = (at: number, length: number): number => {
    if (at < 0 || at + length > bytes.length) throw malformed(`${what} is too short`);
    return at;
  };
  return {
    sizeBytes: bytes.length,
    u8: (at) => view.getUint8(checked(at, 1)),
    u16: (at) => view.getUint16(checked(at, 2), littleEndian),
    u32: (at) => view.getUint32(checked(at, 4), littleEndian),
    u64: (at) => {
      const value = view.getBigUint64(checked(at, 8), littleEndian);
      if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
        throw malformed(`${what} holds the impossible offset ${value.toString()}`);
      }
      return Number(value);
    },
    bytes: (at, length) => bytes.subarray(checked(at, length), at + length),
  };
}
