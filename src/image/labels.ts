import type { Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import type { ProgramFacts, ProvedProgram } from './plan.ts';
import { formatImageName, type ImageName, tagFrom } from './reference.ts';

/** What an image says about where it comes from. */
export interface Provenance {
  /** Full commit id; absent where no program is stamped and the run names none. */
  readonly revision?: string;
  /** RFC 3339 in UTC: the commit's time. */
  readonly created: string;
  readonly createdEpochSeconds: number;
  /** Without `v`; absent where neither the run nor the programs name one. */
  readonly version?: string;
}

/** What the run says, for what the programs do not. */
export interface RunFacts {
  /** The tag of the run or of its release event, with its prefix. */
  readonly tag?: string;
  readonly sha: string;
  /** `SOURCE_DATE_EPOCH`, in seconds since 1970. */
  readonly sourceDateEpoch?: number;
}

/**
 * Where the programs come from, by their own stamps; the run's tag and commit where they have none. Throws
 * {@link ActionError} `mixed-commits` when they come from two commits.
 */
export function provenanceOf(programs: readonly ProvedProgram[], run: RunFacts): Provenance {
  refuseMixed(programs);
  const facts: Partial<ProgramFacts> = programs[0]?.facts ?? {};
  const revision = facts.revision ?? (run.sha === '' ? undefined : run.sha);
  const version = (run.tag === undefined ? undefined : versionIn(run.tag)) ?? facts.version;
  const stamped = facts.commitDate === undefined ? NaN : Date.parse(facts.commitDate);
  const createdEpochSeconds = Math.floor(
    Number.isNaN(stamped) ? (run.sourceDateEpoch ?? 0) : stamped / 1000,
  );
  return {
    created: new Date(createdEpochSeconds * 1000).toISOString().replace('.000Z', 'Z'),
    createdEpochSeconds,
    ...(revision === undefined ? {} : { revision }),
    ...(version === undefined ? {} : { version: version.replace(/^v(?=\d)/, '') }),
  };
}

/** The tags of an image for which none were asked: the run's tag as it is, else a short commit. */
export function defaultTags(run: RunFacts, { revision }: Provenance): readonly string[] {
  const tag =
    (run.tag === undefined ? undefined : tagFrom(run.tag)) ??
    (revision === undefined ? undefined : `sha-${revision.slice(0, 12)}`);
  return tag === undefined ? [] : [tag];
}

/**
 * The labels of an image: the keys of OCI, then the user's own, which win.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md#pre-defined-annotation-keys
 */
export function renderLabels(
  parts: {
    readonly title: string;
    /** Address of the repository. */
    readonly source: string;
    /** SPDX expression. */
    readonly licence: string | undefined;
    readonly provenance: Provenance;
  },
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { provenance, title, source, licence } = parts;
  return {
    ...ociKey('created', provenance.created),
    ...ociKey('licenses', licence),
    ...ociKey('revision', provenance.revision),
    ...ociKey('source', source),
    ...ociKey('title', title),
    ...ociKey('version', provenance.version),
    ...own,
  };
}

/** Those of the labels that OCI defines, which are annotations too, and the base. */
export function renderAnnotations(
  labels: Readonly<Record<string, string>>,
  base?: { readonly name: ImageName; readonly digest: Digest },
): Readonly<Record<string, string>> {
  const defined = Object.entries(labels).filter(([key]) => key.startsWith(OCI_PREFIX));
  return {
    ...Object.fromEntries(defined),
    ...ociKey('base.name', base === undefined ? undefined : formatImageName(base.name)),
    ...ociKey('base.digest', base?.digest),
  };
}

const OCI_PREFIX = 'org.opencontainers.image.';

function ociKey(key: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [`${OCI_PREFIX}${key}`]: value };
}

/** `1.2.3-rc.1` in `v1.2.3-rc.1` and in `cli/v1.2.3-rc.1`. */
function versionIn(tag: string): string | undefined {
  const last = tag.slice(tag.lastIndexOf('/') + 1);
  return /^v?\d+(\.\d+)*([-+.][0-9A-Za-z.+-]+)?$/.test(last) ? last : undefined;
}

function refuseMixed(programs: readonly ProvedProgram[]): void {
  const [first, ...others] = programs;
  const other = others.find(({ facts }) => facts.revision !== first?.facts.revision);
  if (first === undefined || other === undefined) return;
  const commit = ({ facts }: ProvedProgram): string => facts.revision ?? 'no commit';
  throw new ActionError({
    code: 'mixed-commits',
    message: `${first.path} was built from ${commit(first)}, but ${other.path} from ${commit(other)}`,
    hint: 'An image holds one version: start from an empty output directory, or set "platforms".',
  });
}
