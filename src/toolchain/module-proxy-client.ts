import { copyFile, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ActionError, describeError } from '../domain/errors.ts';
import type { Http, HttpRequest } from '../host/host.ts';
import type { ModuleProxy, ModuleProxyList } from './module-proxies.ts';
import type { Unavailable } from './plan.ts';
import { MOST_ZIP_BYTES } from './zip-directory.ts';

const TOOLCHAIN_MODULE = 'golang.org/toolchain';

/** Codes of errors that mean that a source cannot serve now. */
const UNANSWERED = new Set(['network', 'redirect-loop']);

/** Deadlines for small answers: a proxy that is not there must not hold up the sources after it. */
export const QUICK: Pick<HttpRequest, 'idleTimeoutMs' | 'deadlineMs' | 'attempts'> = {
  idleTimeoutMs: 10_000,
  deadlineMs: 20_000,
  attempts: 3,
};

/** An answer with its status; `status` 0 stands for no answer at all, `failure` then says why. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly failure: string;
}

/** GETs a small resource. Only failures to reach the server become an {@link Answer}; other errors pass. */
export async function getBytes(
  http: Pick<Http, 'bytes'>,
  url: string,
  proxy?: Pick<ModuleProxy, 'authorization'>,
): Promise<Answer<Uint8Array>> {
  if (url.startsWith('file:')) return readLocal(url);
  try {
    const { status, body } = await http.bytes({
      method: 'GET',
      url,
      ...QUICK,
      ...credentials(proxy),
      maxBytes: 8 * 1024 * 1024,
    });
    return { status, body, failure: `HTTP ${status}` };
  } catch (error) {
    return { status: 0, body: Buffer.of(), failure: networkFailure(error) };
  }
}

async function readLocal(url: string): Promise<Answer<Uint8Array>> {
  try {
    return { status: 200, body: await readFile(fileURLToPath(url)), failure: '' };
  } catch (error) {
    return { status: 404, body: Buffer.of(), failure: describeError(error) };
  }
}

function credentials(proxy?: Pick<ModuleProxy, 'authorization'>): Pick<HttpRequest, 'headers'> {
  if (proxy?.authorization === undefined) return {};
  return { headers: { authorization: proxy.authorization } };
}

/** The words of a failure to get an answer, redirects in a circle included. Rethrows everything else. */
export function networkFailure(error: unknown): string {
  const known = error instanceof ActionError && UNANSWERED.has(error.code);
  if (known) return error.message;
  throw error;
}

/** What asking one proxy came to. `not-found` is 404 or 410, which always leads to the next proxy. */
export type ProxyOutcome<T> =
  | { readonly kind: 'found'; readonly found: T }
  | { readonly kind: 'not-found' | 'failed'; readonly reason: string };

/**
 * Asks the proxies in turn until one has the answer, with the go command's rule for going on: after
 * `,` only when the proxy does not have it, after `|` always.
 * @see https://go.dev/ref/mod#goproxy-protocol
 */
export async function askProxies<T>(
  list: ModuleProxyList,
  ask: (proxy: ModuleProxy) => Promise<ProxyOutcome<T>>,
): Promise<ProxyOutcome<T>> {
  const reasons: string[] = [];
  for (const proxy of list.proxies) {
    const outcome = await ask(proxy);
    if (outcome.kind === 'found') return outcome;
    reasons.push(`${proxy.url}: ${outcome.reason}`);
    if (outcome.kind === 'failed' && !proxy.fallBackOnError) {
      return { kind: 'failed', reason: reasons.join('; ') };
    }
  }
  return { kind: 'not-found', reason: reasons.join('; ') };
}

/** Sorts an answer into the outcomes of {@link askProxies}. */
export function proxyOutcome<T>(
  answer: { readonly status: number; readonly failure: string },
  found: () => T,
): ProxyOutcome<T> {
  if (answer.status === 200) return { kind: 'found', found: found() };
  const missing = answer.status === 404 || answer.status === 410;
  return { kind: missing ? 'not-found' : 'failed', reason: answer.failure };
}

/** Downloads a toolchain's zip into `toFile`; returns the proxy's address. No file is left behind otherwise. */
export async function downloadToolchain(
  http: Pick<Http, 'download'>,
  list: ModuleProxyList,
  moduleVersion: string,
  toFile: string,
): Promise<{ readonly from: string } | Unavailable> {
  const outcome = await askProxies(list, async (proxy) => {
    const url = `${proxy.url}/${TOOLCHAIN_MODULE}/@v/${moduleVersion}.zip`;
    const answer = url.startsWith('file:')
      ? await copyLocal(url, toFile)
      : await download(http, { method: 'GET', url, toFile, ...credentials(proxy) });
    return proxyOutcome(answer, () => ({ from: proxy.url }));
  });
  return outcome.kind === 'found' ? outcome.found : { unavailable: outcome.reason };
}

async function download(
  http: Pick<Http, 'download'>,
  request: Parameters<Http['download']>[0],
): Promise<Omit<Answer<never>, 'body'>> {
  try {
    const { status } = await http.download({ ...request, maxBytes: MOST_ZIP_BYTES });
    return { status, failure: `HTTP ${status}` };
  } catch (error) {
    return { status: 0, failure: networkFailure(error) };
  }
}

async function copyLocal(url: string, toFile: string): Promise<Omit<Answer<never>, 'body'>> {
  const source = fileURLToPath(url);
  try {
    await stat(source);
  } catch (error) {
    return { status: 404, failure: describeError(error) };
  }
  await copyFile(source, toFile);
  return { status: 200, failure: '' };
}

/** The text of the proxies' list of toolchains. */
export async function listToolchains(
  http: Pick<Http, 'bytes'>,
  list: ModuleProxyList,
): Promise<string | Unavailable> {
  const outcome = await askProxies(list, async (proxy) => {
    const answer = await getBytes(http, `${proxy.url}/${TOOLCHAIN_MODULE}/@v/list`, proxy);
    return proxyOutcome(answer, () => Buffer.from(answer.body).toString('utf8'));
  });
  return outcome.kind === 'found' ? outcome.found : { unavailable: outcome.reason };
}

/** True when a proxy has this toolchain; false also when none could be asked. */
export async function hasToolchain(
  http: Pick<Http, 'bytes'>,
  list: ModuleProxyList,
  moduleVersion: string,
): Promise<boolean> {
  const outcome = await askProxies(list, async (proxy) => {
    const url = `${proxy.url}/${TOOLCHAIN_MODULE}/@v/${moduleVersion}.info`;
    return proxyOutcome(await getBytes(http, url, proxy), () => true);
  });
  return outcome.kind === 'found';
}
