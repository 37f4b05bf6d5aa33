import { describe, expect, it } from '@jest/globals';
import {
  type FolderEdge,
  type FolderFacts,
  foldersOnDataDrive,
  moveGoFolders,
} from '../../src/ship/data-folders.ts';

const HOME = {
  USERPROFILE: 'C:\\Users\\runneradmin',
  LocalAppData: 'C:\\Users\\runneradmin\\AppData\\Local',
  AppData: 'C:\\Users\\runneradmin\\AppData\\Roaming',
};
const MODULES = 'D:\\Users\\runneradmin\\go\\pkg\\mod';
const BUILD = 'D:\\Users\\runneradmin\\AppData\\Local\\go-build';

function moved(change: Partial<FolderFacts> = {}): Readonly<Record<string, string>> {
  const facts = { os: 'win32', env: HOME, envFile: '', isThere: () => false } as const;
  return foldersOnDataDrive({ ...facts, drive: { system: 'C:', data: 'D:' }, ...change });
}

describe("go's folders on the fast drive of GitHub's Windows machines", () => {
  it('are at the same paths as on the slow one (pain 4)', () => {
    expect(moved()).toEqual({ GOMODCACHE: MODULES, GOCACHE: BUILD });
  });

  it.each([
    ['GOMODCACHE', { GOCACHE: BUILD }],
    ['GOPATH', { GOCACHE: BUILD }],
    ['GOCACHE', { GOMODCACHE: MODULES }],
    ['GOCACHEPROG', { GOMODCACHE: MODULES }],
  ])('stay where the user put them with %s, in the environment or by go env -w', (name, rest) => {
    expect(moved({ env: { ...HOME, [name]: 'C:\\mine' } })).toEqual(rest);
    expect(moved({ envFile: `${name}=C:\\mine\n` })).toEqual(rest);
  });

  it('stay where an earlier step filled them', () => {
    expect(moved({ isThere: (folder) => folder.endsWith('mod') })).toEqual({ GOCACHE: BUILD });
    expect(moved({ isThere: () => true })).toEqual({});
  });

  it('stay on a drive that is not the slow one, and where go finds no place for them', () => {
    expect(moved({ env: { USERPROFILE: 'E:\\u', LocalAppData: 'E:\\l' } })).toEqual({});
    expect(moved({ env: {} })).toEqual({});
  });

  it('are told to later steps and to this one', async () => {
    const exported = new Map<string, string>();
    const found = await moveGoFolders({ mode: 'on' }, windowsJob(exported), () => true);
    expect(found).toEqual({ GOMODCACHE: MODULES, GOCACHE: BUILD });
    expect(Object.fromEntries(exported)).toEqual(found);
  });

  it.each([
    ['without caches', 'off', true],
    ['without a second drive', 'on', false],
  ] as const)('stay %s', async (_, mode, isThere) => {
    const exported = new Map<string, string>();
    expect(await moveGoFolders({ mode }, windowsJob(exported), () => isThere)).toEqual({});
    expect(exported.size).toBe(0);
  });
});

function windowsJob(exported: Map<string, string>): FolderEdge {
  return {
    env: { ...HOME, RUNNER_ENVIRONMENT: 'github-hosted' },
    context: { toolCache: 'C:\\hostedtoolcache\\windows' },
    host: { platform: { os: 'win32' } },
    log: { info: () => undefined },
    exportVariable: (name, value) => exported.set(name, value),
  };
}
