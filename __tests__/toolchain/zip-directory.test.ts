import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  locateZipDirectory,
  parseZipDirectory,
  type ZipEntry,
} from '../../src/toolchain/zip-directory.ts';
import { type SyntheticEntry, syntheticZip } from './synthetic-zip.ts';

function read(zip: Uint8Array): readonly ZipEntry[] {
  const location = locateZipDirectory(zip, zip.length);
  return parseZipDirectory(
    zip.subarray(location.offset, location.offset + location.sizeBytes),
    location,
  );
}

describe('a zip directory', () => {
  it('lists files and folders with their sizes', () => {
    const zip = syntheticZip([
      { name: 'go/', content: '', unixMode: 0o040755 },
      { name: 'go/VERSION', content: 'go1.25.3\n' },
      { name: 'go/src/größe.go', content: 'package x\n' },
      { name: 'go/src/.auxiliary/console.go', content: '' },
    ]);
    expect(
      read(zip).map(({ name, sizeBytes, isDirectory }) => [name, sizeBytes, isDirectory]),
    ).toEqual([
      ['go/', 0, true],
      ['go/VERSION', 9, false],
      ['go/src/größe.go', 10, false],
      ['go/src/.auxiliary/console.go', 0, false],
    ]);
  });

  const refused: readonly (readonly [string, readonly SyntheticEntry[], RegExp])[] = [
    ['a path that climbs', [{ name: 'go/../x', content: '' }], /leaves the folder/],
    ['an absolute path', [{ name: '/x', content: '' }], /leaves the folder/],
    ['an empty name', [{ name: '', content: '' }], /leaves the folder/],
    ['a dot element', [{ name: 'go/./x', content: '' }], /leaves the folder/],
    ['a backslash', [{ name: 'go\\x', content: '' }], /may not have/],
    ['a drive', [{ name: 'C:/x', content: '' }], /may not have/],
    ['a line feed', [{ name: 'go/a\nb', content: '' }], /may not have/],
    ['a dot at the end', [{ name: 'go/x./y', content: '' }], /means another file/],
    ['a space at the end', [{ name: 'go/x ', content: '' }], /means another file/],
    ['a device of Windows', [{ name: 'go/nul', content: '' }], /a device, on Windows/],
    ['a device with a suffix', [{ name: 'go/COM1.go', content: '' }], /a device, on Windows/],
    ['a link', [{ name: 'go/x', content: '', unixMode: 0o120777 }], /link or a special file/],
    ['a device', [{ name: 'go/x', content: '', unixMode: 0o020644 }], /link or a special file/],
    ['an encrypted file', [{ name: 'go/x', content: '', flags: 1 }], /encrypted/],
    [
      'a name twice',
      [
        { name: 'go/x', content: '' },
        { name: 'go/x', content: '' },
      ],
      /twice/,
    ],
    [
      'names that differ in case',
      [
        { name: 'go/x', content: '' },
        { name: 'go/X', content: '' },
      ],
      /one file on some disks/,
    ],
    [
      'folders that differ in case',
      [
        { name: 'go/a/x', content: '' },
        { name: 'go/A/y', content: '' },
      ],
      /one file on some disks/,
    ],
    [
      'a file that is also a folder',
      [
        { name: 'go/x', content: '' },
        { name: 'go/x/y', content: '' },
      ],
      /both a file and a folder/,
    ],
    [
      'too many bytes',
      [{ name: 'go/x', content: '', declaredBytes: 0xfffffff0 }],
      /unpacks to more/,
    ],
  ];
  it.each(refused)('refuses %s', (_name, entries, words) => {
    expect(() => read(syntheticZip(entries))).toThrow(
      expect.objectContaining({ code: 'bad-archive', message: expect.stringMatching(words) }),
    );
  });

  it('survives any change to its bytes: entries or a refusal, nothing else', () => {
    const zip = syntheticZip([
      { name: 'go/VERSION', content: 'go1.25.3\n' },
      { name: 'go/bin/go', content: 'x'.repeat(100) },
    ]);
    const change = fc.tuple(fc.nat({ max: zip.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.nat({ max: 60 }),
        (changes, cut) => {
          const damaged = Buffer.from(zip);
          for (const [at, byte] of changes) damaged[at] = byte;
          try {
            for (const entry of read(damaged.subarray(0, damaged.length - cut))) {
              expect(entry.name).not.toMatch(/(^|\/)\.\.?(\/|$)|^\/|\\/);
              expect(entry.offset + entry.compressedBytes).toBeLessThanOrEqual(damaged.length);
            }
          } catch (error) {
            expect(error).toMatchObject({ code: 'bad-archive' });
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('refuses bytes that are no archive', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => read(bytes)).toThrow(expect.objectContaining({ code: 'bad-archive' }));
      }),
    );
  });
});
