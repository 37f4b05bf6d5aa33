import { describe, expect, it } from '@jest/globals';
import { readInputs } from '../../src/runner/inputs.ts';

const inputs = (value: string) => readInputs({ 'INPUT_SOME-INPUT': value });

describe('inputs', () => {
  it.each(['true', 'True', 'TRUE'])('takes %s as true, as YAML 1.2 does', (value) => {
    expect(inputs(value).flag('some-input')).toBe(true);
  });

  it.each(['false', 'False', 'FALSE'])('takes %s as false, as YAML 1.2 does', (value) => {
    expect(inputs(value).flag('some-input')).toBe(false);
  });

  it.each(['yes', 'on', '1', 'tRUE'])(
    'refuses %s as a boolean and names what is allowed',
    (value) => {
      expect(() => inputs(value).flag('some-input')).toThrow(
        `Input "some-input" does not take "${value}"`,
      );
    },
  );

  it('takes an empty value as not given', () => {
    const empty = inputs('  ');
    expect(empty.text('some-input')).toBeUndefined();
    expect(empty.flag('some-input')).toBeUndefined();
    expect(empty.choice('some-input', ['a'])).toBeUndefined();
    expect(empty.list('some-input')).toEqual([]);
  });

  it('reads a list by lines and commas, a text of lines by lines only', () => {
    const several = inputs('a, b\r\n\n  c,');
    expect(several.list('some-input')).toEqual(['a', 'b', 'c']);
    expect(several.lines('some-input')).toEqual(['a, b', 'c,']);
  });

  it('compares a choice with booleans among it in any spelling of them', () => {
    expect(inputs('TRUE').choice('some-input', ['true', 'restore'])).toBe('true');
    expect(() => inputs('Restore').choice('some-input', ['true', 'restore'])).toThrow(
      'does not take "Restore"',
    );
  });
});
