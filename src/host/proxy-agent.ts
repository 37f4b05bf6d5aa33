import http, { type Agent } from 'node:http';
import https from 'node:https';
import type { Proxy } from './proxy.ts';
import { openConnection } from './wire-connect.ts';

/**
 * An agent for the server of `url` whose connections are tunnels of the proxy, for http as for https. What fails at the
 * proxy fails the request with an error that names the proxy and has the code `SHIP_GO_PROXY`.
 */
export function proxyAgent(url: URL, proxy: Proxy): Agent {
  const Kind = url.protocol === 'https:' ? https.Agent : http.Agent;
  const agent = new Kind({ keepAlive: true });
  // A request that is given up does not wait for its tunnel, and at the end the process does not either.
  const { signal } = new AbortController();
  agent.createConnection = (_options, done) => {
    openConnection(url, { proxy, tunnelAlways: true, signal }).then(
      (socket) => done?.(null, socket),
      (error: unknown) => {
        // On failure there is no socket, which the callback's type does not say.
        (done as ((error: unknown) => void) | undefined)?.(error);
      },
    );
    return undefined;
  };
  return agent;
}
