import { isObject, type Json, type JsonObject, objectOrEmpty, parseJson } from './json.ts';
import { type FakeGitHub, startGitHub } from './server.ts';
import type { GitHubOptions, RepositoryOptions } from './options.ts';

/** The repository of the stand-in's own tests. */
export const REPO = 'octo/hello';

/** An answer, its body parsed where it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Json | undefined;
  readonly text: string;
}

/** A bare client for the stand-in's own tests: one request, one answer, nothing clever. */
export interface TestClient {
  /** `path` is below `/repos/octo/hello` unless it starts with `//`, then below the API itself. */
  call(method: string, path: string, body?: JsonObject): Promise<Answer>;
  upload(releaseId: number, name: string, content: string): Promise<Answer>;
  /** Creates a release and returns its id. Throws unless it is 201. */
  create(body: JsonObject): Promise<number>;
  readonly token: string | undefined;
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const { status, headers } = response;
  return { status, headers, text, json: isJson ? parseJson(text) : undefined };
}

/** A client with a token of its own, or without one. */
export function clientOf(github: FakeGitHub, token: string | undefined): TestClient {
  const headers: Record<string, string> = {
    'user-agent': 'test',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const call: TestClient['call'] = async (method, path, body) => {
    const address = path.startsWith('//') ? path.slice(1) : `/repos/${REPO}${path}`;
    const response = await fetch(`${github.apiUrl}${address}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answerOf(response);
  };
  return {
    token,
    call,
    async upload(releaseId, name, content) {
      const query = new URLSearchParams({ name });
      const url = `${github.uploadUrl}/repos/${REPO}/releases/${releaseId}/assets?${query.toString()}`;
      const type = { 'content-type': 'application/octet-stream' };
      return answerOf(
        await fetch(url, { method: 'POST', headers: { ...headers, ...type }, body: content }),
      );
    },
    async create(body) {
      const answer = await call('POST', '/releases', body);
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
      return Number(objectOrEmpty(answer.json)['id']);
    },
  };
}

/** Starts a stand-in with the tests' repository, hands it out with a writing client, and ends it. */
export async function withGitHub(
  work: (github: FakeGitHub, client: TestClient) => Promise<void>,
  repository: RepositoryOptions = {},
  options: Omit<GitHubOptions, 'repositories'> = {},
): Promise<void> {
  const github = await startGitHub({ ...options, repositories: { [REPO]: repository } });
  try {
    await work(github, clientOf(github, github.token()));
  } finally {
    await github.close();
  }
}

/** One field of a JSON object. */
export function field(json: Json | undefined, name: string): Json | undefined {
  return objectOrEmpty(json)[name];
}

/** One field of a JSON object as it is written in an address. */
export function word(json: Json | undefined, name: string): string {
  const value = field(json, name);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Error(`there is no text or number at ${name}`);
}

/** One field of every object of a JSON list. */
export function column(json: Json | undefined, name: string): (Json | undefined)[] {
  return Array.isArray(json) ? json.map((each) => field(each, name)) : [];
}

/** The `errors` of a 422. */
export function errorsOf(answer: Answer): JsonObject[] {
  const errors = field(answer.json, 'errors');
  return Array.isArray(errors) ? errors.filter(isObject) : [];
}
