import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readInputs } from '../../src/runner/inputs.ts';
import type { RunnerContext } from '../../src/runner/context.ts';
import { readSettings, type ShipSettings } from '../../src/ship/settings.ts';

const host = { goos: 'linux', goarch: 'amd64' };
let workspace: string;

beforeAll(() => {
  workspace = mkdtempSync(path.join(os.tmpdir(), 'settings-'));
  writeFileSync(path.join(workspace, 'NOTES.md'), 'New.\n');
});

afterAll(() => {
  rmSync(workspace, { recursive: true });
});

function settings(inputs: Readonly<Record<string, string>>): ShipSettings {
  const env = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  const context: RunnerContext = {
    workspace,
    temp: workspace,
    toolCache: workspace,
    repository: 'octo-org/hello',
    ref: 'refs/heads/main',
    refName: 'main',
    refType: 'branch',
    sha: '',
    eventName: 'push',
    event: { fromFork: false },
    apiUrl: 'https://api.github.com',
    serverUrl: 'https://github.com',
    job: 'build',
    runId: '1',
    runAttempt: '1',
  };
  return readSettings(readInputs(env), context, host);
}

describe('the settings', () => {
  it('are the same for empty inputs as for the defaults in action.yml', () => {
    const manifest = parse(
      readFileSync(path.resolve(import.meta.dirname, '../../action.yml'), 'utf8'),
    ) as { inputs: Record<string, { default?: string }> };
    const defaults = Object.entries(manifest.inputs).flatMap(([name, input]): [string, string][] =>
      input.default === undefined || input.default.includes('${{') ? [] : [[name, input.default]],
    );
    const { archiveName, ...given } = settings(Object.fromEntries(defaults));
    expect(archiveName).toBe('{name}_{version}_{os}_{arch}');
    expect(settings({})).toEqual(given);
  });

  it('take the six targets when none are given, and the host for its name', () => {
    expect(settings({}).targets).toHaveLength(6);
    expect(settings({ targets: 'host' }).targets).toEqual([host]);
  });

  it('resolve folders against the workspace', () => {
    const { workingDirectory, outputDirectory } = settings({
      'working-directory': 'cmd/tool',
      'output-directory': '../out',
    });
    expect(workingDirectory).toBe(path.join(workspace, 'cmd', 'tool'));
    expect(outputDirectory).toBe(path.resolve(workspace, '..', 'out'));
  });

  it('read the notes from their file', () => {
    expect(settings({ 'notes-file': 'NOTES.md' }).release.notes).toBe('New.\n');
    expect(() => settings({ 'notes-file': 'NONE.md' })).toThrow(/notes-file "NONE\.md"/);
  });

  it('drop the v of a version, as tags do', () => {
    expect(settings({ version: 'v1.2.3' }).version).toBe('1.2.3');
    expect(settings({ version: 'vanilla' }).version).toBe('vanilla');
  });

  it.each([
    ['false', 'off'],
    ['restore', 'restore'],
    ['True', 'on'],
  ])('cache: %s', (given, mode) => {
    expect(settings({ cache: given }).cache.mode).toBe(mode);
  });
});
