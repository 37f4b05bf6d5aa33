import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const MODULE = 'github.com/goreleaser/goreleaser/v2@v2.16.0';

/** Builds goreleaser from source, once; it is left in `folder`. Takes minutes the first time. */
export function installGoreleaser(folder: string, env: Readonly<Record<string, string>>): string {
  const bin = path.join(folder, 'bin');
  const program = path.join(bin, 'goreleaser');
  if (existsSync(program)) return program;
  mkdirSync(bin, { recursive: true });
  console.log(`Building ${MODULE} …`);
  // It may want a newer Go than the one that is measured.
  const { PATH = '' } = process.env;
  const environment = { ...env, PATH, GOBIN: bin, GOTOOLCHAIN: 'auto', GOFLAGS: '' };
  execFileSync('go', ['install', MODULE], { env: environment, stdio: 'inherit' });
  return program;
}

/** The configuration that makes goreleaser do what our defaults do: the same flags, files and targets. */
export const CONFIGURATION = `version: 2
project_name: actionlint
builds:
  - main: ./cmd/actionlint
    binary: actionlint
    env: [CGO_ENABLED=0]
    flags: [-trimpath]
    ldflags: ['-s -w -X main.version={{.Version}} -X main.commit={{.FullCommit}} -X main.date={{.CommitDate}}']
    goos: [linux, darwin, windows]
    goarch: [amd64, arm64]
archives:
  - formats: [tar.gz]
    format_overrides: [{ goos: windows, formats: [zip] }]
    files: [LICENSE*, README*, CHANGELOG*]
`;
