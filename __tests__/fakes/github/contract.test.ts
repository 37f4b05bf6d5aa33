import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { getOctokit } from '@actions/github';
import { loadContract, type Match } from './contract.ts';
import { clientOf, field, REPO, withGitHub } from './client.ts';
import { startGitHub } from './server.ts';

const contract = loadContract();

function match(method: string, path: string): Match {
  const found = contract.match(method, path);
  if (found === undefined) throw new Error(`no operation for ${method} ${path}`);
  return found;
}

describe('the official description', () => {
  it.each([
    ['GET', '/repos/o/r/releases/latest', 'repos/get-latest-release'],
    ['GET', '/repos/o/r/releases/12', 'repos/get-release'],
    ['GET', '/repos/o/r/releases/tags/cli/v1', 'repos/get-release-by-tag'],
    ['GET', '/repos/o/r/releases/assets/12', 'repos/get-release-asset'],
    ['POST', '/repos/o/r/releases/12/assets', 'repos/upload-release-asset'],
    ['GET', '/repos/o/r/git/ref/tags/v1', 'git/get-ref'],
  ])('knows %s %s as %s', (method, path, id) => {
    expect(match(method, path).operation.id).toBe(id);
  });

  it('has no operation for what it does not describe', () => {
    expect(contract.match('PUT', '/repos/o/r/releases/12')).toBeUndefined();
  });

  it.each([
    ['a missing field', {}, ["body: the value must have required property 'tag_name'"]],
    ['a wrong type', { tag_name: 'v1', draft: 'yes' }, ['body: /draft must be boolean']],
    ['an unknown field', { tag_name: 'v1', tag: 'v1' }, ['body field tag does not exist']],
  ])('blames a body with %s', (_name, body, problems) => {
    const found = match('POST', '/repos/o/r/releases');
    expect(contract.requestProblems(found, { query: new URLSearchParams(), body })).toEqual(
      problems,
    );
  });

  it('blames a parameter of the wrong type, an unknown one and a missing one', () => {
    const problems = (method: string, path: string, query: string): readonly string[] =>
      contract.requestProblems(match(method, path), {
        query: new URLSearchParams(query),
        body: undefined,
      });
    expect(problems('GET', '/repos/o/r/releases/v1', '')).toEqual([
      'path parameter release_id: the value must be integer',
    ]);
    expect(problems('GET', '/repos/o/r/releases', 'perpage=5')).toEqual([
      'query parameter perpage does not exist',
    ]);
    expect(problems('POST', '/repos/o/r/releases/1/assets', '')).toEqual([
      'query parameter name is missing',
    ]);
  });

  it('blames an answer of a status or form that it does not describe', () => {
    const { operation } = match('GET', '/repos/o/r/releases/latest');
    expect(contract.responseProblems(operation, 201, {})).toEqual(['status 201 is not described']);
    expect(contract.responseProblems(operation, 200, { id: 1 })).toContain(
      "the value must have required property 'tag_name'",
    );
    expect(contract.responseProblems(operation, 403, {})).toEqual([
      'an error must say its message',
    ]);
  });
});

describe('a client that breaks the description', () => {
  it('is refused and recorded', async () => {
    await withGitHub(async (github, client) => {
      const refused = await client.call('POST', '/releases', { tag_name: 5 });
      expect(refused.status).toBe(422);
      expect(github.violations).toMatchObject([
        { kind: 'request', problems: ['body: /tag_name must be string'] },
      ]);
    });
  });

  it('is recorded for an address that does not exist', async () => {
    await withGitHub(async (github, client) => {
      expect((await client.call('GET', '/release')).status).toBe(404);
      expect(github.violations).toHaveLength(1);
    });
  });

  it('is told that its JSON cannot be parsed', async () => {
    await withGitHub(async (github) => {
      const answer = await fetch(`${github.apiUrl}/repos/octo/hello/releases`, {
        method: 'POST',
        headers: { authorization: `Bearer ${github.token()}`, 'user-agent': 'test' },
        body: '{',
      });
      expect(answer.status).toBe(400);
    });
  });
});

describe('an address that is not well encoded', () => {
  it('is simply not found', async () => {
    await withGitHub(async (_, client) => {
      expect((await client.call('GET', '/releases/tags/%E0%A4')).status).toBe(404);
    });
  });
});

