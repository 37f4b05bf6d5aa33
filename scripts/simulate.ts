// npm run simulate -- [--histories N] [--seed S] [--verbose]: histories of many jobs that fill one release
// while everything goes wrong. Ends with a count; a failing seed prints its history and exits 1.
import { parseArgs } from 'node:util';
import { runHistory } from '../__tests__/release/simulator/history.ts';
import { requireNode24 } from './require-node.ts';

requireNode24();
const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
    'keep-going': { type: 'boolean', default: false },
  },
});
const [histories, first] = [Number(values.histories), Number(values.seed)];
const startedMs = performance.now();
const failed: number[] = [];
let requests = 0;
let twice = 0;
let unseen = 0;
let spares = 0;
for (let seed = first; seed < first + histories; seed += 1) {
  const told = await runHistory(seed, values.verbose);
  requests += told.requests;
  if (told.publishers > 1) twice += 1;
  if (told.unseen) unseen += 1;
  if (told.leftSpare) spares += 1;
  if (values.verbose) console.log(told.lines.join('\n'));
  if (told.problem === undefined) continue;
  failed.push(seed);
  if (values['keep-going']) {
    console.log(`seed ${seed}: ${told.problem.split('\n')[0] ?? ''}`);
    continue;
  }
  const { lines, problem = '' } = await runHistory(seed, true);
  console.log(`${lines.join('\n')}\nseed ${seed}: ${problem}`);
  console.log(`again: npm run simulate -- --seed ${seed} --histories 1 --verbose`);
  break;
}
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
console.log(`${histories} histories from seed ${first}, ${requests} requests, ${seconds} s`);
console.log(`in ${twice} more than one job said that it had published`);
console.log(`in ${unseen} a release became public while a wrongly stored byte was not seen yet`);
console.log(`in ${spares} a job that died or was refused left a spare draft`);
console.log(
  `${failed.length} failed${failed.length === 0 ? '' : `: ${failed.slice(0, 50).join(' ')}`}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
