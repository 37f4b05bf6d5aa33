import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printableText, quoted } from '../../src/domain/foreign-text.ts';
import { fencedMarkdown, plainMarkdown } from '../../src/domain/markdown.ts';
import { isSecretName } from '../../src/domain/secret-name.ts';

describe('text from elsewhere', () => {
  it('loses what would move the cursor or colour the log, and keeps tabs and lines', () => {
    expect(printableText('a\u001b[31mred\u0007\tb\r\nc\rd\u0000')).toBe('a�[31mred�\tb\nc\nd�');
  });

  it('is quoted on one short line inside a sentence', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = quoted(text, 20);
        expect(line).not.toMatch(/[\p{Cc}\n]/u);
        expect((JSON.parse(line) as string).length).toBeLessThanOrEqual(21);
      }),
    );
  });

  it('cannot end the block that it is shown in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('~', '~~~~', '\n', 'x', '`'), { maxLength: 30 }),
        (parts) => {
          const [fence = '', ...lines] = fencedMarkdown(parts.join('')).split('\n');
          const tildes = /^~+/.exec(fence)?.[0].length ?? 0;
          const inner = lines.slice(0, -1);
          expect(lines.at(-1)).toBe('~'.repeat(tildes));
          expect(inner.every((line) => !line.includes('~'.repeat(tildes)))).toBe(true);
        },
      ),
    );
  });

  it('is no markup in a table', () => {
    expect(plainMarkdown('a|b <img> [x](y)\n`c`')).not.toMatch(/[|<>[\]()`\n]/);
  });
});

describe('names whose values are masked', () => {
  it.each(['Authorization', 'X-Api-Key', 'api_key', 'Cookie', 'X-Auth-Token', 'key', 'password'])(
    '%s is one',
    (name) => {
      expect(isSecretName(name)).toBe(true);
    },
  );

  it.each(['Accept', 'X-Request-Id', 'Host', 'ref', 'keyboard', 'User-Agent'])(
    '%s is none',
    (name) => {
      expect(isSecretName(name)).toBe(false);
    },
  );
});
