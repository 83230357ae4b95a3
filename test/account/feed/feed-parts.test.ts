import assert from 'node:assert/strict';
import { type FeedAnnouncer, feedAnnouncer } from '#src/account/feed/feed-announcer.js';
import { feedClock } from '#src/account/feed/feed-clock.js';
import { feedListeners } from '#src/account/feed/feed-listeners.js';
import { feedOutage } from '#src/account/feed/feed-outage.js';
import { feedRecord } from '#src/account/feed/feed-record.js';
import type { FeedEvent, FeedLogEntry } from '#src/account/feed/feed-state.js';
import { clockSetSince } from '#src/clock/clock.js';
import { ApiError, ConfigError, ConsentRequiredError, UnavailableError } from '#src/errors.js';
import { nothingUsual, type PriceInterval } from '#src/prices/index.js';
import { memoryStore } from '../../support/account/memory-store.js';

const now = Date.parse('2026-11-22T10:00:00Z');
const quarter = 900_000;
const minute = 60_000;
const interval = (index: number, priceCt: number | null = index): PriceInterval => ({
  start: now + index * quarter,
  end: now + (index + 1) * quarter,
  priceCt,
  components: {},
});
const away = (code = 'network-refused', params = {}) => new UnavailableError(code, 'x', { params, sent: false });

describe('account: what a feed announces', () => {
  let told: string[];
  let announcer: FeedAnnouncer;
  beforeEach(() => {
    told = [];
    announcer = feedAnnouncer((event) => {
      told.push(event.type === 'interval' ? `price ${event.interval.priceCt}` : event.type);
    });
  });
  const look = (series: readonly PriceInterval[], at: number, hasAsked = true) => {
    told.length = 0;
    announcer.look({ series, now: at, hasAsked });
    return [announcer.phase, ...told];
  };
  const known = [interval(0), interval(1), interval(2)];

  it('nothing before a price is known, and each price once, from its first to its last instant', () => {
    assert.deepEqual(look([], now), ['waiting']);
    assert.deepEqual(look(known, now - 1), ['fresh']);
    assert.deepEqual(look(known, now), ['fresh', 'price 0']);
    assert.deepEqual(look(known, now + quarter - 1), ['fresh']);
    assert.deepEqual(look(known, now + quarter), ['fresh', 'price 1']);
    assert.deepEqual(look(known, now + 2 * quarter), ['fresh', 'price 2']);
  });

  it('no price that is not known', () => {
    const holed = [interval(0), interval(1, null), interval(2)];
    assert.deepEqual(look(holed, now), ['fresh', 'price 0']);
    assert.deepEqual(look(holed, now + quarter), ['fresh']);
    assert.deepEqual(look([interval(0), interval(2)], now + quarter), ['fresh']);
    assert.deepEqual(look(holed, now + 2 * quarter), ['fresh', 'price 2']);
  });

  it('the end of the known prices, and new ones after that, each once', () => {
    look(known, now);
    assert.deepEqual(look(known, now + 3 * quarter - 1), ['fresh', 'price 2']);
    assert.deepEqual(look(known, now + 3 * quarter), ['stale', 'stale']);
    assert.deepEqual(look(known, now + 4 * quarter), ['stale']);
    assert.deepEqual(look([interval(4)], now + 4 * quarter), ['fresh', 'fresh', 'price 4']);
    assert.deepEqual(look(known, now + 5 * quarter), ['stale', 'stale']);
    assert.deepEqual(look([], now + 5 * quarter), ['waiting'], 'no prices are no new ones');
  });

  it('no end of prices that had ended before the start, until Nomos was asked', () => {
    assert.deepEqual(look(known, now + 4 * quarter, false), ['waiting']);
    assert.deepEqual(look(known, now + 4 * quarter, true), ['stale', 'stale']);
  });

  it('prices that end after the start before Nomos was asked have ended all the same', () => {
    look(known, now, false);
    assert.deepEqual(look(known, now + 4 * quarter, false), ['stale', 'stale']);
  });

  for (const [backMs, isToldAgain] of [
    [minute, false],
    [minute + 1, true],
  ] as const)
    it(`a clock that is put back ${backMs} ms behind the price tells ${isToldAgain ? 'that of then' : 'none again'}`, () => {
      look(known, now + quarter);
      assert.deepEqual(look(known, now + quarter - backMs), isToldAgain ? ['fresh', 'price 0'] : ['fresh']);
    });
});

