import type { FakeGoProxy, ServedFile } from '../fakes/go-proxy.ts';
import { h1Of, logWith, tinyGo } from './install-support.ts';
import { syntheticLog, type SyntheticLog } from './synthetic-log.ts';
import { type SyntheticEntry, syntheticZip } from './synthetic-zip.ts';

/** The toolchain that is attacked, as a module. */
export const VERSION = 'v0.0.1-go1.25.3.linux-amd64';
const PREFIX = `golang.org/toolchain@${VERSION}/`;
export const ZIP = `golang.org/toolchain/@v/${VERSION}.zip`;
/** Where the proxy stands in for the database. */
export const DB = 'sumdb/sum.example.com';
/** What an honest proxy's archive holds. */
export const honest = tinyGo('1.25.3', PREFIX);

/** A module proxy with one toolchain and a checksum database of our own, to be corrupted. */
export interface AttackedProxy {
  readonly proxy: Pick<FakeGoProxy, 'files'>;
  /** The database as {@link serve} made it last. */
  readonly log: SyntheticLog;
  /** Serves a zip and a database that vouches for `vouched`, by default for just that zip. */
  serve(entries: readonly SyntheticEntry[], vouched?: readonly SyntheticEntry[]): void;
  /** Changes a file that is served. */
  change(name: string, edit: (content: Buffer) => ServedFile): void;
}

/** Serves the honest toolchain on `proxy`. */
export function attackedProxy(proxy: Pick<FakeGoProxy, 'files'>): AttackedProxy {
  let log: SyntheticLog;
  const serve: AttackedProxy['serve'] = (entries, vouched = entries) => {
    const made = logWith(new Map([[VERSION, h1Of(vouched)]]));
    log = made.log;
    proxy.files.clear();
    proxy.files.set(ZIP, syntheticZip(entries));
    for (const [name, content] of log.files(made.lookups)) {
      proxy.files.set(`${DB}/${name}`, content);
    }
  };
  serve(honest);
  return {
    proxy,
    get log() {
      return log;
    },
    serve,
    change(name, edit) {
      const file = proxy.files.get(name);
      if (typeof file === 'number' || file === undefined) {
        throw new Error(`nothing is served at ${name}`);
      }
      proxy.files.set(name, edit(Buffer.from(file)));
    },
  };
}

/** A name, what corrupts the proxy, and the words that must tell it apart from the others. */
export type Attack = readonly [string, (on: AttackedProxy) => void, RegExp];

/** What can be wrong. */
export function attacks(): readonly Attack[] {
  return TABLE;
}

