import assert from 'node:assert/strict';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/index.js';
import { kindsOf, postToken, read, refreshWith, signIn } from '../../support/nomos/sandbox-requests.js';

describe('sandbox: tokens', () => {
  let sandbox: Sandbox;
  async function start(options: SandboxOptions = {}) {
    sandbox = await startSandbox(options);
    sandbox.clock.stopAt('2026-11-22T11:00:00Z');
  }
  afterEach(() => sandbox.stop());

  it('a careful client leaves no findings; its whole life is in the ledger', async () => {
    await start();
    const { refreshToken } = await signIn(sandbox);
    const { body } = await refreshWith(sandbox, refreshToken);
    await read(sandbox, '/subscriptions', { accessToken: body.access_token });
    assert.deepEqual(kindsOf(sandbox), []);
    const tokenRequests = sandbox.ledger.entries.filter(({ path }) => path === '/oauth/token');
    const life = tokenRequests.map(({ grant, presented, issued, outcome }) => ({ grant, presented, issued, outcome }));
    assert.deepEqual(life, [
      { grant: 'authorization_code', presented: undefined, issued: 1, outcome: 'delivered' },
      { grant: 'refresh_token', presented: 1, issued: 2, outcome: 'delivered' },
    ]);
    const last = sandbox.ledger.entries.at(-1)!;
    assert.equal(last.presented, 2);
    assert.equal(last.client, 'sandbox-client');
    assert.equal(last.at, Date.parse('2026-11-22T11:00:00Z'));
    assert.ok(last.endedAt! >= last.receivedAt);
  });

  it('the ledger and the findings hold no secret', async () => {
    await start();
    const { accessToken, refreshToken, fields } = await signIn(sandbox);
    await postToken(sandbox, { ...fields, client_secret: 'sandbox-secret' });
    await refreshWith(sandbox, refreshToken);
    await fetch(`${sandbox.url}/subscriptions?access_token=${accessToken}`);
    const text = JSON.stringify([sandbox.ledger.entries, sandbox.ledger.findings]);
    for (const secret of [accessToken, refreshToken, fields.code, fields.code_verifier, 'sandbox-secret']) {
      assert.equal(text.includes(secret), false);
    }
    assert.deepEqual(kindsOf(sandbox), ['secret-in-body', 'replayed-code', 'missing-api-version', 'token-in-query']);
  });

  it('strict: a replay ends the family, with its access tokens', async () => {
    await start();
    const { refreshToken } = await signIn(sandbox);
    const { body } = await refreshWith(sandbox, refreshToken);
    assert.equal((await refreshWith(sandbox, refreshToken)).status, 401);
    assert.equal((await refreshWith(sandbox, body.refresh_token)).status, 401);
    assert.equal((await read(sandbox, '/subscriptions', { accessToken: body.access_token })).status, 401);
    assert.deepEqual(kindsOf(sandbox), ['replayed-refresh-token']);
  });

  it('a replay in one family leaves another sign-in alone', async () => {
    await start();
    const [one, other] = [await signIn(sandbox), await signIn(sandbox)];
    await refreshWith(sandbox, one.refreshToken);
    await refreshWith(sandbox, one.refreshToken);
    assert.equal((await refreshWith(sandbox, other.refreshToken)).status, 200);
  });

  it('grace: a used token works again for 30 s, then it is a replay', async () => {
    await start({ rotation: 'grace' });
    const { refreshToken } = await signIn(sandbox);
    assert.equal((await refreshWith(sandbox, refreshToken)).status, 200);
    sandbox.clock.advance(30_000);
    const again = await refreshWith(sandbox, refreshToken);
    assert.equal(again.status, 200);
    assert.deepEqual(kindsOf(sandbox), []);
    sandbox.clock.advance(1);
    assert.equal((await refreshWith(sandbox, refreshToken)).status, 401);
    assert.equal((await refreshWith(sandbox, again.body.refresh_token)).status, 401);
    assert.deepEqual(kindsOf(sandbox), ['replayed-refresh-token']);
  });

  it('off: the same refresh token for ever', async () => {
    await start({ rotation: 'off' });
    const { refreshToken } = await signIn(sandbox);
    for (const _ of [1, 2, 3]) {
      const { body } = await refreshWith(sandbox, refreshToken);
      assert.equal(body.refresh_token, refreshToken);
    }
    assert.deepEqual(kindsOf(sandbox), []);
  });

  it('an access token ends with its life, by the movable clock', async () => {
    await start({ accessTokenTtlSeconds: 2 });
    const { accessToken, body } = await signIn(sandbox);
    assert.equal(body.expires_in, 2);
    sandbox.clock.advance(1999);
    assert.equal((await read(sandbox, '/subscriptions', { accessToken })).status, 200);
    sandbox.clock.advance(1);
    assert.equal((await read(sandbox, '/subscriptions', { accessToken })).status, 401);
  });

  it('can be as long as 7 KiB', async () => {
    await start({ accessTokenLength: 7168 });
    const { accessToken } = await signIn(sandbox);
    assert.ok(accessToken.length >= 7168);
    assert.equal((await read(sandbox, '/subscriptions', { accessToken })).status, 200);
  });

  it('a withdrawn consent ends everything of that customer, and of nobody else', async () => {
    await start();
    const [anna, ben] = [await signIn(sandbox), await signIn(sandbox, 'ben@example.com')];
    sandbox.revokeConsent('anna@example.com');
    assert.equal((await read(sandbox, '/subscriptions', anna)).status, 401);
    assert.equal((await refreshWith(sandbox, anna.refreshToken)).status, 401);
    assert.equal((await read(sandbox, '/subscriptions', ben)).status, 200);
    assert.deepEqual(kindsOf(sandbox), []);
  });

  it("speaks Nomos' envelope or RFC 6749", async () => {
    await start();
    const envelope = await refreshWith(sandbox, 'unknown');
    assert.deepEqual([envelope.status, envelope.body.code], [401, 'UNAUTHORIZED']);
    sandbox.set({ tokenErrors: 'rfc' });
    const rfc = await refreshWith(sandbox, 'unknown');
    assert.deepEqual([rfc.status, rfc.body.error], [400, 'invalid_grant']);
    const wrong = await postToken(sandbox, { grant_type: 'client_credentials' }, { authorization: 'Basic eDp5' });
    assert.deepEqual([wrong.status, wrong.body.error], [401, 'invalid_client']);
  });
});
