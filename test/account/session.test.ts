import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { Session, type SessionOptions } from '#src/account/session.js';
import { TokenVault } from '#src/account/token-vault.js';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import { createNomosClient } from '#src/nomos/client.js';
import { type FakeNomos, startFakeNomos } from '../support/fake-nomos.js';
import { FlakyStore } from '../support/flaky-store.js';
import { ManualClock } from '../support/manual-clock.js';

const hour = 3_600_000;

describe('session: a token that is always good', () => {
  let nomos: FakeNomos;
  let door: HttpDoor;
  let store: FlakyStore;
  let clock: ManualClock;
  let accountId: string;

  beforeEach(async () => {
    nomos = await startFakeNomos();
    door = createHttpDoor({ maxPerSecond: 1_000 });
    store = new FlakyStore();
    clock = new ManualClock();
    accountId = randomUUID();
  });
  afterEach(async () => {
    door.close();
    await nomos.stop();
  });

  function makeSession(options: Partial<SessionOptions> = {}): Session {
    const vault = new TokenVault({ store, secrets: () => ['a secret of Node-RED'] });
    const client = { clientId: 'my-client', clientSecret: 'my-secret', baseUrl: nomos.url };
    const fixed = { accountId, grant: 'consent', vault, door, clock, random: () => 0.5 } as const;
    return new Session({ ...client, ...fixed, ...options });
  }

  /** A session with a consent whose access token has just been given. */
  async function connected(): Promise<Session> {
    const session = makeSession();
    await session.open();
    await session.adopt({ accessToken: 'access-0', refreshToken: 'refresh-0', expiresInMs: hour });
    nomos.live.add('access-0');
    return session;
  }

  it('asks for a sign-in before the first consent', async () => {
    const session = makeSession();
    await assert.rejects(session.accessToken(), { name: 'ConsentRequiredError', code: 'not-signed-in' });
    assert.equal(session.connection.phase, 'new');
  });

  it('gives the token of a consent, and the same one after a restart', async () => {
    const session = await connected();
    assert.equal(await session.accessToken(), 'access-0');
    await session.stop();
    store = store.afterKill();
    assert.equal(await makeSession().accessToken(), 'access-0');
    assert.equal(nomos.seen.length, 0);
  });

  it('renews before use when less than a quarter of the life remains', async () => {
    const session = await connected();
    await clock.advance(0.74 * hour);
    assert.equal(await session.accessToken(), 'access-0');
    await clock.advance(0.02 * hour);
    assert.equal(await session.accessToken(), 'access-1');
    assert.deepEqual(nomos.presented, ['refresh-0']);
  });

  it('case 21: 20 parallel calls that get 401 make one refresh', async () => {
    const session = await connected();
    nomos.live.clear();
    const client = createNomosClient({ door, baseUrl: nomos.url, tokens: session });
    await Promise.all(Array.from({ length: 20 }, () => client.subscriptions()));
    assert.equal(nomos.tokenRequests().length, 1);
  });

  it('reserves before the request and commits before use', async () => {
    const session = await connected();
    await clock.advance(0.9 * hour);
    const order: string[] = [];
    store.onWrite = () => void order.push('write');
    nomos.onToken = () => {
      order.push('request');
      return false;
    };
    await session.accessToken();
    assert.deepEqual(order, ['write', 'request', 'write']);
  });

  it('shows no secret to util.inspect or JSON', async () => {
    const session = await connected();
    const shown = inspect(session, { depth: 10, showHidden: true }) + JSON.stringify(session);
    for (const secret of ['access-0', 'refresh-0', 'my-secret']) assert.ok(!shown.includes(secret), secret);
  });
});
