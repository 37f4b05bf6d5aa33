import { ActionError } from '../domain/errors.ts';
import { nearest } from '../domain/nearest.ts';
import { formatTarget, type Target } from '../domain/target.ts';
import { canonicalVariant, isFeature, variantProblem, variantVariable } from './variants.ts';

/** The `targets` input's default, in the order in which they are built and shown. */
export const DEFAULT_TARGETS: readonly Target[] = ['linux', 'darwin', 'windows'].flatMap((goos) =>
  ['amd64', 'arm64'].map((goarch) => ({ goos, goarch })),
);

/**
 * Parses the items of the `targets` input: `goos/goarch[/variant]` or `host`, in any number. An item
 * that is only a feature, such as the `softfloat` that splitting `linux/arm/6,softfloat` at commas
 * leaves behind, belongs to the item before it. Keeps the order; an empty list means the six defaults.
 * Throws {@link ActionError} `bad-target`, `unknown-variant` or `duplicate-target`; whether this Go
 * knows the system and processor is {@link checkTargets}' to say.
 */
export function parseTargets(items: readonly string[], host: Target): readonly Target[] {
  if (items.length === 0) return DEFAULT_TARGETS;
  const targets = joinFeatures(items).map((item) => parseTarget(item, host));
  refuseDuplicates(targets);
  return targets;
}

/**
 * Refuses targets that the Go at hand cannot build. `distList` is what `go tool dist list` prints,
 * one `goos/goarch` an element. Throws {@link ActionError} `unknown-target` or `target-needs-linker`.
 */
export function checkTargets(targets: readonly Target[], distList: readonly string[]): void {
  for (const target of targets) {
    const pair = `${target.goos}/${target.goarch}`;
    if (distList.includes(pair)) {
      if (isLinkedByOthers(target)) throw needsLinker(target);
      continue;
    }
    const proposals = alternatives(target, distList);
    throw new ActionError({
      code: 'unknown-target',
      message: `Cannot build "${formatTarget(target)}": this Go has no port to ${pair}`,
      hint:
        proposals.length > 0
          ? `Did you mean ${proposals.join(', ')}? "go tool dist list" shows them all.`
          : '"go tool dist list" shows every target there is.',
    });
  }
}

/** Where Go links no program by itself. @see Go's src/internal/platform/supported.go, MustLinkExternal without cgo */
function isLinkedByOthers({ goos, goarch }: Target): boolean {
  return (goos === 'android' && goarch !== 'arm64') || (goos === 'ios' && goarch === 'arm64');
}

function needsLinker(target: Target): ActionError {
  return new ActionError({
    code: 'target-needs-linker',
    message: `Cannot build "${formatTarget(target)}": Go links no program for it by itself, but with the C linker of that system's SDK`,
    hint: 'Leave it out of "targets", and build it with that SDK.',
  });
}

/** Ports that were probably meant: names that look alike, else those of the same system, else of the same processor. */
function alternatives({ goos, goarch }: Target, distList: readonly string[]): readonly string[] {
  const near = nearest(`${goos}/${goarch}`, distList);
  if (near.length > 0) return near;
  const sameSystem = distList.filter((one) => one.startsWith(`${goos}/`));
  return sameSystem.length > 0 ? sameSystem : distList.filter((one) => one.endsWith(`/${goarch}`));
}

/**
 * The variables that select a target. The processor's variant is always among them, so that none of
 * the environment or of `go env -w` gets in.
 */
export function targetEnv(target: Target): Readonly<Record<string, string>> {
  const variant = variantVariable(target.goarch);
  return {
    GOOS: target.goos,
    GOARCH: target.goarch,
    ...(variant === undefined ? {} : { [variant.name]: target.variant ?? variant.fallback }),
  };
}

/** True when both build the same program: `linux/arm` and `linux/arm/7` do. */
export function isSameTarget(a: Target, b: Target): boolean {
  return buildKey(a) === buildKey(b);
}

function buildKey({ goos, goarch, variant }: Target): string {
  return [goos, goarch, canonicalVariant(goarch, variant)].join('/');
}

function joinFeatures(items: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const item of items.map((one) => one.trim())) {
    const previous = joined.at(-1);
    if (previous?.includes('/') === true && item.split(',').every(isFeature)) {
      joined[joined.length - 1] = `${previous},${item}`;
    } else {
      joined.push(item);
    }
  }
  return joined;
}

function parseTarget(item: string, host: Target): Target {
  if (item === 'host') return host;
  const [, goos, goarch, variant] = /^([a-z0-9]+)\/([a-z0-9]+)(?:\/(.+))?$/.exec(item) ?? [];
  if (goos === undefined || goarch === undefined) {
    throw new ActionError({
      code: 'bad-target',
      message: `Input "targets" does not take "${item}"`,
      hint: 'A target is goos/goarch or goos/goarch/variant in lower case, such as linux/amd64 or linux/arm/7, or "host".',
    });
  }
  refuseUnknownWord(item, goos, KNOWN_GOOS);
  refuseUnknownWord(item, goarch, KNOWN_GOARCH);
  if (variant === undefined) return { goos, goarch };
  const problem = variantProblem(goarch, variant);
  if (problem === undefined) return { goos, goarch, variant };
  throw new ActionError({
    code: 'unknown-variant',
    message: `Cannot build "${item}": ${problem}`,
    hint: `Change the variant "${variant}", or leave it out for Go's default.`,
  });
}

/**
 * The words of `go tool dist list` of Go 1.26. A misspelt target is refused by them before any Go is
 * downloaded; which words go together is for the Go that builds to say ({@link checkTargets}).
 */
const KNOWN_GOOS =
  'aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris wasip1 windows'.split(
    ' ',
  );
const KNOWN_GOARCH =
  '386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x wasm'.split(
    ' ',
  );

function refuseUnknownWord(item: string, word: string, known: readonly string[]): void {
  if (known.includes(word)) return;
  const near = nearest(word, known);
  throw new ActionError({
    code: 'unknown-target',
    message: `Cannot build "${item}": Go knows no "${word}"`,
    hint:
      near.length > 0
        ? `Did you mean ${near.map((one) => item.replace(word, one)).join(', ')}?`
        : `A target is goos/goarch: ${known.join(', ')} are known there.`,
  });
}

function refuseDuplicates(targets: readonly Target[]): void {
  const seen = new Map<string, Target>();
  for (const target of targets) {
    const key = buildKey(target);
    const other = seen.get(key);
    if (other !== undefined) {
      const [first, second] = [formatTarget(other), formatTarget(target)];
      throw new ActionError({
        code: 'duplicate-target',
        message:
          first === second
            ? `Target "${first}" is listed twice`
            : `Targets "${first}" and "${second}" are the same program`,
        hint: 'List each target once in "targets" ("host" is the machine that builds).',
      });
    }
    seen.set(key, target);
  }
}
