import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { DecodeError } from '#src/errors.js';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import { judgeTokenAnswer } from '#src/oauth/token-answer.js';
import { basicAuthorization, requestTokens } from '#src/oauth/token-request.js';
import { json, type Loopback, startLoopback } from '../support/nomos/loopback.js';
import { freePort } from '../support/nomos/raw-server.js';

const granted = {
  access_token: 'access',
  token_type: 'Bearer',
  expires_in: 3600,
  refresh_token: 'refresh',
  scope: 'read:*',
};
const envelope = (code: string, more = {}) => ({ code, message: 'No.', requestId: 'req_7', docs: '', ...more });
const unknownKeys = envelope('BAD_REQUEST', { errors: [{ code: 'unrecognized_keys', field: '', message: '' }] });
const judge = (text: string, status = 200, headers = {}) => judgeTokenAnswer({ status, headers, text }, 0);

/** Nothing was rotated: the one that we have stays. */
const noRefreshToken = { refreshToken: undefined, isRefreshTokenLost: undefined };

describe('oauth: judging a token answer', () => {
  it('a whole one', () => {
    const tokens = { accessToken: 'access', refreshToken: 'refresh', scope: 'read:*', expiresInMs: 3_600_000 };
    assert.deepEqual(judge(JSON.stringify(granted)), { kind: 'tokens', tokens });
  });

  for (const [what, change, expected] of [
    ['no refresh_token', { refresh_token: undefined }, noRefreshToken],
    ['refresh_token null', { refresh_token: null }, noRefreshToken],
    ['refresh_token ""', { refresh_token: '' }, noRefreshToken],
    ['no expires_in', { expires_in: undefined }, { expiresInMs: 300_000 }],
    ['expires_in "3600"', { expires_in: '3600' }, { expiresInMs: 3_600_000 }],
    ['expires_in 0', { expires_in: 0 }, { expiresInMs: 300_000 }],
    ['expires_in -5', { expires_in: -5 }, { expiresInMs: 300_000 }],
    ['expires_in null', { expires_in: null }, { expiresInMs: 300_000 }],
    ['expires_in ""', { expires_in: '' }, { expiresInMs: 300_000 }],
    ['expires_in "soon"', { expires_in: 'soon' }, { expiresInMs: 300_000 }],
    ['expires_in []', { expires_in: [] }, { expiresInMs: 300_000 }],
    ['expires_in 1e12', { expires_in: 1e12 }, { expiresInMs: 31_536_000_000 }],
    ['no scope', { scope: undefined }, { scope: undefined }],
    ['scope 7', { scope: 7 }, { scope: undefined }],
    ['token_type "bearer"', { token_type: 'bearer' }, {}],
    ['no token_type', { token_type: undefined }, {}],
    ['extra members', { id_token: 'x', __proto__: null, nested: { a: 1 } }, {}],
  ] as const)
    it(`case 30, 46, B5: ${what}`, () => {
      const outcome = judge(JSON.stringify({ ...granted, ...change }));
      assert.ok(outcome.kind === 'tokens', outcome.kind);
      assert.equal(outcome.tokens.accessToken, 'access');
      for (const [name, value] of Object.entries(expected)) assert.equal(outcome.tokens[name as 'scope'], value, name);
    });

  it('case 46: the life of a token is positive and finite, whatever is written', () => {
    fc.assert(
      fc.property(fc.anything(), (life) => {
        const outcome = judge(JSON.stringify({ ...granted, expires_in: life }) ?? '');
        return (
          outcome.kind === 'tokens' && outcome.tokens.expiresInMs > 0 && outcome.tokens.expiresInMs <= 31_536_000_000
        );
      }),
    );
  });

  it('case 31: a token of 7 KiB', () => {
    const long = 'a'.repeat(7 * 1024);
    const outcome = judge(JSON.stringify({ ...granted, access_token: long }));
    assert.ok(outcome.kind === 'tokens' && outcome.tokens.accessToken === long);
  });

  it('B5: tokens of another type are not used, but the new refresh token is not lost', () => {
    const outcome = judge(JSON.stringify({ ...granted, token_type: 'mac' }));
    assert.ok(outcome.kind === 'unusable' && outcome.refreshToken === 'refresh');
  });

  it('a new refresh token comes back from a form as it was, and fits into one; else it is said to be lost', () => {
    const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
    const long = fc.tuple(fc.constantFrom('a', 'ü', ' ', '\u{1f511}'), fc.integer({ min: 900, max: 16_000 }));
    const tokens = fc.oneof(
      texts,
      long.map(([letter, count]) => letter.repeat(count)),
      fc.integer(),
      fc.jsonValue().filter((value) => value !== null && value !== ''),
    );
    fc.assert(
      fc.property(tokens, (token) => {
        const outcome = judge(JSON.stringify({ ...granted, refresh_token: token }));
        assert.ok(outcome.kind === 'tokens');
        const { refreshToken, isRefreshTokenLost } = outcome.tokens;
        const text = typeof token === 'string' || Number.isSafeInteger(token) ? String(token) : undefined;
        const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: text ?? '' }).toString();
        const isReadable = form.length <= 15_000 && new URLSearchParams(form).get('refresh_token') === text;
        // Between what fits for certain and what cannot be sent we may decide as we like.
        if (form.length > 15_000 && form.length < 16_384) return;
        assert.deepEqual(
          [refreshToken, isRefreshTokenLost],
          isReadable ? [String(token), undefined] : [undefined, true],
        );
      }),
      { numRuns: 25, examples: [['\ud800'], ['a\udc00b'], [1.5], [2 ** 53], [true], [['r']], ['a b+c&d=e%\r\n']] },
    );
  });

  for (const [message, isOfCode] of [
    ['The code has expired.', true],
    ['Invalid authorization code', true],
    ['code or client wrong', false],
    ['Secret wrong (code 7)', false],
    ['decoding failed', false],
    ['', false],
  ] as const)
    it(`"${message}" ${isOfCode ? 'speaks' : 'does not speak'} of the code`, () => {
      const outcome = judge(JSON.stringify(envelope('UNAUTHORIZED', { message })), 401);
      assert.equal(outcome.kind === 'refused' && outcome.isOfCode, isOfCode);
    });

  it('case 29: the content type does not matter here', () => {
    assert.equal(judge(JSON.stringify(granted), 200, { 'content-type': 'text/plain' }).kind, 'tokens');
  });

  const outcomes: readonly [string, number, unknown, string, string][] = [
    ['case 26: nothing', 204, '', 'ambiguous', 'token-answer-unexpected'],
    ['case 26: nothing', 200, '', 'ambiguous', 'token-answer-unexpected'],
    ['case 15: a page', 200, '<html>', 'ambiguous', 'token-answer-unexpected'],
    ['no token at all', 200, {}, 'ambiguous', 'token-answer-unexpected'],
    ['no access token', 200, { refresh_token: 'r' }, 'unusable', 'token-answer-unexpected'],
    ['an empty access token', 200, { ...granted, access_token: '' }, 'unusable', 'token-answer-unexpected'],
    ['a token that breaks headers', 200, { ...granted, access_token: 'a\r\nb' }, 'unusable', 'token-answer-unexpected'],
    ['case 19', 500, envelope('INTERNAL_SERVER_ERROR'), 'ambiguous', 'api-unavailable'],
    ['case 19', 502, '<html>', 'ambiguous', 'api-unavailable'],
    ['case 19', 503, '', 'ambiguous', 'api-unavailable'],
    ['case 18', 429, envelope('TOO_MANY_REQUESTS'), 'busy', 'api-busy'],
    ['RFC invalid_grant', 400, { error: 'invalid_grant' }, 'grant-refused', 'token-refused'],
    ['RFC invalid_grant', 401, { error: 'invalid_grant' }, 'grant-refused', 'token-refused'],
    ['RFC invalid_client', 401, { error: 'invalid_client' }, 'client-refused', 'token-refused'],
    ['RFC unauthorized_client', 400, { error: 'unauthorized_client' }, 'client-refused', 'token-refused'],
    ['RFC invalid_request', 400, { error: 'invalid_request' }, 'unexpected', 'token-refused'],
    ['envelope', 401, envelope('UNAUTHORIZED'), 'refused', 'token-refused'],
    ['old envelope', 401, { error: envelope('UNAUTHORIZED') }, 'refused', 'token-refused'],
    ['envelope', 400, envelope('BAD_REQUEST'), 'refused', 'token-refused'],
    ['unknown keys', 400, unknownKeys, 'unexpected', 'token-refused'],
    ['a bare 401', 401, '', 'refused', 'token-refused'],
    ...[300, 403, 404, 405, 408, 413, 422].map(
      (status) => ['case 25', status, '', 'unexpected', 'token-refused'] as const,
    ),
  ].map((row) => row as [string, number, unknown, string, string]);
  for (const [what, status, body, kind, code] of outcomes)
    it(`${what} (${status}) -> ${kind}`, () => {
      const outcome = judge(typeof body === 'string' ? body : JSON.stringify(body), status);
      assert.equal(outcome.kind, kind);
      assert.equal(outcome.kind !== 'tokens' && outcome.error.code, code);
      assert.ok(outcome.kind !== 'tokens' && outcome.error.message.length > 0);
    });

  for (const [status, sent, more] of [
    [429, false, { retryAfterMs: 30_000 }],
    [500, true, { retryAfterMs: 30_000 }],
    [401, undefined, { status: 401, reasons: ['first', 'second'] }],
  ] as const)
    it(`what a ${status} tells of itself`, () => {
      const text = JSON.stringify(envelope('CODE', { errors: [{ code: 'first' }, { code: 'second' }] }));
      const outcome = judge(text, status, { 'retry-after': '30' });
      assert.ok(outcome.kind !== 'tokens');
      const { params, requestId, message } = outcome.error;
      assert.deepEqual([params, requestId], [{ status, reason: 'first' }, 'req_7']);
      assert.match(message, new RegExp(`${status} first`));
      const error = outcome.error as unknown as Record<string, unknown>;
      for (const [name, value] of Object.entries({ sent, ...more })) assert.deepEqual(error[name], value, name);
    });

  for (const [what, answer, code, path] of [
    ['no access token', { access_token: undefined }, 'token-answer-unexpected', 'access_token'],
    ['an unknown type', { token_type: 'mac' }, 'token-type-unknown', 'token_type'],
    ['no object', undefined, 'token-answer-unexpected', ''],
  ] as const)
    it(`names what it cannot read: ${what}`, () => {
      const outcome = judge(answer === undefined ? '[]' : JSON.stringify({ ...granted, ...answer }));
      assert.ok(outcome.kind !== 'tokens' && outcome.error instanceof DecodeError);
      assert.deepEqual([outcome.error.code, outcome.error.path], [code, path]);
      assert.ok(outcome.error.message.length > 0);
    });

  it('never throws', () => {
    const status = fc.integer({ min: 200, max: 599 });
    fc.assert(fc.property(status, fc.oneof(fc.string(), fc.json()), (code, text) => judge(text, code).kind.length > 0));
  });
});

