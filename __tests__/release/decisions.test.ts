import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Digest, sha256Digest } from '../../src/domain/digest.ts';
import { checkAssetSize, decideAsset, holdsOnly } from '../../src/release/asset-decision.ts';
import { renderMarker } from '../../src/release/body.ts';
import {
  checksumsDigest,
  keptLines,
  parseChecksums,
  renderChecksums,
} from '../../src/release/checksums.ts';
import { electDraft, judgePublished } from '../../src/release/election.ts';
import type { ObservedAsset, ObservedRelease } from '../../src/release/observed.ts';
import { type DesiredRelease, planRelease, type ReleasePlan } from '../../src/release/plan.ts';

const OLD = sha256Digest('0'.repeat(64));
const NEW = sha256Digest('1'.repeat(64));

function plan(changes: Partial<DesiredRelease> = {}): ReleasePlan {
  const desired: DesiredRelease = {
    repository: 'octo/hello',
    serverUrl: 'https://github.example',
    tag: 'v1.2.3',
    tagPrefix: '',
    commit: 'a'.repeat(40),
    name: 'v1.2.3',
    notes: '',
    generateNotes: false,
    draft: false,
    prerelease: 'auto',
    makeLatest: 'auto',
    overwrite: false,
    sameRepository: true,
    ...changes,
  };
  return planRelease(desired, 'go1.26.1', [{ name: 'a.zip' }, { name: 'b.zip' }]);
}

function release(parts: Partial<ObservedRelease>): ObservedRelease {
  return {
    id: 1,
    tag: 'v1.2.3',
    name: '',
    body: '',
    draft: true,
    prerelease: false,
    immutable: false,
    htmlUrl: 'https://github.example/r',
    uploadUrl: '',
    ...parts,
  };
}

function asset(
  name: string,
  digest: Digest | null,
  parts: Partial<ObservedAsset> = {},
): ObservedAsset {
  return { id: 7, name, state: 'uploaded', sizeBytes: 3, digest, downloadUrl: '', ...parts };
}

describe('electDraft', () => {
  it.each([
    ['the lowest id', [release({ id: 9 }), release({ id: 4 }), release({ id: 6 })], 4, [6, 9]],
    ['each draft once', [release({ id: 4 }), release({ id: 4 })], 4, []],
    ['no draft of another tag', [release({ id: 1, tag: 'v9' }), release({ id: 2 })], 2, []],
    ['no published one', [release({ id: 1, draft: false })], undefined, []],
    [
      'one that lost its tag but has our marker',
      [release({ id: 1, tag: 'untagged-abc', body: renderMarker(plan()) }), release({ id: 2 })],
      1,
      [2],
    ],
    [
      'none that lost its tag without our marker',
      [release({ id: 1, tag: 'untagged-abc' })],
      undefined,
      [],
    ],
  ])('elects %s', (_name, drafts, elected, others) => {
    const election = electDraft(drafts, plan());
    expect(election.elected?.id).toBe(elected);
    expect(election.others.map(({ id }) => id)).toEqual(others);
  });
});

describe('judgePublished', () => {
  const pair = [
    { name: 'a.zip', digest: OLD },
    { name: 'b.zip', digest: NEW },
  ] as const;
  const whole = [
    asset('a.zip', OLD),
    asset('b.zip', NEW),
    asset('SHA256SUMS', checksumsDigest(pair)),
  ];
  const ours = { draft: false, body: renderMarker(plan()) };
  const others = { draft: false, body: renderMarker(plan({ commit: 'b'.repeat(40) })) };

  it.each([
    ['ours and whole', ours, whole, {}, 'already-released'],
    [
      'ours, whole and immutable',
      { ...ours, immutable: true },
      whole,
      { overwrite: true },
      'already-released',
    ],
    ['ours and whole, to be overwritten', ours, whole, { overwrite: true }, 'fill'],
    ['ours with an asset gone', ours, whole.slice(1), {}, 'fill'],
    [
      'ours with a broken asset',
      ours,
      [asset('a.zip', OLD, { state: 'starter' }), ...whole.slice(1)],
      {},
      'fill',
    ],
    [
      'ours with false checksums',
      ours,
      [...whole.slice(0, 2), asset('SHA256SUMS', OLD)],
      {},
      'fill',
    ],
    ['ours without digests', ours, whole.map((each) => ({ ...each, digest: null })), {}, 'fill'],
    ['a person’s', { draft: false, body: 'Hi' }, [], {}, 'fill'],
    ['another plan’s, to be overwritten', others, whole, { overwrite: true }, 'fill'],
  ] as const)('%s', (_name, parts, assets, wishes, kind) => {
    expect(judgePublished(release(parts), assets, plan(wishes)).kind).toBe(kind);
  });

  it('refuses another plan’s release, naming both commits', () => {
    expect(() => judgePublished(release(others), whole, plan())).toThrow(
      /its commit is bbbbbbbbbbbb, this run builds aaaaaaaaaaaa/,
    );
  });

  it('refuses an immutable release that is not whole', () => {
    const closed = release({ ...ours, immutable: true });
    expect(() => judgePublished(closed, whole.slice(1), plan())).toThrow(/immutable/);
  });
});

