import type { Target } from '../domain/target.ts';
import type { Platform } from '../host/host.ts';
import { goPlatform } from '../toolchain/architecture.ts';

/** The target that `host` stands for: the machine of the runner. */
export function hostTarget(platform: Platform): Target {
  const { goos, goarch } = goPlatform(platform.os, platform.arch);
  return { goos, goarch };
}
