import assert from 'node:assert/strict';
import { ApiError, ConsentRequiredError, UnavailableError } from '#src/errors.js';
import { horizon, priceAt } from '#src/prices/index.js';
import { civilDay, clockTime, msPerHour, msPerMinute } from '#src/time/index.js';
import { type FeedBench, feedBench } from '../../support/account/feed-bench.js';
import { memoryStore } from '../../support/account/memory-store.js';
import { dayPoints, priceOf } from '../../support/nomos/nomos-days.js';

const berlin = 'Europe/Berlin';
const away = () => Promise.reject(new UnavailableError('network-refused', 'refused', { sent: false }));

async function started(start: string): Promise<FeedBench> {
  const bench = feedBench({ start });
  await bench.feed.start();
  await bench.clock.settle();
  return bench;
}

describe('account: price feed', () => {
  it('the first start asks once, at once, and tells the series and the current interval', async () => {
    const { feed, calls, clock, types } = await started('2026-11-22T08:07:00Z');
    assert.deepEqual(
      calls.map(({ firstDay, lastDay }) => [firstDay, lastDay]),
      [['2026-11-22', '2026-11-22']],
    );
    assert.deepEqual(types(), ['series', 'interval']);
    assert.equal(feed.series.length, 96);
    const { phase, fetchedAt, tomorrowComplete, lastError, nextFetchAt } = feed.state;
    assert.deepEqual([phase, fetchedAt, tomorrowComplete, lastError], ['fresh', clock.now(), false, undefined]);
    assert.match(clockTime(berlin, nextFetchAt!), /^1(2:5[89]|3:[012]\d)$/);
    await feed.stop();
  });

  it('the first start in the afternoon asks for today and tomorrow in one request', async () => {
    const { feed, calls } = await started('2026-11-22T15:00:00Z');
    assert.deepEqual(
      calls.map(({ firstDay, lastDay }) => [firstDay, lastDay]),
      [['2026-11-22', '2026-11-23']],
    );
    assert.equal(feed.state.tomorrowComplete, true);
    assert.equal(horizon(feed.series), civilDay(berlin, '2026-11-23').end);
  });

  it('tells every change of the last error, and since when it fails that way', async () => {
    const bench = feedBench({ start: '2026-11-22T08:07:00Z' });
    const failWith = (error: Error) => {
      bench.answer = () => Promise.reject(error);
    };
    const ask = async () => {
      bench.feed.refresh();
      await bench.clock.advance(20 * msPerMinute);
    };
    failWith(new ConsentRequiredError('not-signed-in', 'nobody'));
    await bench.feed.start();
    await bench.clock.settle();
    assert.deepEqual(bench.types(), ['unavailable']);
    await bench.clock.advance(3 * msPerMinute);
    const busy = new UnavailableError('api-busy', 'busy', { sent: false });
    const outOfOrder = (status: number) =>
      new UnavailableError('api-unavailable', 'no', { params: { status }, sent: true });
    for (const [error, code] of [
      [new UnavailableError('network-refused', 'no', { sent: false }), 'network-refused'],
      [outOfOrder(500), 'api-unavailable'],
      [outOfOrder(503), 'api-unavailable'],
      [busy, 'api-busy'],
      [new UnavailableError('network-refused', 'no', { sent: false }), 'network-refused'],
    ] as const) {
      bench.events.length = 0;
      failWith(error);
      await ask();
      assert.deepEqual(bench.types(), ['state'], code);
      assert.equal(bench.feed.state.lastError?.code, code);
    }
    assert.ok(bench.feed.state.downSince! > Date.parse('2026-11-22T08:07:00Z'));
    bench.events.length = 0;
    bench.answer = undefined;
    await ask();
    await ask();
    assert.ok(bench.types().includes('available'));
    await bench.feed.stop();
  });

  it('tells every interval at its start, from memory', async () => {
    const { clock, calls, events } = await started('2026-11-22T08:07:00Z');
    await clock.advance(2 * msPerHour);
    const told = events.flatMap((event) => (event.type === 'interval' ? [event.interval] : []));
    assert.deepEqual(
      told.map(({ start }) => clockTime(berlin, start)),
      ['09:00', '09:15', '09:30', '09:45', '10:00', '10:15', '10:30', '10:45', '11:00'],
    );
    for (const { start, priceCt } of told) assert.equal(priceCt, priceOf(start));
    assert.equal(calls.length, 1);
  });

  it('a restart asks nothing while everything published is stored, before and after publication', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    const before = bench.feed.series;
    await bench.restart();
    await bench.clock.advance(10 * msPerMinute);
    assert.equal(bench.calls.length, 1);
    assert.deepEqual(bench.feed.series, before);
    await bench.clock.advanceTo(Date.parse('2026-11-22T14:00:00Z'));
    const afternoon = bench.calls.length;
    for (let i = 0; i < 10; i += 1) await bench.restart();
    await bench.clock.advance(msPerHour);
    assert.equal(bench.calls.length, afternoon);
    assert.equal(bench.feed.state.tomorrowComplete, true);
    assert.equal(bench.feed.state.fetchedAt, bench.calls.at(-1)!.at);
  });

  it('a restart while tomorrow is late goes on with the back-off', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    bench.publishAt = '15:10';
    await bench.clock.advanceTo(Date.parse('2026-11-22T12:45:00Z'));
    const calls = bench.calls.length;
    const next = bench.feed.state.nextFetchAt;
    for (let i = 0; i < 5; i += 1) await bench.restart();
    assert.equal(bench.calls.length, calls);
    assert.equal(bench.feed.state.nextFetchAt, next);
  });

  it('a stored series that has expired is renewed within a minute of the start, not at once', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    await bench.feed.stop();
    bench.clock.suspend(48 * msPerHour);
    await bench.restart();
    assert.equal(bench.calls.length, 1);
    assert.equal(bench.feed.state.phase, 'waiting');
    await bench.clock.advance(msPerMinute);
    assert.equal(bench.calls.length, 2);
    assert.equal(bench.feed.state.phase, 'fresh');
    assert.equal(bench.types().includes('stale'), false);
  });

  for (const [title, local, most] of [
    ['out at 12:57', '12:57', 2],
    ['out at 13:30', '13:30', 3],
    ['out at 14:20', '14:20', 6],
  ] as const)
    it(`tomorrow ${title}: at most ${most} requests on that day, for any home and any luck`, async () => {
      for (let home = 0; home < 20; home += 1) {
        let seed = home;
        const random = () => {
          seed = (seed * 16807 + 11) % 2147483647;
          return seed / 2147483647;
        };
        const bench = feedBench({ start: '2026-11-21T21:00:00Z', subscriptionId: `sub_${home}`, random });
        await bench.feed.start();
        await bench.clock.advanceTo(civilDay(berlin, '2026-11-22').start);
        const before = bench.calls.length;
        bench.publishAt = local;
        await bench.clock.advanceTo(civilDay(berlin, '2026-11-22').end - 1);
        const used = bench.calls.length - before;
        assert.ok(used >= 1 && used <= most, `home ${home}: ${used} requests`);
        assert.equal(bench.feed.state.tomorrowComplete, true);
        await bench.feed.stop();
      }
    });

  it('an outage is told and logged once down and once back, and known prices stay', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    const morning = bench.feed.series;
    bench.answer = away;
    await bench.clock.advanceTo(Date.parse('2026-11-22T20:00:00Z'));
    assert.ok(bench.calls.length > 3);
    assert.deepEqual(bench.feed.series, morning);
    assert.equal(bench.feed.state.phase, 'fresh');
    assert.equal(bench.feed.state.lastError?.code, 'network-refused');
    assert.ok(bench.feed.state.downSince! < bench.clock.now() - 6 * msPerHour);
    bench.answer = undefined;
    await bench.clock.advance(70 * msPerMinute);
    assert.equal(bench.feed.state.tomorrowComplete, true);
    assert.deepEqual([bench.feed.state.downSince, bench.feed.state.lastError], [undefined, undefined]);
    const told = bench.types().filter((type) => type === 'unavailable' || type === 'available');
    assert.deepEqual(told, ['unavailable', 'available']);
    assert.deepEqual(
      bench.logs.map(({ event }) => event),
      ['unavailable', 'available'],
    );
  });

  it('when the known prices end in an outage it says so once, and recovers soon after the cause went', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    bench.answer = away;
    await bench.clock.advanceTo(civilDay(berlin, '2026-11-22').end + 3 * msPerHour);
    assert.equal(bench.feed.state.phase, 'stale');
    assert.equal(priceAt(bench.feed.series, bench.clock.now()), undefined);
    bench.answer = undefined;
    await bench.clock.advance(15 * msPerMinute);
    assert.equal(bench.feed.state.phase, 'fresh');
    const told = bench.types().filter((type) => type === 'stale' || type === 'fresh');
    assert.deepEqual(told, ['stale', 'fresh']);
    assert.deepEqual(
      bench.logs.map(({ event }) => event),
      ['unavailable', 'stale', 'available'],
    );
  });

  it('waits as long as Nomos asks', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z', random: () => 0 });
    const busy = new UnavailableError('too-many-requests', '429', { sent: true, retryAfterMs: 20 * msPerMinute });
    bench.answer = () => Promise.reject(busy);
    await bench.feed.start();
    await bench.clock.settle();
    bench.feed.refresh();
    await bench.clock.advance(19 * msPerMinute);
    assert.equal(bench.calls.length, 1);
    await bench.clock.advance(2 * msPerMinute);
    assert.equal(bench.calls.length, 2);
  });

  it('signed out: shown, tried slowly, and at once after a new sign-in', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z' });
    bench.answer = () => Promise.reject(new ConsentRequiredError('sign-in-again', 'refused'));
    await bench.feed.start();
    await bench.clock.advance(60 * msPerMinute);
    assert.ok(bench.calls.length <= 5);
    assert.equal(bench.feed.state.lastError?.code, 'sign-in-again');
    assert.equal(bench.feed.state.phase, 'waiting');
    bench.answer = undefined;
    const before = bench.calls.length;
    bench.feed.refresh();
    bench.feed.refresh();
    await bench.clock.settle();
    assert.equal(bench.calls.length, before + 1);
    assert.equal(bench.feed.state.phase, 'fresh');
    bench.feed.refresh();
    await bench.clock.settle();
    assert.equal(bench.calls.length, before + 1);
  });

  it('a sign-in while a request is on its way makes another one when that fails', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z' });
    let refuse: (error: unknown) => void = () => {};
    bench.answer = () => new Promise((_, reject) => (refuse = reject));
    await bench.feed.start();
    bench.feed.refresh();
    bench.answer = undefined;
    refuse(new ConsentRequiredError('sign-in-again', 'refused'));
    await bench.clock.settle();
    assert.equal(bench.calls.length, 2);
    assert.equal(bench.feed.state.phase, 'fresh');
  });

  it('case 23: a contract that is gone is told once and asked for hourly, and comes back by itself', async () => {
    const bench = feedBench({ start: '2026-11-22T06:00:00Z' });
    bench.answer = () => Promise.reject(new ApiError('not-found', '404', { status: 404, requestId: 'req-1' }));
    await bench.feed.start();
    await bench.clock.advance(4 * msPerHour);
    assert.ok(bench.calls.length >= 4 && bench.calls.length <= 5, `${bench.calls.length} requests`);
    assert.equal(bench.feed.state.lastError?.requestId, 'req-1');
    assert.equal(bench.logs.length, 1);
    bench.answer = undefined;
    await bench.clock.advance(75 * msPerMinute);
    assert.equal(bench.feed.state.phase, 'fresh');
  });

  it('case 33: null prices mean that the contract is not active, without a crash', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z' });
    bench.answer = async () => ({ active: false, points: [] });
    await bench.feed.start();
    await bench.clock.settle();
    assert.equal(bench.feed.state.lastError?.code, 'subscription-inactive');
    assert.deepEqual(bench.feed.series, []);
    assert.equal(bench.calls.length, 1);
  });

  it('a contract that ends at midnight: told in the afternoon, not when the prices of today are over', async () => {
    const bench = await started('2026-11-22T08:00:00Z');
    bench.answer = async () => ({ active: false, points: [] });
    await bench.clock.advanceTo(Date.parse('2026-11-22T13:59:00Z'));
    const codes = [bench.feed.state.lastError?.code];
    await bench.clock.advanceTo(Date.parse('2026-11-22T16:00:00Z'));
    codes.push(bench.feed.state.lastError?.code);
    assert.deepEqual(codes, [undefined, 'subscription-inactive']);
    assert.equal(bench.feed.state.phase, 'fresh');
    assert.ok(bench.types().includes('unavailable'));
  });

  for (const [title, notYet] of [
    ['absent', async () => ({ active: true, points: [] })],
    ['null', async () => ({ active: false, points: [] })],
    ['refused', () => Promise.reject(new ApiError('bad-request', '400', { status: 400 }))],
    [
      'with null amounts',
      async () => ({ active: true, points: dayPoints('2026-11-23').map((p) => ({ ...p, priceCt: null })) }),
    ],
    [
      'zeros',
      async () => ({
        active: true,
        points: dayPoints('2026-11-23').map((p) => ({ ...p, priceCt: 0, components: { electricity: 0 } })),
      }),
    ],
    [
      'without its market part',
      async () => ({
        active: true,
        points: dayPoints('2026-11-23').map((p) => ({ ...p, priceCt: 17, components: { grid: 17 } })),
      }),
    ],
  ] as const)
    it(`case 39: tomorrow not yet there, ${title}: no error, no price, asked again later`, async () => {
      const bench = await started('2026-11-22T08:00:00Z');
      bench.answer = notYet;
      await bench.clock.advanceTo(Date.parse('2026-11-22T12:25:00Z'));
      assert.ok(bench.calls.length >= 2 && bench.calls.length <= 3);
      assert.equal(bench.feed.state.lastError, undefined);
      assert.equal(horizon(bench.feed.series), civilDay(berlin, '2026-11-22').end);
      bench.answer = undefined;
      await bench.clock.advance(75 * msPerMinute);
      assert.equal(bench.feed.state.tomorrowComplete, true);
      assert.equal(
        priceAt(bench.feed.series, Date.parse('2026-11-23T11:00:00Z'))?.priceCt,
        priceOf(Date.parse('2026-11-23T11:00:00Z')),
      );
    });

  it('today and tomorrow refused together: today is asked for alone', async () => {
    const bench = feedBench({ start: '2026-11-22T12:45:00Z' });
    bench.answer = async ({ firstDay, lastDay }) => {
      if (lastDay > '2026-11-22') throw new ApiError('bad-request', '400', { status: 400 });
      return { active: true, points: dayPoints(firstDay) };
    };
    await bench.feed.start();
    await bench.clock.settle();
    assert.equal(bench.calls.length, 2);
    assert.equal(bench.feed.series.length, 96);
    assert.equal(bench.feed.state.lastError, undefined);
  });

  it('a null that is filled the next morning is asked for once', async () => {
    const bench = await started('2026-11-22T08:00:00Z');
    const hole = Date.parse('2026-11-23T18:00:00Z');
    bench.answer = async ({ firstDay, lastDay }) => ({
      active: true,
      points: [...dayPoints(firstDay), ...(lastDay > firstDay ? dayPoints(lastDay) : [])].map((point) =>
        point.start === hole ? { ...point, priceCt: null } : point,
      ),
    });
    await bench.clock.advanceTo(civilDay(berlin, '2026-11-22').end);
    assert.ok(bench.calls.length <= 6);
    assert.equal(priceAt(bench.feed.series, hole)?.priceCt, null);
    const before = bench.calls.length;
    bench.answer = undefined;
    await bench.clock.advanceTo(Date.parse('2026-11-23T11:00:00Z'));
    const morning = bench.calls.slice(before);
    assert.deepEqual(
      morning.map(({ firstDay, lastDay }) => [firstDay, lastDay]),
      [['2026-11-23', '2026-11-23']],
    );
    assert.match(clockTime(berlin, morning[0]!.at), /^0[67]:/);
    assert.equal(priceAt(bench.feed.series, hole)?.priceCt, priceOf(hole));
  });

  it('a null that stays null is checked once next morning, not all day', async () => {
    const bench = await started('2026-11-22T08:00:00Z');
    const hole = Date.parse('2026-11-23T18:00:00Z');
    const inner = bench.answerOf;
    bench.answer = async (call) => {
      const answer = inner(call);
      return {
        ...answer,
        points: answer.points.map((point) => (point.start === hole ? { ...point, priceCt: null } : point)),
      };
    };
    await bench.clock.advanceTo(civilDay(berlin, '2026-11-22').end);
    assert.ok(bench.calls.length <= 6);
    const before = bench.calls.length;
    await bench.clock.advanceTo(Date.parse('2026-11-23T11:00:00Z'));
    assert.equal(bench.calls.length, before + 1);
    await bench.clock.advanceTo(civilDay(berlin, '2026-11-23').end - 1);
    assert.ok(bench.calls.length <= before + 3);
    assert.equal(bench.feed.state.tomorrowComplete, true);
  });

  it('case 48: an answer that comes after midnight belongs to the days that were asked for', async () => {
    const bench = feedBench({ start: '2026-11-22T22:59:50Z' });
    let answer: () => void = () => {};
    bench.answer = ({ firstDay }) =>
      new Promise((resolve) => {
        answer = () => resolve({ active: true, points: dayPoints(firstDay) });
      });
    await bench.feed.start();
    await bench.clock.advance(20_000);
    assert.equal(bench.calls[0]!.firstDay, '2026-11-22');
    answer();
    await bench.clock.settle();
    assert.equal(horizon(bench.feed.series), civilDay(berlin, '2026-11-22').end);
    assert.equal(bench.types().includes('interval'), false);
    bench.answer = undefined;
    await bench.clock.advance(70 * msPerMinute);
    const current = priceAt(bench.feed.series, bench.clock.now());
    assert.equal(current?.priceCt, priceOf(current!.start));
  });

  it('keeps three days', async () => {
    const bench = await started('2026-11-18T08:00:00Z');
    await bench.clock.advanceTo(Date.parse('2026-11-22T15:00:00Z'));
    assert.equal(bench.feed.series[0]?.start, civilDay(berlin, '2026-11-21').start);
    assert.equal(horizon(bench.feed.series), civilDay(berlin, '2026-11-23').end);
  });

  it('stop ends timers, listeners and the request on its way', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z' });
    let aborted = false;
    bench.answer = (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          resolve({ active: true, points: dayPoints('2026-11-22') });
        });
      });
    await bench.feed.start();
    await bench.clock.settle();
    await bench.feed.stop();
    await bench.clock.advance(msPerHour);
    assert.equal(aborted, true);
    assert.equal(bench.clock.pending, 0);
    assert.deepEqual(bench.events, []);
    assert.equal(bench.store.saves, 0);
  });

  it('shows nothing that there is not, before the start, while an answer is awaited, and after the end', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z' });
    const nothing = { phase: 'waiting', tomorrowComplete: false };
    assert.deepEqual(bench.feed.state, nothing);
    bench.answer = () => new Promise(() => {});
    await bench.feed.start();
    await bench.clock.settle();
    assert.deepEqual([bench.feed.state, bench.calls.length], [nothing, 1]);
    await bench.feed.stop();
    assert.deepEqual(bench.feed.state, nothing);
    const next = await started('2026-11-22T08:00:00Z');
    assert.deepEqual(Object.keys(next.feed.state).sort(), ['fetchedAt', 'nextFetchAt', 'phase', 'tomorrowComplete']);
    await next.feed.stop();
    assert.equal(next.feed.state.nextFetchAt, undefined);
  });

  it('asks nothing before its start and after its end, whoever wakes it', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z' });
    bench.answer = away;
    bench.feed.refresh();
    await bench.clock.advance(msPerHour);
    assert.deepEqual([bench.calls.length, bench.clock.pending], [0, 0]);
    await bench.feed.start();
    await bench.clock.settle();
    await bench.feed.stop();
    bench.feed.refresh();
    await bench.clock.advance(msPerHour);
    assert.deepEqual([bench.calls.length, bench.clock.pending], [1, 0]);
    await bench.feed.start();
    assert.equal(bench.clock.pending, 0, 'an end is one for good');
  });

  it('woken up after a failure that reached Nomos, it asks again 10 s after the last time', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z', random: () => 0.999 });
    bench.answer = () => Promise.reject(new UnavailableError('network-reset', 'x', { sent: true }));
    await bench.feed.start();
    await bench.clock.advance(3_000);
    bench.feed.refresh();
    await bench.clock.advance(6_999);
    assert.equal(bench.calls.length, 1);
    await bench.clock.advance(1);
    assert.equal(bench.calls.length, 2);
  });

  it('woken up while it only waits for Nomos to publish, it keeps its wait', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    bench.publishAt = '15:10';
    await bench.clock.advanceTo(Date.parse('2026-11-22T12:45:00Z'));
    const { nextFetchAt } = bench.feed.state;
    const asked = bench.calls.length;
    bench.feed.refresh();
    await bench.clock.settle();
    assert.deepEqual([bench.feed.state.nextFetchAt, bench.calls.length], [nextFetchAt, asked]);
  });

  it('woken up after a failure that did not reach Nomos, it asks at once', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z', random: () => 0.999 });
    bench.answer = away;
    await bench.feed.start();
    await bench.clock.settle();
    bench.feed.refresh();
    await bench.clock.settle();
    assert.equal(bench.calls.length, 2);
  });

  it('woken up while it asks, it asks no second time where an answer comes', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z' });
    let answer: () => void = () => {};
    bench.answer = ({ firstDay }) =>
      new Promise((resolve) => {
        answer = () => resolve({ active: true, points: dayPoints(firstDay) });
      });
    await bench.feed.start();
    bench.feed.refresh();
    answer();
    await bench.clock.advance(msPerHour);
    assert.equal(bench.calls.length, 1);
  });

  for (const [what, answer, saves] of [
    ['an answer', undefined, 1],
    ['a failure that may have reached Nomos', new UnavailableError('network-reset', 'x', { sent: true }), 1],
    ['a failure that did not', new UnavailableError('network-refused', 'x', { sent: false }), 0],
    ['a refusal', new ApiError('api-refused', 'x', { status: 403 }), 0],
    ['no sign-in', new ConsentRequiredError('not-signed-in', 'x'), 0],
  ] as const)
    it(`${what} is ${saves === 1 ? '' : 'not '}written to the flash memory`, async () => {
      const bench = feedBench({ start: '2026-11-22T08:00:00Z' });
      if (answer !== undefined) bench.answer = () => Promise.reject(answer);
      await bench.feed.start();
      await bench.clock.settle();
      await bench.feed.stop();
      assert.deepEqual([bench.calls.length, bench.store.saves], [1, saves]);
    });

  it('stopped while the record is being loaded, it never begins', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z' });
    const starting = bench.feed.start();
    await bench.feed.stop();
    await starting;
    await bench.clock.advance(msPerHour);
    assert.equal(bench.calls.length, 0);
    assert.equal(bench.clock.pending, 0);
  });

  it('a listener that throws hurts nobody', async () => {
    const bench = feedBench({ start: '2026-11-22T08:00:00Z' });
    bench.feed.subscribe(() => {
      throw new Error('mine');
    });
    let heard = 0;
    bench.feed.subscribe(() => {
      heard += 1;
    });
    await bench.feed.start();
    await bench.clock.settle();
    assert.equal(heard, 2);
    assert.deepEqual(
      bench.logs.map(({ event }) => event),
      ['listener-failed', 'listener-failed'],
    );
  });
});

