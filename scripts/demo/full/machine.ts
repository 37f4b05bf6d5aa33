import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

export const run = promisify(execFile);

/** A program that was started and listens. */
export interface Service {
  readonly port: number;
  /** Ends it as a machine would, with SIGTERM. Resolves to its exit status. */
  stop(): Promise<number | null>;
}

/**
 * Starts a program that listens on loopback and waits until it does. Rejects when it ends before, or
 * does not listen within half a minute.
 */
export async function startService(
  port: number,
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): Promise<Service> {
  const [program, ...args] = command;
  const child = spawn(program, args, { env, stdio: 'ignore' });
  const ended = exitOf(child);
  try {
    await Promise.race([
      untilListening(port),
      ended.then((code) => {
        throw new Error(`${path.basename(program)} ended with ${String(code)} before it listened`);
      }),
    ]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    port,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

/** A port of loopback that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Asks until `check` returns something, at most for half a minute. Rejects with `what` after that. */
export async function until<T>(what: string, check: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 150; tries += 1) {
    const found = await check().catch(() => undefined);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${what}: waited half a minute for it`);
}

function untilListening(port: number): Promise<true> {
  return until(`a service on port ${port}`, async () => {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => {
        resolve(false);
      });
    });
    return open ? true : undefined;
  });
}

/** True when every program is on PATH. */
export function have(...programs: readonly string[]): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return programs.every((program) =>
    folders.some((folder) => existsSync(path.join(folder, program))),
  );
}

/** The registry and crane of go-containerregistry, as tools/go.mod pins them; built once. */
export async function registryTools(
  root: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly registry: string; readonly crane: string }> {
  const bin = path.join(root, '.cache', 'bin');
  const tools = { registry: path.join(bin, 'registry'), crane: path.join(bin, 'crane') };
  if (existsSync(tools.registry) && existsSync(tools.crane)) return tools;
  await mkdir(bin, { recursive: true });
  const commands = ['crane', 'registry'].map(
    (name) => `github.com/google/go-containerregistry/cmd/${name}`,
  );
  await run('go', ['build', '-C', path.join(root, 'tools'), '-o', `${bin}/`, ...commands], {
    env: { ...env, GOFLAGS: '-mod=readonly', CGO_ENABLED: '0' },
  });
  await chmod(tools.crane, 0o755);
  return tools;
}