describe('oauth: token requests', () => {
  let server: Loopback;
  let door: HttpDoor;
  const client = () => ({ baseUrl: server.url, clientId: 'client', clientSecret: 'a+b/c=' });
  const code = {
    kind: 'code',
    code: 'the-code',
    verifier: 'v'.repeat(43),
    redirectUri: 'https://pi.local/callback',
  } as const;

  beforeEach(async () => {
    server = await startLoopback((_, response) => json(response, 200, granted));
    door = createHttpDoor({ maxPerSecond: 1_000 });
  });
  afterEach(async () => {
    door.close();
    await server.stop();
  });

  for (const [grant, fields] of [
    [
      code,
      {
        grant_type: 'authorization_code',
        code: 'the-code',
        code_verifier: 'v'.repeat(43),
        redirect_uri: 'https://pi.local/callback',
      },
    ],
    [
      { kind: 'refresh', refreshToken: 'r' },
      { grant_type: 'refresh_token', refresh_token: 'r' },
    ],
    [{ kind: 'client-credentials' }, { grant_type: 'client_credentials' }],
  ] as const)
    it(`B2, B3: ${grant.kind}: secrets in header and body only`, async () => {
      assert.equal((await requestTokens(door, client(), grant)).kind, 'tokens');
      const [seen] = server.seen;
      assert.deepEqual(Object.fromEntries(new URLSearchParams(seen?.body)), fields);
      assert.deepEqual([seen?.method, seen?.url], ['POST', '/oauth/token']);
      assert.equal(seen?.headers['content-type'], 'application/x-www-form-urlencoded');
      assert.deepEqual([seen?.headers.accept, seen?.headers['accept-encoding']], ['application/json', 'identity']);
      assert.equal(seen?.headers.authorization, `Basic ${Buffer.from('client:a%2Bb%2Fc%3D').toString('base64')}`);
    });

  for (const [id, secret, plain] of [
    ['id', 'Abc.123_x-y', 'id:Abc.123_x-y'],
    ['id', 'p%41x', 'id:p%2541x'],
    ['id', 'a b:c', 'id:a+b%3Ac'],
    ['id', 'ü', 'id:%C3%BC'],
  ] as const)
    it(`B2: Basic of ${id}:${secret}`, () => {
      const header = basicAuthorization({ clientId: id, clientSecret: secret });
      assert.equal(Buffer.from(header.slice(6), 'base64').toString(), plain);
    });

  it('case 24: a server that does not know redirect_uri is asked once more without it', async () => {
    server.answer = ({ body }, response) => {
      const isKnown = !body.includes('redirect_uri');
      json(response, isKnown ? 200 : 400, isKnown ? granted : unknownKeys);
    };
    assert.equal((await requestTokens(door, client(), code)).kind, 'tokens');
    assert.equal(server.seen.length, 2);
    assert.match(server.seen[1]?.body ?? '', /code=the-code&code_verifier=v+$/);
  });

  it('case 24, A7: and never a third time', async () => {
    server.answer = (_, response) => json(response, 400, unknownKeys);
    assert.equal((await requestTokens(door, client(), code)).kind, 'unexpected');
    assert.equal(server.seen.length, 2);
  });

  it('a refresh token is sent once, whatever the server says that it does not know', async () => {
    server.answer = (_, response) => json(response, 400, unknownKeys);
    await requestTokens(door, client(), { kind: 'refresh', refreshToken: 'r' });
    assert.equal(server.seen.length, 1);
  });

  for (const [what, status, body] of [
    ['invalid_grant', 400, { error: 'invalid_grant' }],
    ['a server error', 500, ''],
    ['a server error about unknown keys', 500, unknownKeys],
    ['unknown keys in an answer that is no refusal of them', 422, unknownKeys],
    ['unknown words', 400, envelope('BAD_REQUEST')],
  ] as const)
    it(`A7: after ${what} the code is not sent again`, async () => {
      server.answer = (_, response) => json(response, status, body);
      await requestTokens(door, client(), code);
      assert.equal(server.seen.length, 1);
    });

  it('H2: a redirect is not followed', async () => {
    server.answer = (_, response) => response.writeHead(307, { location: '/elsewhere' }).end();
    assert.equal((await requestTokens(door, client(), code)).kind, 'redirected');
    assert.equal(server.seen.length, 1);
  });

  it('case 28: more than 2 MiB is ambiguous', async () => {
    server.answer = (_, response) => json(response, 200, { ...granted, extra: 'x'.repeat(2 * 1024 * 1024) });
    assert.equal((await requestTokens(door, client(), code)).kind, 'ambiguous');
  });

  it('case 2, 5: what was surely not sent, and what may have been', async () => {
    const nobody = { ...client(), baseUrl: `http://127.0.0.1:${await freePort()}` };
    assert.equal((await requestTokens(door, nobody, code)).kind, 'not-sent');
    server.answer = (_, response) => response.destroy();
    assert.equal((await requestTokens(door, client(), code)).kind, 'ambiguous');
  });

  for (const [what, thrown, expected] of [
    ['an error of ours', new DecodeError('answer-unexpected', 'no', { path: 'x' }), 'answer-unexpected'],
    ['a mistake', new TypeError('the-code is not a function'), 'token-answer-unexpected'],
    ['nothing', undefined, 'token-answer-unexpected'],
  ] as const)
    it(`whatever the door throws, here ${what}: the request may have left`, async () => {
      const broken = { ...door, send: () => Promise.reject(thrown) };
      const outcome = await requestTokens(broken, client(), code);
      assert.ok(outcome.kind === 'ambiguous');
      assert.equal(outcome.error.code, expected);
      assert.equal(
        outcome.error instanceof DecodeError && outcome.error.path,
        thrown === undefined || thrown instanceof TypeError ? '' : 'x',
      );
      assert.ok(outcome.error.message.length > 0 && !inspect(outcome).includes('the-code'));
    });

  it('case 8, 9, B3: 45 s for the whole answer, at most 2 MiB of it, on a connection of its own', async () => {
    const seen: unknown[] = [];
    const spy = {
      ...door,
      send: (request: Parameters<HttpDoor['send']>[0]) => {
        seen.push(request);
        return door.send(request);
      },
    };
    await requestTokens(spy, client(), code);
    const [{ deadlineMs, maxBytes, freshConnection }] = seen as Parameters<HttpDoor['send']>;
    assert.deepEqual(
      { deadlineMs, maxBytes, freshConnection },
      { deadlineMs: 45_000, maxBytes: 2 * 1024 * 1024, freshConnection: true },
    );
  });

  it('H1: no outcome shows a secret', async () => {
    for (const answer of [500, 400, 401, 403, 429, 302]) {
      server.answer = (_, response) => response.writeHead(answer).end('{"message":"the-code a+b/c="}');
      const shown = inspect(await requestTokens(door, client(), code), { depth: 10 });
      for (const secret of ['the-code', 'a+b/c=', 'a%2Bb', 'vvvv']) assert.ok(!shown.includes(secret), shown);
    }
  });
});
