import assert from 'node:assert/strict';
import { PriceFeed } from '#src/account/feed/feed.js';
import type { PriceAnswer } from '#src/account/feed/price-request.js';
import { UnavailableError } from '#src/errors.js';
import { isKnown, type PriceInterval, priceAt } from '#src/prices/index.js';
import {
  addDays,
  civilDate,
  civilDay,
  contains,
  type Interval,
  instantOf,
  msPerHour,
  msPerMinute,
} from '#src/time/index.js';
import { seededRandom } from '../../../bench/fleet-simulation.js';
import { memoryStore } from '../../support/account/memory-store.js';
import { fakeClock } from '../../support/clock/fake-clock.js';
import { priceOf } from '../../support/nomos/nomos-days.js';
import { marketFile, sharedDir } from '../../support/nomos/shared-data.js';

const berlin = 'Europe/Berlin';
const quarter = 15 * msPerMinute;
const firstDay = '2025-10-01';
const afterLastDay = '2026-10-01';
const year: Interval = { start: civilDay(berlin, firstDay).start, end: civilDay(berlin, afterLastDay).start };

/** Gross ct/kWh by start: the real market where we have it, with grid fee, levies and VAT on top. */
function realPrices(): Map<number, number> {
  const folder = sharedDir();
  if (folder === undefined) return new Map();
  const months = ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-05', '2026-06'];
  const entries = months.flatMap((month) => marketFile(folder, `de-lu-15min-${month}.json`).items);
  return new Map(
    entries.map(({ start, price }) => [Date.parse(start), Math.round((price / 10 + 1.5) * 119) / 100 + 17.8]),
  );
}

interface Disturbance extends Interval {
  readonly kind: 'outage' | 'restart' | 'suspend';
}

/** 30 outages of up to 40 hours, 10 restarts with up to half an hour of darkness, 5 suspends of up to 10 hours. */
function disturbances(random: () => number): Disturbance[] {
  const draw = (kind: Disturbance['kind'], longest: number): Disturbance => {
    const start = Math.floor(year.start + 2 * msPerHour + random() * (year.end - year.start - 60 * msPerHour));
    return { kind, start, end: start + Math.floor(random() * longest) };
  };
  return [
    ...Array.from({ length: 30 }, () => draw('outage', 40 * msPerHour)),
    ...Array.from({ length: 10 }, () => draw('restart', 30 * msPerMinute)),
    ...Array.from({ length: 5 }, () => draw('suspend', 10 * msPerHour)),
  ].sort((a, b) => a.start - b.start);
}

/** A whole year with everything that can happen, and what five nodes of one account were told in it. */
async function simulateYear(seed: number) {
  const random = seededRandom(seed);
  const real = realPrices();
  const truth = (start: number) => real.get(start) ?? priceOf(start);
  const plan = disturbances(random);
  const outages = plan.filter(({ kind }) => kind === 'outage');
  const clock = fakeClock(year.start, 4);
  const store = memoryStore();
  const callsByDay = new Map<string, number>();
  const published = new Map<string, number>();
  const told = Array.from({ length: 5 }, () => new Set<number>());
  const mistakes: string[] = [];
  let sentCalls = 0;

  const publishedAt = (date: string) => {
    const drawn = published.get(date);
    if (drawn !== undefined) return drawn;
    const luck = random();
    const at = instantOf(berlin, addDays(date, -1), luck < 0.95 ? '12:57' : luck < 0.99 ? '13:40' : '15:10');
    published.set(date, at);
    return at;
  };
  const source = async (first: string, last: string): Promise<PriceAnswer> => {
    if (outages.some((outage) => contains(outage, clock.now())))
      throw new UnavailableError('network-refused', 'refused', { sent: false });
    sentCalls += 1;
    const today = civilDate(berlin, clock.now());
    callsByDay.set(today, (callsByDay.get(today) ?? 0) + 1);
    const points = [];
    for (let date = first; date <= last; date = addDays(date, 1)) {
      const { start, end } = civilDay(berlin, date);
      if (clock.now() < publishedAt(date)) continue;
      for (let at = start; at < end; at += quarter)
        points.push({
          start: at,
          priceCt: truth(at),
          components: { electricity: truth(at) - 17.8 || 0.01, grid: 9, levies: 8.8 },
        });
    }
    return { active: true, resolutionMs: quarter, points };
  };
  const hear = (node: number, interval: PriceInterval) => {
    if (!contains(interval, clock.now()))
      mistakes.push(`${new Date(clock.now()).toISOString()}: not the current interval`);
    if (interval.priceCt !== truth(interval.start))
      mistakes.push(`${new Date(interval.start).toISOString()}: wrong price`);
    if (told[node]!.has(interval.start)) mistakes.push(`${new Date(interval.start).toISOString()}: told twice`);
    told[node]!.add(interval.start);
  };
  const startFeed = async () => {
    const feed = new PriceFeed({ accountId: 'a', subscriptionId: 'sub_year', source, store, clock, random });
    for (const node of told.keys())
      feed.subscribe((event) => {
        if (event.type === 'interval') hear(node, event.interval);
      });
    await feed.start();
    return feed;
  };

  return { clock, plan, outages, told, mistakes, truth, startFeed, callsByDay, publishedAt, calls: () => sentCalls };
}

