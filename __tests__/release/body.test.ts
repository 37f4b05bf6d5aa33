import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  adoptBody,
  bodyMatchesPlan,
  MAX_BODY_CHARACTERS,
  parseMarker,
  renderBody,
  renderMarker,
} from '../../src/release/body.ts';
import { desiredRelease, planRelease, type ReleasePlan } from '../../src/release/plan.ts';

function plan(notes = ''): ReleasePlan {
  const settings = {
    mode: 'auto',
    repository: 'octo/hello',
    notes,
    generateNotes: true,
    draft: false,
    prerelease: 'auto',
    makeLatest: 'auto',
    overwrite: false,
  } as const;
  const subject = {
    tag: 'v1.2.3',
    tagPrefix: '',
    commit: 'a'.repeat(40),
    serverUrl: 'https://github.example',
    sourceRepository: 'octo/hello',
  };
  return planRelease(desiredRelease(settings, subject), 'go1.26.1', [{ name: 'a.zip' }]);
}

describe('the marker', () => {
  it('is read back from any text around it, line ends changed or not', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        fc.pre(!`${before}${after}`.includes('ship-go'));
        const body = `${before}\n${renderMarker(plan())}\n${after}`.replaceAll('\n', '\r\n');
        expect(parseMarker(body)).toEqual({
          planId: plan().planId,
          commit: 'a'.repeat(40),
          goVersion: 'go1.26.1',
        });
      }),
    );
  });

  it.each([
    ['text without one', 'Hello'],
    ['a cut one', '<!-- ship-go plan=abc sha=def -->'],
  ])('is absent in %s', (_name, body) => {
    expect(parseMarker(body)).toBeUndefined();
  });
});

describe('renderBody', () => {
  it('cuts long notes after a whole line and keeps the marker, within the limit', () => {
    const line = `- ${'x'.repeat(98)}\n`;
    const body = renderBody(plan(line.repeat(2000)), undefined);
    expect(body.length).toBeLessThanOrEqual(MAX_BODY_CHARACTERS);
    expect(body.length).toBeGreaterThan(MAX_BODY_CHARACTERS - 500);
    expect(bodyMatchesPlan(body, plan())).toBe(true);
    const [notes] = body.split('\n\n[Cut here');
    expect(notes?.split('\n').every((each) => each.length === 100)).toBe(true);
    expect(body).toContain('(https://github.example/octo/hello/commits/v1.2.3)');
  });

  it('is only the marker without notes', () => {
    expect(renderBody(plan(), undefined)).toBe(renderMarker(plan()));
  });
});

describe('adoptBody', () => {
  it('keeps the text that is there', () => {
    expect(adoptBody(plan(), 'By hand.\n')).toBe(`By hand.\n\n${renderMarker(plan())}`);
  });
});