const TABLE: readonly Attack[] = [
  [
    'a changed byte in a file',
    (on) => {
      on.serve(
        honest.map((entry) =>
          entry.name.endsWith('bin/go') ? { ...entry, content: '#!/bin/sh\necho GO\n' } : entry,
        ),
        honest,
      );
    },
    /expected h1:.* \(sum\.example\.com\), got h1:.* from http/,
  ],
  [
    'an added file',
    (on) => {
      on.serve([...honest, { name: `${PREFIX}bin/extra`, content: 'x' }], honest);
    },
    /expected h1:.*got h1:/,
  ],
  [
    'a missing file',
    (on) => {
      on.serve(honest.slice(0, -1), honest);
    },
    /expected h1:.*got h1:/,
  ],
  [
    'a renamed file',
    (on) => {
      on.serve(
        honest.map((entry) =>
          entry.name.endsWith('make.bash') ? { ...entry, name: `${PREFIX}src/make2.bash` } : entry,
        ),
        honest,
      );
    },
    /expected h1:.*got h1:/,
  ],
  [
    'the record of another module',
    (on) => {
      on.change(
        `${DB}/lookup/golang.org/toolchain@${VERSION}`,
        () => `5\n${on.log.records[5] ?? ''}\n${on.log.signedTree(300)}`,
      );
    },
    /expected the record of golang\.org\/toolchain .*, got record 5: example\.com\/m5/,
  ],
  [
    'a record whose hash was changed',
    (on) => {
      on.change(`${DB}/lookup/golang.org/toolchain@${VERSION}`, (old) =>
        old.toString().replace(/h1:./, 'h1:_'),
      );
    },
    /expected a tree with the signed root .*, got the root/,
  ],
  [
    'a record number that is not its own',
    (on) => {
      on.change(`${DB}/lookup/golang.org/toolchain@${VERSION}`, (old) =>
        old.toString().replace(/^137/, '138'),
      );
    },
    /expected a tree with the signed root/,
  ],
  [
    'a changed tree size',
    (on) => {
      on.change(`${DB}/lookup/golang.org/toolchain@${VERSION}`, (old) =>
        old.toString().replace('\n300\n', '\n299\n'),
      );
    },
    /signature of sum\.example\.com\+.* does not fit the text/,
  ],
  [
    'an older tree without the record',
    (on) => {
      on.change(
        `${DB}/lookup/golang.org/toolchain@${VERSION}`,
        () => `137\n${on.log.records[137] ?? ''}\n${on.log.signedTree(100)}`,
      );
    },
    /expected a tree that holds record 137, got an older one of 100 records/,
  ],
  [
    'a cut tile',
    (on) => {
      on.change(`${DB}/tile/8/0/000`, (old) => old.subarray(0, 1000));
    },
    /expected whole tiles, got one that is cut/,
  ],
  [
    'a changed tile',
    (on) => {
      on.change(`${DB}/tile/8/0/000`, (old) => {
        old[40] = (old[40] ?? 0) ^ 1;
        return old;
      });
    },
    /expected a tree with the signed root/,
  ],
  [
    'a signature of another key',
    (on) => {
      const other = syntheticLog('sum.example.com', on.log.records);
      on.change(
        `${DB}/lookup/golang.org/toolchain@${VERSION}`,
        () => `137\n${on.log.records[137] ?? ''}\n${other.signedTree(300)}`,
      );
    },
    /expected a signature of sum\.example\.com\+[0-9a-f]{8}, got only sum\.example\.com\+/,
  ],
  [
    'no signature at all',
    (on) => {
      on.change(`${DB}/lookup/golang.org/toolchain@${VERSION}`, (old) =>
        old.toString().replace(/\n\u2014.*\n$/, '\n'),
      );
    },
    /got no readable signature/,
  ],
  [
    'an answer of another kind',
    (on) => {
      on.change(`${DB}/lookup/golang.org/toolchain@${VERSION}`, () => '<html>');
    },
    /expected a record, got something else/,
  ],
  [
    'no record in the database',
    (on) => {
      on.proxy.files.delete(`${DB}/lookup/golang.org/toolchain@${VERSION}`);
    },
    /expected a record in sum\.example\.com, got HTTP 404/,
  ],
  [
    'the archive of another version, vouched for',
    (on) => {
      on.serve(tinyGo('1.25.2', PREFIX));
    },
    /archive for Go 1\.25\.3 .* holds Go 1\.25\.2/,
  ],
  [
    'the folder of another version, vouched for',
    (on) => {
      on.serve(tinyGo('1.25.3', 'golang.org/toolchain@v0.0.1-go1.25.2.linux-amd64/'));
    },
    /expected only names that begin with golang\.org\/toolchain@v0\.0\.1-go1\.25\.3/,
  ],
  [
    'a zip that is cut',
    (on) => {
      on.change(ZIP, (old) => old.subarray(0, old.length - 40));
    },
    /no end record; it is cut/,
  ],
  [
    'something that is no zip',
    (on) => {
      on.proxy.files.set(ZIP, 'not a zip');
    },
    /no end record/,
  ],
  [
    'a path that climbs out',
    (on) => {
      on.serve([...honest, { name: `${PREFIX}../../evil`, content: 'x' }]);
    },
    /leaves the folder/,
  ],
  [
    'an absolute path',
    (on) => {
      on.serve([...honest, { name: '/etc/evil', content: 'x' }]);
    },
    /leaves the folder/,
  ],
  [
    'a device of Windows',
    (on) => {
      on.serve([...honest, { name: `${PREFIX}src/Aux.go`, content: 'x' }]);
    },
    /means another file, or a device, on Windows/,
  ],
  [
    'a go.mod that a module cannot hold',
    (on) => {
      on.serve([...honest, { name: `${PREFIX}src/go.mod`, content: 'module evil\n' }]);
    },
    /it holds .*src\/go\.mod, which the zip of a module cannot hold/,
  ],
  [
    'a symbolic link',
    (on) => {
      on.serve([...honest, { name: `${PREFIX}bin/link`, content: '/etc', unixMode: 0o120777 }]);
    },
    /link or a special file/,
  ],
  [
    'two names that differ in case',
    (on) => {
      on.serve([...honest, { name: `${PREFIX}version`, content: 'x' }]);
    },
    /one file on some disks/,
  ],
  [
    'a size that is a lie',
    (on) => {
      on.serve(honest.map((entry) => ({ ...entry, declaredBytes: 5 })));
    },
    /larger than declared|another size/,
  ],
  [
    'a size bomb',
    (on) => {
      on.serve([
        ...honest,
        { name: `${PREFIX}bomb`, content: 'x', declaredBytes: 600 * 1024 * 1024 },
      ]);
    },
    /unpacks to more than/,
  ],
  [
    'a local header with another name',
    (on) => {
      on.serve(
        honest.map((entry, index) =>
          index === 0 ? { ...entry, localName: `${PREFIX}OTHER` } : entry,
        ),
      );
    },
    /described differently in its local header/,
  ],
];