describe('decideAsset', () => {
  const artifact = { name: 'a.zip', sizeBytes: 3, digest: NEW };
  const draft = { draft: true, immutable: false };
  const open = { draft: false, immutable: false };
  const starter = asset('a.zip', null, { state: 'starter', sizeBytes: 0 });
  const bytes = { kind: 'replace', because: 'other-bytes' };
  it.each([
    ['nothing there', draft, undefined, undefined, {}, { kind: 'upload' }],
    ['equal bytes', draft, asset('a.zip', NEW), NEW, {}, { kind: 'skip' }],
    [
      'a broken upload',
      draft,
      starter,
      undefined,
      {},
      { kind: 'replace', because: 'broken-upload' },
    ],
    [
      'a broken upload on a published one',
      open,
      starter,
      undefined,
      {},
      { kind: 'replace', because: 'broken-upload' },
    ],
    ['other bytes in a draft', draft, asset('a.zip', OLD), OLD, {}, bytes],
    [
      'another size, digest unknown',
      draft,
      asset('a.zip', null, { sizeBytes: 9 }),
      undefined,
      {},
      bytes,
    ],
    [
      'the same size, digest unknown',
      draft,
      asset('a.zip', null),
      undefined,
      {},
      { kind: 'compare' },
    ],
    ['other bytes to be overwritten', open, asset('a.zip', OLD), OLD, { overwrite: true }, bytes],
  ] as const)('%s', (_name, place, existing, existingDigest, wishes, expected) => {
    const facts = { artifact, release: place, existing, existingDigest };
    expect(decideAsset(facts, plan(wishes))).toEqual(expected);
  });

  it.each([
    ['other bytes on a published release', open, {}, /000000000000, this run built 111111111111/],
    [
      'other bytes on an immutable one, overwrite or not',
      { draft: false, immutable: true },
      { overwrite: true },
      /other bytes for a.zip/,
    ],
  ] as const)('refuses %s', (_name, place, wishes, message) => {
    const facts = { artifact, release: place, existing: asset('a.zip', OLD), existingDigest: OLD };
    expect(() => decideAsset(facts, plan(wishes))).toThrow(message);
  });

  it('refuses a missing asset on an immutable release', () => {
    const place = { draft: false, immutable: true };
    const facts = { artifact, release: place, existing: undefined, existingDigest: undefined };
    expect(() => decideAsset(facts, plan())).toThrow(/immutable/);
  });
});

describe('checkAssetSize', () => {
  it.each([
    ['just below 2 GiB', 2 ** 31 - 1, false],
    ['exactly 2 GiB', 2 ** 31, true],
  ])('%s', (_name, sizeBytes, refused) => {
    const check = (): void => {
      checkAssetSize({ name: 'a.zip', sizeBytes });
    };
    if (refused) expect(check).toThrow(/below 2 GiB/);
    else expect(check).not.toThrow();
  });
});

describe('holdsOnly', () => {
  it.each([
    ['the same assets', [asset('a.zip', OLD)], true],
    ['only broken ones', [asset('x.zip', null, { state: 'starter' })], true],
    ['another name', [asset('x.zip', OLD)], false],
    ['other bytes', [asset('a.zip', NEW)], false],
    ['bytes nobody knows', [asset('a.zip', null)], false],
  ])('%s', (_name, held, expected) => {
    expect(holdsOnly(held, [asset('a.zip', OLD)])).toBe(expected);
  });
});

describe('renderChecksums', () => {
  it('sorts by bytes and writes what sha256sum reads', () => {
    const text = renderChecksums([
      { name: 'b', digest: OLD },
      { name: 'B', digest: NEW },
    ]);
    expect(text).toBe(`${'1'.repeat(64)}  B\n${'0'.repeat(64)}  b\n`);
  });
});

describe('parseChecksums', () => {
  it('reads back what renderChecksums wrote', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_.@+-]{1,30}$/)),
        fc.boolean(),
        (names, windows) => {
          const lines = names.map((name, at) => ({ name, digest: at % 2 === 0 ? OLD : NEW }));
          const text = renderChecksums(lines);
          const read = parseChecksums(windows ? text.replaceAll('\n', '\r\n') : text);
          expect(renderChecksums(read)).toBe(text);
          expect(read).toHaveLength(names.length);
        },
      ),
    );
  });
});

describe('keptLines', () => {
  const listed = [
    { name: 'x.zip', digest: OLD },
    { name: 'a.zip', digest: OLD },
    { name: 'SHA256SUMS', digest: OLD },
  ];
  it.each([
    ['an asset outside the plan', [asset('x.zip', OLD)], ['x.zip']],
    ['none of an asset with other bytes', [asset('x.zip', NEW)], []],
    ['none of a broken upload', [asset('x.zip', OLD, { state: 'starter' })], []],
    ['none of an asset of unknown bytes', [asset('x.zip', null)], []],
    ['none of an asset that is not listed', [asset('y.zip', OLD)], []],
    ['none of the plan', [asset('a.zip', OLD), asset('SHA256SUMS', OLD)], []],
  ])('keeps %s', (_name, assets, names) => {
    expect(keptLines(listed, assets, plan()).map(({ name }) => name)).toEqual(names);
  });
});
