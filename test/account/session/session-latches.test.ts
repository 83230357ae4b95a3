import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { exclusively } from '#src/account/session/exclusively.js';
import { hour, minute, SessionBench } from '../../support/account/session-bench.js';
import { turns, until } from '../../support/clock/manual-clock.js';
import { refuse } from '../../support/nomos/fake-nomos.js';
import { json } from '../../support/nomos/loopback.js';

const wrongClient = (response: ServerResponse) => json(response, 401, { error: 'invalid_client' });
const page = (response: ServerResponse) => json(response, 403, {});

describe('session: what waits for a person, or for its time', () => {
  const bench = new SessionBench();
  beforeEach(() => bench.start());
  afterEach(() => bench.stop());

  /** The answers to the next token requests; after them Nomos behaves again. */
  function script(...answers: ((response: ServerResponse) => void)[]): void {
    bench.nomos.onToken = (_, response) => {
      const answer = answers.shift();
      answer?.(response);
      return answer !== undefined;
    };
  }
  const requests = () => bench.nomos.tokenRequests().length;
  /** Lets so much time pass that all early tries are over, too. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= minute) {
      await bench.clock.advance(Math.min(left, minute));
      while (bench.nomos.open() > 0) await turns();
      await turns();
    }
  }

  for (const [phase, answers, firstMs, probeMs] of [
    ['config', [wrongClient], 0, 6 * hour],
    ['signin', [refuse, refuse], 31_000, 24 * hour],
  ] as const)
    it(`${phase}: a probe that does not get through changes nothing for the person, and the next one comes in an hour`, async () => {
      const session = await bench.expired();
      script(...answers, page);
      await session.accessToken().catch(() => undefined);
      await pass(firstMs);
      await until(() => session.connection.phase === phase);
      const { since, lastError } = session.connection;
      const before = requests();
      await pass(probeMs + minute);
      assert.equal(requests(), before + 1);
      assert.deepEqual([session.connection.phase, session.connection.since], [phase, since]);
      assert.notEqual(session.connection.lastError?.code, lastError?.code);
      await pass(57 * minute);
      assert.equal(requests(), before + 1);
      await pass(5 * minute);
      await until(() => session.connection.phase === 'connected');
      assert.equal(requests(), before + 2);
    });

  it('while a renewal is under way, it is not looked for the next one again and again', async () => {
    const session = await bench.expired();
    script(page, () => {});
    await assert.rejects(session.accessToken(), { code: 'renewal-refused' });
    await bench.clock.advance(15 * minute + 1);
    await bench.requests(2);
    assert.ok((bench.clock.nextTimerMs ?? 0) > 10_000, `${bench.clock.nextTimerMs} ms`);
    bench.nomos.cut();
  });

  it('a storage that cannot be read is said, as is that nothing is saved; the sign-in is not lost', async () => {
    await (await bench.connected()).stop();
    bench.store.isUnavailable = true;
    const session = bench.session();
    await session.open();
    const { phase, saved, lastError } = session.connection;
    assert.deepEqual([phase, saved, lastError?.code], ['new', false, 'storage-unavailable']);
    await session.stop();
    bench.store.isUnavailable = false;
    assert.equal(await bench.session().accessToken(), 'access-0');
  });

  it('nobody is told to sign in because a stored record of client credentials cannot be opened', async () => {
    const session = bench.session({ grant: 'client-credentials' });
    await session.accessToken();
    await session.stop();
    bench.secrets = ['another secret'];
    bench.kill();
    bench.phases.length = 0;
    const next = bench.session({ grant: 'client-credentials' });
    await next.open();
    await until(() => next.connection.phase === 'connected');
    assert.deepEqual(bench.phases, ['connected']);
  });

  it('a session that has ended renews nothing, and gives out what it has', async () => {
    const session = await bench.connected();
    await bench.clock.advance(0.8 * hour);
    await session.stop();
    assert.equal(await session.accessToken(), 'access-0');
    await bench.clock.advance(hour);
    await assert.rejects(session.accessToken(), {
      name: 'UnavailableError',
      code: 'renewal-failed',
      sent: false,
      message: /./,
    });
    assert.deepEqual([requests(), bench.clock.nextTimerMs], [0, undefined]);
  });

  it('one that has ended does not wait for what others of the account do', async () => {
    const session = await bench.expired();
    await session.stop();
    let end = () => {};
    const other = exclusively(bench.accountId, () => new Promise<void>((resolve) => (end = resolve)));
    await assert.rejects(session.accessToken(), { code: 'renewal-failed' });
    end();
    await other;
  });

  it('what an earlier session has left is known at once, though that one still waits for Nomos', async () => {
    await (await bench.connected()).stop();
    let end = () => {};
    const earlier = exclusively(bench.accountId, () => new Promise<void>((resolve) => (end = resolve)));
    const session = bench.session();
    const opening = session.open();
    await until(() => session.connection.phase === 'connected');
    await session.known(3_000);
    end();
    await Promise.all([earlier, opening]);
  });

  it('a token that is good is not given out once the client was refused', async () => {
    const session = await bench.connected();
    await bench.clock.advance(0.8 * hour);
    script(wrongClient);
    for (let time = 0; time < 2; time += 1) await assert.rejects(session.accessToken(), { code: 'client-refused' });
    assert.equal(requests(), 1);
  });

  it('another secret takes a refusal back at once, before Nomos has answered', async () => {
    script(wrongClient, () => {});
    const session = bench.session({ grant: 'client-credentials' });
    await assert.rejects(session.accessToken(), { code: 'client-refused' });
    await session.reconfigure({ clientId: 'my-client', clientSecret: 'right', baseUrl: bench.nomos.url });
    assert.deepEqual([session.connection.phase, session.connection.lastError], ['new', undefined]);
    await bench.requests(2);
    bench.nomos.cut();
  });

  it('other settings are asked with at once, also while a wait of before is not over', async () => {
    script(page);
    const session = bench.session({ grant: 'client-credentials' });
    await assert.rejects(session.accessToken(), { code: 'renewal-refused' });
    await assert.rejects(session.accessToken(), { code: 'renewal-refused' });
    await session.reconfigure({ clientId: 'other', clientSecret: 'other', baseUrl: bench.nomos.url });
    assert.equal(await session.accessToken(), 'access-1');
    assert.equal(requests(), 2);
  });

  it('a consent that comes after the end is saved, and begins nothing', async () => {
    const session = bench.session();
    await session.open();
    await session.stop();
    bench.store.failures = 1;
    await session.adopt({ accessToken: 'access-new', expiresInMs: 30_000 });
    assert.equal(bench.clock.nextTimerMs, undefined);
    assert.equal(await bench.session().accessToken(), 'access-new');
  });

  for (const phase of ['new', 'connected'] as const)
    it(`known: a session that is ${phase} ${phase === 'new' ? 'waits for what is stored, with patience' : 'waits for nothing'}`, async () => {
      const session = phase === 'new' ? bench.session() : await bench.connected();
      let isKnown = false;
      const release = blockedLoad();
      const known = session.known(3_000).then(() => {
        isKnown = true;
      });
      await turns();
      assert.equal(isKnown, phase === 'connected');
      await bench.clock.advance(3_000);
      assert.equal(isKnown, true);
      release();
      await known;
      await session.open();
    });

  /** Until it is released, nothing can be read from the vault. */
  function blockedLoad(): () => void {
    const load = bench.vault.load.bind(bench.vault);
    let release = () => {};
    const free = new Promise<void>((resolve) => (release = resolve));
    Object.assign(bench.vault, { load: (id: string) => free.then(() => load(id)) });
    return () => {
      release();
      Object.assign(bench.vault, { load });
    };
  }

  it('what is stored is put in order before it is used, while no request for tokens is under way', async () => {
    await (await bench.connected()).stop();
    const order: string[] = [];
    const session = bench.session({
      prepare: async () => {
        await bench.vault.save(bench.accountId, { ...(await recordOf()), accessToken: 'access-draft', seq: 9, gen: 9 });
        order.push('prepared');
      },
    });
    assert.equal(await session.accessToken(), 'access-draft');
    assert.deepEqual(order, ['prepared']);
  });

  it('what was stored and is gone when it is in order is shown as gone', async () => {
    await (await bench.connected()).stop();
    const session = bench.session({ prepare: () => bench.vault.remove(bench.accountId) });
    await session.open();
    assert.equal(session.connection.phase, 'new');
    await assert.rejects(session.accessToken(), { code: 'not-signed-in' });
  });

  it('the tokens of another server are not shown as connected, not even for a moment', async () => {
    await (await bench.connected()).stop();
    bench.phases.length = 0;
    const session = bench.session({ baseUrl: 'http://127.0.0.1:1' });
    await session.open();
    assert.deepEqual(bench.phases, ['signin']);
  });

  async function recordOf() {
    const loaded = await bench.vault.load(bench.accountId);
    return loaded?.record ?? assert.fail('nothing is stored');
  }

  it('a latch is found again by the next process, with its reason, and tokens of it are not used', async () => {
    const session = await bench.expired();
    script(refuse, refuse);
    await session.accessToken().catch(() => undefined);
    await pass(31_000);
    await until(() => session.connection.phase === 'signin');
    await until(() => bench.nomos.open() === 0);
    await turns(20);
    const { phase, reason, seq } = await recordOf();
    assert.deepEqual([phase, reason], ['signin', 'consent-gone']);
    await session.stop();
    bench.kill();
    bench.nomos.current = 'none';
    const next = bench.session();
    await next.open();
    assert.deepEqual([next.connection.phase, next.connection.lastError?.code], ['signin', 'consent-gone']);
    assert.equal((await recordOf()).seq >= seq, true);
  });
});
