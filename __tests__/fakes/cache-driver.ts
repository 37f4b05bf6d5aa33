/**
 * Runs one call of the real @actions/cache as the runner would: `node cache-driver.ts '<json>'` with
 * the runner's variables in the environment. Prints `result <json>` as its last line.
 */
import { restoreCache, saveCache } from '@actions/cache';

/** One call; `paths` as the action would pass them. */
export type DriverCall =
  | { readonly save: { readonly paths: string[]; readonly key: string } }
  | {
      readonly restore: {
        readonly paths: string[];
        readonly key: string;
        readonly restoreKeys?: string[];
        readonly lookupOnly?: boolean;
      };
    };

const call = JSON.parse(process.argv[2] ?? '') as DriverCall;
const result =
  'save' in call
    ? await saveCache(call.save.paths, call.save.key)
    : await restoreCache(call.restore.paths, call.restore.key, call.restore.restoreKeys ?? [], {
        lookupOnly: call.restore.lookupOnly ?? false,
      });
console.log(`\nresult ${JSON.stringify(result ?? null)}`);
process.exit(0);
