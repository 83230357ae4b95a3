import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PriceSeries } from '#src/prices/index.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import {
  type HouseShare,
  judgedBy,
  paidPrices,
  paysSun,
  type SunPiece,
  sunIn,
  sunKwh,
  takesSun,
} from '#src/runs/placing/house-share.js';
import { contains, type Interval, msPerMinute } from '#src/time/index.js';
import { day, hour, hoursOf } from '../jobs.js';
import { series } from '../prices.js';

const trials = Number(process.env.PROPERTY_RUNS ?? 100);
const lastMinute = 6 * 60;

/** Every minute in which there may be prices, sun or a run. */
const minutes = Array.from({ length: lastMinute }, (_, minute) => day + minute * msPerMinute);

const lengths = (most: number) => fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 70 })), { maxLength: most });

/** Stretches in order and apart, after a pause (which may be none) each, in whole minutes. */
function stretchesOf(given: readonly (readonly [pause: number, length: number])[]): Interval[] {
  let minute = 0;
  return given.map(([pause, length]) => {
    const start = minute + pause;
    minute = start + length;
    return { start: day + start * msPerMinute, end: day + minute * msPerMinute };
  });
}

const suns = fc
  .tuple(lengths(5), fc.array(fc.tuple(fc.constantFrom(0, 0.5, 2, 3), fc.integer({ min: -3, max: 12 }))))
  .map(([given, powers]): SunPiece[] => {
    return stretchesOf(given).map((stretch, index) => {
      const [kw, feedInCt] = powers[index] ?? [1, 8];
      return { ...stretch, kw, feedInCt };
    });
  });

/** Six hours of prices, of which some are unknown and some quarter-hours are not there at all. */
const knownPrices = fc
  .array(fc.option(fc.integer({ min: -5, max: 30 }), { freq: 8, nil: null }), { minLength: 24, maxLength: 24 })
  .chain((amounts) => fc.subarray([...series(day, amounts, 15)], { minLength: 20 }));
const powers = fc.constantFrom(0.5, 2, 2.5);

function shareOf(sun: readonly SunPiece[]): HouseShare {
  return { closed: [], closedToExtra: [], sun, now: { othersKw: 0 }, pauses: false };
}

function at<Piece extends Interval>(pieces: readonly Piece[], instant: number): Piece | undefined {
  return pieces.find((piece) => contains(piece, instant));
}

function assertNear(actual: number | null | undefined, expected: number | null | undefined, where: string): void {
  if (typeof actual === 'number' && typeof expected === 'number')
    assert.ok(Math.abs(actual - expected) < 1e-9, `${where}: ${actual} is not ${expected}`);
  else assert.equal(actual, expected, where);
}

describe('runs: what is paid where the sun gives some of the power', () => {
  it('is the price for what the grid gives and the feed-in for what the sun gives, at every minute', () => {
    fc.assert(
      fc.property(knownPrices, suns, powers, (known, sun, powerKw) => {
        const paid = paidPrices(known, sun, powerKw);
        for (const [index, { start, end }] of paid.entries())
          assert.ok(start < end && start >= (paid[index - 1]?.end ?? day), 'in order and apart');
        for (const minute of minutes) {
          const [real, piece] = [at(known, minute), at(sun, minute)];
          const sunShare = Math.min(powerKw, piece?.kw ?? 0) / powerKw;
          const expected =
            real && piece && real.priceCt !== null
              ? (1 - sunShare) * real.priceCt + sunShare * piece.feedInCt
              : real?.priceCt;
          assertNear(at(paid, minute)?.priceCt, expected, `minute ${(minute - day) / msPerMinute}`);
        }
      }),
      { numRuns: trials },
    );
  });

  it('is worked out once for a sun and a power', () => {
    const known = series(day, [20, 10]);
    const [sun, otherSun] = [[{ ...hoursOf(0, 1), kw: 1, feedInCt: 8 }], [{ ...hoursOf(1, 2), kw: 1, feedInCt: 8 }]];
    const once = paidPrices(known, sun, 2);
    assert.equal(paidPrices(known, sun, 2), once);
    assert.deepEqual(
      [paidPrices(known, sun, 1), paidPrices(known, otherSun, 2), paidPrices(known, [], 2)].map((paid) =>
        paid.map(({ priceCt }) => priceCt),
      ),
      [
        [8, 10],
        [20, 9],
        [20, 10],
      ],
    );
    assert.equal(paidPrices(known, [], 2), known, 'without sun');
  });

  it('is that much energy less from the grid', () => {
    fc.assert(
      fc.property(suns, lengths(4).map(stretchesOf), powers, (sun, runs, powerKw) => {
        const kwh = minutes
          .concat(Array.from({ length: 600 }, (_, minute) => day + (lastMinute + minute) * msPerMinute))
          .filter((minute) => at(runs, minute) !== undefined)
          .reduce((sum, minute) => sum + Math.min(powerKw, at(sun, minute)?.kw ?? 0) / 60, 0);
        assertNear(sunKwh(runs, sun, powerKw), kwh, 'kWh');
      }),
      { numRuns: trials },
    );
  });
});

