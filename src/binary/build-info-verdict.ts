import { modifiedCheckout } from '../domain/modified-checkout.ts';
import { formatTarget } from '../domain/target.ts';

import type { BinaryExpectation, BinaryFacts, BuildInfo, Finding } from './plan.ts';

/** The variable that holds an architecture's micro-level, by GOARCH. @see https://go.dev/wiki/MinimumRequirements#architectures */
const VARIANT_VARIABLES: Readonly<Record<string, string>> = {
  '386': 'GO386',
  amd64: 'GOAMD64',
  arm: 'GOARM',
  arm64: 'GOARM64',
  mips: 'GOMIPS',
  mipsle: 'GOMIPS',
  mips64: 'GOMIPS64',
  mips64le: 'GOMIPS64',
  ppc64: 'GOPPC64',
  ppc64le: 'GOPPC64',
  riscv64: 'GORISCV64',
  wasm: 'GOWASM',
};

const FLAG_HINT =
  'Look in `env`, `build-flags`, GOFLAGS and `go env -w` for what overrides the build.';

/** What the recorded build contradicts: Go version, target, flags, cgo, commit. In that order. */
export function judgeBuildInfo(
  facts: BinaryFacts,
  expectation: BinaryExpectation,
): readonly Finding[] {
  const { buildInfo } = facts;
  if (buildInfo === undefined) return [noBuildInfo(facts, expectation)];
  const findings = [judgeGoVersion(buildInfo, expectation)];
  if (Object.keys(buildInfo.settings).length === 0) {
    findings.push(noSettings(expectation));
  } else {
    findings.push(
      ...judgeTarget(buildInfo, expectation),
      ...judgeFlags(buildInfo, expectation),
      judgeCommit(buildInfo, expectation),
    );
  }
  return findings.filter((finding) => finding !== undefined);
}

function noBuildInfo(facts: BinaryFacts, { name }: BinaryExpectation): Finding {
  const packed = facts.packer === undefined ? '' : `; it was packed with ${facts.packer}`;
  return {
    severity: 'error',
    code: 'no-build-info',
    message: `${name}: ${facts.buildInfoProblem ?? 'no Go build info'}${packed}`,
    hint: 'Without it nothing proves what the file was built from: ship the file as `go build` wrote it, unpacked.',
  };
}

function noSettings({ name }: BinaryExpectation): Finding {
  return {
    severity: 'warning',
    code: 'build-info-too-old',
    message: `${name} records no build settings: flags, target and commit are not checked`,
    hint: 'Build with Go 1.18 or newer.',
  };
}

function judgeGoVersion(
  info: BuildInfo,
  { name, goVersion }: BinaryExpectation,
): Finding | undefined {
  const asked = goVersion.startsWith('go') ? goVersion : `go${goVersion}`;
  if (info.goVersion === undefined) {
    return {
      severity: 'notice',
      code: 'go-version-unreadable',
      message: `${name} does not record its Go version: a wasm module linked with -s has no place for it`,
      hint: 'Nothing to do; the rest of the build info is checked.',
    };
  }
  // Experiments follow the version after a space: "go1.26.8 X:jsonv2".
  if (info.goVersion.split(' ')[0] === asked) return undefined;
  return {
    severity: 'error',
    code: 'wrong-go-version',
    message: `${name} was built by ${info.goVersion}, not by ${asked}`,
    hint: 'Look for GOTOOLCHAIN or another Go on PATH; every target must come from the installed one.',
  };
}

function judgeTarget(
  { settings }: BuildInfo,
  { name, target }: BinaryExpectation,
): readonly Finding[] {
  const asked = new Map([
    ['GOOS', target.goos],
    ['GOARCH', target.goarch],
  ]);
  const variable = VARIANT_VARIABLES[target.goarch];
  if (variable !== undefined && target.variant !== undefined) asked.set(variable, target.variant);
  return [...asked]
    .filter(([key, value]) => !sameLevel(settings[key] ?? '', value))
    .map(([key, value]) => ({
      severity: 'error' as const,
      code: key === variable ? 'wrong-variant' : 'wrong-target',
      message: `${name} for ${formatTarget(target)} was built with ${key}=${settings[key] ?? '(unset)'}, not ${value}`,
      hint: FLAG_HINT,
    }));
}

/**
 * True when a recorded level is the asked one. Options after a comma are a set (`GOWASM`, `GOARM64`),
 * and `GOARM=7` stands for either float mode unless one is asked for.
 */
function sameLevel(recorded: string, asked: string): boolean {
  const found = new Set(recorded.split(','));
  const wanted = asked.split(',');
  const implied = new Set(['hardfloat', 'softfloat']);
  const extra = [...found].filter((part) => !wanted.includes(part) && !implied.has(part));
  return wanted.every((part) => found.has(part)) && extra.length === 0;
}

function judgeFlags(
  { settings }: BuildInfo,
  { name, cgo, trimpath, tags }: BinaryExpectation,
): readonly Finding[] {
  const findings: Finding[] = [];
  const recordedTags = settings['-tags'] ?? '';
  if (tags !== undefined && recordedTags !== tags.join(',')) {
    findings.push({
      severity: 'error',
      code: 'wrong-tags',
      message: `${name} was built with the build tags "${recordedTags}", not with "${tags.join(',')}"`,
      hint: FLAG_HINT,
    });
  }
  if (trimpath && settings['-trimpath'] !== 'true') {
    findings.push({
      severity: 'error',
      code: 'not-trimmed',
      message: `${name} was built without -trimpath: it holds paths of this machine and differs on every other`,
      hint: FLAG_HINT,
    });
  }
  if (!cgo && settings['CGO_ENABLED'] === '1') {
    findings.push({
      severity: 'error',
      code: 'cgo-enabled',
      message: `${name} was built with CGO_ENABLED=1 although \`cgo\` is false`,
      hint: 'Remove CGO_ENABLED from `env` and from the Go configuration (`go env -u CGO_ENABLED`).',
    });
  }
  return findings;
}

function judgeCommit(info: BuildInfo, expectation: BinaryExpectation): Finding | undefined {
  const { name, commit } = expectation;
  if (commit === undefined) return undefined;
  const revision = info.settings['vcs.revision'];
  if (revision === undefined) {
    return {
      severity: 'error',
      code: 'no-revision',
      message: `${name} does not record the commit it was built from`,
      hint: 'Remove -buildvcs=false from `build-flags` and GOFLAGS, and build inside the git checkout with git on PATH.',
    };
  }
  if (revision !== commit) {
    return {
      severity: 'error',
      code: 'wrong-revision',
      message: `${name} was built from commit ${revision}, not from ${commit}`,
      hint: 'Check the tag out in this job and let no step change the checkout before the build.',
    };
  }
  return info.settings['vcs.modified'] === 'true' ? dirty(expectation) : undefined;
}

function dirty({ name, changedFiles = [] }: BinaryExpectation): Finding {
  const words = modifiedCheckout(`${name} was built from a checkout that`, changedFiles);
  return { severity: 'error', ...words };
}
