import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PriceInterval } from '#src/prices/index.js';
import { addDays, civilDate, civilDay, type Interval, isoLocal } from '#src/time/index.js';
import { type MeteredInterval, type MeteredSeries, type UsageOptions, usageReport } from '#src/usage/index.js';
import { exactCost } from './oracle.js';

const timeZone = 'Europe/Berlin';
const minute = 60_000;
const hour = 60 * minute;

/** A stretch of an ordinary day by its local hours. */
const dayStart = Date.parse('2026-11-22T23:00:00Z');
const hours = (from: number, to: number): Interval => ({ start: dayStart + from * hour, end: dayStart + to * hour });
const kwh = (usageKwh: number, from: number, to: number, isPreliminary = false): MeteredInterval => ({
  ...hours(from, to),
  usageKwh,
  isPreliminary,
});
const ct = (priceCt: number | null, from: number, to: number): PriceInterval => ({
  ...hours(from, to),
  priceCt,
  components: {},
});
const report = (metered: MeteredSeries, prices: readonly PriceInterval[], options: Partial<UsageOptions> = {}) =>
  usageReport(metered, prices, { range: hours(0, 4), timeZone, ...options });

describe('usage: figures', () => {
  const prices = [ct(10, 0, 1), ct(20, 1, 2), ct(40, 2, 3), ct(30, 3, 4)];
  const metered = [kwh(2, 0, 1), kwh(1, 1, 2), kwh(0.5, 2, 3), kwh(0.5, 3, 4, true)];

  it('says what was paid, and what a flat load and a fixed tariff would have cost', () => {
    const { days, ...total } = report(metered, prices, { fixedPriceCt: 30 });
    assert.deepEqual(total, {
      usageKwh: 4,
      pricedKwh: 4,
      preliminaryKwh: 0.5,
      isPreliminary: true,
      costCt: 75,
      averageCt: 18.75,
      marketCt: 25,
      flatLoadCt: 100,
      fixedTariffCt: 120,
      savedAgainstFlatCt: 25,
      savedAgainstFixedCt: 45,
      cheapestQuarterShare: 0.5,
      usageGaps: [],
      priceGaps: [],
    });
    assert.deepEqual(days, [{ date: '2026-11-23', ...hours(0, 4), ...total }]);
  });

  it('with feed-in, more money is better, and the best quarter is the dearest', () => {
    const total = report(metered, prices, { fixedPriceCt: 30, isFeedIn: true });
    assert.equal(total.savedAgainstFlatCt, -25);
    assert.equal(total.savedAgainstFixedCt, -45);
    assert.equal(total.cheapestQuarterShare, 0.125);
  });

  it('names holes and fills none', () => {
    const holed = report([kwh(2, 0, 1), kwh(1, 2, 4)], [ct(10, 0, 1), ct(null, 2, 3), ct(30, 3, 4)]);
    assert.equal(holed.usageKwh, 3);
    assert.equal(holed.pricedKwh, 2.5);
    assert.equal(holed.costCt, 2 * 10 + 0.5 * 30);
    assert.equal(holed.marketCt, 20);
    assert.deepEqual(holed.usageGaps, [hours(1, 2)]);
    assert.deepEqual(holed.priceGaps, [hours(2, 3)]);
  });

  it('a price of zero or below is one', () => {
    const { costCt, averageCt, priceGaps } = report([kwh(2, 0, 1), kwh(2, 1, 2)], [ct(0, 0, 1), ct(-5, 1, 2)]);
    assert.deepEqual([costCt, averageCt, priceGaps], [-10, -2.5, []]);
  });

  it('half an hour of the best quarter is shared by what costs the same', () => {
    const same = [ct(10, 0, 2), ct(20, 2, 4)];
    assert.equal(report([kwh(3, 0, 1), kwh(1, 1, 2), kwh(4, 2, 4)], same).cheapestQuarterShare, undefined);
    assert.equal(report([kwh(3, 0, 1), kwh(1, 1, 2), kwh(4, 2, 3), kwh(0, 3, 4)], same).cheapestQuarterShare, 0.25);
  });

  it('the best quarter is that of the prices, in whatever order they come; without a price nothing is in it', () => {
    const hour = fc.record({ usageKwh: fc.nat(9), priceCt: fc.integer({ min: -50, max: 50 }) });
    const someHours = fc
      .tuple(fc.uniqueArray(hour, { selector: ({ priceCt }) => priceCt, minLength: 4, maxLength: 20 }), fc.boolean())
      .map(([all, isFeedIn]) => ({ priced: all.slice(0, all.length - (all.length % 4)), isFeedIn }));
    fc.assert(
      fc.property(someHours, fc.nat(5), ({ priced, isFeedIn }, unpriced) => {
        const values = [
          ...Array.from({ length: unpriced }, (_, i) => kwh(100, i, i + 1)),
          ...priced.map(({ usageKwh }, i) => kwh(usageKwh, unpriced + i, unpriced + i + 1)),
        ];
        const known = priced.map(({ priceCt }, i) => ct(priceCt, unpriced + i, unpriced + i + 1));
        const best = priced
          .toSorted((a, b) => (isFeedIn ? b.priceCt - a.priceCt : a.priceCt - b.priceCt))
          .slice(0, priced.length / 4);
        const sum = (some: typeof priced) => some.reduce((before, { usageKwh }) => before + usageKwh, 0);
        const share = report(values, known, { range: hours(0, 24), isFeedIn }).cheapestQuarterShare;
        assert.equal(share, sum(priced) === 0 ? undefined : sum(best) / sum(priced));
      }),
    );
  });

  it('hours in which nothing was drawn have cost nothing, and no price a kWh', () => {
    const { costCt, averageCt, marketCt, usageKwh } = report([kwh(0, 0, 4)], [ct(20, 0, 4)]);
    assert.deepEqual([costCt, averageCt, marketCt, usageKwh], [0, undefined, 20, 0]);
  });

  it('a value that one price holds for is told to the digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 50, noNaN: true }), (usageKwh) => {
        assert.equal(report([kwh(usageKwh, 0, 1)], [ct(10, 0, 4)]).usageKwh, usageKwh);
      }),
    );
  });

  it('an unknown price that ends where the values begin is no gap of theirs', () => {
    const { priceGaps, usageGaps } = report([kwh(1, 1, 4)], [ct(null, 0, 1), ct(10, 1, 4)]);
    assert.deepEqual([priceGaps, usageGaps], [[], [hours(0, 1)]]);
  });

  for (const [what, metered, prices] of [
    ['nothing metered', [], [ct(10, 0, 4)]],
    ['no prices', [kwh(1, 0, 4)], []],
    ['neither', [], []],
  ] as const)
    it(`${what}: no figure is invented`, () => {
      const { days, ...total } = report(metered, prices, { fixedPriceCt: 30 });
      assert.equal(total.costCt, undefined);
      for (const name of ['averageCt', 'marketCt', 'flatLoadCt', 'fixedTariffCt', 'savedAgainstFlatCt'] as const)
        assert.equal(total[name], undefined, name);
      assert.equal(total.cheapestQuarterShare, undefined);
      assert.equal(days.length, 1);
    });

  it('an empty range has no days', () => {
    const { days, usageKwh, usageGaps } = report(metered, prices, { range: hours(1, 1) });
    assert.deepEqual([days, usageKwh, usageGaps], [[], undefined, []]);
  });

  for (const [name, metered, dates] of [
    ['over the first midnight', [kwh(2, 23, 25)], []],
    ['over the second one', [kwh(1, 1, 2), kwh(2, 47, 49)], []],
    ['into the range, from before it', [kwh(2, -1, 1)], []],
    ['out of the range', [kwh(2, 71, 73)], []],
    ['only before the range', [kwh(2, -2, -1), kwh(1, -1, 0)], ['2026-11-23', '2026-11-24', '2026-11-25']],
    ['only behind the range', [kwh(1, 72, 73)], ['2026-11-23', '2026-11-24', '2026-11-25']],
    ['to midnight and from there on', [kwh(1, 23, 24), kwh(1, 24, 25)], ['2026-11-23', '2026-11-24', '2026-11-25']],
  ] as const)
    it(`a value ${name}: ${dates.length === 0 ? 'nobody knows the days' : 'the days are told'}`, () => {
      const { days } = report(metered, [], { range: hours(0, 72) });
      assert.deepEqual(
        days.map(({ date }) => date),
        dates,
      );
    });

  it('what may still be corrected on one day makes the whole so, also where it is 0 kWh', () => {
    const range = hours(0, 48);
    const { days, isPreliminary } = report([kwh(1, 0, 24), kwh(0, 24, 48, true)], [], { range });
    assert.deepEqual([days.map((day) => day.isPreliminary), isPreliminary], [[false, true], true]);
  });

  it('a value over midnight falls to no day', () => {
    const range = hours(0, 48);
    const { days, usageKwh, costCt } = report([kwh(48, 0, 48)], [ct(10, 0, 24), ct(20, 24, 48)], { range });
    assert.deepEqual([days, usageKwh, costCt], [[], 48, 720]);
    const daily = report([kwh(24, 0, 24), kwh(24, 24, 48)], [ct(10, 0, 24), ct(20, 24, 48)], { range });
    assert.deepEqual(
      daily.days.map((day) => day.costCt),
      [240, 480],
    );
  });
});

