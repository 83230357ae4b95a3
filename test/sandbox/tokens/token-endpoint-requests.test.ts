import assert from 'node:assert/strict';
import { type Sandbox, type SandboxOptions, startSandbox, walkConsent } from '../../../sandbox/index.js';
import {
  authorization,
  basic,
  curie,
  kindsOf,
  postToken,
  refreshRaw,
  refreshWith,
  signIn,
} from '../../support/nomos/sandbox-requests.js';
import { until } from '../../support/real/until.js';

describe('sandbox: token requests', () => {
  let sandbox: Sandbox;
  async function start(options: SandboxOptions = {}) {
    sandbox = await startSandbox(options);
    sandbox.clock.stopAt('2026-11-22T11:00:00Z');
  }
  afterEach(() => sandbox.stop());

  it('a code works once; the second use ends what the first one started', async () => {
    await start();
    const { fields, refreshToken } = await signIn(sandbox);
    assert.equal((await postToken(sandbox, fields)).status, 401);
    assert.equal((await refreshWith(sandbox, refreshToken)).status, 401);
    assert.deepEqual(kindsOf(sandbox), ['replayed-code']);
  });

  /** A code that was not spent yet, and the fields that would spend it. */
  async function freshCode() {
    const { url, verifier } = authorization(sandbox);
    const callback = new URL(await walkConsent(url, { email: 'anna@example.com', decision: 'allow' }));
    const code = callback.searchParams.get('code')!;
    return { grant_type: 'authorization_code', code, code_verifier: verifier };
  }

  it('a code ends after ten minutes', async () => {
    await start();
    const fields = await freshCode();
    sandbox.clock.advance(600_000);
    assert.equal((await postToken(sandbox, fields)).status, 401);
  });

  it('a code needs its verifier and, when named, its redirect_uri; a refusal does not spend it', async () => {
    await start();
    const fields = await freshCode();
    const { code_verifier: _, ...bare } = fields;
    assert.equal((await postToken(sandbox, bare)).status, 401);
    assert.equal((await postToken(sandbox, { ...fields, code_verifier: 'x'.repeat(43) })).status, 401);
    assert.equal((await postToken(sandbox, { ...fields, redirect_uri: 'http://localhost:1/x' })).status, 401);
    assert.deepEqual(kindsOf(sandbox), ['wrong-verifier', 'wrong-verifier', 'redirect-uri-mismatch']);
    sandbox.set({ redirectUriAtToken: 'reject' });
    const rejected = await postToken(sandbox, {
      ...fields,
      redirect_uri: 'http://localhost:1880/nomos/oauth/callback',
    });
    assert.deepEqual([rejected.status, rejected.body.errors[0].code], [400, 'unrecognized_keys']);
    assert.equal((await postToken(sandbox, fields)).status, 200);
  });

  it('a code of another client is worth nothing', async () => {
    const clients = ['one', 'two'].map((clientId) => ({ clientId, clientSecret: `secret of ${clientId}` }));
    await start({ clients });
    const fields = await freshCode();
    const stranger = `Basic ${Buffer.from('two:secret+of+two').toString('base64')}`;
    assert.equal((await postToken(sandbox, fields, { authorization: stranger })).status, 401);
    const { body } = await postToken(sandbox, fields);
    const refresh = { grant_type: 'refresh_token', refresh_token: body.refresh_token };
    assert.equal((await postToken(sandbox, refresh, { authorization: stranger })).status, 401);
    assert.deepEqual(kindsOf(sandbox), ['foreign-refresh-token']);
  });

  it('takes JSON too', async () => {
    await start();
    const { refreshToken } = await signIn(sandbox);
    const answer = await fetch(`${sandbox.url}/oauth/token`, {
      method: 'POST',
      body: JSON.stringify({ grant_type: 'refresh_token', refresh_token: refreshToken }),
      headers: { authorization: basic(sandbox), 'content-type': 'application/json', ...curie },
    });
    assert.equal(answer.status, 200);
  });

  for (const [body, contentType] of [
    ['{', 'application/json'],
    ['7', 'application/json'],
    ['grant_type=refresh_token', 'text/plain'],
    ['grant_type=client_credentials&grant_type=refresh_token', 'application/x-www-form-urlencoded'],
    ['grant_type=password', 'application/x-www-form-urlencoded'],
    [`scope=${'x'.repeat(70_000)}`, 'application/x-www-form-urlencoded'],
  ] as const)
    it(`refuses ${contentType} ${body.slice(0, 60)}`, async () => {
      await start();
      const headers = { authorization: basic(sandbox), 'content-type': contentType, ...curie };
      const { status } = await fetch(`${sandbox.url}/oauth/token`, { method: 'POST', body, headers });
      assert.ok(status === 400 || status === 413, `${status}`);
    });

  it('a secret that is not form-urlencoded fails here, works where the server does not decode, and is noted', async () => {
    await start({ clients: [{ clientId: 'id', clientSecret: 'p%41x', customer: 'anna@example.com' }] });
    const raw = { authorization: `Basic ${Buffer.from('id:p%41x').toString('base64')}` };
    const fields = { grant_type: 'client_credentials' };
    assert.equal((await postToken(sandbox, fields, raw)).status, 401);
    assert.deepEqual(kindsOf(sandbox), ['basic-not-encoded']);
    assert.equal((await postToken(sandbox, fields)).status, 200);
    sandbox.set({ basicDecoding: 'raw' });
    assert.equal((await postToken(sandbox, fields, raw)).status, 200);
    assert.equal((await postToken(sandbox, fields)).status, 401);
  });

  it("client credentials are for a customer's own client only", async () => {
    await start({ clients: [{ clientId: 'app', clientSecret: 'secret' }] });
    assert.equal((await postToken(sandbox, { grant_type: 'client_credentials' })).status, 403);
  });

  it('a public client signs in without a secret, and needs PKCE', async () => {
    await start({ clients: [{ clientId: 'public' }] });
    const naked = authorization(sandbox, { code_challenge: undefined, code_challenge_method: undefined });
    const refused = new URL(await walkConsent(naked.url, { email: 'anna@example.com', decision: 'allow' }));
    assert.equal(refused.searchParams.get('error'), 'invalid_request');
    const answer = await fetch(`${sandbox.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...(await freshCode()), client_id: 'public' }),
      headers: curie,
    });
    assert.equal(answer.status, 200);
  });

  it('notes a query at the token endpoint, and two refreshes at once', async () => {
    await start();
    const { refreshToken } = await signIn(sandbox);
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' });
    const headers = { authorization: basic(sandbox), ...curie };
    await fetch(`${sandbox.url}/oauth/token?client_secret=s`, { method: 'POST', body, headers });
    assert.deepEqual(kindsOf(sandbox), ['secret-in-query', 'query-at-token-endpoint']);
    sandbox.ledger.clear();
    sandbox.set({ rotation: 'grace' });
    sandbox.fault({ on: 'token', kind: 'delay', ms: 60_000, times: 1 });
    const impatient = new AbortController();
    const first = assert.rejects(refreshRaw(sandbox, refreshToken, { signal: impatient.signal }), {
      name: 'AbortError',
    });
    await until('the first is under way', () => sandbox.ledger.pending().some(({ family }) => family !== undefined));
    await refreshWith(sandbox, refreshToken);
    impatient.abort();
    await first;
    assert.deepEqual(kindsOf(sandbox), ['concurrent-refresh']);
  });
});
