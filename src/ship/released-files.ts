import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { mapInParallel } from '../cache/in-parallel.ts';
import { describeError } from '../domain/errors.ts';
import { type ArchivePlan, sbomName } from '../package/plan.ts';
import { CHECKSUMS_NAME } from '../package/checksums.ts';
import { writeText } from '../package/run.ts';
import { programsOf, unpackPrograms } from '../package/unpack-run.ts';
import { fetchAsset } from '../release/fetch-client.ts';
import type { ReleasedAsset, ReleaseOutcome } from '../release/outcome.ts';
import type { Runner } from '../runner/runner.ts';
import { connectRelease } from './release-step.ts';
import type { ShipSettings } from './settings.ts';
import type { Shipment } from './shipment.ts';
import type { Subject } from './subject.ts';

/** Downloads at the same time. */
const FETCHES_AT_ONCE = 3;

/** What fetching depends on. */
interface FetchParts {
  readonly settings: ShipSettings;
  readonly shipment: Shipment;
  readonly subject: Subject;
}

/**
 * Fills the output directory from a release that is complete, as building this job's targets would have: its
 * archives, their bills of materials, SHA256SUMS, and the programs below `bin/`. Returns the absolute paths by
 * asset name. What cannot be fetched is missing there and is told in one warning; never throws.
 */
export async function fetchReleased(
  outcome: ReleaseOutcome,
  parts: FetchParts,
  runner: Runner,
): Promise<ReadonlyMap<string, string>> {
  const { outputDirectory } = parts.subject;
  const files = new Map<string, string>();
  const failures: string[] = [];
  const attempt = async (name: string, work: () => Promise<string>): Promise<void> => {
    try {
      files.set(name, await work());
    } catch (error) {
      failures.push(`${name} (${describeError(error)})`);
    }
  };
  const wanted = wantedFiles(parts.shipment, outcome);
  try {
    await clear(parts);
    const fetch = await connectAssets(outcome, parts, runner);
    await mapInParallel(wanted, FETCHES_AT_ONCE, (one) =>
      attempt(one.asset.name, () => fetchOne(one, fetch, outputDirectory, runner)),
    );
  } catch (error) {
    failures.push(`${wanted.map(({ asset }) => asset.name).join(', ')} (${describeError(error)})`);
  }
  const text = outcome.checksums;
  if (text !== undefined) {
    const document = { name: CHECKSUMS_NAME, kind: 'checksums', text } as const;
    await attempt(CHECKSUMS_NAME, async () => (await writeText(document, outputDirectory)).path);
  }
  if (failures.length > 0) {
    runner.log.warning(
      `${outcome.tag} is released, but not all of it could be fetched, so later steps find neither these files nor the programs in them in ${outputDirectory}: ${failures.join('; ')}. Re-run the job if a later step needs them.`,
    );
  }
  return files;
}

/** One file to fetch. `archive` is absent for one that holds no programs. */
interface WantedFile {
  readonly asset: ReleasedAsset;
  readonly archive?: ArchivePlan;
}

/** The release may hold what other jobs of a matrix made; theirs is not fetched. */
function wantedFiles({ archives }: Shipment, { assets }: ReleaseOutcome): readonly WantedFile[] {
  return archives.flatMap((archive) =>
    assets.flatMap((asset) => {
      if (asset.name === archive.name) return [{ asset, archive }];
      return asset.name === sbomName(archive.name) ? [{ asset }] : [];
    }),
  );
}

/** What an earlier run left on this machine must not be taken for what could not be fetched. */
async function clear({ shipment, subject }: FetchParts): Promise<void> {
  for (const archive of shipment.archives) {
    const names = [archive.name, sbomName(archive.name)];
    const files = names.map((name) => path.join(subject.outputDirectory, name));
    for (const file of [...files, ...programsOf(archive).map((program) => program.path)]) {
      await rm(file, { force: true });
    }
  }
}

/** Downloads an asset into a file. */
type Fetch = (asset: ReleasedAsset, toFile: string) => Promise<void>;

/** Ids are looked up here, as an outcome has none: they are of use to this step alone. */
async function connectAssets(
  { releaseId }: ReleaseOutcome,
  { settings }: FetchParts,
  runner: Runner,
): Promise<Fetch> {
  const { repository } = settings.release;
  const client = await connectRelease(repository, runner);
  const assets = releaseId === undefined ? undefined : await client.listAssets(releaseId);
  const ids = new Map(assets?.map(({ name, id }) => [name, id]) ?? []);
  const { apiUrl } = runner.context;
  const token = runner.inputs.text('token') ?? '';
  const store = { http: runner.host.http, apiUrl, repository, token };
  return (asset, toFile) => {
    const id = ids.get(asset.name);
    if (id === undefined) throw new Error('it is not on the release any more');
    return fetchAsset(store, { ...asset, id }, toFile);
  };
}

async function fetchOne(
  { asset, archive }: WantedFile,
  fetch: Fetch,
  outputDirectory: string,
  { log }: Runner,
): Promise<string> {
  const file = path.join(outputDirectory, asset.name);
  const partial = `${file}.partial`;
  try {
    await mkdir(outputDirectory, { recursive: true });
    await fetch(asset, partial);
    if (archive !== undefined) await unpackPrograms(archive, partial);
    await chmod(partial, archive?.format === 'none' ? 0o755 : 0o644);
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
  const names = archive === undefined ? [] : programsOf(archive).map(({ name }) => name);
  const what = names.length === 0 ? '' : ` with ${names.join(', ')}`;
  log.info(`Fetched ${asset.name}${what}: ${asset.sizeBytes} bytes, ${asset.digest}`);
  return file;
}
