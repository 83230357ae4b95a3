import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ContractChoice, feedInChoice } from '#src/account/reading/contract-choice.js';
import { Session } from '#src/account/session/session.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { systemClock } from '#src/clock/clock.js';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import { createNomosClient } from '#src/nomos/client.js';
import { Consents } from '#src/oauth/consents.js';
import { requestTokens } from '#src/oauth/token-request.js';
import { type Sandbox, type SandboxOptions, startSandbox, walkConsent } from '../../sandbox/index.js';
import { FlakyStore } from '../support/account/flaky-store.js';

const clientId = 'sandbox-client';
const clientSecret = 'sandbox-secret';

describe('account: a whole consent with the simulated Nomos', () => {
  let sandbox: Sandbox;
  let door: HttpDoor;
  const sessions: Session[] = [];
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.stop()));
    door.close();
    await sandbox.stop();
  });

  async function signIn(options: SandboxOptions = {}, decision: 'allow' | 'deny' = 'allow') {
    sandbox = await startSandbox(options);
    door = createHttpDoor({ maxPerSecond: 1_000 });
    const consents = new Consents();
    const accountId = randomUUID();
    const redirectUri = 'http://localhost:1880/nomos/oauth/callback';
    const settings = { accountId, clientId, clientSecret, baseUrl: sandbox.url, redirectUri };
    const opened = consents.open({ ...settings, now: Date.now() });
    const back = await walkConsent(opened.authorizeUrl, { email: 'anna@example.com', decision });
    return { accountId, verdict: consents.judge(new URL(back).searchParams, [opened.cookieValue], Date.now()) };
  }

  async function connect(options: SandboxOptions = {}): Promise<Session> {
    const { accountId, verdict } = await signIn(options);
    assert.ok(verdict.kind === 'matched', verdict.kind);
    const { code, verifier, redirectUri, baseUrl } = verdict.attempt;
    const client = { clientId, clientSecret, baseUrl };
    const outcome = await requestTokens(door, client, { kind: 'code', code, verifier, redirectUri });
    assert.ok(outcome.kind === 'tokens', outcome.kind);
    const vault = new TokenVault({ store: new FlakyStore(), secrets: () => ['secret'] });
    const session = new Session({ ...client, accountId, grant: 'consent', vault, door, clock: systemClock });
    sessions.push(session);
    await session.adopt(outcome.tokens);
    return session;
  }

  for (const options of [
    {},
    { redirectUriAtToken: 'reject' },
    { iss: 'on' },
    { tokenErrors: 'rfc' },
    { basicDecoding: 'raw' },
    { accessTokenLength: 7_168 },
  ] as const satisfies readonly SandboxOptions[])
    it(`signs in, reads contracts and prices, and renews, without a mistake: ${JSON.stringify(options)}`, async () => {
      const session = await connect(options);
      const client = createNomosClient({ door, baseUrl: sandbox.url, tokens: session });
      const [subscription] = await client.subscriptions();
      assert.ok(subscription);
      const { points, active } = await client.prices(subscription.id, '2026-03-29', '2026-03-29');
      assert.deepEqual([active, points.length], [true, 92]);
      const first = await session.accessToken();
      const second = await session.renew(first);
      assert.notEqual(second, first);
      assert.equal((await client.subscriptions()).length > 0, true);
      assert.deepEqual(sandbox.ledger.findings, []);
    });

  it('the contract for consumption and the one for feeding in are found as Nomos lists them', async () => {
    const session = await connect();
    const client = createNomosClient({ door, baseUrl: sandbox.url, tokens: session });
    const choice = new ContractChoice({
      accountId: 'anna',
      store: new FlakyStore(),
      subscriptions: () => client.subscriptions(),
    });
    const active = sandbox.customers[0]?.subscriptions.filter(({ status }) => status === 'active') ?? [];
    for (const [asked, kind] of [
      ['', 'consumption'],
      [feedInChoice, 'feed_in'],
    ])
      assert.equal(await choice.find(asked ?? ''), active.find(({ type }) => type === kind)?.id);
  });

  it('a consent that the customer withdraws is not believed at once, then it is', async () => {
    const session = await connect();
    sandbox.revokeConsent('anna@example.com');
    const client = createNomosClient({ door, baseUrl: sandbox.url, tokens: session });
    await assert.rejects(client.subscriptions(), { code: 'renewal-unconfirmed' });
    assert.equal(session.connection.phase, 'waiting');
  });

  it('case 74: a denial', async () => {
    const { verdict } = await signIn({}, 'deny');
    assert.equal(verdict.kind === 'denied' && verdict.error.code, 'consent-denied');
  });

  it('case 74: a denial that says nothing', async () => {
    const { verdict } = await signIn({ denial: 'bare' }, 'deny');
    assert.equal(verdict.kind === 'denied' && verdict.error.code, 'consent-failed');
  });

  it('A5: an answer in the name of another issuer', async () => {
    const { verdict } = await signIn({ iss: 'wrong' });
    assert.equal(verdict.kind === 'denied' && verdict.error.code, 'issuer-mismatch');
  });
});
