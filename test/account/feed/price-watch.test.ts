import assert from 'node:assert/strict';
import type { PriceFeed } from '#src/account/feed/feed.js';
import type { FeedEvent } from '#src/account/feed/feed-state.js';
import { PriceWatch } from '#src/account/feed/price-watch.js';
import { ConfigError, UnavailableError } from '#src/errors.js';
import { nothingUsual } from '#src/prices/index.js';
import { fakeClock } from '../../support/clock/fake-clock.js';

const minute = 60_000;
const away = (retryAfterMs?: number) => new UnavailableError('network-reset', 'x', { sent: true, retryAfterMs });

/** A feed of which a watch sees only these parts. */
function standIn(prices: number) {
  const listeners = new Set<(event: FeedEvent) => void>();
  const series = Array.from({ length: prices }, (_, i) => ({ start: i, end: i + 1, priceCt: 1, components: {} }));
  const feed = {
    series,
    state: { phase: 'fresh', tomorrowComplete: true },
    subscribe(listener: (event: FeedEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    feed: feed as unknown as PriceFeed,
    listeners,
    tell(event: FeedEvent) {
      for (const listener of listeners) listener(event);
    },
  };
}

function bench(answers: (PriceFeed | Error)[]) {
  const clock = fakeClock('2026-11-22T10:00:00Z');
  const told: string[] = [];
  const asked: number[] = [];
  let ended = 0;
  const watch = new PriceWatch({
    clock,
    listener: ({ type }) => told.push(type),
    async feed() {
      asked.push(clock.now());
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error || answer === undefined) throw answer;
      return answer;
    },
    ended: () => {
      ended += 1;
    },
  });
  const minutes = () => asked.map((at) => Math.round((at - asked[0]!) / minute));
  return { clock, told, watch, asked, minutes, ended: () => ended };
}

describe('account: one view of a price feed', () => {
  it('is there before its feed, and passes on what the feed tells', async () => {
    const { feed, tell } = standIn(2);
    const { watch, told, clock } = bench([feed]);
    assert.deepEqual([watch.series, watch.state, told], [[], { phase: 'waiting', tomorrowComplete: false }, []]);
    await watch.settled(3_000);
    tell({ type: 'stale' });
    assert.deepEqual([watch.series.length, watch.state.phase, told], [2, 'fresh', ['series', 'stale']]);
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  it('tells that the connection changed, and gives what the feed has learned, once there is one', async () => {
    const { feed } = standIn(1);
    const usual = { ...nothingUsual, learnedUntil: '2026-11-21' };
    const { watch, told, clock } = bench([Object.assign(feed, { usual })]);
    assert.equal(watch.usual, nothingUsual);
    watch.connectionChanged();
    assert.deepEqual(told, ['state']);
    await clock.settle();
    assert.equal(watch.usual, usual);
    watch.wake();
    await clock.settle();
    assert.deepEqual([told, watch.state.phase], [['state', 'series'], 'fresh']);
  });

  it('looks again after a clock that was ahead is put right, not only when that time has come', async () => {
    const { feed } = standIn(1);
    const { watch, clock } = bench([away(), feed]);
    await clock.settle();
    clock.setWall(clock.now() - 30 * 24 * 60 * minute);
    await clock.advance(minute);
    assert.equal(watch.series.length, 1);
  });

  it('says only that the state changed where the feed knows no price yet', async () => {
    const { watch, told } = bench([standIn(0).feed]);
    await watch.settled(3_000);
    assert.deepEqual(told, ['state']);
  });

  it('tries again after 1, 2, 4, 8, 15 and 15 minutes, and shows why', async () => {
    const { watch, clock, told, minutes } = bench([away()]);
    await clock.advance(46 * minute);
    assert.deepEqual(minutes(), [0, 1, 3, 7, 15, 30, 45]);
    assert.equal(watch.state.lastError?.code, 'network-reset');
    assert.equal(watch.state.nextFetchAt, clock.now() + 14 * minute);
    assert.ok(told.every((type) => type === 'state'));
    watch.stop();
  });

  it('waits as long as Nomos asks', async () => {
    const { watch, clock, minutes } = bench([away(10 * minute)]);
    await clock.advance(11 * minute);
    assert.deepEqual(minutes(), [0, 10]);
    watch.stop();
  });

  it('a new sign-in makes it try at once, and forgets the old failure', async () => {
    const { feed } = standIn(1);
    const { watch, clock, told } = bench([new ConfigError('no-subscription', 'x'), feed]);
    await clock.settle();
    assert.equal(watch.state.lastError?.code, 'no-subscription');
    watch.wake();
    assert.deepEqual(watch.state, { phase: 'waiting', tomorrowComplete: false });
    await clock.settle();
    assert.deepEqual([watch.series.length, told], [1, ['state', 'series']]);
    assert.equal(watch.state.lastError, undefined);
  });

  it('a new sign-in while it looks makes it look once more at once where that fails, and not where it does not', async () => {
    const { feed } = standIn(1);
    for (const answers of [[new ConfigError('not-signed-in', 'x'), feed], [feed]]) {
      const looks = answers.length;
      const { watch, clock, told, asked } = bench(answers);
      watch.wake();
      await clock.settle();
      assert.deepEqual([watch.series.length, told, asked.length, clock.pending], [1, ['series'], looks, 0]);
      watch.stop();
    }
  });

  it('a failure after that one waits again', async () => {
    const { watch, clock, minutes } = bench([away()]);
    watch.wake();
    await clock.advance(2.5 * minute);
    assert.deepEqual(minutes(), [0, 0, 1]);
    watch.stop();
  });

  it('leaves a feed for another one', async () => {
    const [old, other] = [standIn(1), standIn(2)];
    const { watch, clock, told } = bench([old.feed, other.feed]);
    await clock.settle();
    watch.restart();
    await clock.settle();
    old.tell({ type: 'stale' });
    assert.deepEqual([watch.series.length, old.listeners.size, other.listeners.size], [2, 0, 1]);
    assert.deepEqual(told, ['series', 'series']);
  });

  it('never takes a feed that is not wanted any more', async () => {
    const [old, other] = [standIn(1), standIn(2)];
    const { watch, clock, told, asked } = bench([old.feed, other.feed]);
    watch.restart();
    await clock.settle();
    assert.deepEqual([watch.series.length, old.listeners.size, told, asked.length], [2, 0, ['series'], 2]);
  });

  it('a start does not wait longer than its patience', async () => {
    const clock = fakeClock('2026-11-22T10:00:00Z');
    const watch = new PriceWatch({ clock, listener: () => {}, feed: () => new Promise(() => {}), ended: () => {} });
    let settled = false;
    void watch.settled(3_000).then(() => {
      settled = true;
    });
    await clock.advance(2_999);
    assert.equal(settled, false);
    await clock.advance(1);
    await clock.settle();
    assert.equal(settled, true);
    watch.stop();
  });

  it('says nothing any more after its end, whatever was under way', async () => {
    for (const answer of [standIn(1), undefined]) {
      const { watch, clock, told, asked, ended } = bench([answer?.feed ?? away()]);
      watch.stop();
      await clock.settle();
      watch.connectionChanged();
      await clock.advance(60 * minute);
      assert.deepEqual([told, asked.length, ended(), clock.pending], [[], 1, 1, 0]);
      assert.equal(answer?.listeners.size ?? 0, 0);
    }
  });
});
