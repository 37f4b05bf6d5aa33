import type { Zone } from './zoneinfo.ts';

/** One file or folder of a layer. */
export interface RootFile {
  /** Relative to the root; a folder's ends with `/`. */
  readonly name: string;
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Empty for folders. */
  readonly bytes: Uint8Array;
}

/** The uid and gid of `nonroot`, as other minimal images have them. */
export const NONROOT_ID = 65532;

/** Where the programs of an image lie. */
export const PROGRAM_FOLDER = 'usr/local/bin';

const PASSWD = [
  'root:x:0:0:root:/root:/sbin/nologin',
  'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin',
  `nonroot:x:${NONROOT_ID}:${NONROOT_ID}:nonroot:/home/nonroot:/sbin/nologin`,
];
const GROUP = ['root:x:0:', 'nobody:x:65534:', `nonroot:x:${NONROOT_ID}:`];
/** Without it Go's resolver may ask DNS before /etc/hosts. @see net/conf.go of Go */
const NSSWITCH = ['hosts: files dns'];
const ZONES = 'usr/share/zoneinfo';

/**
 * The layer below a program that has no base image: certificate authorities, time zones, users, name
 * resolution, a folder for temporary files and a home. Zones are files in a folder and not Go's own archive,
 * since Go reads `TZ` from that folder alone.
 * @param authorities certificates in PEM form
 */
export function scratchFiles(
  authorities: readonly string[],
  zones: readonly Zone[],
): readonly RootFile[] {
  const files = [
    textFile('etc/group', GROUP),
    textFile('etc/nsswitch.conf', NSSWITCH),
    textFile('etc/passwd', PASSWD),
    textFile('etc/ssl/certs/ca-certificates.crt', authorities),
    ...zones.map(({ name, bytes }) => ({ name: `${ZONES}/${name}`, mode: 0o644, bytes })),
  ];
  const special = [
    { ...folder('home/nonroot/'), mode: 0o700, uid: NONROOT_ID, gid: NONROOT_ID },
    { ...folder('root/'), mode: 0o700 },
    { ...folder('tmp/'), mode: 0o1777 },
  ];
  return inOrder([...withParents([...files, ...special]), ...files, ...special]);
}

/** Where a program lies in its image: absolute. */
export function programPath(name: string): string {
  return `/${PROGRAM_FOLDER}/${name}`;
}

/** The folders that lead to files, without those in the list. */
export function withParents(files: readonly Pick<RootFile, 'name'>[]): readonly RootFile[] {
  const present = new Set(files.map(({ name }) => name));
  const parents = new Set<string>();
  for (const { name } of files) {
    const parts = name.replace(/\/$/, '').split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      parents.add(`${parts.slice(0, depth).join('/')}/`);
    }
  }
  return [...parents].filter((name) => !present.has(name)).map(folder);
}

/** A fixed order, each folder before what it holds. */
function inOrder(files: readonly RootFile[]): readonly RootFile[] {
  return [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function folder(name: string): RootFile {
  return { name, mode: 0o755, bytes: new Uint8Array(0) };
}

function textFile(name: string, lines: readonly string[]): RootFile {
  const text = lines.map((line) => `${line.trimEnd()}\n`).join('');
  return { name, mode: 0o644, bytes: Buffer.from(text, 'utf8') };
}
