import type { Log } from '../host/host.ts';
import type { JsonAnswer, Transport } from './transport.ts';

const CALL_TIMEOUT_MS = 60_000;
const USER_AGENT = 'ship-go';
const API_VERSION = { 'x-github-api-version': '2022-11-28' };

/** What {@link openTransport} takes. */
export interface TransportOptions {
  readonly token: string;
  /** Such as `https://api.github.com`, without a slash at the end. */
  readonly apiUrl: string;
  readonly log: Log;
}

/** Octokit for JSON, plain streams for asset bytes. The libraries are loaded here: they cost start-up time. */
export async function openTransport({ token, apiUrl, log }: TransportOptions): Promise<Transport> {
  const [{ getOctokit }, { createAssetTransfers }] = await Promise.all([
    import('@actions/github'),
    import('./asset-transfer-client.ts'),
  ]);
  const debug = (message: string): void => {
    log.debug(message);
  };
  const octokit = getOctokit(token, {
    baseUrl: apiUrl,
    userAgent: USER_AGENT,
    log: { debug, info: debug, warn: debug, error: debug },
  });
  const withDeadline = () => ({ signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  return {
    ...createAssetTransfers(token, USER_AGENT),
    json: async (route, body) => {
      const options = { ...body, headers: API_VERSION, request: withDeadline() };
      try {
        const answer: OctokitAnswer = await octokit.request(route, options);
        return { ...answer, headers: textHeaders(answer.headers) };
      } catch (error) {
        return answerIn(error);
      }
    },
    graphql: (query, variables) =>
      octokit.graphql<unknown>(query, { ...variables, request: withDeadline() }),
  };
}

interface OctokitAnswer {
  readonly status: number;
  readonly headers: unknown;
  readonly data: unknown;
}

/** Octokit throws refusals: one has a response only when the server answered; without one its status is made up. */
function answerIn(error: unknown): JsonAnswer {
  if (!(error instanceof Error) || !('response' in error)) throw error;
  const { response } = error;
  if (typeof response !== 'object' || response === null) throw error;
  const { status, headers, data }: Record<string, unknown> = { ...response };
  if (typeof status !== 'number') throw error;
  return { status, headers: textHeaders(headers), data };
}

function textHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {};
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number'
      ? [[name.toLowerCase(), String(value)]]
      : [],
  );
  return Object.fromEntries(pairs);
}
