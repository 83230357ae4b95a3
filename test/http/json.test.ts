import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isJson, parseJson } from '#src/http/json.js';
import { readRefusal, reasonOf } from '#src/http/refusal.js';
import { safeText } from '#src/http/safe-text.js';

const answer = (text: string, headers: Record<string, string> = {}) => ({ status: 400, headers, text });

describe('http: JSON from outside', () => {
  it('case 27: a byte order mark, duplicate keys, and no way to a prototype', () => {
    assert.deepEqual(parseJson('\uFEFF{"a":1,"a":2}'), { a: 2 });
    const parsed = parseJson('{"__proto__":{"polluted":true},"a":{"__proto__":{"polluted":true}}}') as { a: object };
    assert.equal('polluted' in parsed, false);
    assert.equal('polluted' in parsed.a, false);
    assert.equal('polluted' in {}, false);
  });

  it('case 27: whatever is written under __proto__, objects stay as they were', () => {
    fc.assert(
      fc.property(fc.json(), (value) => {
        const parsed = parseJson(`{"__proto__":${value},"a":1}`);
        return Object.getPrototypeOf(parsed) === Object.prototype && Object.keys(parsed as object).join() === 'a';
      }),
    );
  });

  for (const text of ['', '<html>', '{"a":', 'NaN', '{"a":NaN}', 'undefined'])
    it(`"${text}" is none`, () => assert.equal(parseJson(text), undefined));

  it('knows its content types', () => {
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'application/json ;x',
      'Application/JSON',
      'application/problem+json',
      'application/vnd.api-1.x+json',
    ])
      assert.equal(isJson({ 'content-type': type }), true, type);
    for (const type of [
      'text/html',
      'text/plain',
      'application/jsonp',
      'application/json x',
      'application/+json',
      'xapplication/json',
      'text/x; application/json',
      '',
    ])
      assert.equal(isJson({ 'content-type': type }), false, type);
    assert.equal(isJson({}), false);
  });
});

describe('http: what a refusal says', () => {
  it('both envelopes, and the words of the standard', () => {
    const flat = {
      code: 'BAD_REQUEST',
      message: 'no',
      requestId: 'req_1',
      errors: [{ code: 'unrecognized_keys', field: '' }],
    };
    assert.deepEqual(readRefusal(answer(JSON.stringify(flat))), {
      oauthError: '',
      code: 'BAD_REQUEST',
      message: 'no',
      requestId: 'req_1',
      reasons: ['unrecognized_keys'],
      fields: [],
    });
    const nested = readRefusal(answer('{"error":{"code":"UNAUTHORIZED","message":"x","requestId":"req_2"}}'));
    assert.deepEqual([nested.oauthError, nested.code, nested.requestId], ['', 'UNAUTHORIZED', 'req_2']);
    assert.equal(readRefusal(answer('{"error":"invalid_grant"}')).oauthError, 'invalid_grant');
  });

  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ code: `c${index}`, field: `f.${index}` }));

  it('which fields, of twenty entries at most; what is no word is passed over', () => {
    const { reasons, fields } = readRefusal(answer(JSON.stringify({ errors: entries(30) })));
    assert.deepEqual([reasons.length, fields.length, reasons.at(-1), fields[3]], [20, 20, 'c19', 'f.3']);
    const errors = [null, 7, 'x', { code: 1 }, { code: 'two words', field: '<b>' }, { field: 'a.0.b' }, { code: 'c' }];
    const odd = readRefusal(answer(JSON.stringify({ errors })));
    assert.deepEqual([odd.reasons, odd.fields], [['c'], ['a.0.b']]);
    assert.deepEqual(readRefusal(answer('{"errors":{"0":{"code":"c"}},"message":7,"error":null}')), {
      oauthError: '',
      code: '',
      message: '',
      requestId: undefined,
      reasons: [],
      fields: [],
    });
  });

  it('words have at most 40 characters, request ids 60; the id may stand in a header', () => {
    const words = (length: number) => {
      const word = 'w'.repeat(length);
      const { oauthError, code, requestId } = readRefusal(
        answer(JSON.stringify({ error: word, code: word, requestId: word })),
      );
      return [oauthError, code, requestId].map((text) => text?.length ?? 0);
    };
    assert.deepEqual(
      [words(40), words(41), words(60), words(61)],
      [
        [40, 40, 40],
        [0, 0, 41],
        [0, 0, 60],
        [0, 0, 0],
      ],
    );
    assert.equal(readRefusal(answer('', { 'x-request-id': 'r'.repeat(60) })).requestId?.length, 60);
    assert.equal(readRefusal(answer('', { 'x-request-id': 'r'.repeat(61) })).requestId, undefined);
    assert.equal(readRefusal(answer('{"requestId":"body"}', { 'x-request-id': 'header' })).requestId, 'body');
  });

  for (const [body, reason] of [
    [{ error: 'invalid_grant', code: 'BAD', errors: [{ code: 'first' }] }, 'invalid_grant'],
    [{ code: 'BAD', errors: [{ code: 'first' }, { code: 'second' }] }, 'first'],
    [{ code: 'BAD', errors: [] }, 'BAD'],
    [{}, 'unknown'],
  ] as const)
    it(`the most telling word of ${JSON.stringify(body)}`, () =>
      assert.equal(reasonOf(readRefusal(answer(JSON.stringify(body)))), reason));

  it('H14: a token that comes back in place of a word is not taken over', () => {
    const token = 'a1'.repeat(32);
    const refusal = readRefusal(answer(JSON.stringify({ code: token, requestId: token, errors: [{ code: token }] })));
    assert.ok(!JSON.stringify(refusal).includes('a1a1'));
  });

  it('H14: anything else gives empty fields, never an error, and never markup', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { oauthError, code, message, requestId = '', reasons } = readRefusal(answer(text));
        const words = [oauthError, code, requestId, ...reasons].every((word) => /^[\w.:-]{0,60}$/.test(word));
        return words && message.length <= 200 && /^[\x20-\x7e]*$/.test(message);
      }),
    );
  });
});

describe('http: texts from outside', () => {
  for (const [what, text, expected] of [
    ['a short one', 'Wait 30 seconds.', 'Wait 30 seconds.'],
    ['lines and letters of elsewhere', ' a\r\n\tb\u202ec ü ', 'a b c'],
    ['just short enough', 'x'.repeat(200), 'x'.repeat(200)],
    ['too long', 'x'.repeat(201), `${'x'.repeat(197)}...`],
    ['long, but of nothing', `${'\n'.repeat(3_990)}end`, 'end'],
    ['too long to be read', `${'\n'.repeat(4_000)}end`, ''],
  ] as const)
    it(`H14: ${what}`, () => assert.equal(safeText(text), expected));

  it('H14: one printable line of at most 200 characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1_000 }), (text) => {
        const safe = safeText(text);
        return safe.length <= 200 && /^[\x20-\x7e]*$/.test(safe);
      }),
    );
  });
});
