import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Session } from '#src/account/session/session.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import { createNomosClient } from '#src/nomos/client.js';
import { requestTokens } from '#src/oauth/token-request.js';
import { defaultClient, type Sandbox, startSandbox } from '../../../sandbox/index.js';
import { FlakyStore } from '../../support/account/flaky-store.js';
import { ManualClock, until } from '../../support/clock/manual-clock.js';
import { type ConnectionFault, type FaultProxy, startFaultProxy } from '../../support/nomos/fault-proxy.js';

const hour = 3_600_000;
/** Deadlines of the network run so much faster here: 45 s are 0.9 s. */
const haste = 50;

describe('session: a bad line to a Nomos that rotates', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let proxy: FaultProxy;
  let door: HttpDoor;
  let clock: ManualClock;
  let session: Session;

  /** A session behind the proxy whose access token has just ended. */
  async function expired(rotation: 'strict' | 'grace'): Promise<void> {
    sandbox = await startSandbox({ rotation, graceSeconds: 30 });
    proxy = await startFaultProxy(sandbox.url);
    const real = createHttpDoor({ maxPerSecond: 1_000 });
    door = { ...real, send: (request) => real.send({ ...request, deadlineMs: request.deadlineMs / haste }) };
    clock = new ManualClock();
    const { clientId, clientSecret = '' } = defaultClient;
    const client = { clientId, clientSecret, baseUrl: proxy.url };
    const outcome = await requestTokens(real, client, { kind: 'client-credentials' });
    assert.ok(outcome.kind === 'tokens');
    const vault = new TokenVault({ store: new FlakyStore(), secrets: () => ['secret'] });
    const fixed = { grant: 'consent', accountId: randomUUID(), random: () => 0.5 } as const;
    session = new Session({ ...client, ...fixed, vault, door, clock });
    await session.adopt(outcome.tokens);
    await clock.advance(hour + 1);
  }
  afterEach(async () => {
    await session.stop();
    door.close();
    await proxy.stop();
    await sandbox.stop();
  });

  /** Lets the session's time pass, 100 ms in every turn, until the promise has settled. */
  async function settled<T>(promise: Promise<T>): Promise<T> {
    let isDone = false;
    promise
      .catch(() => undefined)
      .finally(() => {
        isDone = true;
      });
    while (!isDone) {
      await wait(5);
      await clock.advance(100);
    }
    return promise;
  }

  const renewals = () => sandbox.ledger.entries.filter(({ grant }) => grant === 'refresh_token');
  const standing = () => [session.connection.phase, session.connection.lastError?.code];

  async function assertKept(requests: number): Promise<void> {
    await settled(session.accessToken());
    assert.deepEqual(standing(), ['connected', undefined]);
    assert.equal(renewals().length, requests);
    assert.deepEqual(sandbox.ledger.findings, []);
    const client = createNomosClient({ door, baseUrl: proxy.url, tokens: session });
    assert.ok((await client.subscriptions()).length > 0);
  }

  async function assertLost(): Promise<void> {
    await assert.rejects(settled(session.accessToken()), { code: 'renewal-unconfirmed' });
    await clock.advance(30_001);
    const giveUpAt = performance.now() + 5_000;
    while (session.connection.phase !== 'signin' && performance.now() < giveUpAt) await wait(5);
    assert.deepEqual(standing(), ['signin', 'answer-lost']);
  }

  it('case 2: while the server is down: an error, again after 5 s, nothing lost', async () => {
    await expired('strict');
    await proxy.goDown();
    await assert.rejects(session.accessToken(), { code: 'network-refused', sent: false });
    await proxy.comeBack();
    await clock.advance(5_001);
    await assertKept(1);
  });

  it('case 4: reset at once: nothing was sent, or perhaps something: the same token again, nothing lost', async () => {
    await expired('strict');
    proxy.plan({ kind: 'refuse' });
    await settled(session.accessToken()).catch(async (error: { code: string; sent: boolean }) => {
      assert.deepEqual([error.code, error.sent], ['network-reset', false]);
      await clock.advance(5_001);
    });
    await assertKept(1);
  });

  it('case 4: reset after 40 bytes of the request: the same token again at once, nothing lost', async () => {
    await expired('strict');
    proxy.plan({ kind: 'reset', after: 40, direction: 'up' });
    await assertKept(1);
  });

  const lost: readonly (readonly [string, ConnectionFault])[] = [
    ['case 5, 6: the answer is lost', { kind: 'lost-answer' }],
    ['case 7: reset after half a body', { kind: 'reset', after: 300, direction: 'down' }],
    ['case 7: closed after half a body', { kind: 'half-close', after: 300 }],
    ['case 9: the answer comes after the deadline', { kind: 'delay', ms: 60_000 / haste }],
    ['case 10: the answer drips over the deadline', { kind: 'throttle', bytes: 1, everyMs: 10 }],
  ];
  for (const [what, fault] of lost) {
    it(`${what}, grace server: the same token again, nothing lost`, async () => {
      await expired('grace');
      proxy.plan(fault);
      await assertKept(2);
    });

    it(`${what}, strict server: asks to sign in, because the answer was lost`, async () => {
      await expired('strict');
      proxy.plan(fault);
      await assertLost();
    });
  }

  it('case 8: an answer just before the deadline counts', async () => {
    await expired('strict');
    proxy.plan({ kind: 'delay', ms: 30_000 / haste });
    await assertKept(1);
  });

  it('case 11: no answer ever: an error that says so, again later, nothing lost', async () => {
    await expired('strict');
    proxy.plan(...Array.from({ length: 3 }, () => ({ kind: 'silent' }) as const));
    await assert.rejects(settled(session.accessToken()), { code: 'network-timeout', sent: true });
    assert.equal(session.connection.phase, 'waiting');
    await settled(until(() => session.connection.phase === 'connected'));
    await assertKept(1);
  });

  it('case 12: the token goes over a connection of its own, not over an idle one that is being closed', async () => {
    await expired('strict');
    proxy.plan(undefined, { kind: 'close-idle', ms: 1 });
    const client = createNomosClient({ door, baseUrl: proxy.url, tokens: session });
    await client.subscriptions();
    const before = proxy.connections;
    await clock.advance(hour);
    await session.accessToken();
    assert.equal(proxy.connections, before + 1);
    assert.deepEqual(
      renewals().map(({ presented }) => presented),
      [1, 2],
    );
  });

  it('case 16: the line drops between renewal and request: the token is kept, the request is made again', async () => {
    await expired('strict');
    proxy.plan(undefined, { kind: 'refuse' });
    const client = createNomosClient({ door, baseUrl: proxy.url, tokens: session });
    await assert.rejects(client.subscriptions(), { code: 'network-reset' });
    assert.deepEqual(standing(), ['connected', undefined]);
    await assertKept(1);
  });
});