describe('account: price feed and clocks', () => {
  it('year 1970 at boot: asks nothing, says why, and begins when the clock is set', async () => {
    const bench = feedBench({ start: '1970-01-01T00:00:20Z' });
    await bench.feed.start();
    await bench.clock.advance(10 * msPerMinute);
    assert.equal(bench.calls.length, 0);
    assert.equal(bench.feed.state.lastError?.code, 'clock-not-set');
    bench.clock.setWall(Date.parse('2026-11-22T08:07:00Z'));
    await bench.clock.advance(30_000);
    assert.equal(bench.calls.length, 1);
    assert.equal(bench.feed.state.phase, 'fresh');
    assert.equal(bench.feed.state.lastError, undefined);
  });

  it('with stored prices, a clock that stood in 1970 and is set is told within 30 s, long before Nomos is asked', async () => {
    const bench = await started('2026-11-22T14:30:00Z');
    await bench.clock.advance(msPerHour);
    bench.clock.setWall(30_000);
    await bench.restart();
    await bench.clock.advance(30_000);
    assert.equal(bench.feed.state.lastError?.code, 'clock-not-set');
    bench.events.length = 0;
    const calls = bench.calls.length;
    bench.clock.setWall(Date.parse('2026-11-22T15:40:00Z'));
    await bench.clock.advance(30_000);
    assert.deepEqual([bench.feed.state.lastError, bench.feed.state.downSince], [undefined, undefined]);
    assert.ok(bench.types().includes('available'));
    assert.equal(bench.calls.length, calls);
  });

  it('a clock that is put to 1970 for a while leaves an outage as it was', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    bench.answer = () => Promise.reject(new UnavailableError('network', 'down', { sent: false }));
    await bench.clock.advanceTo(Date.parse('2026-11-22T14:00:00Z'));
    const { lastError, downSince } = bench.feed.state;
    assert.equal(lastError?.code, 'network');
    bench.clock.setWall(30_000);
    await bench.clock.advance(40_000);
    assert.equal(bench.feed.state.lastError?.code, 'clock-not-set');
    bench.clock.setWall(Date.parse('2026-11-22T14:00:40Z'));
    await bench.clock.advance(1_000);
    await bench.clock.advance(29_000);
    assert.equal(bench.feed.state.lastError?.code, 'network');
    assert.equal(bench.feed.state.downSince, downSince);
  });

  it('case 45: after a suspend it tells the interval that is now, within 30 s, and none of those slept through', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    bench.events.length = 0;
    bench.clock.suspend(3 * msPerHour);
    await bench.clock.advance(30_000);
    const told = bench.events.flatMap((event) =>
      event.type === 'interval' ? [clockTime(berlin, event.interval.start)] : [],
    );
    assert.deepEqual(told, ['12:00']);
  });

  it('a clock set back by an hour: the price is that of the corrected time', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    await bench.clock.advance(60 * msPerMinute);
    bench.events.length = 0;
    bench.clock.setWall(Date.parse('2026-11-22T08:07:00Z'));
    await bench.clock.advance(30_000);
    const told = bench.events.flatMap((event) =>
      event.type === 'interval' ? [clockTime(berlin, event.interval.start)] : [],
    );
    assert.deepEqual(told, ['09:00']);
    assert.equal(bench.calls.length, 1);
  });

  it('a clock set back by two seconds over a boundary tells no interval twice', async () => {
    const bench = await started('2026-11-22T08:14:00Z');
    await bench.clock.advanceTo(Date.parse('2026-11-22T08:15:01Z'));
    bench.events.length = 0;
    bench.clock.setWall(Date.parse('2026-11-22T08:14:59Z'));
    await bench.clock.advance(10 * msPerMinute);
    assert.deepEqual(bench.types(), []);
  });

  it('case 43: ten years ahead and back: few requests, and the known prices are still there', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    const known = bench.feed.series;
    bench.answer = async () => ({ active: false, points: [] });
    bench.clock.setWall(Date.parse('2036-11-22T08:07:00Z'));
    await bench.clock.advance(10 * msPerMinute);
    assert.ok(bench.calls.length <= 2);
    assert.equal(bench.feed.state.phase, 'stale');
    bench.answer = undefined;
    bench.clock.setWall(Date.parse('2026-11-22T08:30:00Z'));
    await bench.clock.advance(30_000);
    assert.deepEqual(bench.feed.series, known);
    assert.equal(bench.feed.state.phase, 'fresh');
    await bench.clock.advanceTo(Date.parse('2026-11-22T13:00:00Z'));
    assert.equal(bench.feed.state.tomorrowComplete, true);
  });

  it('a month ahead with a Nomos that is away, a sign-in right after the clock is put right: prices come at once', async () => {
    const bench = feedBench({ start: '2026-12-22T13:00:00Z' });
    bench.answer = async () => {
      throw new UnavailableError('api-unavailable', 'x', { sent: true, retryAfterMs: msPerHour });
    };
    await bench.feed.start();
    await bench.clock.advance(msPerMinute);
    bench.answer = undefined;
    bench.clock.setWall(Date.parse('2026-11-22T13:00:00Z'));
    bench.feed.refresh();
    await bench.clock.advance(2 * msPerMinute);
    assert.ok(priceAt(bench.feed.series, bench.clock.now()) !== undefined, JSON.stringify(bench.feed.state));
  });

  it('case 70: a blocked event loop tells the current interval once', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    bench.events.length = 0;
    bench.clock.block(40 * msPerMinute);
    await bench.clock.advance(msPerMinute);
    assert.deepEqual(bench.types(), ['interval']);
  });

  for (const [date, start, end, intervals] of [
    ['2026-03-29', '2026-03-28T22:50:00Z', '2026-03-29T22:00:00Z', 92],
    ['2026-10-25', '2026-10-24T21:50:00Z', '2026-10-25T23:00:00Z', 100],
  ] as const)
    it(`${date} has ${intervals} intervals, each told once`, async () => {
      const bench = await started(start);
      bench.events.length = 0;
      await bench.clock.advanceTo(Date.parse(end) - 1);
      const told = bench.events.flatMap((event) => (event.type === 'interval' ? [event.interval.start] : []));
      assert.equal(told.length, intervals);
      assert.equal(new Set(told).size, intervals);
    });
});