describe('account: what a feed says of a clock that is not set', () => {
  function bench(lastError?: ReturnType<typeof feedOutage>['lastError']) {
    const [told, logs]: [FeedEvent[], FeedLogEntry[]] = [[], []];
    const clock = feedClock(
      { lastError },
      (event) => told.push(event),
      (entry) => logs.push(entry),
    );
    return { clock, told, logs };
  }
  const unset = { code: 'clock-not-set', params: {} };

  it('once that it is not set, once that it is, with when it was so last', () => {
    const { clock, told, logs } = bench();
    assert.deepEqual([clock.look(10), clock.look(20)], [false, false]);
    assert.deepEqual(clock.error, { ...unset, at: 20 });
    assert.deepEqual(
      [told, logs],
      [[{ type: 'unavailable', error: { ...unset, at: 10 } }], [{ event: 'unavailable', error: { ...unset, at: 10 } }]],
    );
    assert.deepEqual([clock.look(now), clock.look(now), clock.error], [true, true, undefined]);
    assert.deepEqual(
      [told.slice(1), logs.slice(1)],
      [[{ type: 'available' }], [{ event: 'available', downSince: 20 }]],
    );
    clock.look(30);
    assert.deepEqual([told.length, logs.length], [3, 3]);
  });

  it('then the outage of before is told again, and not that all is well', () => {
    const before = { code: 'network-refused', params: {}, at: now };
    const { clock, told, logs } = bench(before);
    clock.look(10);
    clock.look(now);
    assert.deepEqual([told[1], logs.length], [{ type: 'unavailable', error: before }, 1]);
  });

  it('nothing where it is set, from the first instant on', () => {
    const { clock, told, logs } = bench();
    assert.deepEqual([clock.look(clockSetSince), told, logs, clock.error], [true, [], [], undefined]);
    assert.equal(clock.look(clockSetSince - 1), false);
  });
});

describe('account: the outage of a feed', () => {
  function bench() {
    const [told, logs]: [string[], string[]] = [[], []];
    const outage = feedOutage(
      (event) => told.push(event.type === 'unavailable' ? `unavailable ${event.error.code}` : event.type),
      (entry) => {
        const shown = entry.event === 'unavailable' ? entry.error.code : entry.event === 'available' && entry.downSince;
        logs.push(`${entry.event} ${shown}`);
      },
    );
    /** What a failure at a minute tells and logs, and since when it is so. */
    const failed = (error: unknown, at: number) => {
      told.length = 0;
      logs.length = 0;
      outage.failed(error, at);
      return [[...told], [...logs], outage.downSince, outage.lastError?.code, outage.lastError?.at];
    };
    const ended = () => {
      told.length = 0;
      logs.length = 0;
      outage.ended();
      return [[...told], [...logs], outage.downSince, outage.lastError];
    };
    return { failed, ended };
  }
  const consent = new ConsentRequiredError('not-signed-in', 'x');

  it('begins once and ends once, however often asking fails the same way', () => {
    const { failed, ended } = bench();
    assert.deepEqual(ended(), [[], [], undefined, undefined]);
    const first = [['unavailable network-refused'], ['unavailable network-refused'], 1, 'network-refused', 1];
    assert.deepEqual(failed(away(), 1), first);
    assert.deepEqual(failed(away(), 2), [[], [], 1, 'network-refused', 2]);
    assert.deepEqual(ended(), [['available'], ['available 1'], undefined, undefined]);
    assert.deepEqual(ended(), [[], [], undefined, undefined]);
    assert.deepEqual(failed(away(), 1), first, 'and begins again');
  });

  it('a network that fails in several ways is one outage; another last error is told, not logged', () => {
    const { failed } = bench();
    failed(away(), 1);
    assert.deepEqual(failed(away('network-reset'), 2), [['state'], [], 1, 'network-reset', 2]);
    assert.deepEqual(failed(away('network-reset', { status: 500 }), 3), [['state'], [], 1, 'network-reset', 3]);
    assert.deepEqual(failed(away('network-reset', { status: 500 }), 4), [[], [], 1, 'network-reset', 4]);
  });

  it('a reason for a person to act is news, once, and begins a time of its own', () => {
    const { failed, ended } = bench();
    failed(away(), 1);
    assert.deepEqual(failed(consent, 2), [['state'], ['unavailable not-signed-in'], 2, 'not-signed-in', 2]);
    assert.deepEqual(failed(away(), 3), [['state'], [], 3, 'network-refused', 3]);
    assert.deepEqual(failed(consent, 4), [['state'], [], 4, 'not-signed-in', 4]);
    assert.deepEqual(failed(new ConfigError('a', 'x'), 5)[1], ['unavailable a']);
    assert.deepEqual(failed(new ApiError('b', 'x', { status: 400 }), 6)[1], ['unavailable b']);
    assert.deepEqual(failed(new TypeError('mine'), 7)[1], ['unavailable unexpected-error']);
    assert.deepEqual(ended()[1], ['available 7']);
    assert.deepEqual(failed(consent, 8)[1], ['unavailable not-signed-in'], 'after its end it is news again');
  });
});

