import assert from 'node:assert/strict';
import { hour, minute, SessionBench } from '../../support/account/session-bench.js';
import { turns } from '../../support/clock/manual-clock.js';
import { json } from '../../support/nomos/loopback.js';

const year = 365 * 24 * hour;

describe('session: clocks that jump, and machines that sleep', () => {
  const bench = new SessionBench();
  beforeEach(() => bench.start());
  afterEach(() => bench.stop());

  for (const [what, jump] of [
    ['an hour', hour],
    ['ten years', 10 * year],
  ] as const)
    it(`case 43: the clock goes ${what} ahead: one more renewal at most, nothing lost`, async () => {
      const session = await bench.connected();
      bench.clock.jump(jump);
      for (let step = 0; step < 20; step += 1) {
        await bench.clock.advance(30_000);
        await turns(10);
        await session.accessToken();
      }
      assert.equal(bench.nomos.tokenRequests().length, 1);
      assert.equal(session.connection.phase, 'connected');
    });

  for (const [what, jump] of [
    ['an hour', -hour],
    ['to 1970', -50 * year],
  ] as const)
    it(`case 44: the clock goes back ${what} while running: the age is still known`, async () => {
      const session = await bench.connected();
      await bench.clock.advance(0.5 * hour);
      bench.clock.jump(jump);
      assert.equal(await session.accessToken(), 'access-0');
      await bench.clock.advance(0.3 * hour);
      assert.equal(await session.accessToken(), 'access-1');
      assert.equal(await session.accessToken(), 'access-1');
      assert.equal(bench.nomos.tokenRequests().length, 1);
    });

  it('case 44: a start in 1970 tries the token, and believes a 401', async () => {
    const session = await bench.connected();
    await session.stop();
    bench.kill();
    bench.clock.jump(-50 * year);
    const next = bench.session();
    assert.equal(await next.accessToken(), 'access-0');
    assert.equal(bench.nomos.tokenRequests().length, 0);
    assert.equal(await next.renew('access-0'), 'access-1');
  });

  it('a clock that is set right after the start ages the token at once', async () => {
    const session = await bench.connected();
    await session.stop();
    bench.kill();
    bench.clock.jump(-50 * year);
    const next = bench.session();
    assert.equal(await next.accessToken(), 'access-0');
    bench.clock.jump(50 * year + 2 * hour);
    assert.equal(await next.accessToken(), 'access-1');
  });

  it('case 45: eight hours of sleep: renewed within 30 s of waking', async () => {
    await bench.connected();
    await bench.clock.advance(minute);
    bench.clock.jump(8 * hour);
    await bench.clock.advance(30_000);
    await bench.requests(1);
    assert.deepEqual(bench.nomos.presented, ['refresh-0']);
  });

  it('a short sleep that leaves the token good renews nothing', async () => {
    await bench.connected();
    bench.clock.jump(20 * minute);
    await bench.clock.advance(5 * minute);
    assert.equal(bench.nomos.tokenRequests().length, 0);
  });

  it('a wait between two tries ends in sleep, too', async () => {
    const session = await bench.expired();
    bench.nomos.onToken = (_, response) => {
      bench.nomos.onToken = () => false;
      json(response, 403, {});
      return true;
    };
    await assert.rejects(session.accessToken(), { code: 'renewal-refused' });
    bench.clock.jump(hour);
    await bench.clock.advance(30_000);
    await bench.requests(2);
    assert.equal(await session.accessToken(), 'access-1');
  });

  it('case 47: what the server believes the time to be does not matter', async () => {
    const session = await bench.expired();
    bench.nomos.onToken = (_, response) => {
      json(response, 200, bench.nomos.rotate(), { date: 'Thu, 31 Dec 2026 23:59:60 GMT' });
      return true;
    };
    assert.equal(await session.accessToken(), 'access-1');
    await bench.clock.advance(0.7 * hour);
    assert.equal(await session.accessToken(), 'access-1');
    assert.equal(bench.nomos.tokenRequests().length, 1);
  });

  it('no timer is ever longer than 30 s', async () => {
    await bench.connected();
    for (let step = 0; step < 100; step += 1) {
      assert.ok((bench.clock.nextTimerMs ?? 0) <= 30_000);
      await bench.clock.advance(7_000);
    }
  });
});
