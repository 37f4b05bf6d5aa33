import { mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createProcesses } from '../../src/host/processes.ts';

const options = { cwd: process.cwd(), env: { PATH: process.env['PATH'] ?? '', ONLY: 'this' } };
const node = process.execPath;

describe('capture', () => {
  it('returns output and status without throwing on a failure', async () => {
    const script = 'console.log("out"); console.error("err"); process.exitCode = 3';
    const result = await createProcesses().capture(node, ['-e', script], options);
    expect(result).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('gives the child the stated environment and nothing else', async () => {
    const script = 'console.log(Object.keys(process.env).sort().join())';
    const result = await createProcesses().capture(node, ['-e', script], options);
    expect(result.stdout.trim()).toBe('ONLY,PATH');
  });

  it('starts a command whose path has a blank in it', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'with blank '));
    try {
      const link = path.join(folder, 'my node');
      await symlink(node, link);
      const result = await createProcesses().capture(link, ['-p', '1 + 1'], options);
      expect(result).toMatchObject({ exitCode: 0, stdout: '2\n' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('names the command that cannot be started', async () => {
    await expect(createProcesses().capture('no-such-command', [], options)).rejects.toMatchObject({
      code: 'command-not-found',
      message: expect.stringContaining('"no-such-command"'),
    });
  });
});

describe('run', () => {
  it('passes arguments as they are, never through a shell', async () => {
    const tricky = ['$HOME', 'a b', '`id`', '; exit 1', '"'];
    const script = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const result = await createProcesses().run(node, ['-e', script, ...tricky], options);
    expect(JSON.parse(result.stdout)).toEqual(tricky);
  });

  it('hands over lines as they come', async () => {
    const lines: string[] = [];
    const script = 'console.log("one"); console.error("two")';
    await createProcesses().run(node, ['-e', script], {
      ...options,
      onLine: (line) => lines.push(line),
    });
    expect(lines.sort()).toEqual(['one', 'two']);
  });

  it('names the command that cannot be started', async () => {
    await expect(createProcesses().run('no-such-command', [], options)).rejects.toMatchObject({
      code: 'command-not-found',
    });
  });
});

describe('interruptAll', () => {
  it('ends a child that obeys SIGINT', async () => {
    const processes = createProcesses();
    const started = untilLine(processes, 'setInterval(() => {}, 1000); console.log("up")');
    await started.up;
    await processes.interruptAll(10_000);
    expect((await started.result).exitCode).toBe(-1);
  });

  it('starts nothing any more', async () => {
    const processes = createProcesses();
    await processes.interruptAll(100);
    const cancelled = { code: 'cancelled' };
    await expect(processes.run(node, ['-e', ''], options)).rejects.toMatchObject(cancelled);
    await expect(processes.capture(node, ['-e', ''], options)).rejects.toMatchObject(cancelled);
  });

  it('kills a child that ignores SIGINT when its grace is over', async () => {
    const processes = createProcesses();
    const started = untilLine(
      processes,
      'process.on("SIGINT", () => {}); setInterval(() => {}, 1000); console.log("up")',
    );
    await started.up;
    await processes.interruptAll(100);
    expect((await started.result).exitCode).toBe(-1);
  });
});

function untilLine(
  processes: ReturnType<typeof createProcesses>,
  script: string,
): { up: Promise<void>; result: Promise<{ exitCode: number }> } {
  let result: Promise<{ exitCode: number }> = Promise.reject(new Error('not started'));
  result.catch(() => undefined);
  const up = new Promise<void>((resolve) => {
    result = processes.run(node, ['-e', script], {
      ...options,
      onLine: () => {
        resolve();
      },
    });
  });
  return { up, result };
}
