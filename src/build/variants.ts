/** The micro-architecture levels of one GOARCH: one environment variable, its levels and its extra features. */
interface Variants {
  readonly variable: string;
  /** Allowed levels; empty where there are only features. */
  readonly levels: readonly string[];
  /** Words that may follow after a comma. */
  readonly features: readonly string[];
  /** What a cross-compiling Go takes when nothing is set. Empty where that is "no feature". */
  readonly fallback: string;
}

const ARM64_LEVELS = [
  ...Array.from({ length: 10 }, (_, minor) => `v8.${minor}`),
  ...Array.from({ length: 6 }, (_, minor) => `v9.${minor}`),
];
const FLOATS = ['hardfloat', 'softfloat'];

function levels(variable: string, names: readonly string[], fallback: string): Variants {
  return { variable, levels: names, features: [], fallback };
}

/** @see https://go.dev/wiki/MinimumRequirements#microarchitecture-support and internal/buildcfg/cfg.go of Go */
const VARIANTS: ReadonlyMap<string, Variants> = new Map([
  ['386', levels('GO386', ['sse2', 'softfloat'], 'sse2')],
  ['amd64', levels('GOAMD64', ['v1', 'v2', 'v3', 'v4'], 'v1')],
  ['arm', { variable: 'GOARM', levels: ['5', '6', '7'], features: FLOATS, fallback: '7' }],
  [
    'arm64',
    { variable: 'GOARM64', levels: ARM64_LEVELS, features: ['lse', 'crypto'], fallback: 'v8.0' },
  ],
  ['mips', levels('GOMIPS', FLOATS, 'hardfloat')],
  ['mipsle', levels('GOMIPS', FLOATS, 'hardfloat')],
  ['mips64', levels('GOMIPS64', FLOATS, 'hardfloat')],
  ['mips64le', levels('GOMIPS64', FLOATS, 'hardfloat')],
  ['ppc64', levels('GOPPC64', ['power8', 'power9', 'power10'], 'power8')],
  ['ppc64le', levels('GOPPC64', ['power8', 'power9', 'power10'], 'power8')],
  ['riscv64', levels('GORISCV64', ['rva20u64', 'rva22u64', 'rva23u64'], 'rva20u64')],
  ['wasm', { variable: 'GOWASM', levels: [], features: ['satconv', 'signext'], fallback: '' }],
]);

/** Every variable that names a variant, sorted: none of them may reach a build from the environment. */
export const VARIANT_VARIABLES: readonly string[] = [
  ...new Set([...VARIANTS.values()].map((one) => one.variable)),
].sort();

/** True for a word that only ever follows a comma: `softfloat` in `linux/arm/6,softfloat`. */
export function isFeature(word: string): boolean {
  return [...VARIANTS.values()].some((one) => one.features.includes(word));
}

/** The variable for `goarch`, and what a build without a named variant sets it to. Undefined where there are no variants. */
export function variantVariable(
  goarch: string,
): { readonly name: string; readonly fallback: string } | undefined {
  const found = VARIANTS.get(goarch);
  return found === undefined ? undefined : { name: found.variable, fallback: found.fallback };
}

/** What is wrong with `variant` for `goarch`, as the second half of a sentence; undefined when it is allowed. */
export function variantProblem(goarch: string, variant: string): string | undefined {
  const known = VARIANTS.get(goarch);
  if (known === undefined) return `${goarch} has no variants`;
  const { level, features } = split(known, variant);
  const badFeature = features.find((one) => !known.features.includes(one));
  const levelIsGood = known.levels.length === 0 ? level === '' : known.levels.includes(level);
  const isEmpty = level === '' && features.length === 0;
  const isConflict = features.includes('softfloat') && features.includes('hardfloat');
  if (levelIsGood && badFeature === undefined && !isEmpty && !isConflict) return undefined;
  return `${known.variable} accepts ${allowedText(known)}`;
}

/**
 * The one spelling of all variants of `goarch` that build the same program: no variant and its
 * default, `7` and `7,hardfloat`, `v8.1` and `v8.1,lse`. For finding duplicates.
 */
export function canonicalVariant(goarch: string, variant: string | undefined): string {
  const known = VARIANTS.get(goarch);
  if (known === undefined) return variant ?? '';
  const { level, features } = split(known, variant ?? known.fallback);
  return [level, ...new Set([...features, ...impliedFeatures(goarch, level, features)])]
    .sort()
    .join(',');
}

function impliedFeatures(
  goarch: string,
  level: string,
  features: readonly string[],
): readonly string[] {
  // LSE is mandatory from ARMv8.1 on; ARMv5 has no floating point unit by default.
  if (goarch === 'arm64') return level === 'v8.0' ? [] : ['lse'];
  if (goarch !== 'arm' || features.length > 0) return [];
  return [level === '5' ? 'softfloat' : 'hardfloat'];
}

function split(
  known: Variants,
  variant: string,
): { readonly level: string; readonly features: readonly string[] } {
  const words = variant.split(',');
  if (known.levels.length === 0) return { level: '', features: words.filter((one) => one !== '') };
  return { level: words[0] ?? '', features: words.slice(1) };
}

function allowedText(known: Variants): string {
  const features = known.features.join(' or ');
  if (known.levels.length === 0) return known.features.join(' and ');
  const allowed = `${known.levels.slice(0, -1).join(', ')} or ${known.levels.at(-1) ?? ''}`;
  return features === '' ? allowed : `${allowed}, with ,${known.features.join(' or ,')} behind it`;
}
