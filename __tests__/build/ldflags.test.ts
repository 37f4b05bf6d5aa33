import { describe, expect, it } from '@jest/globals';
import { parseLdflags, renderLdflags, stampedVariables } from '../../src/build/ldflags.ts';
import { refusal } from './refusal.ts';

const subject = {
  name: 'ship',
  target: { goos: 'linux', goarch: 'arm', variant: '6' },
  revision: {
    commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
    commitDate: '2026-03-01T12:00:00Z',
    commitEpochSeconds: 1772366400,
    tag: 'v1.2.3',
    version: '1.2.3',
    prerelease: false,
    snapshot: false,
  },
};

const DEFAULTS =
  '-s -w -X main.version=1.2.3 -X main.commit=a1b2c3d4e5f60718293a4b5c6d7e8f9012345678 -X main.date=2026-03-01T12:00:00Z';

describe('ldflags', () => {
  it('strips symbols and stamps version, commit and commit date', () => {
    expect(renderLdflags(parseLdflags(''), subject)).toBe(DEFAULTS);
  });

  it('replaces every variable', () => {
    const text =
      '-X=main.all={version}|{tag}|{commit}|{short-commit}|{commit-date}|{name}|{goos}|{goarch}';
    expect(renderLdflags(parseLdflags(text), subject)).toBe(
      `${DEFAULTS} -X=main.all=1.2.3|v1.2.3|a1b2c3d4e5f60718293a4b5c6d7e8f9012345678|a1b2c3d|2026-03-01T12:00:00Z|ship|linux|arm`,
    );
  });

  it('tell which variables they set, however -X is written', () => {
    const words = parseLdflags(`-X=main.a=1 --X example.com/app/v2.b={version} -X 'main.c=d e'`);
    expect(stampedVariables(words)).toEqual([
      'main.version',
      'main.commit',
      'main.date',
      'main.a',
      'example.com/app/v2.b',
      'main.c',
    ]);
  });

  it('quotes a value with a blank as the go command reads it', () => {
    const rendered = renderLdflags(
      parseLdflags(`-X 'main.title=Ship it' -X main.empty="" ""`),
      subject,
    );
    expect(rendered).toBe(`${DEFAULTS} -X 'main.title=Ship it' -X main.empty= ''`);
  });

  it('leaves braces alone that name no variable', () => {
    const rendered = renderLdflags(parseLdflags(`-X 'main.config={"a":1}'`), subject);
    expect(rendered).toContain(`'main.config={"a":1}'`);
  });

  it('has no tag for a snapshot', () => {
    const { commit, commitDate, commitEpochSeconds } = subject.revision;
    const revision = {
      commit,
      commitDate,
      commitEpochSeconds,
      version: '0.0.1',
      prerelease: false,
      snapshot: true,
    };
    const rendered = renderLdflags(parseLdflags('-X main.tag={tag}'), { ...subject, revision });
    expect(rendered.endsWith('-X main.tag=')).toBe(true);
  });

  it.each([
    {
      name: 'an unknown variable',
      text: '-X main.v={verison}',
      words: '{verison}',
      hint: '{version}',
    },
    {
      name: "a template of another tool's",
      text: '-X main.v={{.Version}}',
      words: '{{.Version}}',
      hint: '{version}',
    },
  ])('refuses $name and proposes the right one', ({ text, words, hint }) => {
    const error = refusal(() => parseLdflags(text));
    expect(error.code).toBe('unknown-variable');
    expect(error.message).toContain(words);
    expect(error.hint).toContain(`Did you mean ${hint}?`);
  });

  it('refuses a package pattern in front', () => {
    expect(refusal(() => parseLdflags('all=-X main.a=b')).code).toBe('bad-ldflags');
  });
});
