/** The services that a real job is told about; addresses of stand-ins in tests. */
export interface ServiceOptions {
  /** ACTIONS_RUNTIME_URL, always set. Default: a loopback port that nothing listens on. */
  readonly runtimeUrl?: string;
  /** ACTIONS_RUNTIME_TOKEN, always set; masked. */
  readonly runtimeToken?: string;
  /** ACTIONS_CACHE_URL: version 1 of the cache service. */
  readonly cacheUrl?: string;
  /** ACTIONS_RESULTS_URL: version 2 of the cache service, artifacts. */
  readonly resultsUrl?: string;
  /** ACTIONS_CACHE_SERVICE_V2 is `True` or absent. */
  readonly cacheServiceV2?: boolean;
  /** ACTIONS_CACHE_MODE. */
  readonly cacheMode?: 'none' | 'read' | 'write' | 'write-only';
  /** ACTIONS_ID_TOKEN_REQUEST_URL: what `permissions: id-token: write` gives. */
  readonly idTokenUrl?: string;
  /** ACTIONS_ID_TOKEN_REQUEST_TOKEN; the runtime token where not given, as on GitHub. Masked. */
  readonly idTokenRequestToken?: string;
  readonly orchestrationId?: string;
}

const defaultRuntimeToken = 'runtime-token-of-this-job';

/** ACTIONS_* as NodeScriptActionHandler.cs sets them, for actions only (not for `run:` steps). */
export function serviceVariables(services: ServiceOptions): Record<string, string> {
  const runtimeToken = services.runtimeToken ?? defaultRuntimeToken;
  const variables: Record<string, string | undefined> = {
    ACTIONS_RUNTIME_URL: services.runtimeUrl ?? 'http://127.0.0.1:1/',
    ACTIONS_RUNTIME_TOKEN: runtimeToken,
    ACTIONS_CACHE_URL: services.cacheUrl,
    ACTIONS_ID_TOKEN_REQUEST_URL: services.idTokenUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN:
      services.idTokenUrl === undefined
        ? undefined
        : (services.idTokenRequestToken ?? runtimeToken),
    ACTIONS_RESULTS_URL: services.resultsUrl,
    ACTIONS_CACHE_SERVICE_V2: services.cacheServiceV2 === true ? 'True' : undefined,
    ACTIONS_CACHE_MODE: services.cacheMode,
    ACTIONS_ORCHESTRATION_ID: services.orchestrationId,
  };
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The tokens among the services, to be masked from the start. */
export function serviceSecrets(services: ServiceOptions): readonly string[] {
  return [services.runtimeToken ?? defaultRuntimeToken, services.idTokenRequestToken ?? ''];
}
