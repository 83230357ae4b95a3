import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isElsewhere } from '#src/account/tokens/installation.js';
import { saltOf } from '#src/account/tokens/sealed-entry.js';
import { isSalt, seal, unseal } from '#src/account/tokens/sealing.js';
import { commonSalt, newSecret, sealingSecrets, type TokenMap } from '#src/account/tokens/token-map.js';
import {
  afterConsent,
  clientFingerprint,
  isShortLived,
  nextGeneration,
  parseRecord,
  type TokenRecord,
} from '#src/account/tokens/token-record.js';

const now = Date.parse('2026-11-22T10:00:00Z');
const week = 7 * 24 * 3_600_000;
const origin = { baseUrl: 'https://api.nomos.energy', clientId: 'id', clientSecret: 'secret', now };
const fresh = { accessToken: 'access-new', expiresInMs: 3_600_000 };
const previous: TokenRecord = {
  seq: 7,
  gen: 3,
  phase: 'refreshing',
  issuer: 'https://before.example.com',
  clientFp: 'before',
  accessToken: 'access-before',
  refreshToken: 'refresh-before',
  scope: 'before',
  expiresInMs: 1,
  obtainedWall: 1,
  ambiguous: true,
  home: { machine: 'a' },
  reason: 'consent-gone',
};
const made: TokenRecord = {
  seq: 8,
  gen: 4,
  phase: 'idle',
  issuer: origin.baseUrl,
  clientFp: clientFingerprint(origin),
  accessToken: 'access-new',
  expiresInMs: 3_600_000,
  obtainedWall: now,
  ambiguous: false,
};

describe('account: the record of tokens', () => {
  it('the first ones count from one', () => {
    const { seq, gen } = nextGeneration(fresh, origin, undefined);
    assert.deepEqual([seq, gen], [1, 1]);
    assert.deepEqual(afterConsent(fresh, origin, undefined), { ...made, seq: 1, gen: 1 });
  });

  for (const [what, tokens, kept] of [
    ['nothing but an access token', fresh, { refreshToken: 'refresh-before', scope: 'before' }],
    ['a refresh token', { ...fresh, refreshToken: 'refresh-new' }, { refreshToken: 'refresh-new', scope: 'before' }],
    ['a scope', { ...fresh, scope: 'new' }, { refreshToken: 'refresh-before', scope: 'new' }],
    [
      'a refresh token that cannot be read',
      { ...fresh, isRefreshTokenLost: true as const },
      { refreshToken: 'refresh-before', scope: 'before', ambiguous: true },
    ],
  ] as const)
    it(`a renewal that brings ${what} keeps what it does not bring, and nothing else`, () => {
      assert.deepEqual(nextGeneration(tokens, origin, previous), { ...made, ...kept });
    });

  it('a consent keeps nothing of the tokens before it but their count', () => {
    assert.deepEqual(afterConsent(fresh, origin, { ...previous, copiedAt: now }), made);
    assert.deepEqual(afterConsent({ ...fresh, refreshToken: 'r', scope: 's' }, origin, previous), {
      ...made,
      refreshToken: 'r',
      scope: 's',
    });
  });

  for (const [ageMs, isKept] of [
    [0, true],
    [week, true],
    [week + 1, false],
    [-week, true],
    [-week - 1, false],
  ] as const)
    it(`a sign-in that was copied ${ageMs} ms ago is ${isKept ? 'still' : 'no longer'} contested`, () => {
      const { copiedAt } = nextGeneration(fresh, origin, { ...previous, copiedAt: now - ageMs });
      assert.equal(copiedAt, isKept ? now - ageMs : undefined);
    });

  for (const [accessToken, expiresInMs, expected] of [
    ['a', 59_999, true],
    ['a', 60_000, false],
    ['', 1, false],
  ] as const)
    it(`${accessToken || 'no token'} for ${expiresInMs} ms: ${expected ? 'too short' : 'not too short'}`, () =>
      assert.equal(isShortLived({ ...made, accessToken, expiresInMs }), expected));

  it('a client is told from any other, and nothing is told about it', () => {
    const client = fc.record({ clientId: fc.string(), clientSecret: fc.string() });
    fc.assert(
      fc.property(client, client, (one, other) => {
        const isSame = one.clientId === other.clientId && one.clientSecret === other.clientSecret;
        assert.equal(clientFingerprint(one) === clientFingerprint(other), isSame);
      }),
    );
    assert.notEqual(
      clientFingerprint({ clientId: 'a', clientSecret: 'bc' }),
      clientFingerprint({ clientId: 'ab', clientSecret: 'c' }),
    );
    assert.equal(
      made.clientFp,
      'x5z+5cG4PJSrveXXZgdTc0PwJSqI4KZK+Dbfm3GZYCI=',
      'records of earlier versions stay those of their client',
    );
  });

  it('a stored record is read back; a text that is none is refused', () => {
    const whole = { ...previous, copiedAt: now };
    assert.deepEqual(parseRecord(JSON.stringify(whole)), whole);
    for (const harm of [
      { seq: '1' },
      { gen: 1.5 },
      { phase: 'x' },
      { accessToken: 1 },
      { expiresInMs: 0 },
      { home: 1 },
    ])
      assert.throws(() => parseRecord(JSON.stringify({ ...whole, ...harm })), JSON.stringify(harm));
    assert.throws(() => parseRecord('{'));
  });
});

