import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ActionError } from '../../src/domain/errors.ts';
import { doubtsAbout } from '../../src/image/doubts.ts';
import { withProgram } from '../../src/image/healthcheck.ts';
import { byPlatform, formatPlatform, parsePlatform, platformOf } from '../../src/image/platform.ts';
import {
  checkTag,
  formatImageName,
  isLoopback,
  parseImageName,
  tagFrom,
} from '../../src/image/reference.ts';
import { settingsFor } from './work.ts';

function refusal(work: () => unknown): ActionError {
  try {
    work();
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('the settings of an image', () => {
  it('have defaults that are safe', () => {
    expect(settingsFor({ base: undefined })).toMatchObject({
      base: { kind: 'scratch' },
      user: '65532:65532',
      platforms: [],
      expose: [],
      entrypointArgs: [],
      push: true,
      allowHttp: false,
    });
  });

  it.each([
    ['artifacts', { artifacts: undefined }, 'output-directory'],
    ['image', { image: undefined }, 'push: false'],
    ['image', { image: 'ghcr.io/octo/app:v1' }, '"tags"'],
    ['image', { image: `octo/app@sha256:${'0'.repeat(64)}` }, 'name alone'],
    ['image', { image: 'ghcr.io/octo//app' }, 'host/path'],
    ['tags', { tags: ['v1+build'] }, 'v1_build'],
    ['tags', { tags: ['.hidden'] }, '128 letters'],
    ['tags', { tags: ['x'.repeat(129)] }, '128 letters'],
    ['base', { base: 'debian:12' }, '@sha256:'],
    ['base', { base: 'debian@sha256:abc' }, '@sha256:'],
    ['platforms', { platforms: ['windows/amd64'] }, 'archives'],
    ['platforms', { platforms: ['amd64'] }, 'os/architecture'],
    ['user', { user: 'nonroot' }, '65532:65532'],
    ['user', { user: '99999999999' }, '65532:65532'],
    ['expose', { expose: ['http'] }, '65535'],
    ['expose', { expose: ['70000'] }, '65535'],
    ['labels', { labels: ['no-value'] }, 'KEY=VALUE'],
    ['binary', { binary: 'bin/app' }, 'name of the file'],
    ['entrypoint-args', { entrypointArgs: '[1]' }, 'JSON list'],
    ['entrypoint-args', { entrypointArgs: '"open' }, 'quote'],
    ['registry-password', { username: 'octo' }, 'docker login'],
    ['registry-username', { password: 'secret' }, 'docker login'],
    ['healthcheck', { healthCheck: '["CMD-SHELL", "curl"]' }, 'JSON list'],
    ['healthcheck', { healthCheck: '[]' }, 'JSON list'],
    ['healthcheck', { healthCheck: '{"test": ["/x"], "intervall": "1s"}' }, 'JSON list'],
    ['healthcheck', { healthCheck: '{"test": ["/x"], "interval": "soon"}' }, 'JSON list'],
    ['healthcheck', { healthCheck: '{"test": ["/x"]' }, 'JSON list'],
  ])('refuse a bad %s (%j) and say what to do', (input, given, hint) => {
    const error = refusal(() => settingsFor(given));
    expect(`${error.message} ${error.hint ?? ''}`).toContain(`"${input}"`);
    expect(`${error.message} ${error.hint ?? ''}`).toContain(hint);
  });

  it('need no image where nothing is pushed', () => {
    expect(settingsFor({ image: undefined, push: false })).not.toHaveProperty('image');
  });

  it('take ports, labels and users in their usual spellings', () => {
    const settings = settingsFor({
      expose: ['8080', '53/udp', '8080/tcp'],
      labels: ['a=b=c', 'empty='],
      user: '1000',
    });
    expect(settings.expose).toEqual(['53/udp', '8080/tcp']);
    expect(settings.labels).toEqual({ a: 'b=c', empty: '' });
    expect(settings.user).toBe('1000:1000');
  });

  it.each([
    [`-addr :8080 -name 'a b'`, ['-addr', ':8080', '-name', 'a b']],
    ['-a,-b\n-c', ['-a,-b', '-c']],
    ['["-name", "a b"]', ['-name', 'a b']],
  ])('split the arguments %j', (text, expected) => {
    expect(settingsFor({ entrypointArgs: text }).entrypointArgs).toEqual(expected);
  });
});

describe('a health check', () => {
  const path = '/usr/local/bin/app';

  it.each([
    ['-healthcheck -addr :80', ['CMD', path, '-healthcheck', '-addr', ':80']],
    ['app -healthcheck', ['CMD', path, '-healthcheck']],
    ['["/other", "x y"]', ['CMD', '/other', 'x y']],
    ['["CMD", "app", "-h"]', ['CMD', path, '-h']],
    ['["NONE"]', ['NONE']],
  ])('%j runs %j', (text, expected) => {
    expect(withProgram(settingsFor({ healthCheck: text }).healthCheck!, path).Test).toEqual(
      expected,
    );
  });

  it('takes the times of a Compose file', () => {
    const text =
      '{"test": ["-h"], "interval": "500ms", "timeout": 3, "start_period": "1m", "retries": 2}';
    expect(settingsFor({ healthCheck: text }).healthCheck).toEqual({
      Test: ['CMD', '-h'],
      Interval: 5e8,
      Timeout: 3e9,
      StartPeriod: 60e9,
      Retries: 2,
    });
  });
});

describe('the name of an image', () => {
  it.each([
    ['ghcr.io/Octo-Org/App', 'ghcr.io/octo-org/app'],
    ['localhost:5000/app', 'localhost:5000/app'],
    ['localhost/app', 'localhost/app'],
    ['octo/app', 'docker.io/octo/app'],
    ['app', 'docker.io/library/app'],
    ['index.docker.io/octo/app', 'docker.io/octo/app'],
    ['[::1]:5000/a/b', '[::1]:5000/a/b'],
  ])('%s is %s', (text, expected) => {
    expect(formatImageName(parseImageName(text, 'image'))).toBe(expected);
  });

  it('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          const name = formatImageName(parseImageName(text, 'image'));
          expect(formatImageName(parseImageName(name, 'image'))).toBe(name);
        } catch (error) {
          expect(error).toBeInstanceOf(ActionError);
        }
      }),
    );
  });

  it.each([
    ['localhost:5000', true],
    ['127.0.0.1', true],
    ['[::1]:80', true],
    ['localhost.example.com', false],
    ['127.0.0.1.example.com:80', false],
    ['ghcr.io', false],
  ])('on %s is on this machine: %s', (registry, expected) => {
    expect(isLoopback(registry)).toBe(expected);
  });
});

