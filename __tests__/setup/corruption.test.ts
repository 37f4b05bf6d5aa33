// Every corruption of __tests__/toolchain/attacks.ts once more, through the whole action as users run it.
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { attackedProxy, attacks } from '../toolchain/attacks.ts';
import { type SetupScene, startSetupScene, told } from './scene.ts';

let scene: SetupScene;
beforeEach(async () => {
  scene = await startSetupScene();
});
afterEach(async () => {
  await scene.close();
});

describe('a toolchain that cannot be proved', () => {
  it.each(attacks())(
    'fails the step with its own words and leaves nothing: %s (pain 10)',
    async (_name, corrupt, words) => {
      const served = attackedProxy(scene.proxy);
      corrupt(served);
      const env = { GOSUMDB: served.log.verifierKey };
      const inputs = { 'go-version': '1.25.3', architecture: 'x64' };
      const { main, log } = await scene.setUp({ env, with: inputs });
      expect(main.outcome).toBe('failure');
      expect(told(main, 'error')).toEqual([expect.stringMatching(words)]);
      expect(log).not.toContain('Passing over');
      expect(log).not.toContain('bug in ship-go');
      const left = readdirSync(scene.toolCache, { recursive: true }).map(String);
      expect(left).not.toContainEqual(expect.stringContaining('x64'));
      expect(main.addedPaths).toEqual([]);
      expect(main.exportedEnv).toEqual({});
    },
  );
});
