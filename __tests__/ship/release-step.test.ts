import { describe, expect, it } from '@jest/globals';
import type { ReleaseState } from '../../src/release/state.ts';
import { lookAtRelease } from '../../src/ship/release-step.ts';
import type { RunState } from '../../src/ship/state.ts';
import { REPO, type Scene, withScene } from '../release/scene.ts';
import { recordingRunner } from './recording-runner.ts';

/** The root action's way to a release in this scene, and what it leaves for post. */
async function shipTo(scene: Scene): Promise<{
  readonly finish: () => Promise<unknown>;
  readonly left: () => ReleaseState | undefined;
  readonly warnings: readonly string[];
}> {
  const { runner, warnings } = recordingRunner();
  const look = await lookAtRelease(scene.plan(), {
    ...runner,
    inputs: { text: () => scene.github.token({ contents: 'write' }) },
    context: { apiUrl: scene.github.apiUrl },
    host: { clock: scene.clock },
  });
  if (look.kind !== 'go-on' || look.session === undefined) throw new Error(look.kind);
  let state: Partial<RunState> = {};
  const kept = { update: (change: Partial<RunState>) => (state = { ...state, ...change }) };
  look.keepIn(kept);
  for (const artifact of await scene.artifacts()) await look.session.upload(artifact);
  return { finish: () => look.finish(kept), left: () => state.release, warnings };
}

describe('what the root action leaves for its post step', () => {
  it('is nothing once the release is complete', () =>
    withScene(async (scene) => {
      const { finish, left } = await shipTo(scene);
      await finish();
      expect(scene.theRelease()).toMatchObject({ draft: false });
      expect(left()).toBeUndefined();
    }));

  it('names the draft that was made anew when somebody deleted the first, also when finishing fails then', () =>
    withScene(async (scene) => {
      const { github } = scene;
      const { finish, left } = await shipTo(scene);
      const first = scene.theRelease().id;
      github.hooks.onRequest = ({ operation }) => {
        if (operation !== 'repos/update-release') return;
        delete github.hooks.onRequest;
        github.deleteRelease(REPO, first);
        // The draft made in its place takes no asset.
        const fault = { kind: 'status', status: 422, when: 'before' } as const;
        github.faults.next(({ host }) => host === 'upload', fault, 100);
      };
      await expect(finish()).rejects.toMatchObject({ name: 'ActionError' });
      const { id: second } = scene.theRelease();
      expect(second).not.toBe(first);
      expect(left()).toMatchObject({ releaseId: second });
      expect(left()?.createdIds).toContain(second);
    }));

  it('is everything when somebody keeps changing the draft, of which main warns', () =>
    withScene(async (scene) => {
      scene.github.hooks.onRequest = ({ operation }) => {
        if (operation === 'repos/get-latest-release') scene.github.deleteAsset(REPO, 'SHA256SUMS');
      };
      const { finish, left, warnings } = await shipTo(scene);
      expect(await finish()).toMatchObject({ complete: false, missing: [] });
      expect(warnings).toEqual([
        'The release of v1.2.3 is left as a draft for now: its assets kept changing while it was to be published',
      ]);
      expect(left()?.artifacts).toHaveLength(scene.plan().assets.length);
    }));
});
