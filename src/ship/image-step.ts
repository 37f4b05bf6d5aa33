import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import { findPrograms } from '../image/artifacts-run.ts';
import { readBase } from '../image/base-client.ts';
import type { Credentials } from '../image/credentials.ts';
import { dockerCredentials } from '../image/credentials-run.ts';
import { doubtsAbout } from '../image/doubts.ts';
import { defaultTags, provenanceOf, renderLabels } from '../image/labels.ts';
import { type Layout, openLayout } from '../image/layout-run.ts';
import { findLicence } from '../image/licence-run.ts';
import type { BuiltImage, ImageSettings, ProvedProgram } from '../image/plan.ts';
import { formatPlatform } from '../image/platform.ts';
import { pushImage, type PushReport, pushScopes } from '../image/push-run.ts';
import { openRegistry, type Registry } from '../image/registry-client.ts';
import { transfer } from '../image/report.ts';
import { buildImage } from '../image/run.ts';
import { findZones } from '../image/zoneinfo-run.ts';
import { gzip } from '../package/archive-run.ts';
import { tarHeader } from '../package/tar.ts';
import type { Runner } from '../runner/runner.ts';
import { goOnPath } from '../toolchain/go-env-run.ts';
import { proveProgram } from './image-programs.ts';
import { runFacts } from './image-settings.ts';

/** An image on disk, with the tags it is to get. */
export interface LaidOutImage {
  readonly image: BuiltImage;
  readonly layout: Layout;
  readonly tags: readonly string[];
}

/** Finds the programs in the artifacts and reads what they say about themselves. */
export async function readPrograms(
  settings: ImageSettings,
  { log }: Runner,
): Promise<readonly ProvedProgram[]> {
  const programs = await findPrograms(settings.artifacts, settings);
  const proved = await Promise.all(programs.map(proveProgram));
  for (const { path: file, platform, facts } of proved) {
    log.info(`${formatPlatform(platform)}: ${file}, ${facts.sizeBytes} bytes`);
  }
  for (const doubt of doubtsAbout(settings, proved[0]?.name ?? '')) log.warning(doubt);
  return proved;
}

/** Builds the image into a layout and names it there. Throws what building and reading the base throw. */
export async function layOutImage(
  settings: ImageSettings,
  programs: readonly ProvedProgram[],
  runner: Runner,
): Promise<LaidOutImage> {
  const { context, log, host } = runner;
  const run = runFacts(runner);
  const provenance = provenanceOf(programs, run);
  if (provenance.createdEpochSeconds === 0) {
    log.notice(
      'The binaries carry no commit and SOURCE_DATE_EPOCH is not set: the image is dated 1970, so that equal binaries make equal images.',
    );
  }
  const tags = settings.tags.length > 0 ? settings.tags : defaultTags(run, provenance);
  if (tags.length === 0 && settings.push) throw noTags();
  const folder = settings.layout ?? path.join(context.temp, `ship-go-image-${randomUUID()}`);
  const layout = await openLayout(folder);
  const labels = renderLabels(
    {
      title: programs[0]?.name ?? '',
      source: `${context.serverUrl}/${context.repository}`,
      licence: await findLicence(context.workspace),
      provenance,
    },
    settings.labels,
  );
  const image = await buildImage(settings, {
    programs,
    provenance,
    labels,
    layout,
    log,
    formats: { tarHeader, gzip },
    modifiedEpochSeconds: provenance.createdEpochSeconds,
    zones: () =>
      findZones({
        toolCache: context.toolCache,
        goVersion: programs[0]?.facts.goVersion,
        gorootOnPath: async () =>
          (await goOnPath(host.processes, runner.env, context.workspace, host.platform))?.goroot,
      }),
    base: () => fetchBase(settings, programs, layout, runner),
  });
  await layout.name(image.index, tags);
  log.info(`${image.index.digest} in ${layout.folder}`);
  return { image, layout, tags };
}

/** Pushes what was laid out, unless `push: false`. */
export async function pushLaidOut(
  settings: ImageSettings,
  { image, layout, tags }: LaidOutImage,
  runner: Runner,
): Promise<PushReport | undefined> {
  const { image: name, push } = settings;
  if (!push || name === undefined) {
    runner.log.info('Nothing is pushed (push: false)');
    return undefined;
  }
  const scopes = pushScopes(name, image.base);
  const registry = await connect(name.registry, scopes, settings, runner);
  const report = await pushImage({ image, name, tags }, layout, registry, runner.host);
  runner.log.info(`${registry.origin}: ${transfer(report)}; tagged ${tags.join(', ')}`);
  return report;
}

async function fetchBase(
  settings: ImageSettings,
  programs: readonly ProvedProgram[],
  layout: Layout,
  runner: Runner,
): ReturnType<typeof readBase> {
  const { base } = settings;
  if (base.kind !== 'image') return [];
  const scopes = [`repository:${base.name.repository}:pull`];
  const registry = await connect(base.name.registry, scopes, settings, runner);
  const platforms = programs.map(({ platform }) => platform);
  return readBase(base, platforms, registry, layout);
}

async function connect(
  registry: string,
  scopes: readonly string[],
  settings: ImageSettings,
  runner: Runner,
): Promise<Registry> {
  const { host, log } = runner;
  const mask = (secret: string): void => {
    log.mask(secret);
  };
  const credentials = await credentialsFor(registry, settings, runner);
  const { allowHttp } = settings;
  return openRegistry(registry, { http: host.http, log, mask, credentials, scopes, allowHttp });
}

/** The inputs are for the image's registry; a base elsewhere has what docker's configuration holds. */
async function credentialsFor(
  registry: string,
  { image, username, password }: ImageSettings,
  { env, host, log }: Runner,
): Promise<Credentials | undefined> {
  const isOurs = image?.registry === registry;
  if (isOurs && username !== undefined && password !== undefined) {
    return { kind: 'password', username, password };
  }
  const mask = (secret: string): void => {
    log.mask(secret);
  };
  return dockerCredentials(registry, { env, processes: host.processes, mask });
}

function noTags(): ActionError {
  return new ActionError({
    code: 'no-tags',
    message: 'Neither the run nor the binaries name a version or a commit to tag the image with',
    hint: 'Give "tags".',
  });
}
