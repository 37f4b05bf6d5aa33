import { ActionError } from '../domain/errors.ts';
import type { InstallContext, InstallHost } from './context.ts';
import {
  type GoRequest,
  highestMatch,
  isUnavailable,
  type ResolvedVersion,
  toolName,
} from './plan.ts';
import { listInstalled } from './tool-cache-run.ts';

/**
 * The exact version that a request means. A full version is taken as it is; a range is the highest match
 * in the tool cache, without network; else, and for `stable`, `oldstable` and check-latest, the version lists decide.
 * Throws {@link ActionError} `go-version-not-found`.
 */
export async function resolveVersion(
  request: GoRequest,
  context: InstallContext,
  host: InstallHost,
): Promise<ResolvedVersion> {
  const { spec, downloadBaseUrl } = request;
  if (spec.kind === 'exact') return { semver: spec.semver, from: 'as asked' };
  if (spec.kind === 'alias' && downloadBaseUrl !== undefined) throw noAlias(request);
  const installed = await listInstalled(
    context.toolCacheDir,
    toolName(downloadBaseUrl),
    request.platform,
  );
  const cached = spec.kind === 'range' ? highestMatch(installed, spec) : undefined;
  const hit = cached === undefined ? undefined : { semver: cached, from: 'the tool cache' };
  if (request.checkLatest && downloadBaseUrl !== undefined) {
    host.log.info(
      'check-latest is not supported with a custom download base URL. Using the provided version spec directly.',
    );
  }
  if (hit !== undefined && (!request.checkLatest || downloadBaseUrl !== undefined)) return hit;
  const { resolveInLists, resolveInMirror } = await import('./resolve-lists-run.ts');
  const listed = await (downloadBaseUrl === undefined
    ? resolveInLists(request, context, host)
    : resolveInMirror(request, downloadBaseUrl, host));
  if (!isUnavailable(listed)) return listed;
  if (hit === undefined) throw notFound(request, listed.unavailable);
  host.log.warning(
    `Cannot look for a newer Go than ${hit.semver} in the tool cache: ${listed.unavailable}`,
  );
  return hit;
}

function noAlias({ text }: GoRequest): ActionError {
  return new ActionError({
    code: 'go-version-not-found',
    message: `Version aliases '${text}' are not supported with a custom download base URL`,
    hint: 'Give a version (1.25.3), or a minor (1.25) for the newest patch that the mirror has.',
  });
}

function notFound(request: GoRequest, reason: string): ActionError {
  const { platform, text, source } = request;
  return new ActionError({
    code: 'go-version-not-found',
    message: `Unable to find Go version '${text}' (from ${source}) for platform ${platform.goos} and architecture ${platform.goarch}: ${reason}`,
    hint: 'Check the version, or give a full one such as 1.25.3: it needs no list.',
  });
}