describe('a mistake of the stand-in itself', () => {
  it('is a 500 for the client and fails close', async () => {
    const github = await startGitHub({ repositories: { [REPO]: {} } });
    const client = clientOf(github, github.token());
    const id = await client.create({ tag_name: 'v1.0.0' });
    const release = github.repository(REPO).releases[0]!;
    Object.assign(release, { targetCommitish: 5 });
    expect((await client.call('GET', `/releases/${id}`)).status).toBe(500);
    await expect(github.close()).rejects.toThrow('/target_commitish must be string');
  });
});

describe('a real client', () => {
  it('creates, fills, publishes and reads a release without a violation', async () => {
    await withGitHub(
      async (github) => {
        const octokit = getOctokit(github.token(), { baseUrl: github.apiUrl });
        const repo = { owner: 'octo', repo: 'hello' };
        await octokit.rest.git.getRef({ ...repo, ref: 'tags/v1.0.0' });
        const created = await octokit.rest.repos.createRelease({
          ...repo,
          tag_name: 'v1.0.0',
          draft: true,
        });
        const data = 'hello';
        await octokit.rest.repos.uploadReleaseAsset({
          ...repo,
          url: created.data.upload_url,
          release_id: created.data.id,
          name: 'a.txt',
          data,
          headers: { 'content-type': 'text/plain', 'content-length': data.length },
        });
        await octokit.rest.repos.updateRelease({
          ...repo,
          release_id: created.data.id,
          tag_name: 'v1.0.0',
          draft: false,
        });
        const { data: found } = await octokit.rest.repos.getReleaseByTag({
          ...repo,
          tag: 'v1.0.0',
        });
        const asset = await octokit.rest.repos.getReleaseAsset({
          ...repo,
          asset_id: found.assets[0]?.id ?? 0,
          headers: { accept: 'application/octet-stream' },
        });
        const all = await octokit.paginate(octokit.rest.repos.listReleases, {
          ...repo,
          per_page: 1,
        });
        expect(Buffer.from(asset.data as unknown as ArrayBuffer).toString()).toBe('hello');
        expect(all.map(({ id }) => id)).toEqual([created.data.id]);
        expect(github.violations).toEqual([]);
      },
      { tags: { 'v1.0.0': 'a'.repeat(40) } },
    );
  });
});

describe('an Enterprise Server', () => {
  it('serves below /api/v3, uploads below /api/uploads and GraphQL at /api/graphql', async () => {
    await withGitHub(
      async (github, client) => {
        const id = await client.create({ tag_name: 'v1.0.0', draft: true });
        const release = (await client.call('GET', `/releases/${id}`)).json;
        expect(new URL(github.apiUrl).pathname).toBe('/api/v3');
        expect(new URL(github.graphqlUrl).pathname).toBe('/api/graphql');
        expect(field(release, 'upload_url')).toContain('/api/uploads/repos/octo/hello/releases/');
        expect((await client.upload(id, 'a', 'a')).status).toBe(201);
        const query =
          '{ repository(owner: "octo", name: "hello") { release(tagName: "v1.0.0") { databaseId } } }';
        const answer = await fetch(github.graphqlUrl, {
          method: 'POST',
          headers: { authorization: `Bearer ${client.token ?? ''}`, 'user-agent': 'test' },
          body: JSON.stringify({ query }),
        });
        expect(await answer.json()).toEqual({
          data: { repository: { release: { databaseId: id } } },
        });
      },
      {},
      { apiPathPrefix: '/api/v3' },
    );
  });
});

describe('an older Enterprise Server', () => {
  // The digest came in 2025-06 and is absent before (PyGithub/PyGithub#3324).
  it('leaves out the fields that it does not know', async () => {
    await withGitHub(
      async (github, client) => {
        github.addRelease(REPO, { tagName: 'v1.0.0', assets: { a: 'a' } });
        const { status, text } = await client.call('GET', '/releases/latest');
        expect(status).toBe(200);
        expect(text).not.toMatch(/"(?:digest|immutable)"/);
      },
      {},
      { knobs: { olderServer: true } },
    );
  });
});

describe('plain Node', () => {
  it('runs the stand-in without a build', async () => {
    const script = `
      const { startGitHub } = await import(${JSON.stringify(new URL('./server.ts', import.meta.url).href)});
      const github = await startGitHub({ repositories: { 'octo/hello': {} } });
      const answer = await fetch(github.apiUrl + '/repos/octo/hello', { headers: { 'user-agent': 'x' } });
      console.log(answer.status);
      await github.close();`;
    const args = ['--input-type=module', '--eval', script];
    const env = { ...process.env, NODE_OPTIONS: '' };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout.trim()).toBe('200');
  });
});