describe('a tag', () => {
  it('made from any text is one that registries take', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const tag = tagFrom(text);
        if (tag !== undefined) checkTag(tag);
      }),
    );
    expect(tagFrom('cli/v1.2.3+meta')).toBe('v1.2.3_meta');
  });
});

describe('a platform', () => {
  it.each([
    ['amd64', undefined, 'linux/amd64'],
    ['amd64', 'v1', 'linux/amd64'],
    ['amd64', 'v3', 'linux/amd64/v3'],
    ['arm', undefined, 'linux/arm/v7'],
    ['arm', '6', 'linux/arm/v6'],
    ['arm', '5,softfloat', 'linux/arm/v5'],
    ['arm64', undefined, 'linux/arm64'],
    ['arm64', 'v8.0', 'linux/arm64'],
    ['arm64', 'v9.0', 'linux/arm64/v9'],
    ['arm64', 'v8.2,lse', 'linux/arm64/v8.2'],
    ['386', 'softfloat', 'linux/386'],
    ['mips', 'softfloat', 'linux/mips'],
    ['riscv64', 'rva22u64', 'linux/riscv64/rva22u64'],
    ['ppc64le', 'power8', 'linux/ppc64le'],
  ])('of linux/%s/%s is %s', (goarch, variant, expected) => {
    const target = { goos: 'linux', goarch, ...(variant === undefined ? {} : { variant }) };
    expect(formatPlatform(platformOf(target))).toBe(expected);
  });

  it.each([
    ['linux/arm/7', 'linux/arm/v7'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/amd64/v2', 'linux/amd64/v2'],
  ])('written as %s is %s', (text, expected) => {
    expect(formatPlatform(parsePlatform(text))).toBe(expected);
  });

  it('of a low level stands before one of a high level, which an old runtime could not run', () => {
    const order = ['linux/arm64', 'linux/amd64/v3', 'linux/arm/v7', 'linux/amd64', 'linux/arm/v6']
      .map(parsePlatform)
      .sort(byPlatform);
    expect(order.map(formatPlatform)).toEqual([
      'linux/amd64',
      'linux/amd64/v3',
      'linux/arm/v6',
      'linux/arm/v7',
      'linux/arm64',
    ]);
  });
});

describe('what is allowed and most likely not meant', () => {
  const doubts = (inputs: Parameters<typeof settingsFor>[0]): readonly string[] =>
    doubtsAbout(settingsFor(inputs), 'app');

  it.each([['0'], ['0:0'], ['0:65532']])('is the user %s, which is root', (user) => {
    expect(doubts({ user }).join()).toMatch(/as root \(user 0:/);
  });

  it.each([['curl -f http://localhost/ || exit 1'], ['["CMD", "/bin/app", "-healthcheck"]']])(
    'is the health check %s, since nothing but the program is there',
    (healthCheck) => {
      expect(doubts({ healthCheck }).join()).toContain('no program other than /usr/local/bin/app');
    },
  );

  it.each([['-healthcheck'], ['app -healthcheck'], ['/usr/local/bin/app probe'], ['["NONE"]']])(
    'is not the health check %s',
    (healthCheck) => {
      expect(doubts({ healthCheck })).toEqual([]);
    },
  );

  it('is no command that a base may hold, and no user of its own', () => {
    const base = `example.com/base@sha256:${'a'.repeat(64)}`;
    expect(doubts({ base, healthCheck: '/bin/curl -f http://localhost/', user: '1000' })).toEqual(
      [],
    );
  });
});
