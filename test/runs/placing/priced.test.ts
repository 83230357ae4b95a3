import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PriceSeries } from '#src/prices/index.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { isPriced, priceHours, stretchesWhere } from '#src/runs/placing/priced.js';
import { seriesKey } from '#src/runs/placing/series-key.js';
import { savings } from '#src/runs/told/savings.js';
import { contains, type Interval, msPerHour } from '#src/time/index.js';
import { day, hoursOf } from '../jobs.js';
import { series } from '../prices.js';
import { drawn } from '../simulator.js';

const trials = Number(process.env.PROPERTY_RUNS ?? 200);

/** Quarter-hours, of which some are unknown and some are not there. */
const knownPrices = fc
  .array(fc.option(fc.integer({ min: -5, max: 9 }), { freq: 9, nil: null }), { minLength: 12, maxLength: 12 })
  .chain((amounts) => fc.subarray([...series(day, amounts, 15)], { minLength: 9 }));
/** Also beyond both ends, in steps of five minutes; some are empty. */
const stretch = fc.tuple(fc.integer({ min: -3, max: 30 }), fc.nat(20)).map(([from, length]): Interval => {
  return { start: day + from * 5 * 60_000, end: day + (from + length) * 5 * 60_000 };
});

function fivesOf({ start, end }: Interval): number[] {
  return Array.from({ length: (end - start) / 300_000 }, (_, index) => start + index * 300_000);
}

function priceOf(known: PriceSeries, instant: number): number | null {
  return known.find((interval) => contains(interval, instant))?.priceCt ?? null;
}

describe('runs: what is known of the prices of a stretch', () => {
  it('is all, and a sum, where every minute has a price', () => {
    fc.assert(
      fc.property(knownPrices, stretch, (known, within) => {
        const prices = fivesOf(within).map((instant) => priceOf(known, instant));
        const isWhole = prices.every((price) => price !== null);
        assert.equal(isPriced(known, within), isWhole);
        const sum = prices.reduce<number>((all, price) => all + (price ?? 0) / 12, 0);
        const found = priceHours(known, within);
        if (isWhole) assert.ok(Math.abs((found ?? Number.NaN) - sum) < 1e-9, `${found} is not ${sum}`);
        else assert.equal(found, undefined);
      }),
      { numRuns: trials },
    );
  });

  it('is where they pass a test: unknown ones never do', () => {
    fc.assert(
      fc.property(knownPrices, stretch, fc.integer({ min: -5, max: 9 }), (known, within, most) => {
        const found = stretchesWhere(known, within, (priceCt) => priceCt <= most);
        for (const [index, { start, end }] of found.entries())
          assert.ok(start < end && start > (found[index - 1]?.end ?? 0), drawn(found));
        for (const instant of fivesOf(within)) {
          const price = priceOf(known, instant);
          const isOn = found.some((one) => contains(one, instant));
          assert.equal(isOn, price !== null && price <= most, drawn(found));
        }
      }),
      { numRuns: trials },
    );
  });
});

describe('runs: what a plan is better by', () => {
  const known = series(day, [30, 10, 20, null, 40]);
  const rows: {
    name: string;
    room: Interval;
    costCt?: number | undefined;
    hours?: number;
    settings?: Partial<RunSettings>;
    now: number | undefined;
    average: number | undefined;
  }[] = [
    { name: 'than at once, and than the average', room: hoursOf(0, 3), now: 20, average: 10 },
    { name: 'than at once, in the middle of an hour', room: hoursOf(0.5, 3), now: 10, average: 8 },
    { name: 'of less earned', room: hoursOf(0, 3), settings: { objective: 'dearest' }, now: -20, average: -10 },
    {
      name: 'only than the average, where not all is known',
      room: hoursOf(2, 5),
      hours: 2,
      now: undefined,
      average: 50,
    },
    { name: 'than nothing, where no price is known', room: hoursOf(3, 4), now: undefined, average: undefined },
    {
      name: 'than nothing, where its own is unknown',
      room: hoursOf(0, 3),
      costCt: undefined,
      now: undefined,
      average: undefined,
    },
    { name: 'than nothing, where nothing is run', room: hoursOf(0, 3), hours: 0, now: undefined, average: undefined },
    { name: 'with a power', room: hoursOf(0, 3), settings: { powerKw: 2 }, now: 50, average: 10 },
  ];
  for (const { name, room, hours = 1, settings = {}, now, average, ...given } of rows)
    it(`${name}: ${now ?? '?'} and ${average ?? '?'} ct`, () => {
      const costCt = 'costCt' in given ? given.costCt : 10;
      const of = { series: known, settings: { ...defaultRunSettings, ...settings }, room };
      const { againstNowCt, againstAverageCt } = savings(
        of,
        { costCt, energyKwh: hours, averageCt: costCt },
        hours * msPerHour,
      );
      assert.deepEqual([againstNowCt, againstAverageCt], [now, average]);
    });
});

describe('runs: the key of prices', () => {
  it('is another one for other prices or times, and not for what they are made up of', () => {
    const known = series(day, [30, null]);
    const [first, last] = [known[0] ?? assert.fail(), known[1] ?? assert.fail()];
    const key = seriesKey(known);
    const same = [[...known], [{ ...first, components: { grid: 9 } }, last], known];
    assert.deepEqual(same.map(seriesKey), [key, key, key]);
    const others: PriceSeries[] = [
      [first],
      [first, { ...last, priceCt: 0 }],
      [{ ...first, priceCt: 31 }, last],
      [{ ...first, start: first.start + 1 }, last],
      [first, { ...last, end: last.end + 1 }],
    ];
    assert.equal(new Set([key, ...others.map(seriesKey)]).size, 1 + others.length);
  });
});
