import { createLocalGitHub } from '../../fakes/github/local.ts';
import { drawChaos, worldOptions } from './chaos.ts';
import { createScheduler } from './scheduler.ts';
import { COMMIT, type History, isBuilt, OLD_TAG, REPOSITORY, TAG } from './state.ts';
import { createWatch } from './watch.ts';

/** The history of `seed` before anything happened. What happens is appended to `lines`, where given. */
export function startHistory(seed: number, lines?: string[]): History {
  const scheduler = createScheduler(seed);
  const chaos = drawChaos(scheduler, seed);
  const tell = (line: string): void => {
    lines?.push(`${((scheduler.nowMs / 1000) % 100_000).toFixed(1)}s ${line}`);
  };
  tell(JSON.stringify({ ...chaos, deaths: [...chaos.deaths] }));
  const tags = { [TAG]: COMMIT, [OLD_TAG]: COMMIT };
  const github = createLocalGitHub(worldOptions(chaos, scheduler, REPOSITORY, tags));
  if (chaos.faults !== undefined) github.faults.random(chaos.faults);
  const upload = { operation: 'repos/upload-release-asset' };
  if (chaos.lostUploads > 0) {
    github.faults.next(upload, { kind: 'status', status: 404, when: 'before' });
  }
  if (chaos.corruptUploads > 0) github.faults.next(upload, { kind: 'corrupt' });
  const names = Array.from({ length: chaos.targets }, (_, at) => `hello_1.2.3_t${at}.tar.gz`);
  const files = new Map(names.map((name) => [name, (bytes: Uint8Array) => isBuilt(name, bytes)]));
  const strangers = new Map<number, string>();
  return {
    strangers,
    watch: createWatch(github, {
      repository: REPOSITORY,
      tag: TAG,
      names: new Set([...names, 'SHA256SUMS']),
    }),
    isFirstRun: true,
    wasMeddled: false,
    unproven: new Set(),
    unseen: false,
    scheduler,
    chaos,
    github,
    expectation: {
      repository: REPOSITORY,
      tag: TAG,
      files,
      draft: chaos.draft,
      strangers: new Set(),
    },
    names,
    tell,
    lostRace: false,
    problem: undefined,
    draftSteps: 0,
    wasDeleted: false,
    leftSpare: false,
    publishers: 0,
  };
}
