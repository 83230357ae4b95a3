import assert from 'node:assert/strict';
import { tokensKey } from '#src/account/tokens/token-map.js';
import { hour, minute, SessionBench } from '../../support/account/session-bench.js';
import { turns, until } from '../../support/clock/manual-clock.js';
import { json } from '../../support/nomos/loopback.js';

describe('session: faults of the storage, restarts and kills', () => {
  const bench = new SessionBench();
  beforeEach(() => bench.start());
  afterEach(() => bench.stop());

  it('case 49: a disk that is full before a renewal: nothing is sent, the token serves on, it heals by itself', async () => {
    const session = await bench.connected();
    await bench.clock.advance(0.8 * hour);
    bench.store.failures = 1;
    assert.equal(await session.accessToken(), 'access-0');
    assert.deepEqual([session.connection.phase, session.connection.lastError?.code], ['waiting', 'tokens-not-saved']);
    assert.equal(bench.nomos.tokenRequests().length, 0);
    await bench.clock.advance(minute);
    await bench.requests(1);
    assert.equal(await session.accessToken(), 'access-1');
    assert.deepEqual([session.connection.phase, session.connection.lastError], ['connected', undefined]);
  });

  it('case 49: and after the end of the token the error is about the storage', async () => {
    const session = await bench.expired();
    bench.store.failures = 1_000;
    await assert.rejects(session.accessToken(), { code: 'tokens-not-saved' });
    assert.equal(bench.nomos.tokenRequests().length, 0);
  });

  it('case 51: a storage that fails in the commit: the new token is used, the state is red, and saving goes on', async () => {
    const session = await bench.expired();
    bench.nomos.onToken = () => {
      bench.store.failures = 2;
      return false;
    };
    assert.equal(await session.accessToken(), 'access-1');
    assert.deepEqual([session.connection.saved, session.connection.lastError?.code], [false, 'tokens-not-saved']);
    await bench.clock.advance(minute);
    await until(() => session.connection.saved);
    assert.equal(session.connection.lastError, undefined);
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-1');
  });

  it('case 51: a redeploy before the late save loses nothing', async () => {
    const session = await bench.expired();
    bench.nomos.onToken = () => {
      bench.store.failures = 2;
      return false;
    };
    await session.accessToken();
    await session.stop();
    const next = bench.session();
    assert.equal(await next.accessToken(), 'access-1');
    assert.equal(next.connection.saved, false);
    await bench.clock.advance(minute);
    await until(() => next.connection.saved);
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-1');
  });

  it('case 51: closing tries a last time to save', async () => {
    const session = await bench.expired();
    bench.nomos.onToken = () => {
      bench.store.failures = 1;
      return false;
    };
    await session.accessToken();
    await session.stop();
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-1');
  });

  it('case 55: without any storage it goes on in memory, and says so', async () => {
    bench.store.isUnavailable = true;
    const session = await bench.connected();
    assert.deepEqual([session.connection.phase, session.connection.saved], ['connected', false]);
    await bench.clock.advance(hour);
    assert.equal(await session.accessToken(), 'access-1');
    await session.stop();
    assert.equal(await bench.session().accessToken(), 'access-1');
  });

  it('case 55: a trial save tells before a person is asked', async () => {
    bench.store.failures = 1;
    await assert.rejects(bench.vault.trySave());
    await bench.vault.trySave();
    assert.equal(bench.store.writes, 1);
  });

  it('killed after the reservation: the renewal is repeated at the next start, at once', async () => {
    const session = await bench.expired();
    bench.nomos.onToken = () => true;
    void session.accessToken().catch(() => {});
    await bench.requests(1);
    bench.kill();
    bench.nomos.cut();
    bench.nomos.onToken = () => false;
    await session.stop();
    const next = bench.session();
    await next.open();
    await bench.requests(2);
    assert.equal(await next.accessToken(), 'access-1');
    assert.deepEqual(bench.nomos.presented, ['refresh-0', 'refresh-0']);
  });

  it('killed between the answer and the commit, strict server: asks to sign in, and says that the answer was lost', async () => {
    const session = await bench.expired();
    bench.nomos.onToken = (_, response) => {
      bench.kill();
      json(response, 200, bench.nomos.rotate());
      bench.nomos.onToken = () => false;
      return true;
    };
    await session.accessToken();
    await session.stop();
    const next = bench.session();
    await next.open();
    await bench.requests(2);
    await bench.clock.advance(31_000);
    await bench.requests(3);
    assert.equal(next.connection.lastError?.code, 'answer-lost');
  });

  it('killed after the commit: the new tokens are there', async () => {
    const session = await bench.expired();
    await session.accessToken();
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-1');
    assert.equal(bench.nomos.tokenRequests().length, 1);
  });

  it('killed before each write of three renewals, grace server: nothing is ever lost', async () => {
    let kept = 0;
    for (let write = 0; write < 6; write += 1) {
      await bench.stop();
      await bench.start();
      let seen = 0;
      // A kill in the middle of a write leaves what was on the disk before it.
      const killed = new Promise<void>((resolve) => {
        bench.store.onWrite = () => {
          seen += 1;
          if (seen === write + 2) resolve();
        };
      });
      const session = await bench.connected();
      const run = (async () => {
        for (let renewal = 0; renewal < 3; renewal += 1) {
          await bench.clock.advance(hour);
          await session.accessToken();
        }
      })();
      await killed;
      const { disk } = bench.store.afterKill();
      await run;
      await session.stop();
      bench.store.onWrite = () => {};
      Object.assign(bench.store.disk, disk);
      bench.kill();
      // Grace: the server takes any token of the family.
      bench.nomos.onToken = ({ body }, response) => {
        bench.nomos.current = new URLSearchParams(body).get('refresh_token') ?? '';
        json(response, 200, bench.nomos.rotate());
        return true;
      };
      await bench.clock.advance(hour);
      if (await bench.session().accessToken()) kept += 1;
    }
    assert.equal(kept, 6);
  });

  it('case 54: another credentialSecret: cannot be opened, is kept, and is readable again when it is set back', async () => {
    await (await bench.connected()).stop();
    const [secret = ''] = bench.secrets;
    bench.secrets = ['another secret'];
    bench.kill();
    const before = JSON.stringify(bench.store.disk);
    const session = bench.session();
    await assert.rejects(session.accessToken(), { name: 'ConsentRequiredError', code: 'token-record-unreadable' });
    assert.equal(session.connection.phase, 'signin');
    await bench.clock.advance(24 * hour);
    assert.equal(JSON.stringify(bench.store.disk), before);
    await session.stop();
    bench.secrets = [secret];
    assert.equal(await bench.session().accessToken(), 'access-1');
    assert.deepEqual(bench.nomos.presented, ['refresh-0']);
  });

  it('case 53: a new sign-in replaces what cannot be opened, and puts it aside once', async () => {
    await (await bench.connected()).stop();
    bench.secrets = ['another secret'];
    bench.kill();
    const session = bench.session();
    await session.open();
    await session.adopt({ accessToken: 'access-new', refreshToken: 'refresh-0', expiresInMs: hour });
    assert.equal(await session.accessToken(), 'access-new');
    const map = bench.store.disk[tokensKey] as { accounts: Record<string, { unreadable?: { unreadable?: unknown } }> };
    assert.ok(map.accounts[bench.accountId]?.unreadable);
    await bench.clock.advance(hour);
    await session.accessToken();
    const later = bench.store.disk[tokensKey] as typeof map;
    assert.ok(later.accounts[bench.accountId]?.unreadable);
    assert.equal(later.accounts[bench.accountId]?.unreadable?.unreadable, undefined);
  });

  it('case 68: a copied record is of no use to another account', async () => {
    await bench.connected();
    const map = structuredClone(bench.store.disk[tokensKey]) as { accounts: Record<string, unknown> };
    map.accounts.copied = map.accounts[bench.accountId];
    await bench.store.save(tokensKey, map);
    await assert.rejects(bench.session({ accountId: 'copied' }).accessToken(), { code: 'token-record-unreadable' });
    await turns();
    assert.equal(await bench.session().accessToken(), 'access-0');
  });

  it('case 67: a node that was deleted and is there again is still connected; after 7 days its record is gone', async () => {
    await (await bench.connected()).stop();
    const day = 24 * hour;
    const now = bench.clock.now();
    for (let days = 0; days <= 6; days += 1) await bench.vault.sweep([], now + days * day);
    await bench.vault.sweep([bench.accountId], now + 6 * day);
    assert.equal(await bench.session().accessToken(), 'access-0');
    for (let days = 8; days <= 15; days += 1) await bench.vault.sweep([], now + days * day);
    assert.equal(await bench.vault.load(bench.accountId), undefined);
  });

  it('tokens that a write of somebody else took away are saved again, unseen where that works', async () => {
    const session = await bench.connected();
    delete bench.store.disk[tokensKey];
    await bench.clock.advance(minute);
    await until(() => tokensKey in bench.store.disk);
    assert.equal(session.connection.saved, true);
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-0');
  });

  it('and on a full disk the connection says so until there is space again', async () => {
    const session = await bench.connected();
    delete bench.store.disk[tokensKey];
    bench.store.failures = 2;
    await bench.clock.advance(minute / 2);
    await until(() => !session.connection.saved);
    assert.equal(session.connection.lastError?.code, 'tokens-not-saved');
    await until(() => bench.store.failures === 1);
    for (let i = 0; i < 6 && !session.connection.saved; i += 1) {
      await bench.clock.advance(minute / 2);
      await turns(50);
    }
    await until(() => session.connection.saved);
    assert.equal(session.connection.lastError, undefined);
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-0');
  });

  it('and at the latest when the session closes', async () => {
    const session = await bench.connected();
    delete bench.store.disk[tokensKey];
    await session.stop();
    bench.kill();
    assert.equal(await bench.session().accessToken(), 'access-0');
  });

  it('what another process saved instead is not overwritten by looking', async () => {
    const session = await bench.connected();
    bench.store.isReplaced = true;
    const { writes } = bench.store;
    await bench.clock.advance(minute);
    await turns();
    await session.stop();
    assert.equal(bench.store.writes, writes);
  });
});
