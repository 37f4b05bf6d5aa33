import { describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/domain/errors.ts';
import { importPathBase, nameMains, searchPatterns, selectMains } from '../../src/project/mains.ts';
import type { ListedPackage, Project } from '../../src/project/plan.ts';

function project(
  modules: Readonly<Record<string, string>> = { '/src': 'example.com/app' },
): Project {
  const own = Object.entries(modules).map(([dir, path]) => ({
    path,
    dir,
    goModPath: `${dir}/go.mod`,
  }));
  const [first] = own;
  if (first === undefined) throw new Error('a project has a module');
  return {
    root: '/src',
    kind: own.length > 1 ? 'workspace' : 'module',
    modulePath: first.path,
    goModPath: first.goModPath,
    modules: own,
    sumFiles: [],
    vendored: false,
  };
}

/** Packages at folders of /src; those whose folder ends in `!` are libraries. */
function packages(...folders: readonly string[]): readonly ListedPackage[] {
  return folders.map((folder) => {
    const place = folder.replace('!', '');
    const below = place === '.' ? '' : `/${place}`;
    return {
      importPath: `example.com/app${below}`,
      name: folder.endsWith('!') ? 'lib' : 'main',
      dir: `/src${below}`,
    };
  });
}

function chosen(folders: readonly string[], of: Project = project()): readonly string[] {
  return selectMains(of, [], packages(...folders)).map((main) =>
    main.importPath.replace('example.com/app', '.'),
  );
}

describe('selectMains without patterns', () => {
  it.each([
    {
      name: 'the root alone when it is a command',
      folders: ['.', 'cmd/a', 'tools/b'],
      mains: ['.'],
    },
    {
      name: 'every command below cmd',
      folders: ['.!', 'cmd/b', 'cmd/a', 'tools/c', 'lib!'],
      mains: ['./cmd/a', './cmd/b'],
    },
    { name: 'cmd itself', folders: ['.!', 'cmd', 'tools/c'], mains: ['./cmd'] },
    {
      name: 'any command when there is no cmd',
      folders: ['.!', 'server', 'cmdline'],
      mains: ['./cmdline', './server'],
    },
    {
      name: 'no internal, example or test commands',
      folders: ['app', 'internal/gen', 'examples/hello', 'x/testdata/y'],
      mains: ['./app'],
    },
  ])('takes $name', ({ folders, mains }) => {
    expect(chosen(folders)).toEqual(mains);
  });

  it('applies the rule to each module of a workspace, but not to its examples', () => {
    const workspace = project({
      '/src/api': 'example.com/app/api',
      '/src/cli': 'example.com/app/cli',
      '/src/examples/x': 'example.com/app/examples/x',
    });
    expect(chosen(['api', 'cli!', 'cli/cmd/tool', 'cli/gen', 'examples/x'], workspace)).toEqual([
      './api',
      './cli/cmd/tool',
    ]);
  });

  it('lists what it looked at when nothing is a command', () => {
    const error = refusal(() => chosen(['.!', 'lib!']));
    expect(error.code).toBe('no-main-package');
    expect(error.message).toContain('example.com/app/lib (package lib)');
    expect(error.message).toContain('./...');
  });
});

describe('selectMains with patterns', () => {
  it('takes every command they match, wherever it lies', () => {
    const found = selectMains(project(), ['./...'], packages('.', 'cmd/a', 'internal/gen', 'lib!'));
    expect(found).toHaveLength(3);
  });

  it('refuses a pattern that names nothing, in the words of go list', () => {
    const missing = [
      { importPath: './nope', name: '', error: 'stat /src/nope: directory not found' },
    ];
    const error = refusal(() => selectMains(project(), ['./nope'], missing));
    expect(error.code).toBe('bad-package-pattern');
    expect(error.message).toContain('directory not found');
  });
});

describe('searchPatterns', () => {
  it('searches each module of a workspace, also beside it', () => {
    const workspace = project({ '/src/api': 'a', '/other': 'b' });
    expect(searchPatterns(workspace, [])).toEqual(['./api/...', '../other/...']);
  });

  it.each(['main.go', '-tags=x'])('refuses %s as a pattern', (pattern) => {
    expect(refusal(() => searchPatterns(project(), [pattern])).code).toBe('bad-package-pattern');
  });
});

describe('nameMains', () => {
  it.each([
    { name: 'the root after the project', folder: '.', binary: 'ship' },
    { name: 'a command after its folder', folder: 'cmd/tool', binary: 'tool' },
    { name: 'a major version after the folder above', folder: 'cmd/tool/v2', binary: 'tool' },
  ])('names $name', ({ folder, binary }) => {
    const [main] = nameMains(project(), { patterns: [], name: 'ship' }, packages(folder));
    expect(main?.binaryName).toBe(binary);
  });

  it('takes binary-name for the only command', () => {
    const selection = { patterns: [], name: 'ship', binaryName: 'shipctl' };
    expect(nameMains(project(), selection, packages('cmd/tool'))[0]?.binaryName).toBe('shipctl');
  });

  it.each([
    {
      name: 'binary-name for two commands',
      selection: { binaryName: 'x' },
      folders: ['cmd/a', 'cmd/b'],
      code: 'binary-name-for-many',
    },
    {
      name: 'two commands of one name',
      selection: {},
      folders: ['cmd/tool', 'internal/tool'],
      code: 'binary-name-collision',
    },
    {
      name: 'names that differ by case alone',
      selection: {},
      folders: ['cmd/tool', 'cmd/Tool'],
      code: 'binary-name-collision',
    },
    {
      name: 'a name with a slash',
      selection: { binaryName: 'a/b' },
      folders: ['cmd/a'],
      code: 'bad-binary-name',
    },
    {
      name: 'a name that looks like a flag',
      selection: { binaryName: '-x' },
      folders: ['cmd/a'],
      code: 'bad-binary-name',
    },
  ])('refuses $name', ({ selection, folders, code }) => {
    const all = { patterns: [], name: 'ship', ...selection };
    expect(refusal(() => nameMains(project(), all, packages(...folders))).code).toBe(code);
  });
});

describe('importPathBase', () => {
  it.each([
    ['example.com/a/v2', 'a'],
    ['example.com/a/v10', 'a'],
    ['example.com/a/v1', 'v1'],
    ['example.com/a/v02', 'v02'],
    ['gopkg.in/yaml.v3', 'yaml.v3'],
    ['v2', 'v2'],
  ])('%s gives %s', (importPath, base) => {
    expect(importPathBase(importPath)).toBe(base);
  });
});

function refusal(work: () => unknown): ActionError {
  try {
    work();
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
