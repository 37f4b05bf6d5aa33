// npm test: finds or installs Go, runs every test under Node 24, and ends with "N passed, N failed".
// Arguments are handed to jest: npm test -- __tests__/release
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { environmentWithGo } from './go-for-scripts.ts';
import { requireNode24 } from './require-node.ts';

const root = path.resolve(import.meta.dirname, '..');
requireNode24();

const report = path.join(root, '.cache', 'test-report.json');
mkdirSync(path.dirname(report), { recursive: true });
rmSync(report, { force: true });

const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    path.join(root, 'node_modules/jest/bin/jest.js'),
    '--json',
    `--outputFile=${report}`,
    '--maxWorkers=2',
    ...process.argv.slice(2),
  ],
  // The JSON goes to the file; jest's own report for people is on stderr.
  { cwd: root, env: await environmentWithGo(root), stdio: ['ignore', 'ignore', 'inherit'] },
);

const counts = readCounts(report);
if (counts.skipped > 0)
  console.log(`SKIPPED: ${counts.skipped} tests did not run; see above for why`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = jest.status === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1;

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A suite that cannot even load counts as one failure: it has no tests to fail. */
function readCounts(file: string): Counts {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const number = (key: string): number => {
    const value: unknown = new Map(Object.entries(json ?? {})).get(key);
    if (typeof value !== 'number') throw new Error(`the test report has no ${key}`);
    return value;
  };
  return {
    passed: number('numPassedTests'),
    failed: number('numFailedTests') + number('numRuntimeErrorTestSuites'),
    skipped: number('numPendingTests') + number('numTodoTests'),
  };
}
