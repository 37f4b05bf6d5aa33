import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { baseEnvironment, goEnvironment } from '../support/hermetic-env.ts';
import { createGitRepository } from '../support/git-repository.ts';
import { createJob } from '../support/runner/job.ts';
import type { StepResult } from '../support/runner/results.ts';
import { ACTION } from './scene.ts';

export const run = promisify(execFile);

/** The action under test, with its committed bundle. */
export const IMAGE_ACTION = path.join(ACTION, 'image');

/**
 * A service that reports what it finds in its container: who it is, certificate authorities, zones, where it
 * may write. `-healthcheck` asks it for its health.
 */
const PROGRAM = `package main

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"os/signal"
	"os/user"
	"syscall"
	"time"
)

var version = "dev"

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "")
	check := flag.Bool("healthcheck", false, "")
	flag.Parse()
	if *check {
		answer, err := http.Get("http://" + *addr + "/")
		if err != nil || answer.StatusCode != 200 {
			os.Exit(1)
		}
		return
	}
	server := &http.Server{Addr: *addr, Handler: http.HandlerFunc(report)}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	go server.ListenAndServe()
	<-stop.Done()
	server.Shutdown(context.Background())
}

func report(w http.ResponseWriter, _ *http.Request) {
	roots, _ := x509.SystemCertPool()
	_, zone := time.LoadLocation("Asia/Shanghai")
	me, _ := user.Current()
	local, _ := time.Date(2026, 7, 1, 0, 0, 0, 0, time.Local).Zone()
	_, home := os.Stat("/home/nonroot")
	json.NewEncoder(w).Encode(map[string]any{
		"version": version, "uid": os.Getuid(), "gid": os.Getgid(), "user": me.Username, "home": home == nil,
		"roots": len(roots.Subjects()), "zone": zone == nil, "local": local,
		"writesTmp": os.WriteFile("/tmp/x", nil, 0o600) == nil, "writesRoot": os.WriteFile("/x", nil, 0o600) == nil,
	})
}
`;

/** Builds the program for two platforms into `folder` as the root action lays binaries out. Returns the output directory. */
export async function buildProgram(folder: string): Promise<string> {
  const source = path.join(folder, 'source');
  const output = path.join(folder, 'output');
  const repository = await createGitRepository(source, {
    files: {
      'go.mod': 'module example.com/probe\n\ngo 1.24\n',
      'main.go': PROGRAM,
      LICENSE: await readFile(path.join(ACTION, 'LICENSE'), 'utf8'),
    },
  });
  await repository.tag('v1.2.3');
  for (const goarch of ['amd64', 'arm64']) {
    const env = await goEnvironment({
      extra: { CGO_ENABLED: '0', GOOS: 'linux', GOARCH: goarch, GOFLAGS: '' },
    });
    const file = path.join(output, 'bin', `linux_${goarch}`, 'probe');
    const args = ['build', '-trimpath', '-ldflags=-s -w -X main.version=1.2.3', '-o', file, '.'];
    await run('go', args, { cwd: source, env });
  }
  return output;
}

/** One run of the action in a job of its own. */
export interface ImageRun {
  /** Where the step runs: the checkout. */
  readonly workspace: string;
  readonly with: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Default `refs/tags/v1.2.3`. */
  readonly ref?: string;
}

/** Runs the action, its bundle, as a runner does. */
export async function runImage(options: ImageRun): Promise<StepResult> {
  const ref = options.ref ?? 'refs/tags/v1.2.3';
  const job = await createJob({
    workspace: options.workspace,
    processEnv: { ...baseEnvironment(), HOME: path.join(options.workspace, '..', 'home') },
    ...(options.env === undefined ? {} : { env: options.env }),
    github: { repository: 'octo-org/probe', ref, sha: '0'.repeat(40) },
  });
  try {
    return await job.uses(IMAGE_ACTION, { with: options.with });
  } finally {
    await job.finish();
    await job.remove();
  }
}

/** A server program of a test's own. */
export interface Service {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  stop(): Promise<void>;
}

/** Starts a program that listens on a port of loopback, and waits until it does. */
export async function startService(
  start: (port: number) => ChildProcess | Promise<ChildProcess>,
): Promise<Service> {
  const port = await freePort();
  const child = await start(port);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  await untilListening(port);
  return {
    host: `127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The registry of go-containerregistry: in memory, open to all. */
export async function startOpenRegistry(): Promise<Service> {
  const { registry } = await goTools();
  return startService((port) =>
    spawn(registry, ['-port', String(port)], { stdio: 'ignore', env: {} }),
  );
}

/** Tools that are Go modules, pinned in tools/go.mod; built once and kept in .cache. */
export async function goTools(): Promise<{ readonly crane: string; readonly registry: string }> {
  const bin = path.join(ACTION, '.cache', 'bin');
  const tools = { crane: path.join(bin, 'crane'), registry: path.join(bin, 'registry') };
  if (existsSync(tools.crane) && existsSync(tools.registry)) return tools;
  await mkdir(bin, { recursive: true });
  const module = 'github.com/google/go-containerregistry/cmd';
  const env = await goEnvironment({ extra: { GOFLAGS: '-mod=readonly', CGO_ENABLED: '0' } });
  const args = ['build', '-o', `${bin}/`, `${module}/crane`, `${module}/registry`];
  await run('go', args, { cwd: path.join(ACTION, 'tools'), env });
  return tools;
}

/** A port of loopback that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => {
        resolve(false);
      });
    });
    if (isOpen) return;
    if (tries > 300) throw new Error(`nothing listens on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
