import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PriceSeries, UsualDay } from '#src/prices/index.js';
import { defaultRunSettings, preview, type RunSettings } from '#src/runs/index.js';
import { addDays, civilDay } from '#src/time/index.js';
import { at, hours, series } from '../prices.js';
import { drawn, type Happening, live } from '../simulator.js';

const berlin = 'Europe/Berlin';
const minuteMs = 60_000;
const day = at('2026-11-22');
const trials = Number(process.env.PROPERTY_RUNS ?? 40);

function settingsOf(given: Partial<RunSettings>): RunSettings {
  return { ...defaultRunSettings, ...given };
}

function runsOf(given: Partial<RunSettings>, prices: PriceSeries, now = day, usual?: UsualDay) {
  return preview(settingsOf(given), { series: prices, usual }, now);
}

/** Prices of one local day, in pieces of 15, 30 or 60 minutes, and the same in minutes. */
const dayPrices = fc
  .tuple(
    fc.constantFrom('2026-11-22', '2026-03-29', '2026-10-25'),
    fc.array(fc.record({ minutes: fc.constantFrom(15, 30, 60), tenths: fc.integer({ min: -50, max: 400 }) }), {
      minLength: 100,
      maxLength: 100,
    }),
  )
  .map(([date, pieces]) => {
    const window = civilDay(berlin, date);
    const prices: PriceSeries[number][] = [];
    const byMinute: number[] = [];
    let { start } = window;
    for (const { minutes, tenths } of pieces) {
      if (start >= window.end) break;
      const end = Math.min(window.end, start + minutes * minuteMs);
      prices.push({ start, end, priceCt: tenths / 10, components: {} });
      for (; start < end; start += minuteMs) byMinute.push(tenths);
    }
    return { window, prices, byMinute };
  });