/** A day of each kind and the day after it. */
const twoDays = ['2026-11-21', '2026-03-28', '2026-10-24'].map((date) => ({
  start: civilDay(timeZone, date).start,
  end: civilDay(timeZone, addDays(date, 1)).end,
}));

/** Adjoining intervals of one length each, some of them missing, from a little before the days to a little after. */
function intervals<T>(
  value: fc.Arbitrary<T>,
  lengths: readonly number[],
): (range: Interval) => fc.Arbitrary<(T & Interval)[]> {
  return (range) =>
    fc
      .record({
        early: fc.constantFrom(0, 15, 60, 105),
        items: fc.array(fc.record({ minutes: fc.constantFrom(...lengths), item: fc.option(value, { freq: 8 }) }), {
          minLength: 1,
          maxLength: 250,
        }),
      })
      .map(({ early, items }) => {
        const found: (T & Interval)[] = [];
        let start = range.start - early * minute;
        for (const { minutes, item } of items) {
          const end = start + minutes * minute;
          if (item !== null) found.push({ ...item, start, end });
          start = end;
        }
        return found;
      });
}

const usage = fc.record({
  usageKwh: fc.integer({ min: 0, max: 30_000 }).map((watthours) => watthours / 1000),
  isPreliminary: fc.boolean(),
});
const price = fc.record({
  priceCt: fc.option(
    fc.integer({ min: -2_000_000, max: 9_000_000 }).map((parts) => parts / 100_000),
    { freq: 10 },
  ),
  components: fc.constant({}),
});
const cases = fc.constantFrom(...twoDays).chain((range) =>
  fc.record({
    range: fc.constant(range),
    metered: fc.oneof(
      intervals(usage, [15])(range),
      intervals(usage, [60])(range),
      intervals(usage, [1440, 1380])(range),
      intervals(usage, [15, 60, 1440])(range),
    ),
    prices: fc.oneof(
      intervals(price, [15])(range),
      intervals(price, [60])(range),
      intervals(price, [15, 30, 60])(range),
    ),
    fixedPriceCt: fc.option(fc.constantFrom(0, 29.9), { nil: undefined }),
    isFeedIn: fc.boolean(),
  }),
);

