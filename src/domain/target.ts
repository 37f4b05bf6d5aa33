/**
 * What a binary is built for, in Go's own words. `variant` is the architecture's micro-level as its
 * environment variable takes it: `7` (GOARM), `v3` (GOAMD64), `softfloat` (GOMIPS), …
 */
export interface Target {
  readonly goos: string;
  readonly goarch: string;
  readonly variant?: string;
}

/** `linux/arm/7`: the form of the `targets` input. */
export function formatTarget(target: Target): string {
  const { goos, goarch, variant } = target;
  return variant === undefined ? `${goos}/${goarch}` : `${goos}/${goarch}/${variant}`;
}

/** `linux_arm_7`: the folder of a target's binaries below `bin/` in the output directory. */
export function targetSlug(target: Target): string {
  return formatTarget(target).replaceAll('/', '_').replaceAll(',', '-');
}

/** `.exe` for windows, `.wasm` for wasm, else nothing: what `go build` itself appends or users expect. */
export function executableSuffix(target: Target): '' | '.exe' | '.wasm' {
  if (target.goos === 'windows') return '.exe';
  return target.goarch === 'wasm' ? '.wasm' : '';
}
