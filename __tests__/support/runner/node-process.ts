import { spawn } from 'node:child_process';
import os from 'node:os';

import { createLineSplitter } from './line-splitter.ts';
import type { LineSplitter } from './line-splitter.ts';

/** How long the runner waits at each point where a process may not end. Milliseconds. */
export interface Patience {
  /** After SIGINT, before SIGTERM. */
  readonly afterInterruptMs: number;
  /** After SIGTERM, before SIGKILL. */
  readonly afterTerminateMs: number;
  /** After the process has ended, for output that a grandchild still holds open. */
  readonly forOutputMs: number;
}

/** The runner's own times (ProcessInvoker.cs). */
export const runnerPatience: Patience = {
  afterInterruptMs: 7500,
  afterTerminateMs: 2500,
  forOutputMs: 5000,
};

export interface ProcessEnd {
  /** 128 plus the signal's number when a signal ended it. */
  readonly exitCode: number;
  readonly signalsSent: readonly NodeJS.Signals[];
  readonly durationMs: number;
}

export interface RunningProcess {
  /** Settles when the process has ended and its output has been read; rejects when it could not be started. */
  readonly ended: Promise<ProcessEnd>;
  /** SIGINT, then SIGTERM, then SIGKILL, to this process alone: what it started is its own affair. */
  readonly cancel: () => void;
}

/** Starts `command` as the runner does: no standard input, each line of both streams handed on as it comes. */
export function startProcess(settings: {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly patience: Patience;
  readonly onStdoutLine: (line: string) => void;
  readonly onStderrLine: (line: string) => void;
}): RunningProcess {
  const { patience } = settings;
  const startedAt = performance.now();
  const child = spawn(settings.command, settings.args, {
    cwd: settings.cwd,
    env: settings.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end();
  const splitters = [
    forwardLines(child.stdout, settings.onStdoutLine),
    forwardLines(child.stderr, settings.onStderrLine),
  ];

  const signalsSent: NodeJS.Signals[] = [];
  let timer: NodeJS.Timeout | undefined;
  const send = (signal: NodeJS.Signals): void => {
    signalsSent.push(signal);
    child.kill(signal);
  };

  const ended = new Promise<ProcessEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      // A grandchild that inherited the streams would keep them open for as long as it lives.
      timer = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, patience.forOutputMs);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      for (const splitter of splitters) splitter.end();
      const exitCode = code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]);
      resolve({ exitCode, signalsSent, durationMs: performance.now() - startedAt });
    });
  });
  return {
    ended,
    cancel() {
      if (signalsSent.length > 0 || child.exitCode !== null || child.signalCode !== null) return;
      send('SIGINT');
      timer = setTimeout(() => {
        send('SIGTERM');
        timer = setTimeout(() => {
          send('SIGKILL');
        }, patience.afterTerminateMs);
      }, patience.afterInterruptMs);
    },
  };
}

function forwardLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): LineSplitter {
  const splitter = createLineSplitter(onLine);
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string | Buffer) => {
    splitter.push(chunk.toString());
  });
  return splitter;
}
