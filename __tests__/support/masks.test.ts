import { describe, expect, it } from '@jest/globals';

import { createMasks } from './runner/masks.ts';

// "Workflow commands for GitHub Actions", masking a value in a log; SecretMasker.cs, ValueEncoders.cs.

describe('masks', () => {
  it.each([
    { name: 'the value', secret: 'hunter2', text: 'a hunter2 b hunter2', masked: 'a *** b ***' },
    { name: 'each line of it', secret: 'one1\n  two2 \n', text: 'two2 one1', masked: '*** ***' },
    { name: 'touching values as one', secret: 'abc', text: 'abcabc', masked: '***' },
    { name: 'overlapping finds as one', secret: 'aba', text: 'xababax', masked: 'x***x' },
    { name: 'its base64', secret: 'hunter2', text: 'aHVudGVyMg==', masked: '***' },
    {
      name: 'the base64 of user and secret',
      secret: 'my-long-secret-value',
      text: Buffer.from('user:my-long-secret-value').toString('base64'),
      // The characters that also hold bits of the user's name stay, as on GitHub.
      masked: expect.stringMatching(/^.{1,8}\*\*\*$/),
    },
    { name: 'its JSON form', secret: 'a"b\\c', text: 'x a\\"b\\\\c', masked: 'x ***' },
    {
      name: 'its form in a URL',
      secret: 'p@ss w(rd)',
      text: '?x=p%40ss%20w%28rd%29',
      masked: '?x=***',
    },
    { name: 'its form in XML', secret: 'a<b&c', text: '<t>a&lt;b&amp;c</t>', masked: '<t>***</t>' },
    { name: 'nothing for an empty value', secret: '', text: 'abc', masked: 'abc' },
  ])('hide $name', ({ secret, text, masked }) => {
    const masks = createMasks();
    masks.add(secret);
    expect(masks.apply(text)).toEqual(masked);
  });
});
