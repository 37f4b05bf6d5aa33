import { describe, expect, it } from '@jest/globals';
import type { Artifact } from '../../src/domain/artifact.ts';
import { sha256Digest } from '../../src/domain/digest.ts';
import type { ReleaseSession } from '../../src/release/run.ts';
import { holdBack } from '../../src/ship/attest-step.ts';

function artifact(name: string): Artifact {
  return {
    name,
    path: `/out/${name}`,
    kind: 'archive',
    sizeBytes: 1,
    digest: sha256Digest('0'.repeat(64)),
  };
}

describe('the uploads of a job that shares its release', () => {
  it('lack one asset until it lets go: no other job can publish before', async () => {
    const uploaded: string[] = [];
    const unused = (): never => {
      throw new Error('not part of this test');
    };
    const session: ReleaseSession = {
      upload: (one) => {
        uploaded.push(one.name);
        return Promise.resolve();
      },
      state: unused,
      finish: unused,
    };
    const held = holdBack(session, 'b.zip');
    for (const name of ['a.zip', 'b.zip', 'c.zip']) await held.session.upload(artifact(name));
    expect(uploaded).toEqual(['a.zip', 'c.zip']);
    await held.letGo();
    expect(uploaded).toEqual(['a.zip', 'c.zip', 'b.zip']);
  });
});