describe('runs: prices to choose runs by', () => {
  const sunny: Partial<RunSettings> = { powerKw: 2, mode: 'interruptible' };
  const profile = [{ minutes: 60, powerKw: 1 }];
  const rows: { name: string; given: Partial<RunSettings>; pays: boolean; takes: boolean }[] = [
    { name: 'of a constant power', given: sunny, pays: true, takes: true },
    { name: 'without a power', given: { ...sunny, powerKw: undefined }, pays: false, takes: false },
    { name: 'of a profile', given: { powerKw: 2, profile }, pays: false, takes: false },
    { name: 'of the dearest time', given: { ...sunny, objective: 'dearest' }, pays: false, takes: false },
    { name: 'of a threshold', given: { ...sunny, mode: 'threshold', maxPriceCt: 9 }, pays: true, takes: false },
    { name: 'with a limit', given: { ...sunny, maxPriceCt: 9 }, pays: true, takes: true },
    {
      name: 'with a limit on the average',
      given: { ...sunny, maxPriceCt: 9, maxPriceAppliesTo: 'average' },
      pays: true,
      takes: false,
    },
  ];
  const sun: SunPiece[] = [
    { ...hoursOf(1, 2), kw: 1, feedInCt: 8 },
    { ...hoursOf(4, 5), kw: 1, feedInCt: 8 },
  ];
  for (const { name, given, pays, takes } of rows)
    it(`${name}: ${pays ? 'the sun is paid' : 'no sun'}, ${takes ? 'and chosen by' : 'not chosen by'}`, () => {
      const settings = { ...defaultRunSettings, ...given };
      const known = series(day, [20, 20, 20]);
      assert.deepEqual([paysSun(settings), takesSun(settings)], [pays, takes]);
      assert.deepEqual(sunIn(shareOf(sun), settings, hoursOf(0, 24)), takes ? sun : undefined);
      const judged = judgedBy(known, settings, shareOf(sun)).series;
      assert.equal(judged.some(({ start }) => start === hour(1)) && judged !== known, takes);
    });

  it('leave settings without a limit as they are', () => {
    const settings = { ...defaultRunSettings, ...sunny };
    assert.equal(judgedBy(series(day, [20, 20]), settings, shareOf(sun)).settings, settings);
  });

  it('know no sun outside of the window', () => {
    const settings = { ...defaultRunSettings, ...sunny };
    const seen = (from: number, to: number) => sunIn(shareOf(sun), settings, hoursOf(from, to));
    assert.deepEqual(seen(1.5, 4), sun.slice(0, 1));
    assert.deepEqual(seen(2, 6), sun.slice(1));
    assert.equal(seen(2, 4), undefined);
  });

  const limits = fc.integer({ min: -3, max: 25 });
  const judgedAs = (known: PriceSeries, given: Partial<RunSettings>, house: HouseShare | undefined) =>
    judgedBy(known, { ...defaultRunSettings, ...sunny, ...given }, house);

  it('are those of the grid where a house has no sun', () => {
    fc.assert(
      fc.property(knownPrices, fc.option(limits, { nil: undefined }), (known, maxPriceCt) => {
        const alone = judgedAs(known, { maxPriceCt }, undefined);
        assert.equal(alone.series, known);
        assert.deepEqual(judgedAs(known, { maxPriceCt }, shareOf([])), alone);
      }),
      { numRuns: trials },
    );
  });

  it('with a limit leave open what the grid sells within it, at what is paid, and all else too dear by the same amount', () => {
    fc.assert(
      fc.property(knownPrices, suns, powers, limits, (known, given, powerKw, maxPriceCt) => {
        fc.pre(given.length > 0);
        const judged = judgedAs(known, { maxPriceCt, powerKw }, shareOf(given));
        const paid = paidPrices(known, given, powerKw);
        const limitCt = judged.settings.maxPriceCt ?? assert.fail();
        assert.ok(limitCt >= maxPriceCt);
        const added = new Set<number>();
        for (const minute of minutes) {
          const [real, bought, priceCt] = [known, paid, judged.series].map((all) => at(all, minute)?.priceCt);
          if (real == null || bought == null || priceCt == null) {
            assert.deepEqual([priceCt, bought], [real, real]);
            continue;
          }
          assert.equal(priceCt <= limitCt, real <= maxPriceCt, `${real} at ${(minute - day) / msPerMinute}`);
          if (real <= maxPriceCt) assertNear(priceCt, bought, 'what is open');
          else added.add(Math.round((priceCt - bought) * 1e6));
        }
        const open = minutes.filter((minute) => (at(known, minute)?.priceCt ?? Number.POSITIVE_INFINITY) <= maxPriceCt);
        const dear = minutes.filter((minute) => (at(known, minute)?.priceCt ?? Number.NEGATIVE_INFINITY) > maxPriceCt);
        const highest = (all: PriceSeries) =>
          Math.max(maxPriceCt, ...open.map((minute) => at(all, minute)?.priceCt ?? 0));
        const lowest = (all: PriceSeries) => Math.min(...dear.map((minute) => at(all, minute)?.priceCt ?? 0));
        assert.equal(limitCt, highest(paid), 'no higher than what is open needs');
        if (![...added].every((more) => more === 0))
          assertNear(lowest(judged.series), limitCt + 1, 'no dearer than it has to be');
        assert.ok(added.size <= 1 && [...added].every((more) => more >= 0), `${[...added]} more`);
      }),
      { numRuns: trials },
    );
  });

  it('leave a price open that is within a limit but for a rounding error', () => {
    const known = series(day, [0.1 + 0.2, 0.31]);
    const judged = judgedAs(known, { maxPriceCt: 0.3 }, shareOf([{ ...hoursOf(3, 4), kw: 1, feedInCt: 0 }]));
    const limitCt = judged.settings.maxPriceCt ?? assert.fail();
    assert.deepEqual(
      judged.series.map(({ priceCt }) => (priceCt ?? 99) <= limitCt),
      [true, false],
    );
  });
});
