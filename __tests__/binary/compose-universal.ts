/** A universal Mach-O file of the slices, each at the next 16 KiB boundary. */
export function universal(
  slices: readonly { readonly cpu: number; readonly bytes: Uint8Array }[],
): Buffer {
  const header = Buffer.alloc(16384);
  header.writeUInt32BE(0xcafebabe, 0);
  header.writeUInt32BE(slices.length, 4);
  const parts = [header];
  let offset = header.length;
  slices.forEach(({ cpu, bytes }, index) => {
    const row = [cpu, 0, offset, bytes.length, 14];
    row.forEach((value, column) => header.writeUInt32BE(value, 8 + index * 20 + column * 4));
    const padded = Buffer.alloc(Math.ceil(bytes.length / 16384) * 16384);
    padded.set(bytes);
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat(parts);
}
