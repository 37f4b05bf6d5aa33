import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startCacheService } from '../../__tests__/fakes/cache-service.ts';
import { startGitHub } from '../../__tests__/fakes/github/server.ts';
import { startSigstore } from '../../__tests__/fakes/sigstore/server.ts';
import { createGitRepository, type GitRepository } from '../../__tests__/support/git-repository.ts';
import { createJob } from '../../__tests__/support/runner/job.ts';
import { baseGoEnvironment } from '../go-for-scripts.ts';
import { makeCheckout } from '../demo/checkout.ts';

const REPOSITORY = 'my-org/hookd';

/**
 * Releases the example twice, v1.2.2 and v1.2.3, as the workflow at the top of README.md does: no input at all and
 * the permission to sign, against stand-ins on loopback. Returns the job summary of the second release.
 * `folder` is an empty one. Throws when a step fails.
 */
export async function summaryOfRelease(root: string, folder: string): Promise<string> {
  const project = await projectIn(root, folder);
  const github = await startGitHub({
    repositories: { [REPOSITORY]: {} },
    directory: path.join(folder, 'github'),
  });
  const cache = await startCacheService({ directory: path.join(folder, 'cache') });
  try {
    let summary = '';
    for (const tag of ['v1.2.2', 'v1.2.3']) {
      const notes = { 'CHANGELOG.md': `# ${tag}\n` };
      const sha = await project.commit(`Release ${tag}`, notes);
      await project.tag(tag);
      github.addTag(REPOSITORY, tag, { sha });
      summary = await release({ root, folder, project, tag, sha, github, cache });
    }
    return summary;
  } finally {
    await cache.close();
    await github.close();
  }
}

async function projectIn(root: string, folder: string): Promise<GitRepository> {
  const example = makeCheckout(
    path.join(root, 'examples/hookd'),
    path.join(folder, 'hookd'),
    'example',
  );
  return createGitRepository(example.folder);
}

async function release(parts: {
  readonly root: string;
  readonly folder: string;
  readonly project: GitRepository;
  readonly tag: string;
  readonly sha: string;
  readonly github: Awaited<ReturnType<typeof startGitHub>>;
  readonly cache: Awaited<ReturnType<typeof startCacheService>>;
}): Promise<string> {
  const { root, folder, project, tag, sha, github, cache } = parts;
  const ref = `refs/tags/${tag}`;
  const sigstore = await startSigstore({
    identity: { repository: REPOSITORY, ref, sha },
    apiUrl: github.apiUrl,
    folder,
  });
  // Each release has a fresh machine, as on a hosted runner.
  const machine = baseGoEnvironment(root, path.join(folder, 'home', tag));
  const job = await createJob({
    workspace: project.path,
    processEnv: machine,
    env: withOwnAuthorities(sigstore.env, machine),
    github: {
      repository: REPOSITORY,
      ref,
      sha,
      eventName: 'push',
      event: { repository: { default_branch: 'main', visibility: 'public' } },
      apiUrl: sigstore.apiUrl,
      token: github.token(),
    },
    runner: { toolCache: path.join(root, '.cache', 'demo', 'tool-cache') },
    services: {
      resultsUrl: cache.resultsUrl,
      runtimeToken: cache.runtimeToken({ ref }),
      cacheServiceV2: true,
      idTokenUrl: sigstore.idTokenUrl,
    },
  });
  try {
    const step = await job.uses(root, { name: 'ship-go', onLine: console.error });
    await job.finish();
    if (step.outcome !== 'success') throw new Error(`releasing ${tag} failed`);
    return step.summary;
  } finally {
    await job.remove();
    await sigstore.close();
  }
}

/** The job trusts the signing services' authority, and beside it whom this machine trusts. */
function withOwnAuthorities(
  env: Readonly<Record<string, string>>,
  machine: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const theirs = env['NODE_EXTRA_CA_CERTS'] ?? '';
  const own = machine['NODE_EXTRA_CA_CERTS'] ?? '';
  if (own !== '') appendFileSync(theirs, `\n${readFileSync(own, 'utf8')}`);
  return env;
}
