import assert from 'node:assert/strict';
import fc from 'fast-check';
import { queryOfPasted, readCallback } from '#src/oauth/callback.js';

const read = (query: string) => readCallback(new URLSearchParams(query));

describe('oauth: what came to the callback address', () => {
  for (const [query, expected] of [
    ['state=s&code=c', { kind: 'code', state: 's', code: 'c' }],
    ['state=s&code=c&iss=https%3A%2F%2Fapi', { kind: 'code', state: 's', code: 'c', iss: 'https://api' }],
    ['state=s&code=c&unknown=1&unknown=2', { kind: 'code', state: 's', code: 'c' }],
    [
      'state=s&error=access_denied&error_description=%3Cscript%3E',
      { kind: 'error', state: 's', error: 'access_denied' },
    ],
    ['state=s', { kind: 'error', state: 's', error: 'no_code' }],
    ['state=s&code=c&next=//evil', { kind: 'code', state: 's', code: 'c' }],
  ] as const)
    it(`"${query}"`, () => assert.deepEqual(read(query), expected));

  for (const query of [
    '',
    'code=c',
    'error=access_denied',
    'state=s&code=c&error=e',
    'state=s&state=s&code=c',
    'state=s&code=c&code=c',
    'state=s&error=a&error=b',
    'state=s&code=',
    'state=&code=c',
    'state=s&code=c&iss=',
    'state=s&code=a%00b',
    'state=s&code=a%0d%0ab',
    'state=s&code=%E2%80%AEabc',
    `state=${'s'.repeat(101)}&code=c`,
    `state=s&code=${'c'.repeat(4_097)}`,
    `state=s&error=${'e'.repeat(101)}`,
  ])
    it(`A4: refuses "${query.slice(0, 60)}"`, () => assert.deepEqual(read(query), { kind: 'malformed' }));

  for (const [name, longest] of [
    ['state', 100],
    ['code', 4_096],
    ['error', 100],
    ['iss', 500],
  ] as const)
    it(`A4: ${name} may have ${longest} visible characters and no more`, () => {
      const kindOf = (length: number) => {
        const other = name === 'error' ? {} : { code: 'c' };
        return readCallback(new URLSearchParams({ state: 's', ...other, [name]: '~'.repeat(length) })).kind;
      };
      assert.deepEqual([kindOf(longest), kindOf(longest + 1)], [name === 'error' ? 'error' : 'code', 'malformed']);
    });

  it('an error and its issuer', () => {
    const error = { kind: 'error', state: 's', error: 'access_denied', iss: 'https://api' };
    assert.deepEqual(read('state=s&error=access_denied&iss=https%3A%2F%2Fapi'), error);
    assert.deepEqual(read('state=s&iss=https%3A%2F%2Fapi'), { ...error, error: 'no_code' });
  });

  it('A4: never throws, and never finds a code and an error at once', () => {
    const name = fc.constantFrom('state', 'code', 'error', 'iss', 'error_description', 'x');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
        const query = new URLSearchParams(pairs.map(([key, value]) => [key, value]));
        const seen = readCallback(query);
        if (seen.kind === 'malformed') return true;
        const single = (key: string) => query.getAll(key).length === 1;
        return single('state') && (seen.kind === 'code' ? single('code') : !query.has('code'));
      }),
    );
  });

  for (const text of [
    'https://pi.local:1880/nomos/oauth/callback?state=s&code=c',
    ' http://localhost:1880/nomos/oauth/callback?code=c&state=s#x \n',
    '/nomos/oauth/callback?code=c&state=s',
    'code=c&state=s',
    '?code=c&state=s#x',
    'code=c&state=s#x?code=other&state=other',
    'HTTPS://PI.LOCAL/nomos/oauth/callback?state=s&code=c#code=other',
    'nodered+app.x-1://callback?state=s&code=c',
    'https://pi.local:1880/nomos/oauth\r\n/callback?sta\nte=s &co\tde=c\n',
    '  code=c&state=s\n',
  ])
    it(`pasted: "${text.trim()}"`, () => {
      assert.deepEqual(readCallback(queryOfPasted(text)), { kind: 'code', state: 's', code: 'c' });
    });

  it('pasted: what stands behind 10,000 characters is not read', () => {
    const pasted = (length: number) => queryOfPasted(`${'x'.repeat(length)}?code=c`).get('code');
    assert.deepEqual([pasted(9_993), pasted(9_994)], ['c', '']);
  });

  it('pasted: whatever it is, it does not throw', () => {
    fc.assert(fc.property(fc.string(), (text) => readCallback(queryOfPasted(text)).kind !== undefined));
  });
});
