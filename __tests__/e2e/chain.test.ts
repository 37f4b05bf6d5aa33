import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../support/needs.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { ACTION } from './scene.ts';

// npm start -- --full: every action of this project, run as the runner runs it, from a tag to a rollback.
// The script ends with an error at the first thing that is not as it should be.

let folder: TemporaryFolder;
let output: string;

describeWith(
  'podman',
  'runc',
  'skopeo',
)('the whole way with the example', () => {
  beforeAll(async () => {
    folder = await temporaryFolder('chain-');
    const script = path.join(ACTION, 'scripts', 'demo.ts');
    const args = [script, '--full', '--state', path.join(folder.path, 'state')];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: ACTION,
      maxBuffer: 64 * 1024 * 1024,
    });
    output = stdout;
  }, 900_000);

  afterAll(async () => {
    await promisify(execFile)('chmod', ['-R', 'u+w', folder.path]);
    await folder.remove();
  });

  const seen = (step: string): string =>
    new RegExp(`^${step} {2,}(.+)$`, 'm').exec(output)?.[1] ?? '';

  it('makes an image of what was released, sound to crane and skopeo', () => {
    expect(seen('release v1\\.0\\.0')).toBe('2 archives, published');
    expect(seen('image')).toMatch(/^v1\.0\.0 sha256:[0-9a-f]{64}$/);
    expect(seen('crane validate')).toBe('the pushed image is sound');
    expect(seen('skopeo inspect')).toBe('the same digest');
  });

  it('runs that image as nobody in particular, without capabilities, healthy, until SIGTERM', () => {
    expect(seen('container')).toMatch(
      /^1\.0\.0 as 65532:65532, capabilities 0{16}, read-only, 1\d\d TLS roots, time zones, healthy, ended with 0 after SIGTERM$/,
    );
  });

  it('deploys the second version by a signed webhook, and sees it serve', () => {
    expect(seen('deploy v2\\.0\\.0')).toBe('signed, answered 202');
    expect(seen('verify 2\\.0\\.0')).toBe('2.0.0 is serving');
    expect(output).toMatch(/^the receiver says {2,}succeeded$/m);
  });

  it('finds that a sick third version does not serve, and the second back in its place', () => {
    expect(seen('verify 3\\.0\\.0')).toBe('refused: wrong-version, saw 2.0.0');
    expect(output).toMatch(/^the receiver says {2,}rolled-back$/m);
    expect(output.lastIndexOf('2.0.0 is serving')).toBeGreaterThan(output.indexOf('rolled-back'));
    expect(seen('the receiver and its service after SIGTERM')).toBe('exit status 0');
  });
});
