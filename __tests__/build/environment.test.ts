import { describe, expect, it } from '@jest/globals';
import { neutralEnvironment, parseEnvLines } from '../../src/build/environment.ts';
import { refusal } from './refusal.ts';

describe('neutralEnvironment', () => {
  const settings = {
    GOFLAGS: '',
    GOPROXY: 'https://proxy.example.com',
    GOCACHE: '/cache',
    CC: 'gcc',
  };

  it.each([
    'GOOS',
    'GOARM',
    'GOAMD64',
    'GOFLAGS',
    'GOEXPERIMENT',
    'GOROOT',
    'GO111MODULE',
    'goflags',
    'SOURCE_DATE_EPOCH',
  ])('keeps the %s of the machine out', (name) => {
    const { env } = neutralEnvironment({ PATH: '/bin', [name]: 'of-the-machine' }, settings, {
      cgo: false,
    });
    expect(Object.values(env)).not.toContain('of-the-machine');
    expect(env['PATH']).toBe('/bin');
  });

  it('switches the settings file off and keeps what it says about places', () => {
    const { env } = neutralEnvironment({}, settings, { cgo: false });
    expect(env).toEqual({
      GOENV: 'off',
      GOFLAGS: '-trimpath',
      GOTOOLCHAIN: 'local',
      CGO_ENABLED: '0',
      GOPROXY: 'https://proxy.example.com',
      GOCACHE: '/cache',
    });
  });

  it('keeps the C compiler where cgo is on', () => {
    const { env } = neutralEnvironment({}, settings, { cgo: true });
    expect(env).toMatchObject({ CGO_ENABLED: '1', CC: 'gcc' });
  });

  it.each([
    {
      name: 'foreign flags',
      found: { GOFLAGS: '-buildvcs=false' },
      words: ['GOFLAGS="-buildvcs=false"'],
    },
    { name: 'an experiment', found: { GOEXPERIMENT: 'jsonv2' }, words: ['GOEXPERIMENT="jsonv2"'] },
    { name: 'FIPS mode', found: { GOFIPS140: 'latest' }, words: ['GOFIPS140="latest"'] },
    { name: 'nothing when there is nothing', found: { GOFLAGS: '', GOFIPS140: 'off' }, words: [] },
  ])('tells the user about $name', ({ found, words }) => {
    const { notices } = neutralEnvironment({}, found, { cgo: false });
    expect(notices).toHaveLength(words.length);
    for (const word of words) expect(notices.join()).toContain(word);
  });
});

describe('parseEnvLines', () => {
  it('takes values as they stand', () => {
    expect(parseEnvLines(['A=b=c d', 'EMPTY=', 'GOEXPERIMENT=jsonv2'])).toEqual({
      A: 'b=c d',
      EMPTY: '',
      GOEXPERIMENT: 'jsonv2',
    });
  });

  it.each([
    { line: 'GOOS=linux', code: 'env-conflict', hint: 'targets' },
    { line: 'GOAMD64=v3', code: 'env-conflict', hint: 'targets' },
    { line: 'CGO_ENABLED=1', code: 'env-conflict', hint: 'cgo' },
    { line: 'GOFLAGS=-mod=mod', code: 'env-conflict', hint: 'build-flags' },
    { line: 'goos=linux', code: 'env-conflict', hint: 'targets' },
    { line: 'novalue', code: 'bad-env-line', hint: 'KEY=VALUE' },
    { line: 'A B=c', code: 'bad-env-line', hint: 'KEY=VALUE' },
  ])('refuses $line', ({ line, code, hint }) => {
    const error = refusal(() => parseEnvLines([line]));
    expect(error.code).toBe(code);
    expect(error.hint).toContain(hint);
  });

  it('refuses a name that is set twice', () => {
    expect(refusal(() => parseEnvLines(['A=1', 'A=2'])).code).toBe('bad-env-line');
  });
});