describe('account: a year of the price feed', function () {
  this.timeout(180_000);

  it('tells every interval once and never a wrong price, through outages, restarts, suspends and both clock changes', async () => {
    const { clock, plan, outages, told, mistakes, truth, startFeed, callsByDay, publishedAt, calls } =
      await simulateYear(2025);
    let feed = await startFeed();
    const missed: string[] = [];
    const blind: number[] = [];
    const restartCalls: number[] = [];
    const todo = plan.filter(({ kind }) => kind !== 'outage');
    let expected = 0;

    /** Just after an interval began: what must have been told by now. */
    const check = (start: number) => {
      const interval = priceAt(feed.series, clock.now());
      if (interval === undefined || !isKnown(interval)) blind.push(start);
      else if (interval.priceCt !== truth(start)) mistakes.push(`${start}: wrong price in the series`);
      else expected += 1;
      if (interval && told.some((starts) => !starts.has(start))) missed.push(new Date(start).toISOString());
    };
    while (clock.now() < year.end - quarter) {
      const boundary = (Math.floor(clock.now() / quarter) + 1) * quarter;
      const [next] = todo;
      if (next === undefined || next.start > boundary) {
        await clock.advanceTo(boundary);
        await clock.advance(1);
        check(boundary);
        continue;
      }
      todo.shift();
      await clock.advanceTo(next.start);
      if (next.kind === 'suspend') clock.suspend(next.end - next.start);
      else {
        await feed.stop();
        assert.equal(clock.pending, 0);
        const startOfCurrent = Math.floor(clock.now() / quarter) * quarter;
        await clock.advanceTo(next.end);
        // A new process knows nothing of what the old one told in the interval that is still on.
        for (const starts of told)
          if (Math.floor(clock.now() / quarter) * quarter === startOfCurrent) starts.delete(startOfCurrent);
        const before = calls();
        feed = await startFeed();
        await clock.settle();
        const covered =
          feed.state.tomorrowComplete || clock.now() < publishedAt(addDays(civilDate(berlin, clock.now()), 1));
        if (covered && feed.state.phase === 'fresh') restartCalls.push(calls() - before);
      }
      await clock.advance(30_001);
      check(Math.floor(clock.now() / quarter) * quarter);
    }
    await feed.stop();

    assert.deepEqual(mistakes, []);
    assert.deepEqual(missed, []);
    assert.ok(
      restartCalls.length >= 5 && restartCalls.every((count) => count === 0),
      `calls at restarts: ${restartCalls}`,
    );
    const excused = blind.filter((at) => outages.some(({ start, end }) => start <= at && at < end + 20 * msPerMinute));
    assert.deepEqual(blind, excused, 'without prices only while Nomos was away');
    assert.ok(expected > 34_500, `${expected} intervals told`);
    const clear = [...callsByDay].filter(([date]) => {
      const day = civilDay(berlin, date);
      return !plan.some(({ start, end }) => start < day.end && end + 2 * msPerHour > day.start - 24 * msPerHour);
    });
    const normal = clear.filter(([date]) => publishedAt(addDays(date, 1)) <= instantOf(berlin, date, '13:30'));
    assert.ok(normal.length > 250);
    assert.ok(normal.every(([, count]) => count <= 3));
    const counts = [...callsByDay.values()];
    console.log(
      `      ${calls()} requests in 365 days: ${(calls() / 365).toFixed(2)} a day, at most ${Math.max(...counts)}; ` +
        `${expected} intervals told to 5 nodes, ${blind.length} without a price during ${outages.length} outages`,
    );
  });
});