describe('account: price feed and its record', () => {
  it('two accounts with the same subscription keep their own record', async () => {
    const bench = await started('2026-11-22T08:07:00Z');
    await bench.feed.stop();
    const other = feedBench({ start: '2026-11-22T08:10:00Z', subscriptionId: 'sub_2', store: bench.store });
    await other.feed.start();
    await other.clock.settle();
    assert.equal(other.calls.length, 1);
    const { entries } = JSON.parse(bench.store.saved.get('nomosPrices')!);
    assert.deepEqual(Object.keys(JSON.parse(entries)), ['account-1/sub_1', 'account-1/sub_2']);
  });

  for (const [title, value] of [
    ['a text', 'rubbish'],
    ['another version of the map', { version: 99, entries: {} }],
    ['a record of another version', { version: 1, entries: { 'account-1/sub_1': { version: 99 } } }],
    [
      'a record with overlapping intervals',
      {
        version: 1,
        entries: {
          'account-1/sub_1': {
            version: 1,
            savedAt: 1,
            attempts: { day: '', calls: 0, failures: 0, notBefore: 0 },
            components: [],
            intervals: [
              [0, 20, 1],
              [10, 30, 2],
            ],
          },
        },
      },
    ],
    [
      'a record with a text for a price',
      {
        version: 1,
        entries: {
          'account-1/sub_1': {
            version: 1,
            savedAt: 1,
            attempts: { day: '', calls: 0, failures: 0, notBefore: 0 },
            components: [],
            intervals: [[0, 20, '12.3']],
          },
        },
      },
    ],
  ] as const)
    it(`case 53: ${title} is reported, ignored and replaced`, async () => {
      const bench = feedBench({ start: '2026-11-22T08:07:00Z', store: memoryStore({ nomosPrices: value }) });
      await bench.feed.start();
      await bench.clock.settle();
      assert.deepEqual(
        bench.logs.map(({ event }) => event),
        ['record-ignored'],
      );
      assert.equal(bench.feed.series.length, 96);
      await bench.restart();
      assert.equal(bench.logs.length, 1);
      assert.equal(bench.calls.length, 1);
    });

  it('a store that fails is reported once, and the feed goes on in memory', async () => {
    const bench = feedBench({ start: '2026-11-22T08:07:00Z' });
    bench.store.failWith(new UnavailableError('storage-unavailable', 'full', { sent: false }));
    await bench.feed.start();
    await bench.clock.advanceTo(Date.parse('2026-11-24T15:00:00Z'));
    assert.deepEqual(
      bench.logs.map(({ event }) => event),
      ['not-saved'],
    );
    assert.equal(bench.feed.state.tomorrowComplete, true);
  });

  it('what is stored comes back equal', async () => {
    const bench = await started('2026-11-22T15:00:00Z');
    const { series } = bench.feed;
    await bench.restart();
    assert.deepEqual(bench.feed.series, series);
    assert.equal(series.length, 192);
    const size = bench.store.saved.get('nomosPrices')!.length;
    assert.ok(size < 5_000, `${size} characters`);
  });

  it('what was learned of the days that are over is the same after a restart, and an outage of days loses none of them', async () => {
    const bench = await started('2026-11-16T08:00:00Z');
    await bench.clock.advanceTo(Date.parse('2026-11-19T15:00:00Z'));
    assert.equal(bench.feed.usual.learnedUntil, '2026-11-18');
    bench.answer = away;
    await bench.clock.advanceTo(Date.parse('2026-11-23T07:00:00Z'));
    bench.answer = undefined;
    await bench.clock.advanceTo(Date.parse('2026-11-23T15:00:00Z'));
    const { usual } = bench.feed;
    // Known before the outage: the 19th and, published on it, the 20th.
    const learned = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'].map(firstPriceOf);
    const expected = learned.reduce((usualCt, priceCt) => usualCt + 0.15 * (priceCt - usualCt));
    assert.ok(Math.abs((usual.weekday[0] ?? 0) - expected) < 0.005, `${usual.weekday[0]} is not ${expected}`);
    const asked = bench.calls.length;
    await bench.restart();
    assert.deepEqual(bench.feed.usual, usual);
    assert.equal(bench.calls.length, asked);
  });

  it('the first day is learned from as soon as it is over, without an answer or a restart', async () => {
    const bench = await started('2026-11-22T15:00:00Z');
    const asked = bench.calls.length;
    await bench.clock.advanceTo(Date.parse('2026-11-22T22:59:00Z'));
    assert.equal(bench.feed.usual.learnedUntil, undefined);
    await bench.clock.advanceTo(Date.parse('2026-11-22T23:01:00Z'));
    assert.equal(bench.feed.usual.learnedUntil, '2026-11-22');
    assert.equal(bench.calls.length, asked);
  });

  it('the record of a version that learned nothing is learned from at once', async () => {
    const bench = await started('2026-11-22T15:00:00Z');
    const { entries } = JSON.parse(bench.store.saved.get('nomosPrices')!);
    const stored = JSON.parse(entries);
    delete stored['account-1/sub_1'].usual;
    const store = memoryStore({ nomosPrices: { version: 1, entries: stored } });
    const later = feedBench({ start: '2026-11-23T08:00:00Z', store });
    await later.feed.start();
    assert.equal(later.feed.usual.learnedUntil, '2026-11-22');
  });
});

function firstPriceOf(date: string): number {
  return priceOf(civilDay(berlin, date).start);
}
