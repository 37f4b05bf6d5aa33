import path from 'node:path';
import type { Environment } from '../host/host.ts';
import type { Toolchain } from '../toolchain/plan.ts';

/**
 * The environment in which `toolchain` is the Go that runs: first on PATH, never replaced by another
 * version, and not misled by a GOROOT that belongs to another one.
 */
export function goFirst(env: Environment, toolchain: Toolchain): Environment {
  // Windows spells it Path, and has one variable whatever the case.
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const kept = Object.entries(env).filter(([name]) => name !== 'GOROOT');
  const folders = [path.dirname(toolchain.goBinary), env[pathName] ?? ''];
  return {
    ...Object.fromEntries(kept),
    [pathName]: folders.filter((folder) => folder !== '').join(path.delimiter),
    GOTOOLCHAIN: 'local',
  };
}