describe('usage: any alignment of metered values and prices, over clock changes', () => {
  it('the cost is usage x price of the same instant, pair by pair, to a millionth of a cent', () => {
    fc.assert(
      fc.property(cases, ({ metered, prices, ...options }) => {
        const exact = exactCost(metered, prices, options.range);
        const { costCt, pricedKwh } = usageReport(metered, prices, { ...options, timeZone });
        assert.ok(nearly(costCt, exact.costCt), `${costCt} is not ${exact.costCt}`);
        assert.ok(nearly(pricedKwh, exact.pricedKwh), `${pricedKwh} is not ${exact.pricedKwh}`);
      }),
      { numRuns: 150 },
    );
  });

  it('the days add up to the whole, their gaps to its gaps, and no figure is no number', () => {
    fc.assert(
      fc.property(cases, ({ metered, prices, ...options }) => {
        const { days, ...total } = usageReport(metered, prices, { ...options, timeZone });
        for (const figures of [total, ...days])
          for (const [name, value] of Object.entries(figures))
            assert.ok(typeof value !== 'number' || Number.isFinite(value), `${name} is ${value}`);
        if (days.length === 0) return assert.ok(metered.some(({ start, end }) => end - start > hour || start < end));
        for (const name of ['usageKwh', 'pricedKwh', 'preliminaryKwh', 'costCt'] as const) {
          const known = days.flatMap((day) => day[name] ?? []);
          const sum = known.length === 0 ? undefined : known.reduce((before, value) => before + value, 0);
          assert.ok(nearly(sum, total[name]), `${name}: ${sum} is not ${total[name]}`);
        }
        for (const name of ['usageGaps', 'priceGaps'] as const)
          assert.equal(lengthOf(days.flatMap((day) => day[name])), lengthOf(total[name]), name);
        const share = total.cheapestQuarterShare ?? 0.5;
        assert.ok(share >= 0 && share <= 1 + 1e-12, `a share of ${share}`);
        assert.deepEqual(
          days.map(({ date, start }) => [date, isoLocal(timeZone, start).slice(11, 16)]),
          days.map(({ start }) => [civilDate(timeZone, start), '00:00']),
        );
      }),
      { numRuns: 150 },
    );
  });
});

/** True for two amounts that differ only by rounding, and for two that are unknown. */
function nearly(a: number | undefined, b: number | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Math.abs(a - b) < 1e-6;
}

function lengthOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { start, end }) => sum + end - start, 0);
}
