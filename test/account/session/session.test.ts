import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { createNomosClient } from '#src/nomos/client.js';
import { hour, minute, SessionBench } from '../../support/account/session-bench.js';
import { turns, until } from '../../support/clock/manual-clock.js';
import { json } from '../../support/nomos/loopback.js';

describe('session: a token that is always good', () => {
  const bench = new SessionBench();
  beforeEach(() => bench.start());
  afterEach(() => bench.stop());

  it('asks for a sign-in before the first consent', async () => {
    const session = bench.session();
    await assert.rejects(session.accessToken(), { name: 'ConsentRequiredError', code: 'not-signed-in' });
    assert.equal(session.connection.phase, 'new');
  });

  it('gives the token of a consent, and the same one after a restart', async () => {
    const session = await bench.connected();
    assert.equal(await session.accessToken(), 'access-0');
    await session.stop();
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-0');
    assert.equal(bench.nomos.seen.length, 0);
  });

  it('renews before use when less than a quarter of the life remains', async () => {
    const session = await bench.connected();
    await bench.clock.advance(0.74 * hour);
    assert.equal(await session.accessToken(), 'access-0');
    await bench.clock.advance(0.02 * hour);
    assert.equal(await session.accessToken(), 'access-1');
    assert.deepEqual(bench.nomos.presented, ['refresh-0']);
  });

  it('case 21: 20 parallel calls that get 401 make one refresh', async () => {
    const session = await bench.connected();
    bench.nomos.live.clear();
    const client = createNomosClient({ door: bench.door, baseUrl: bench.nomos.url, tokens: session });
    await Promise.all(Array.from({ length: 20 }, () => client.subscriptions()));
    assert.equal(bench.nomos.tokenRequests().length, 1);
  });

  it('case 20, B9: an API that refuses every token makes one renewal a minute, not one for each call', async () => {
    const session = await bench.connected();
    const client = createNomosClient({ door: bench.door, baseUrl: bench.nomos.url, tokens: session });
    const ask = async () => {
      bench.nomos.live.clear();
      await assert.rejects(client.subscriptions(), { code: 'api-unauthorized' });
    };
    bench.nomos.onToken = (_, response) => {
      json(response, 200, bench.nomos.rotate());
      bench.nomos.live.clear();
      return true;
    };
    for (let call = 0; call < 5; call += 1) await ask();
    assert.equal(bench.nomos.tokenRequests().length, 1);
    await bench.clock.advance(minute);
    await ask();
    assert.equal(bench.nomos.tokenRequests().length, 2);
  });

  it('while an earlier session still waits for Nomos, the next one shows that the account is connected', async () => {
    const session = await bench.expired();
    bench.nomos.onToken = () => true;
    void session.accessToken().catch(() => {});
    await bench.requests(1);
    const next = bench.session();
    void next.open();
    await until(() => next.connection.phase === 'connected');
    void session.stop();
    bench.nomos.onToken = () => false;
    bench.nomos.cut();
    assert.equal(await bench.settled(next.accessToken()), 'access-1');
  });

  it('reserves before the request and commits before use', async () => {
    const session = await bench.connected();
    await bench.clock.advance(0.9 * hour);
    const order: string[] = [];
    bench.store.onWrite = () => void order.push('write');
    bench.nomos.onToken = () => {
      order.push('request');
      return false;
    };
    await session.accessToken();
    assert.deepEqual(order, ['write', 'request', 'write']);
  });

  it('shows no secret to util.inspect or JSON', async () => {
    const session = await bench.connected();
    const shown = inspect(session, { depth: 10, showHidden: true }) + JSON.stringify(session);
    for (const secret of ['access-0', 'refresh-0', 'my-secret']) assert.ok(!shown.includes(secret), secret);
  });

  it('two copies of the module at once: the second takes over what the first has renewed', async () => {
    const first = await bench.connected();
    const second = bench.session();
    await second.open();
    await bench.clock.advance(hour);
    assert.deepEqual(await Promise.all([first.accessToken(), second.accessToken()]), ['access-1', 'access-1']);
    await bench.clock.advance(hour);
    assert.equal(await second.accessToken(), 'access-2');
    assert.equal(await first.accessToken(), 'access-2');
    assert.deepEqual(bench.nomos.presented, ['refresh-0', 'refresh-1']);
  });

  it('a client whose token was renewed meanwhile gets the new one, without another renewal', async () => {
    const session = await bench.connected();
    assert.equal(await session.renew('access-0'), 'access-1');
    assert.equal(await session.renew('access-0'), 'access-1');
    assert.equal(bench.nomos.tokenRequests().length, 1);
  });

  it('a consent without a refresh token serves to the end of its access token, then asks to sign in', async () => {
    const session = bench.session();
    await session.adopt({ accessToken: 'access-0', expiresInMs: hour });
    await bench.clock.advance(0.9 * hour);
    assert.equal(await session.accessToken(), 'access-0');
    await bench.clock.advance(0.2 * hour);
    await assert.rejects(session.accessToken(), { name: 'ConsentRequiredError', code: 'consent-gone' });
    assert.equal(session.connection.phase, 'signin');
    assert.equal(bench.nomos.seen.length, 0);
  });

  it('what an earlier session left and is still so has been so since then, and what comes after that begins anew', async () => {
    const first = bench.session();
    await first.adopt({ accessToken: 'access-0', expiresInMs: hour });
    const { since } = first.connection;
    await first.stop();
    await bench.clock.advance(0.5 * hour);
    const second = bench.session({ before: first.connection });
    await second.open();
    assert.deepEqual([second.connection.phase, second.connection.since], ['connected', since]);

    await bench.clock.advance(hour);
    await assert.rejects(second.accessToken(), { code: 'consent-gone' });
    const lost = second.connection;
    assert.deepEqual([lost.phase, lost.since], ['signin', since + 1.5 * hour]);
    await second.stop();
    await bench.clock.advance(hour);
    const third = bench.session({ before: lost });
    await third.open();
    assert.deepEqual([third.connection.since, third.connection.lastError], [lost.since, lost.lastError]);

    await third.adopt({ accessToken: 'access-1', expiresInMs: hour });
    assert.deepEqual([third.connection.phase, third.connection.since], ['connected', since + 2.5 * hour]);
    await bench.clock.advance(2 * hour);
    await assert.rejects(third.accessToken(), { code: 'consent-gone' });
    assert.equal(third.connection.since, since + 4.5 * hour);
  });

  it('renews at the latest 12 hours after the last renewal, though nobody asks', async () => {
    await bench.connected();
    await bench.clock.advance(12 * hour - minute);
    assert.equal(bench.nomos.tokenRequests().length, 0);
    await bench.clock.advance(2 * minute);
    await bench.requests(1);
    assert.deepEqual(bench.nomos.presented, ['refresh-0']);
  });

  it('case 63: 200 deploys and restarts make no renewal while the access token lives', async () => {
    let session = await bench.connected();
    for (let deploy = 0; deploy < 200; deploy += 1) {
      await session.stop();
      session = bench.session();
      assert.equal(await session.accessToken(), 'access-0');
    }
    assert.equal(bench.nomos.tokenRequests().length, 0);
  });

  it('case 62: 100 deploys during one renewal: one request, nothing lost', async () => {
    let session = await bench.expired();
    let finish = () => {};
    bench.nomos.onToken = (_, response) => {
      finish = () => json(response, 200, bench.nomos.rotate());
      return true;
    };
    const first = session.accessToken().catch((error) => error.code);
    await bench.requests(1);
    const stops = [];
    for (let deploy = 0; deploy < 100; deploy += 1) {
      stops.push(session.stop());
      session = bench.session();
      void session.open();
    }
    const last = session.accessToken();
    await turns();
    finish();
    assert.equal(await last, 'access-1');
    await Promise.all([first, ...stops]);
    assert.deepEqual(bench.nomos.presented, ['refresh-0']);
  });

  it('case 61: closing waits for a renewal under way and for its saving', async () => {
    const session = await bench.expired();
    let finish = () => {};
    bench.nomos.onToken = (_, response) => {
      finish = () => json(response, 200, bench.nomos.rotate());
      return true;
    };
    const asked = session.accessToken();
    await bench.requests(1);
    let isStopped = false;
    const stopped = session.stop().then(() => {
      isStopped = true;
    });
    await turns(20);
    assert.equal(isStopped, false);
    finish();
    await stopped;
    assert.equal(await asked, 'access-1');
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-1');
  });

  it('closing gives up after 12 s, and what comes later is saved all the same', async () => {
    const session = await bench.expired();
    let finish = () => {};
    bench.nomos.onToken = (_, response) => {
      finish = () => json(response, 200, bench.nomos.rotate());
      return true;
    };
    void session.accessToken();
    await bench.requests(1);
    const stopped = session.stop();
    await turns();
    await bench.clock.advance(12_000);
    await stopped;
    bench.door.close();
    const { writes } = bench.store;
    finish();
    await until(() => bench.store.writes > writes);
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-1');
  });

  it('closing gives up after 12 s, too, when an earlier session still waits for Nomos', async () => {
    const earlier = await bench.expired();
    bench.nomos.onToken = () => true;
    void earlier.accessToken().catch(() => {});
    await bench.requests(1);
    const session = bench.session();
    void session.open();
    const stopped = Promise.all([earlier.stop(), session.stop()]);
    await turns();
    await bench.clock.advance(12_000);
    await stopped;
    bench.nomos.cut();
    await session.open();
    assert.equal(bench.clock.nextTimerMs, undefined);
  });

  it('a stopped session sets no timers', async () => {
    const session = await bench.expired();
    bench.nomos.onToken = (_, response) => {
      response.destroy();
      return true;
    };
    void session.accessToken().catch(() => {});
    await bench.requests(1);
    await session.stop();
    assert.equal(bench.clock.nextTimerMs, undefined);
  });

  it('takes a new consent at any time, also in the middle of a renewal', async () => {
    const session = await bench.expired();
    let finish = () => {};
    bench.nomos.onToken = (_, response) => {
      finish = () => json(response, 200, bench.nomos.rotate());
      return true;
    };
    const asked = session.accessToken();
    await bench.requests(1);
    const adopted = session.adopt({ accessToken: 'access-new', refreshToken: 'refresh-new', expiresInMs: hour });
    await turns();
    finish();
    await adopted;
    await asked;
    assert.equal(await session.accessToken(), 'access-new');
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-new');
  });

  it('B12: disconnecting forgets the tokens here, for good', async () => {
    const session = await bench.connected();
    await session.disconnect();
    assert.equal(session.connection.phase, 'new');
    await assert.rejects(session.accessToken(), { code: 'not-signed-in' });
    bench.kill();
    await assert.rejects(bench.session().accessToken(), { code: 'not-signed-in' });
    assert.ok(!JSON.stringify(bench.store.disk).includes(bench.accountId));
  });

  it('an account that was disconnected elsewhere is not brought back by a renewal', async () => {
    const session = await bench.expired();
    await bench.vault.remove(bench.accountId);
    await assert.rejects(session.accessToken(), { code: 'not-signed-in' });
    assert.equal(bench.nomos.seen.length, 0);
    assert.equal(await bench.vault.load(bench.accountId), undefined);
  });

  it('disconnects without any storage, too', async () => {
    bench.store.isUnavailable = true;
    const session = await bench.connected();
    await session.disconnect();
    await assert.rejects(session.accessToken(), { code: 'not-signed-in' });
  });

  it('B7: the tokens of one server are never shown to another', async () => {
    const session = await bench.expired();
    await session.reconfigure({ clientId: 'my-client', clientSecret: 'my-secret', baseUrl: 'http://127.0.0.1:1' });
    assert.equal(session.connection.phase, 'signin');
    await assert.rejects(session.accessToken(), { name: 'ConsentRequiredError', code: 'account-moved' });
    await bench.clock.advance(24 * hour);
    assert.equal(bench.nomos.seen.length, 0);
    await session.reconfigure({ clientId: 'my-client', clientSecret: 'my-secret', baseUrl: bench.nomos.url });
    assert.equal(await session.accessToken(), 'access-1');
  });

  it('a listener that throws costs nothing', async () => {
    const session = await bench.connected({ onChange: () => assert.fail('a mistake of the listener') });
    assert.equal(await session.accessToken(), 'access-0');
  });
});
