import { execFileSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { KNOWN_PORTS } from '../../src/build/ports.ts';

it('the built-in ports are those of a Go 1.26, and hold those of any Go at hand but for dropped ones', () => {
  const list = execFileSync('go', ['tool', 'dist', 'list'], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const version = execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim();
  const unknown = list.filter((port) => !KNOWN_PORTS.includes(port));
  if (version.startsWith('go1.26')) expect([...list].sort()).toEqual([...KNOWN_PORTS].sort());
  else expect(unknown.length).toBeLessThan(10);
});
