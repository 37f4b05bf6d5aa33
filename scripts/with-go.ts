// Runs a command with a Go on PATH, installing one as the action does where the machine has none:
// node scripts/with-go.ts COMMAND [ARGUMENT ...]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { environmentWithGo } from './go-for-scripts.ts';
import { requireNode24 } from './require-node.ts';

requireNode24();
const [command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error('usage: node scripts/with-go.ts COMMAND [ARGUMENT ...]');
const env = await environmentWithGo(path.resolve(import.meta.dirname, '..'));
const result = spawnSync(command, args, { stdio: 'inherit', env });
process.exitCode = result.status ?? 1;
