// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isJson, parseJson } from '#src/http/json.js';
import { readRefusal } from '#src/http/refusal.js';
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
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/problem+json'])
      assert.equal(isJson({ 'content-type': type }), true, type);
    for (const type of ['text/html', 'text/plain', 'application/jsonp', ''])
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
  it('H14: one printable line of at most 200 characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1_000 }), (text) => {
        const safe = safeText(text);
        return safe.length <= 200 && /^[\x20-\x7e]*$/.test(safe);
      }),
    );
  });
});
