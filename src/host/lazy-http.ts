import type { Clock, Http, Log } from './host.ts';

/**
 * HTTP that is loaded with the first request: Node's own HTTP stack takes longer to load than a run
 * needs whose Go is in the tool cache and whose caches are off.
 */
export function createLazyHttp(parts: {
  readonly userAgent: string;
  readonly clock: Clock;
  readonly log: Log;
}): Http {
  let loaded: Promise<Http> | undefined;
  const http = (): Promise<Http> => (loaded ??= load(parts));
  return {
    text: async (request) => (await http()).text(request),
    bytes: async (request) => (await http()).bytes(request),
    download: async (request) => (await http()).download(request),
  };
}

async function load(parts: Parameters<typeof createLazyHttp>[0]): Promise<Http> {
  const [{ createHttp }, { proxyAwareAgents }] = await Promise.all([
    import('./http.ts'),
    import('./http-exchange.ts'),
  ]);
  return createHttp({ ...parts, agents: proxyAwareAgents() });
}
