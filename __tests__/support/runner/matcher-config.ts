/** The fields that a pattern may take from its groups. */
export const matcherFields = [
  'file',
  'line',
  'column',
  'severity',
  'code',
  'message',
  'fromPath',
] as const;
export type MatcherField = (typeof matcherFields)[number];

/** One regular expression of a problem matcher, and the group that each field comes from. */
export interface MatcherPattern {
  readonly regexp: RegExp;
  readonly groups: Readonly<Partial<Record<MatcherField, number>>>;
  readonly loop: boolean;
}

/** One problem matcher; `patterns` has at least one. */
export interface MatcherConfig {
  readonly owner: string;
  /** Empty where the file gives none. */
  readonly severity: string;
  readonly fromPath: string;
  readonly patterns: readonly MatcherPattern[];
}

/**
 * Parses a problem matcher file. Throws a plain error with the runner's own words where IssueMatcher.cs does: no owner, an
 * owner twice, an unknown severity, no pattern, `loop` anywhere but on the last of several, a field set twice or out of
 * range, no `message`.
 */
export function parseMatcherFile(text: string): readonly MatcherConfig[] {
  const matchers = asArray(asMapping(JSON.parse(text))['problemMatcher']).map(parseMatcher);
  const owners = new Set<string>();
  for (const { owner } of matchers) {
    if (owners.has(owner.toLowerCase())) throw new Error(`Duplicate owner name '${owner}'`);
    owners.add(owner.toLowerCase());
  }
  return matchers;
}

function parseMatcher(value: unknown): MatcherConfig {
  const matcher = asMapping(value);
  const owner = asText(matcher['owner']);
  if (owner === '') throw new Error('Owner must not be empty');
  const severity = asText(matcher['severity']);
  if (!['', 'error', 'warning', 'notice'].includes(severity.toLowerCase())) {
    throw new Error(`Matcher '${owner}' contains unexpected default severity '${severity}'`);
  }
  const patterns = asArray(matcher['pattern']).map(parsePattern);
  if (patterns.length === 0) throw new Error(`Matcher '${owner}' does not contain any patterns`);
  checkPatterns(patterns);
  return { owner, severity, fromPath: asText(matcher['fromPath']), patterns };
}

function parsePattern(value: unknown): MatcherPattern {
  const pattern = asMapping(value);
  const groups: Partial<Record<MatcherField, number>> = {};
  for (const field of matcherFields) {
    const group = pattern[field];
    if (typeof group === 'number') groups[field] = group;
  }
  return {
    regexp: new RegExp(asText(pattern['regexp'])),
    groups,
    loop: pattern['loop'] === true,
  };
}

function checkPatterns(patterns: readonly MatcherPattern[]): void {
  const seen = new Set<MatcherField>();
  for (const [index, { regexp, groups, loop }] of patterns.entries()) {
    if (loop && (index === 0 || index !== patterns.length - 1)) {
      throw new Error("Only the last pattern in a multiline matcher may set 'loop'");
    }
    if (loop && groups.message === undefined) {
      throw new Error("The loop pattern must set 'message'");
    }
    // An empty alternative always matches, and the match has a slot for every group.
    const groupCount = new RegExp(`${regexp.source}|`).exec('')?.length ?? 1;
    for (const field of matcherFields) {
      const group = groups[field];
      if (group === undefined) continue;
      if (seen.has(field)) throw new Error(`The property '${field}' is set twice`);
      if (group < 0 || group >= groupCount) {
        throw new Error(`The property '${field}' is set to ${group} which is out of range`);
      }
      seen.add(field);
    }
  }
  if (!seen.has('message')) throw new Error("At least one pattern must set 'message'");
}

function asMapping(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value));
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
