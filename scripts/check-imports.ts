// Enforces who may import whom (ARCHITECTURE.md) and proves that it looked at every file.
import { globSync } from 'node:fs';
import path from 'node:path';
import { cruise, type IForbiddenRuleType, type IReporterOutput } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = path.resolve(import.meta.dirname, '..');
const CAPABILITIES = 'project|toolchain|cache|build|binary|package|release|image|deploy|health';
const EFFECTS = '(^|/)(run|[a-z0-9-]+-run|[a-z0-9-]+-client)\\.ts$';
const PURE_BUILTINS = ['path', 'crypto', 'buffer', 'util', 'zlib', 'url'].join('|');
const PURE_LIBRARIES = ['semver', 'smol-toml'].join('|');
const ownPure = `^src/(${CAPABILITIES})/`;

const forbidden: IForbiddenRuleType[] = [
  {
    name: 'no-cycles',
    severity: 'error',
    from: { path: '^src/' },
    to: { circular: true },
  },
  {
    name: 'domain-stands-alone',
    comment: 'The shared words depend on nothing.',
    severity: 'error',
    from: { path: '^src/domain/' },
    to: { pathNot: '^src/domain/' },
  },
  {
    name: 'pure-files-have-no-effects',
    comment: 'A file that is not run.ts, *-run.ts or *-client.ts takes values and returns values.',
    severity: 'error',
    from: { path: ownPure, pathNot: EFFECTS },
    to: {
      dependencyTypes: ['core'],
      pathNot: `^(node:)?(${PURE_BUILTINS})$`,
    },
  },
  {
    name: 'pure-files-use-pure-libraries',
    severity: 'error',
    from: { path: ownPure, pathNot: EFFECTS },
    to: { path: 'node_modules', pathNot: `node_modules/(@types/)?(${PURE_LIBRARIES})/` },
  },
  {
    name: 'pure-files-do-not-run',
    severity: 'error',
    from: { path: ownPure, pathNot: EFFECTS },
    to: { path: EFFECTS, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'capabilities-meet-in-the-story',
    comment: "Another capability's words may be named as types of its plan.ts, nothing more.",
    severity: 'error',
    from: { path: `^src/(${CAPABILITIES})/` },
    to: { path: `^src/(${CAPABILITIES})/`, pathNot: ['^src/$1/', '/plan\\.ts$'] },
  },
  {
    name: 'foreign-plans-as-types-only',
    severity: 'error',
    from: { path: `^src/(${CAPABILITIES})/` },
    to: {
      path: `^src/(${CAPABILITIES})/plan\\.ts$`,
      pathNot: '^src/$1/',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'capabilities-are-handed-the-machine',
    comment: 'Host comes in as an argument; only its types are imported.',
    severity: 'error',
    from: { path: `^src/(${CAPABILITIES})/` },
    to: { path: '^src/host/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'capabilities-do-not-know-the-runner',
    severity: 'error',
    from: { path: `^src/(${CAPABILITIES}|host)/` },
    to: { path: '^src/(runner|ship)/' },
  },
  {
    name: 'only-the-runner-edge-uses-core',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/runner/' },
    to: { path: 'node_modules/@actions/core/' },
  },
  {
    name: 'host-knows-domain-only',
    severity: 'error',
    from: { path: '^src/host/' },
    to: { path: '^src/', pathNot: '^src/(host|domain)/' },
  },
  {
    name: 'runner-knows-host-and-plans',
    severity: 'error',
    from: { path: '^src/runner/' },
    to: { path: '^src/', pathNot: '^src/(runner|host|domain)/|/plan\\.ts$' },
  },
  {
    name: 'nobody-imports-an-entry',
    severity: 'error',
    from: { pathNot: '^src/[a-z]+\\.ts$' },
    to: { path: '^src/[a-z]+\\.ts$' },
  },
  {
    name: 'everything-resolves',
    severity: 'error',
    from: { path: '^src/' },
    to: { couldNotResolve: true },
  },
];

process.chdir(root);
const expected = globSync('src/**/*.ts').length;
const output: IReporterOutput = await cruise(
  ['src'],
  {
    ruleSet: { forbidden },
    validate: true,
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    combinedDependencies: true,
  },
  {},
  { tsConfig: extractTSConfig('tsconfig.json') },
);
if (typeof output.output === 'string')
  throw new Error('dependency-cruiser gave text, not a result');
const { modules, summary } = output.output;
const seen = modules.filter((module) => module.source.startsWith('src/')).length;
for (const violation of summary.violations) {
  console.error(`${violation.rule.name}: ${violation.from} → ${violation.to}`);
}
console.log(`import rules: ${seen} files seen, ${summary.violations.length} violations`);
if (seen !== expected || seen === 0) {
  console.error(`the check saw ${seen} of ${expected} source files, so it proves nothing`);
  process.exitCode = 1;
}
if (summary.violations.length > 0) process.exitCode = 1;
