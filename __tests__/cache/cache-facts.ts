import type { CacheFacts } from '../../src/cache/facts.ts';
import { digestSumFile } from '../../src/cache/keys.ts';
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
  sumFiles: [{ path: '/src/go.sum', digest: digestSumFile('sums') }],
  buildIdentity: ['linux/amd64', 'windows/amd64', '-trimpath'],
  publishes: false,
  isTag: false,
  isDefaultBranch: true,
  vendored: false,
  commit: '0123456789abcdef0123456789abcdef01234567',
};
