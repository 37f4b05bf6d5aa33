import type { CacheFacts } from '../../src/cache/facts.ts';
import { digestKeyFile } from '../../src/cache/keys.ts';
import type { CacheSettings } from '../../src/cache/plan.ts';

/** The inputs' defaults. */
export const DEFAULTS: CacheSettings = {
  mode: 'on',
  write: 'auto',
  onRelease: 'modules',
  prefix: '',
};

/** A push to the default branch that publishes nothing. */
export const PUSH: CacheFacts = {
  os: 'Linux',
  arch: 'X64',
  imageOs: 'ubuntu24',
  goVersion: '1.26.8',
  goModCache: '/home/runner/go/pkg/mod',
  goCache: '/home/runner/.cache/go-build',
  keyFiles: [{ digest: digestKeyFile('sums') }],
  sumFiles: ['/src/go.sum'],
  buildIdentity: ['linux/amd64', 'windows/amd64', '-trimpath'],
  publishes: false,
  origin: 'default-branch',
  vendored: false,
  commit: '0123456789abcdef0123456789abcdef01234567',
};