describe('runs: a limit that counts from the day', function () {
  this.timeout(3_600_000);

  it('opens what a look at each minute opens, as threshold and in pieces, on days of 23 to 25 hours', () => {
    let some = 0;
    const froms = fc.constantFrom('average' as const, 'minimum' as const);
    fc.assert(
      fc.property(
        dayPrices,
        froms,
        fc.integer({ min: -100, max: 100 }),
        ({ window, prices, byMinute }, from, tenths) => {
          const sum = byMinute.reduce((total, price) => total + price, 0);
          const count = byMinute.length;
          // In whole numbers: price <= sum / count + limit.
          const least = Math.min(...byMinute);
          const isOpen = (price: number) =>
            from === 'minimum' ? price <= least + tenths : price * count <= sum + tenths * count;
          const open = byMinute.flatMap((price, minute) => (isOpen(price) ? [minute] : []));
          const limit = { maxPriceCt: tenths / 10, maxPriceFrom: from };
          const minutesOf = (given: Partial<RunSettings>) =>
            (runsOf({ ...limit, ...given }, prices, window.start)?.runs ?? []).flatMap(({ start, end }) =>
              Array.from({ length: (end - start) / minuteMs }, (_, index) => (start - window.start) / minuteMs + index),
            );
          if (open.length > 0) some += 1;
          assert.deepEqual(minutesOf({ mode: 'threshold' }), open);
          const all = { mode: 'interruptible' as const, partial: 'maximise' as const, durationMinutes: 1500 };
          assert.deepEqual(minutesOf(all), open);
          // What is chosen of it is the cheapest by the real price.
          const half = Math.floor(open.length / 2);
          if (half === 0) return;
          const chosen = minutesOf({ mode: 'interruptible', durationMinutes: half });
          const cost = (minutes: readonly number[]) =>
            minutes.reduce((total, minute) => total + (byMinute[minute] ?? 0), 0);
          const cheapest = [...open].sort((a, b) => (byMinute[a] ?? 0) - (byMinute[b] ?? 0)).slice(0, half);
          assert.equal(chosen.length, half);
          assert.equal(cost(chosen), cost(cheapest));
        },
      ),
      { numRuns: trials },
    );
    assert.ok(some > trials / 4, `only ${some} days had open time`);
  });

  it('each part of a window counts from its own day', () => {
    const both = [...hours(day, 24, 30, { 23: 20 }), ...hours(at('2026-11-23'), 24, 20, { 0: 15, 1: 16 })];
    const night = { from: '20:00', to: '06:00', maxPriceFrom: 'minimum' as const, maxPriceCt: 0.5 };
    const evening = at('2026-11-22 20:00');
    const threshold = runsOf({ ...night, mode: 'threshold' }, both, evening);
    assert.equal(drawn(threshold?.runs ?? []), '23:00-01:00');
  });

  for (const mode of ['threshold', 'interruptible'] as const)
    it(`what is run above it only because of the time off is run where power is cheapest, as ${mode}`, () => {
      // Nothing on the second day lies far enough below its mean, though all of it costs less than what does on the first one.
      const both = [...hours(day, 24, 60, { 13: 50 }), ...hours(at('2026-11-23'), 24, 30, { 5: 28 })];
      const given = { mode, from: '12:00', to: '12:00', maxPriceFrom: 'average' as const, maxPriceCt: -5 };
      const plan = runsOf({ ...given, maxOffMinutes: 8 * 60, minRunMinutes: 60 }, both, at('2026-11-22 12:00'));
      assert.equal(drawn(plan?.runs.slice(-1) ?? []), '05:00-06:00');
    });

  it('a run in one piece passes as a whole, or not at all', () => {
    const prices = hours(day, 24, 30, { 2: 20, 3: 28 });
    // The day's mean is 29.5; both hours together are 5.5 below it.
    const piece = { durationMinutes: 120, maxPriceFrom: 'average' as const };
    assert.equal(drawn(runsOf({ ...piece, maxPriceCt: -5.5 }, prices)?.runs ?? []), '02:00-04:00');
    const never = runsOf({ ...piece, maxPriceCt: -5.6 }, prices);
    assert.deepEqual([never?.feasible, never?.reason, never?.runs], [false, 'price-cap', []]);
    const part = runsOf({ ...piece, maxPriceCt: -5.6, partial: 'maximise' }, prices);
    assert.deepEqual([part?.feasible, part?.reason, part?.runs], [false, 'price-cap', []]);
    const each = runsOf({ ...piece, maxPriceCt: -1.5, maxPriceAppliesTo: 'interval' }, prices);
    assert.equal(drawn(each?.runs ?? []), '02:00-04:00');
    assert.equal(runsOf({ ...piece, maxPriceCt: -1.6, maxPriceAppliesTo: 'interval' }, prices)?.feasible, false);
  });

  it('a day with a gap has no base: nothing passes until it is known', () => {
    const holes = hours(day, 24, 30, { 2: 10, 20: null });
    for (const given of [
      { mode: 'threshold' as const, maxPriceCt: 5, maxPriceFrom: 'minimum' as const },
      { mode: 'threshold' as const, maxPriceCt: -5, maxPriceFrom: 'average' as const },
      { mode: 'interruptible' as const, maxPriceCt: 5, maxPriceFrom: 'minimum' as const },
      { maxPriceCt: 5, maxPriceFrom: 'minimum' as const },
      { maxPriceCt: -5, maxPriceFrom: 'average' as const },
    ]) {
      const limited = { ...given, to: '12:00' };
      const plan = runsOf(limited, holes);
      assert.deepEqual(
        [plan?.feasible, plan?.reason, plan?.runs],
        [false, 'missing-prices', []],
        JSON.stringify(given),
      );
      const known: Happening = { at: at('2026-11-22 01:00'), series: hours(day, 24, 30, { 2: 10 }) };
      const story = { settings: settingsOf(limited), series: holes, from: day, to: day + 12 * 60 * minuteMs - 1 };
      assert.equal(drawn(live({ ...story, happenings: [known] }).onTimes), '02:00-03:00');
    }
  });

  it('an expected price never satisfies it', () => {
    const row = Array.from({ length: 96 }, (_, quarter) => (quarter < 4 ? 1 : 30));
    const usual: UsualDay = { weekday: row, weekend: row, timeZone: berlin, learnedUntil: addDays('2026-11-22', -1) };
    for (const mode of ['contiguous', 'interruptible', 'threshold'] as const) {
      const given = { mode, missingPrices: 'expect' as const, maxPriceCt: 50, maxPriceFrom: 'minimum' as const };
      const plan = runsOf(given, [], day, usual);
      assert.deepEqual([plan?.feasible, plan?.runs], [false, []]);
    }
  });

  it('a day of one price lies nowhere above its mean or its lowest price, whatever the price is', () => {
    for (const maxPriceFrom of ['average', 'minimum'] as const)
      for (const priceCt of [-7.3, 0, 0.1, 0.7, 33.3, 41.9, 9999.99]) {
        const prices = [...series(day, Array(28).fill(priceCt), 15), ...hours(day + 7 * 60 * minuteMs, 17, priceCt)];
        const plan = runsOf({ mode: 'threshold', maxPriceFrom, maxPriceCt: 0 }, prices);
        assert.equal(plan?.minutesPlanned, 24 * 60, `${priceCt} ct above its ${maxPriceFrom}`);
      }
  });

  it('the same prices count from their mean and from the lowest of them', () => {
    const prices = hours(day, 24, 30, { 16: 20 });
    const minutesBy = (maxPriceFrom: 'average' | 'minimum') =>
      runsOf({ mode: 'threshold', maxPriceCt: 3, maxPriceFrom }, prices)?.minutesPlanned;
    assert.deepEqual([minutesBy('minimum'), minutesBy('average')], [60, 24 * 60]);
  });

  it('the local day is that of the node', () => {
    // In Lisbon the day begins an hour later: 23:00 in Berlin belongs to the day before, in which 5 is the lowest price.
    const prices = series(at('2026-11-21'), [5, ...Array(72).fill(30)]);
    const given = {
      mode: 'threshold' as const,
      maxPriceFrom: 'minimum' as const,
      maxPriceCt: 0,
      timeZone: 'Europe/Lisbon',
    };
    const plan = runsOf(given, prices, at('2026-11-22 01:00'));
    assert.equal(plan?.minutesPlanned, 24 * 60);
    const before = runsOf(given, prices, at('2026-11-21 02:00'));
    assert.equal(before?.minutesPlanned, 23 * 60);
    const there = runsOf({ ...given, timeZone: berlin }, prices, at('2026-11-21 02:00'));
    assert.equal(there?.minutesPlanned, 0);
  });
});
