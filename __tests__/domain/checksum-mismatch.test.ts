import { describe, expect, it } from '@jest/globals';
import { checksumMismatch } from '../../src/domain/checksum-mismatch.ts';

const SAYS = [
  'go: downloading golang.org/x/time v0.15.0',
  'verifying golang.org/x/time@v0.15.0: checksum mismatch',
  '\tdownloaded: h1:bbrp8t3bGUeFOx08pvsMYRTCVSMk89u4tKbNOZbp88U=',
  '\tgo.sum:     h1:AAAp8t3bGUeFOx08pvsMYRTCVSMk89u4tKbNOZbp88U=',
  '',
  'SECURITY ERROR',
  'This download does NOT match an earlier download recorded in go.sum.',
].join('\n');

describe('a module that differs from what was recorded', () => {
  it('is told in one sentence with both sums, and a way to find out which is wrong', () => {
    expect(checksumMismatch(SAYS)).toMatchObject({
      code: 'checksum-mismatch',
      message:
        'The download of golang.org/x/time@v0.15.0 does not match go.sum: it has h1:bbrp8t3bGUeFOx08pvsMYRTCVSMk89u4tKbNOZbp88U=, recorded is h1:AAAp8t3bGUeFOx08pvsMYRTCVSMk89u4tKbNOZbp88U=',
      hint: expect.stringContaining('https://sum.golang.org/lookup/golang.org/x/time@v0.15.0'),
    });
  });

  it('is known on one line, too, and by its go.mod alone', () => {
    const error = checksumMismatch(
      SAYS.replace('0.15.0:', '0.15.0/go.mod:').replace(/\s*\n\s*/g, ' '),
    );
    expect(error?.message).toMatch(
      /^The download of the go\.mod of golang\.org\/x\/time@v0\.15\.0 /,
    );
  });

  it('has other advice where the checksum database disagrees: go.sum is not to blame', () => {
    const error = checksumMismatch(SAYS.replace('go.sum:    ', 'sum.golang.org:'));
    expect(error?.message).toContain('does not match sum.golang.org');
    expect(error?.hint).not.toContain('go mod tidy');
  });

  it('is nothing else that a go command says', () => {
    expect(checksumMismatch('missing go.sum entry for module providing package x')).toBeUndefined();
  });
});