describe('account: installations', () => {
  for (const [name, marks, others, expected] of [
    ['the same', { a: '1', b: '2' }, { a: '1', b: '2' }, false],
    ['one differs', { a: '1', b: '2' }, { a: '1', b: '3' }, true],
    ['all differ', { a: '1' }, { a: '2' }, true],
    ['one is gone', { a: '1', b: '2' }, { a: '1' }, false],
    ['one is new', { a: '1' }, { a: '1', b: '2' }, false],
    ['nothing was known', {}, { a: '1' }, false],
    ['nothing is known', { a: '1' }, {}, false],
  ] as const)
    it(`${name}: ${expected ? 'another one' : 'no other one'}`, () =>
      assert.equal(isElsewhere(marks, others), expected));
});

describe('account: seals', () => {
  it('a text opens with the secret and for the owner that it was sealed for, and tells which secret it was', async () => {
    const sealed = await seal('text', { secret: 'b', owner: 'o' });
    assert.equal(isSalt(sealed.salt), true);
    assert.deepEqual(await unseal(sealed, ['a', 'b', 'c'], 'o'), { text: 'text', secret: 'b' });
    for (const [secrets, owner] of [
      [['a'], 'o'],
      [['b'], 'p'],
      [[], 'o'],
    ] as const)
      assert.equal(await unseal(sealed, secrets, owner), undefined);
  });

  it('with a salt of before it has that one, and opens all the same', async () => {
    const { salt } = await seal('one', { secret: 'b', owner: 'o' });
    const other = await seal('zwölf', { secret: 'b', owner: 'o', salt });
    assert.equal(other.salt, salt);
    assert.equal((await unseal(other, ['b'], 'o'))?.text, 'zwölf');
  });

  it('a salt has 16 bytes', () => {
    for (const [bytes, expected] of [
      [15, false],
      [16, true],
      [17, false],
    ] as const)
      assert.equal(isSalt(Buffer.alloc(bytes).toString('base64')), expected);
  });

  it('the common salt is the first one that is ours', () => {
    const salt = (fill: number) => Buffer.alloc(16, fill).toString('base64');
    const entry = (of: string) => ({ sealed: { v: 1, salt: of, iv: '', tag: '', text: '' } });
    const mapOf = (...entries: unknown[]): TokenMap => ({
      version: 1,
      accounts: Object.fromEntries(Object.entries(entries)),
    });
    assert.deepEqual([undefined, 7, {}, entry('AA==')].map(saltOf), [undefined, undefined, undefined, undefined]);
    assert.equal(commonSalt(mapOf()), undefined);
    assert.equal(commonSalt(mapOf(7, entry('AA=='))), undefined);
    assert.equal(commonSalt(mapOf(7, entry('AA=='), entry(salt(1)), entry(salt(2)))), salt(1));
  });

  it('the secrets of Node-RED come before our own, empty ones are none', () => {
    const map: TokenMap = { version: 1, accounts: {} };
    assert.deepEqual([sealingSecrets(map, []), sealingSecrets(map, ['', 'a'])], [[], ['a']]);
    const own = newSecret(map);
    assert.equal(Buffer.from(own, 'base64').length, 32);
    assert.deepEqual(sealingSecrets(map, ['a', '']), ['a', own]);
    assert.notEqual(newSecret(map), own);
  });
});
