import assert from 'node:assert/strict';
import { UnavailableError } from '#src/errors.js';
import type { HttpDoor } from '#src/http/door.js';
import type { HttpAnswer } from '#src/http/request.js';
import { exchangeCode } from '#src/oauth/code-exchange.js';

const client = { baseUrl: 'https://nomos.example', clientId: 'id', clientSecret: 'secret' };
const grant = { kind: 'code', code: 'code', verifier: 'v', redirectUri: 'https://pi.local/callback' } as const;
const granted = { access_token: 'access', refresh_token: 'refresh', expires_in: 3600 };

type Happening = HttpAnswer | UnavailableError;
const answer = (status: number, body: unknown = '', headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const broken = (code: string, sent: boolean) => new UnavailableError(code, code, { params: { host: 'h' }, sent });
const well = answer(200, granted);

/** Exchanges a code while these things happen, one for each request, the last one for all that follow. */
async function exchange(...happenings: Happening[]) {
  let requests = 0;
  const pausesMs: number[] = [];
  const door: HttpDoor = {
    close: () => undefined,
    send: async () => {
      const happening = happenings[Math.min(requests, happenings.length - 1)];
      requests += 1;
      if (happening instanceof UnavailableError || happening === undefined) throw happening;
      return happening;
    },
  };
  const outcome = await exchangeCode({ door, pause: async (ms) => void pausesMs.push(ms) }, client, grant);
  const code = outcome.kind === 'tokens' ? undefined : outcome.error.code;
  return { outcome, code, requests, pausesMs };
}

describe('oauth: exchanging the code of a consent', () => {
  for (const [what, first] of [
    ['refused connections', broken('network-refused', false)],
    ['a name that is not found', broken('network-dns', false)],
    ['a connection that does not stand in time', broken('network-timeout', false)],
    ['429', answer(429, {})],
    ['429 with a short wait', answer(429, {}, { 'retry-after': '4' })],
    ['429 with the longest wait that somebody waits for', answer(429, {}, { 'retry-after': '12' })],
  ] as const)
    it(`${what}: the code was not used, so it is sent again soon`, async () => {
      const { outcome, requests, pausesMs } = await exchange(first, well);
      assert.equal(outcome.kind, 'tokens');
      assert.equal(requests, 2);
      assert.ok((pausesMs[0] ?? 0) >= 1_000 && (pausesMs[0] ?? 0) <= 12_000);
    });

  for (const [what, happening, code] of [
    ['a reset', broken('network-reset', true), 'exchange-lost'],
    ['no answer in time', broken('network-timeout', true), 'exchange-lost'],
    ['a damaged answer', broken('answer-broken', true), 'exchange-lost'],
    ['a page', answer(200, '<html>'), 'exchange-lost'],
    ['nothing', answer(204), 'exchange-lost'],
    ['500', answer(500, {}), 'exchange-unavailable'],
    ['502 as a page', answer(502, '<html>'), 'exchange-unavailable'],
    ['503', answer(503, {}, { 'retry-after': '1' }), 'exchange-unavailable'],
    ['a redirect', broken('redirect-refused', true), 'redirect-refused'],
    ['a certificate nobody vouches for', broken('tls-untrusted', false), 'tls-untrusted'],
    ['a proxy that refuses', broken('proxy-refused', false), 'proxy-refused'],
    ['a wait that nobody sits through', answer(429, {}, { 'retry-after': '13' }), 'exchange-busy'],
    ['a wait of minutes', answer(429, {}, { 'retry-after': '300' }), 'exchange-busy'],
    ['403', answer(403, {}), 'token-refused'],
  ] as const)
    it(`${what}: the code may be used, or sending it again soon is of no use: ${code}`, async () => {
      const found = await exchange(happening);
      assert.deepEqual([found.code, found.requests], [code, 1]);
      assert.ok(found.outcome.kind !== 'tokens' && found.outcome.error.message.length > 0);
    });

  for (const [happening, sent, params] of [
    [broken('network-refused', false), false, { host: 'h', code: 'network-refused' }],
    [answer(503, { requestId: 'req_1' }), true, { status: 503, reason: 'unknown', code: 'api-unavailable' }],
    [answer(429, { code: 'BUSY', requestId: 'req_1' }), false, { status: 429, reason: 'BUSY', seconds: 12 }],
    [broken('network-reset', true), undefined, { host: 'h', code: 'network-reset' }],
  ] as const)
    it(`says what happened: ${JSON.stringify(params)}, ${sent === false ? 'not ' : ''}sent`, async () => {
      const { outcome } = await exchange(happening);
      assert.ok(outcome.kind !== 'tokens');
      const { error } = outcome;
      assert.deepEqual(error.params, params);
      assert.equal(error instanceof UnavailableError ? error.sent : undefined, sent);
      assert.equal(error.requestId, 'status' in params ? 'req_1' : undefined);
    });

  it('a token of an unknown type without a refresh token is no sign-in', async () => {
    const { outcome, code } = await exchange(answer(200, { access_token: 'access', token_type: 'mac' }));
    assert.deepEqual([outcome.kind, code], ['unusable', 'token-type-unknown']);
  });

  for (const [what, happening, code] of [
    ['nobody there', broken('network-refused', false), 'exchange-unreachable'],
    ['always too busy', answer(429, {}), 'exchange-busy'],
    ['always a short wait', answer(429, {}, { 'retry-after': '5' }), 'exchange-busy'],
  ] as const)
    it(`${what}: given up within 12 s, and what to do is said: ${code}`, async () => {
      const found = await exchange(happening);
      assert.equal(found.code, code);
      assert.ok(found.pausesMs.reduce((sum, ms) => sum + ms, 0) <= 12_000);
    });

  it('a wait that is asked for is told in seconds', async () => {
    const { outcome } = await exchange(answer(429, {}, { 'retry-after': '300.4' }));
    assert.ok(outcome.kind === 'busy');
    assert.equal(outcome.error.params.seconds, 301);
  });

  it('a good refresh token beside an unreadable access token is a sign-in: the first use renews', async () => {
    const { outcome } = await exchange(answer(200, { ...granted, access_token: '' }));
    assert.ok(outcome.kind === 'tokens');
    assert.deepEqual([outcome.tokens.accessToken, outcome.tokens.refreshToken], ['', 'refresh']);
  });
});
