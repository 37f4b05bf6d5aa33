import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a foreign tool and returns its standard output; rejects when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...options.env };
  const { stdout } = await execute(command, [...args], {
    ...options,
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** What Python's own readers say of one file in an archive. */
export interface ForeignMember {
  readonly name: string;
  readonly mode: number;
  readonly size: number;
  readonly sha256: string;
  /** Seconds since 1970; zip's zoneless time read as UTC. */
  readonly mtime: number;
  /** Owner, group, their names and the entry type (tar); system, method, flags and extra length (zip). */
  readonly rest: readonly unknown[];
}

const READER = `
import calendar, hashlib, json, sys, tarfile, zipfile
def tar_members(path):
    with tarfile.open(path) as archive:
        for m in archive:
            data = archive.extractfile(m).read()
            yield m.name, m.mode, m.size, data, m.mtime, [m.uid, m.gid, m.uname, m.gname, m.type.decode()]
def zip_members(path):
    with zipfile.ZipFile(path) as archive:
        for m in archive.infolist():
            data = archive.read(m)
            yield m.filename, m.external_attr >> 16, m.file_size, data, calendar.timegm(m.date_time), [m.create_system, m.compress_type, m.flag_bits, len(m.extra)]
reports = []
for path in json.load(open(sys.argv[1])):
    members = zip_members(path) if path.endswith('.zip') else tar_members(path)
    reports.append([dict(name=n, mode=o, size=s, sha256=hashlib.sha256(d).hexdigest(), mtime=t, rest=r) for n, o, s, d, t, r in members])
json.dump(reports, sys.stdout)
`;

/** The members of each archive (zip, tar, tar.gz), read by Python in one process. */
export async function readWithPython(
  archives: readonly string[],
): Promise<readonly (readonly ForeignMember[])[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ship-go-python-'));
  try {
    const list = join(folder, 'archives.json');
    await writeFile(list, JSON.stringify(archives));
    return JSON.parse(await run('python3', ['-c', READER, list])) as (readonly ForeignMember[])[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
