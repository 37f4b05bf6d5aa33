import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import {
  foundToolchain,
  goVersionLine,
  parseGoEnvText,
  renderGoEnv,
} from '../../src/toolchain/go-env.ts';

/** What the Go of this machine says of itself. */
const ask = (...args: string[]): string =>
  execFileSync('go', args, { encoding: 'utf8', cwd: tmpdir() });

describe('go env', () => {
  it('is written as the go command writes it', () => {
    const json = JSON.parse(ask('env', '-json')) as Record<string, string>;
    // GOGCCFLAGS names a folder that is made anew for each call.
    const lines = (text: string): string[] =>
      text
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('GOGCCFLAGS'));
    expect(lines(renderGoEnv(json, process.platform))).toEqual(lines(ask('env')));
  });

  it('is read from its text as from its JSON', () => {
    const json = JSON.parse(ask('env', '-json')) as Record<string, string>;
    expect(parseGoEnvText(ask('env'))).toMatchObject({
      GOROOT: json['GOROOT'],
      GOVERSION: json['GOVERSION'],
      GOPATH: json['GOPATH'],
    });
  });

  it.each([
    ['Go 1.8', 'GOARCH="amd64"\nGOROOT="/usr/lib/go-1.8"\n'],
    ['Windows', 'set GOARCH=amd64\r\nset GOROOT=/usr/lib/go-1.8\r\n'],
  ])('is read as %s writes it', (_name, text) => {
    expect(parseGoEnvText(text)).toEqual({ GOARCH: 'amd64', GOROOT: '/usr/lib/go-1.8' });
  });

  it('gives the line of go version', () => {
    const json = JSON.parse(ask('env', '-json')) as Record<string, string>;
    expect(`${goVersionLine(json, '1.0')}\n`).toBe(ask('version'));
    expect(goVersionLine({ GOHOSTOS: 'linux', GOHOSTARCH: 'amd64' }, '1.8.7')).toBe(
      'go version go1.8.7 linux/amd64',
    );
  });

  it.each([
    ['a release', 'go1.26.8', '1.26.8'],
    ['an experiment', 'go1.26.8 X:jsonv2', '1.26.8'],
    ['a build from source', 'devel go1.27-0a1b2c3 Tue Jan 6', '1.27-0a1b2c3'],
  ])('tells the version of %s', (_name, GOVERSION, version) => {
    const values = { GOVERSION, GOROOT: '/go' };
    expect(foundToolchain(values, { os: 'linux', arch: 'x64' })).toMatchObject({ version });
  });
});