describe('account: who listens to a feed', () => {
  it('each as often as they subscribed, until they leave or all are dismissed', () => {
    const listeners = feedListeners(() => assert.fail());
    let heard = 0;
    const listener = () => {
      heard += 1;
    };
    const leave = [listeners.subscribe(listener), listeners.subscribe(listener)];
    listeners.tell({ type: 'series' });
    assert.equal(heard, 2);
    leave[0]?.();
    leave[0]?.();
    listeners.tell({ type: 'series' });
    assert.equal(heard, 3);
    listeners.clear();
    listeners.tell({ type: 'series' });
    assert.equal(heard, 3);
  });

  it('nobody who has left meanwhile, or came meanwhile, and everybody whatever another one throws', () => {
    const failures: unknown[] = [];
    const heard: string[] = [];
    const listeners = feedListeners((error) => failures.push(error));
    let leaveLast = () => {};
    const failure = new Error('mine');
    listeners.subscribe(() => {
      throw failure;
    });
    listeners.subscribe(() => {
      heard.push('second');
      leaveLast();
      listeners.subscribe(() => heard.push('late'));
    });
    leaveLast = listeners.subscribe(() => heard.push('last'));
    listeners.tell({ type: 'series' });
    assert.deepEqual([heard, failures], [['second'], [failure]]);
  });
});

describe('account: the record of a feed', () => {
  const name = { accountId: 'a', subscriptionId: 's' };
  const record = {
    series: [interval(0)],
    attempts: { day: '2026-11-22', calls: 1, failures: 0, notBefore: 0 },
    usual: nothingUsual,
  };

  it('is saved and loaded; none is none, and nothing is said', async () => {
    const [store, logs]: [ReturnType<typeof memoryStore>, FeedLogEntry[]] = [memoryStore(), []];
    const of = feedRecord(store, name, (entry) => logs.push(entry));
    assert.equal(await of.load(now), undefined);
    of.save(record, now);
    await of.settled();
    assert.deepEqual([await of.load(now), logs], [record, []]);
  });

  it('that cannot be read is said, with when', async () => {
    const logs: FeedLogEntry[] = [];
    const of = feedRecord(memoryStore({ nomosPrices: 'x' }), name, (entry) => logs.push(entry));
    assert.equal(await of.load(now), undefined);
    const [{ event, error }] = logs as [Extract<FeedLogEntry, { event: 'record-ignored' }>];
    assert.deepEqual([logs.length, event, error.code, error.at], [1, 'record-ignored', 'stored-map-unreadable', now]);
  });

  it('that cannot be saved is said once, and again when it fails after it worked', async () => {
    const [store, logs]: [ReturnType<typeof memoryStore>, string[]] = [memoryStore(), []];
    const of = feedRecord(store, name, ({ event }) => logs.push(event));
    for (const [failure, expected] of [
      [new Error('full'), ['not-saved']],
      [new Error('full'), []],
      [undefined, []],
      [new Error('full'), ['not-saved']],
    ] as const) {
      logs.length = 0;
      store.failWith(failure);
      of.save(record, now);
      await of.settled();
      assert.deepEqual(logs, expected);
    }
  });

  it('is settled when all that was begun is saved, not only the last of it', async () => {
    const store = memoryStore();
    const ends: (() => void)[] = [];
    const slow = { ...store, save: () => new Promise<void>((resolve) => ends.push(resolve)) };
    const of = feedRecord(slow, name, () => {});
    of.save(record, now);
    for (let turn = 0; turn < 50; turn += 1) await undefined;
    of.save(record, now);
    let isSettled = false;
    void of.settled().then(() => {
      isSettled = true;
    });
    for (let count = 1; count <= 2; count += 1) {
      while (ends.length < count) await new Promise((resolve) => setImmediate(resolve));
      assert.equal(isSettled, false);
      ends[count - 1]?.();
      for (let turn = 0; turn < 50; turn += 1) await undefined;
    }
    await of.settled();
    assert.equal(isSettled, true);
  });
});
