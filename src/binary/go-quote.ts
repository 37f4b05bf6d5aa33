const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '\\': 92,
  '"': 34,
};

/** An escape inside a double-quoted Go string, or a run of plain text. @see https://go.dev/ref/spec#String_literals */
const PIECE =
  /\\(?:x(?<byte>[0-9a-fA-F]{2})|(?<octal>[0-7]{3})|u(?<short>[0-9a-fA-F]{4})|U(?<long>[0-9a-fA-F]{8})|(?<simple>[abtnvfr\\"]))|(?<plain>[^\\"\n]+)/y;

/**
 * Reads the Go string literal (double quotes or backquotes) that `text` begins with.
 * Returns its value and the text behind it, or undefined when there is no well-formed literal.
 */
export function cutGoString(
  text: string,
): { readonly value: string; readonly rest: string } | undefined {
  if (text.startsWith('`')) {
    const end = text.indexOf('`', 1);
    if (end < 0) return undefined;
    // Go drops carriage returns from raw strings.
    return { value: text.slice(1, end).replaceAll('\r', ''), rest: text.slice(end + 1) };
  }
  if (!text.startsWith('"')) return undefined;
  const pieces: Buffer[] = [];
  const piece = new RegExp(PIECE);
  let position = 1;
  while (text[position] !== '"') {
    piece.lastIndex = position;
    const match = piece.exec(text);
    const bytes = match?.groups === undefined ? undefined : bytesOf(match.groups);
    if (bytes === undefined) return undefined;
    pieces.push(bytes);
    position = piece.lastIndex;
  }
  return { value: Buffer.concat(pieces).toString('utf8'), rest: text.slice(position + 1) };
}

function bytesOf(groups: Readonly<Record<string, string | undefined>>): Buffer | undefined {
  const { byte, octal, short, long, simple, plain } = groups;
  if (plain !== undefined) return Buffer.from(plain, 'utf8');
  if (byte !== undefined) return Buffer.from([parseInt(byte, 16)]);
  if (octal !== undefined) return Buffer.from([parseInt(octal, 8) & 0xff]);
  if (simple !== undefined) return Buffer.from([SIMPLE_ESCAPES[simple] ?? 0]);
  const point = parseInt(short ?? long ?? '', 16);
  return point <= 0x10ffff ? Buffer.from(String.fromCodePoint(point), 'utf8') : undefined;
}
