import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createGitRepository } from '../../__tests__/support/git-repository.ts';
import { baseEnvironment, moduleProxy } from '../../__tests__/support/hermetic-env.ts';
import { copyModule } from '../../__tests__/support/module-source.ts';
import { CONFIGURATION } from './goreleaser.ts';

const MODULE = 'github.com/rhysd/actionlint@v1.7.9';
const VERSION = '1.7.9';
const GO_VERSION = '1.24.0';
const TARGETS = ['linux', 'darwin', 'windows'].flatMap((os) => [`${os}/amd64`, `${os}/arm64`]);

/** The project that everybody builds. */
export interface Project {
  readonly root: string;
  readonly folder: string;
  readonly checkout: string;
  readonly commit: string;
  readonly toolCache: string;
  /** For every subject: no setting of the machine, modules from a filled module cache, the same Go first on PATH. */
  readonly env: Readonly<Record<string, string>>;
  readonly description: string;
}

/** One way to get six archives and their checksums. */
export interface Subject {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  prepare(): void;
  /** Throws unless everything was made. */
  check(): void;
}

/** Checks the program out with a tag, fills the module cache, and lets our action install the Go that all use. */
export async function prepareProject(root: string, folder: string): Promise<Project> {
  const checkout = path.join(folder, 'checkout');
  if (!existsSync(path.join(checkout, '.git', 'info', 'exclude'))) {
    rmSync(checkout, { recursive: true, force: true });
    const repository = await createGitRepository(checkout, {
      origin: 'https://github.com/octo-org/actionlint',
    });
    await copyModule(MODULE, checkout);
    await repository.commit(`Release ${VERSION}`);
    await repository.tag(`v${VERSION}`);
    writeFileSync(path.join(checkout, '.git', 'info', 'exclude'), '/dist/\n');
  }
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: checkout, encoding: 'utf8' });
  const toolCache = path.join(folder, 'tool-cache');
  const home = path.join(folder, 'home');
  const bin = path.join(toolCache, 'go', GO_VERSION, process.arch, 'bin');
  for (const one of [toolCache, home]) mkdirSync(one, { recursive: true });
  const base = baseEnvironment();
  const env = {
    ...base,
    HOME: home,
    PATH: [bin, base['PATH'] ?? ''].join(path.delimiter),
    GOPROXY: await moduleProxy(),
    GOTOOLCHAIN: 'local',
    GOMODCACHE: path.join(folder, 'gomodcache'),
    GOFLAGS: '-modcacherw',
  };
  const made = { root, folder, checkout, commit: commit.trim(), toolCache, env };
  const description = `actionlint ${VERSION}, Go ${GO_VERSION}, Node ${process.version}`;
  const project = { ...made, description };
  if (!existsSync(bin)) {
    const ours = shipGo(project);
    ours.prepare();
    const [program = '', ...args] = ours.command;
    execFileSync(program, args, { cwd: checkout, env: { ...env, ...ours.env }, stdio: 'ignore' });
  }
  execFileSync('go', ['mod', 'download'], { cwd: checkout, env });
  return project;
}

/** All that are compared; goreleaser is what the others are measured against. */
export function makeSubjects(project: Project, goreleaser: string): readonly Subject[] {
  return [goreleaserRun(project, goreleaser), shipGo(project), shellLoop(project)];
}

function goreleaserRun({ folder, checkout }: Project, program: string): Subject {
  const config = path.join(folder, 'goreleaser.yml');
  const dist = path.join(checkout, 'dist');
  return {
    name: 'goreleaser',
    command: [program, 'release', '--snapshot', '--clean', '--config', config],
    env: {},
    prepare: () => {
      writeFileSync(config, CONFIGURATION);
    },
    check: () => {
      requireArchives(dist);
    },
  };
}

/** The bundle's main as the runner starts it, as a dry run: everything but the upload, as goreleaser's snapshot. */
function shipGo(project: Project): Subject {
  const { root, folder, checkout, commit, toolCache } = project;
  const temp = path.join(folder, 'temp');
  const out = path.join(folder, 'out');
  const names = ['OUTPUT', 'ENV', 'PATH', 'STATE', 'STEP_SUMMARY'];
  const files = names.map((name): [string, string] => [`GITHUB_${name}`, path.join(temp, name)]);
  return {
    name: 'ship-go',
    command: [process.execPath, path.join(root, 'dist/ship/index.js')],
    env: {
      GITHUB_WORKSPACE: checkout,
      GITHUB_REPOSITORY: 'octo-org/actionlint',
      GITHUB_REF: `refs/tags/v${VERSION}`,
      GITHUB_REF_NAME: `v${VERSION}`,
      GITHUB_REF_TYPE: 'tag',
      GITHUB_SHA: commit,
      GITHUB_EVENT_NAME: 'push',
      RUNNER_TEMP: temp,
      RUNNER_TOOL_CACHE: toolCache,
      ...Object.fromEntries(files),
      INPUT_CACHE: 'false',
      INPUT_RELEASE: 'false',
      'INPUT_GO-VERSION': GO_VERSION,
      'INPUT_OUTPUT-DIRECTORY': out,
    },
    prepare: () => {
      for (const one of [temp, out]) rmSync(one, { recursive: true, force: true });
      mkdirSync(temp, { recursive: true });
      for (const [, file] of files) writeFileSync(file, '');
    },
    check: () => {
      requireArchives(out);
    },
  };
}

/** What people write by hand: one target after the other, tar, sha256sum. */
function shellLoop({ folder }: Project): Subject {
  const out = path.join(folder, 'loop');
  const script = `set -eu
for target in ${TARGETS.join(' ')}; do
  os=\${target%/*} arch=\${target#*/} name=actionlint_${VERSION}_\${target%/*}_\${target#*/}
  mkdir -p "$OUT/$name"
  CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -trimpath -ldflags="-s -w -X main.version=${VERSION}" -o "$OUT/$name/" ./cmd/actionlint
  cp LICENSE* README* CHANGELOG* "$OUT/$name/"
  tar -C "$OUT/$name" -czf "$OUT/$name.tar.gz" .
done
cd "$OUT" && sha256sum ./*.tar.gz > SHA256SUMS`;
  return {
    name: 'shell loop',
    command: ['sh', '-c', script],
    env: { OUT: out },
    prepare: () => {
      rmSync(out, { recursive: true, force: true });
      mkdirSync(out, { recursive: true });
    },
    check: () => {
      requireArchives(out);
    },
  };
}

function requireArchives(folder: string): void {
  const archives = readdirSync(folder).filter((name) => /\.(tar\.gz|zip)$/.test(name));
  if (archives.length !== TARGETS.length) {
    throw new Error(`${folder} holds ${archives.length} archives, not ${TARGETS.length}`);
  }
}
