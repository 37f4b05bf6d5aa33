import type { Log } from '../../../src/host/host.ts';
import type { ReleaseDeps } from '../../../src/release/filling-run.ts';
import { clientOver } from '../../../src/release/github-client.ts';
import type { LocalGitHub, LocalOutcome, LocalRequest } from '../../fakes/github/local.ts';
import type { RequestRecord } from '../../fakes/github/record.ts';
import type { Chaos } from './chaos.ts';
import { checkPublished } from './invariants.ts';
import { meddle } from './people.ts';
import { type History, REPOSITORY } from './state.ts';
import { createWire } from './wire.ts';

/**
 * What a job named `job` releases with: a wire whose every request is judged once it took effect. `onDeath` is
 * called when the job dies as `death` says.
 */
export function connect(
  history: History,
  job: string,
  death: ReturnType<Chaos['deaths']['get']>,
  onDeath: () => void,
): ReleaseDeps {
  const { github, scheduler, chaos, tell } = history;
  const clock = scheduler.clock(job);
  const log = toldLog((line) => {
    tell(`${job} | ${line}`);
  });
  const token = github.token({ contents: 'write' });
  const onEffect = (line: string, outcome?: LocalOutcome): void => {
    tell(line);
    if (history.lostRace || history.unseen || (history.wasMeddled && history.isFirstRun)) return;
    const request = outcome?.record;
    if (request?.fault?.kind === 'corrupt' && request.query['name'] !== undefined) {
      history.unproven.add(request.query['name']);
    }
    const problem =
      (outcome === undefined ? undefined : history.watch(outcome)) ??
      checkPublished(github, history.expectation, 'published');
    if (problem === undefined || history.problem !== undefined) return;
    history.unseen = [...history.unproven].some(
      (name) => problem === `${name} holds wrong bytes` && name !== 'SHA256SUMS',
    );
    if (history.unseen) {
      tell(`nobody could see it: ${problem}`);
      return;
    }
    history.lostRace = request !== undefined && isOvertaken(github, request);
    if (history.lostRace) {
      tell(`a replacement came between the last look and the publishing update: ${problem}`);
      return;
    }
    history.problem = problem;
    tell(`PROBLEM: ${problem}`);
  };
  const read = (path: string): Uint8Array => Buffer.from(path);
  const { uploadMs } = chaos;
  const beforeEffect = (request: LocalRequest): void => {
    if (isPublishing(request)) meddle(history);
  };
  const common = { job, token, read, death, uploadMs };
  const wire = createWire(github, scheduler, { ...common, onDeath, beforeEffect, onEffect });
  const { apiUrl } = github.world.addresses;
  return { client: clientOver(wire, { apiUrl, repository: REPOSITORY, clock, log }), clock, log };
}

/**
 * True when `request` published a draft although another job's deletion came after its sender had listed the
 * assets for the last time, or deleted from a release that another job has published since its sender saw it
 * as a draft. No server call looks and acts at once, so docs/release.md owns up to it.
 */
function isOvertaken({ requests }: LocalGitHub, request: RequestRecord): boolean {
  const [look, act] =
    request.operation === 'repos/update-release'
      ? ['repos/list-release-assets', 'repos/delete-release-asset']
      : ['repos/get-release', 'repos/update-release'];
  const isOwn = (other: RequestRecord): boolean =>
    other.headers.authorization === request.headers.authorization;
  const lastLook = requests.findLastIndex((other) => isOwn(other) && other.operation === look);
  return requests
    .slice(Math.max(0, lastLook))
    .some((other) => !isOwn(other) && other.operation === act);
}

function isPublishing({ method, bytes }: LocalRequest): boolean {
  return method === 'PATCH' && Buffer.from(bytes).toString().includes('"draft":false');
}

function toldLog(tell: (line: string) => void): Log {
  return {
    info: tell,
    debug: tell,
    notice: tell,
    warning: tell,
    untrusted: tell,
    group: (_title, work) => work(),
  };
}
