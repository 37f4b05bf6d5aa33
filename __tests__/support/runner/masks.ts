/** The secrets of a job. What is added is hidden from then on, never backwards. */
export interface Masks {
  /** Hides `value`, each of its trimmed lines, and their usual encodings. Empty values are ignored. */
  add(value: string): void;
  /** `text` with every secret replaced by `***`; touching or overlapping secrets become one. */
  apply(text: string): string;
}

/** An empty set of masks, after SecretMasker.cs and ValueEncoders.cs of actions/runner (without its two PowerShell forms). */
export function createMasks(): Masks {
  const secrets = new Set<string>();
  return {
    add(value) {
      const lines = value.split(/[\r\n]/).map((line) => line.trim());
      for (const plain of [value, ...lines]) {
        if (plain === '') continue;
        for (const form of [plain, ...encodings(plain)]) secrets.add(form);
      }
    },
    apply(text) {
      return replaceRanges(text, mergeRanges(findRanges(text, secrets)));
    },
  };
}

/** `secret` as it looks after the encodings the runner foresees. The base64 forms cover `user:secret` prefixes of any length. */
function encodings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const forms = [
    ...[0, 1, 2].map((shift) =>
      bytes.subarray(bytes.length > shift ? shift : 0).toString('base64'),
    ),
    secret.replaceAll('"', '\\"'),
    secret.replaceAll("'", "''"),
    JSON.stringify(secret).slice(1, -1),
    percentEncode(secret),
    escapeXml(secret),
  ];
  if (secret.length > 8 && /^".*"$/s.test(secret)) forms.push(secret.slice(1, -1));
  return forms;
}

function percentEncode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD')).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function findRanges(text: string, secrets: ReadonlySet<string>): Range[] {
  const ranges: Range[] = [];
  for (const secret of secrets) {
    let start = text.indexOf(secret);
    while (start >= 0) {
      ranges.push({ start, end: start + secret.length });
      start = text.indexOf(secret, start + 1);
    }
  }
  return ranges;
}

function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || range.start > last.end) merged.push(range);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return merged;
}

function replaceRanges(text: string, ranges: readonly Range[]): string {
  let masked = '';
  let from = 0;
  for (const range of ranges) {
    masked += `${text.slice(from, range.start)}***`;
    from = range.end;
  }
  return masked + text.slice(from);
}
