import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderCommand, renderFileCommand } from '../../src/runner/commands.ts';
import { createRunnerLog } from '../../src/runner/log.ts';

/** The runner's own unescaping (actions/runner, ActionCommand.cs). */
const unescapeData = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const unescapeProperty = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

describe('workflow commands', () => {
  it('are one line whatever the text, and read back as they were', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ minLength: 1, unit: 'binary' }),
        (message, title) => {
          const line = renderCommand('error', message, { title });
          expect(line).not.toMatch(/[\r\n]/);
          const match = /^::error title=([^,:]*)::(.*)$/u.exec(line);
          expect(unescapeProperty(match?.[1] ?? '')).toBe(title);
          expect(unescapeData(match?.[2] ?? '')).toBe(message);
        },
      ),
    );
  });
});

describe('file commands', () => {
  it('refuse a value that could forge an entry', () => {
    expect(() => renderFileCommand('name', 'a\nDELIM\nother=1', 'DELIM')).toThrow('delimiter');
  });
});

describe('the log', () => {
  const lines: string[] = [];
  const log = createRunnerLog({ write: (line) => lines.push(line), randomToken: () => 'tok' });

  it('fences text from elsewhere so that it cannot command the runner', () => {
    lines.length = 0;
    log.untrusted('::set-env name=X::y');
    expect(lines).toEqual(['::stop-commands::tok', '::set-env name=X::y', '::tok::']);
  });

  it.each(['::error::x', '  ::add-mask::x', 'a ##[command]x', 'fine\n::warning::x'])(
    'fences an info line that looks like a command: %j',
    (line) => {
      lines.length = 0;
      log.info(line);
      expect(lines).toEqual(['::stop-commands::tok', line, '::tok::']);
    },
  );

  it('closes the group of work that fails', async () => {
    lines.length = 0;
    await expect(log.group('Build', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(lines).toEqual(['::group::Build', '::endgroup::']);
  });
});
