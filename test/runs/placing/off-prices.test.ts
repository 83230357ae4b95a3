import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { cheapestIn, type Limited, pricedEverywhere } from '#src/runs/placing/off-prices.js';
import { contains, type Interval } from '#src/time/index.js';
import { day, hour, hoursOf, jobOf } from '../jobs.js';
import { series } from '../prices.js';

const trials = Number(process.env.PROPERTY_RUNS ?? 150);
const fiveMs = 300_000;
const window: Interval = { start: day + 2 * fiveMs, end: day + 40 * fiveMs };
const instants = Array.from({ length: 38 }, (_, five) => window.start + five * fiveMs);

function askOf(known: Limited['series'], given: Partial<RunSettings> = {}, within = window): Limited {
  const settings: RunSettings = { ...defaultRunSettings, mode: 'interruptible', ...given };
  const off = { maxOffMs: 1, beforeMs: 0, afterMs: 0 };
  return { settings, series: known, window: within, closed: [], wantMs: 0, before: [], cuts: 0, shortened: false, off };
}

function priceAt(known: Limited['series'], instant: number): number | null {
  return known.find((one) => contains(one, instant))?.priceCt ?? null;
}

function assertInOrder(known: Limited['series']): void {
  for (const [index, { start, end }] of known.entries())
    assert.ok(start < end && start >= (known[index - 1]?.end ?? 0), 'in order and apart');
}

/** Quarter-hours before, in and after the window; some unknown, some not there. */
const knownPrices = fc
  .array(fc.option(fc.integer({ min: -3000, max: 3000 }), { freq: 4, nil: null }), { minLength: 16, maxLength: 16 })
  .chain((amounts) => fc.subarray([...series(day, amounts, 15)]));
const objective = fc.constantFrom('cheapest' as const, 'dearest' as const);

describe('runs: prices where a limit on time off decides as well', () => {
  it('are there everywhere: what is known stays, and what is not is worse than all of that, the later the better', () => {
    const limits = fc.constantFrom(undefined, -200, 120, 5000);
    fc.assert(
      fc.property(knownPrices, objective, limits, (known, wanted, maxPriceCt) => {
        const ask = askOf(known, { objective: wanted, ...(wanted === 'cheapest' && { maxPriceCt }) });
        const filled = pricedEverywhere(ask, jobOf(), { series: known, now: day }).series;
        assertInOrder(filled);
        const sign = wanted === 'cheapest' ? 1 : -1;
        const inside = instants.map((instant) => sign * (priceAt(known, instant) ?? sign * -9999));
        const worst = Math.max(...inside, ask.settings.maxPriceCt ?? -9999);
        let before = Number.POSITIVE_INFINITY;
        for (const instant of instants) {
          const [real, found] = [priceAt(known, instant), priceAt(filled, instant)];
          assert.ok(found !== null, 'everywhere');
          if (real !== null) {
            assert.equal(found, real);
            continue;
          }
          const dear = sign * found;
          assert.ok(dear > worst && dear <= before, `${dear} after ${before}, the worst is ${worst}`);
          if ((instant - day) % (3 * fiveMs) === 0) assert.ok(dear < before, 'every quarter-hour');
          before = dear;
        }
      }),
      { numRuns: trials },
    );
  });

  it('are above any limit for two weeks of which nothing is known', () => {
    const ask = askOf([], { maxPriceCt: 5000 }, hoursOf(0, 14 * 24));
    const { series: filled } = pricedEverywhere(ask, jobOf(), { series: [], now: day });
    assert.ok(filled.length > 1000 && filled.every(({ priceCt }) => (priceCt ?? 0) > 5000));
  });

  it('are those that are known, where none lacks', () => {
    const known = series(day, [30, 10, 20, 40]);
    assert.equal(pricedEverywhere(askOf(known), jobOf(), { series: known, now: day }).series, known);
  });

  it('are usual ones where the job is planned by them, and by the sun of a house', () => {
    const usualRow = Array(96).fill(12);
    const usual = { weekday: usualRow, weekend: usualRow, timeZone: 'Europe/Berlin', learnedUntil: '2026-01-01' };
    const known = series(day, [30, 10]);
    const given = { missingPrices: 'expect' as const, powerKw: 2 };
    const sun = [{ ...hoursOf(0, 1), kw: 2, feedInCt: 7 }];
    const house = { closed: [], closedToExtra: [], sun, now: { othersKw: 0 }, pauses: false };
    const prices = { series: known, usual, now: day, house };
    const shown = (provisional: boolean) => {
      const { series: found } = pricedEverywhere(askOf(known, given, hoursOf(0, 3)), jobOf({ provisional }), prices);
      return [0, 1, 2].map((hours) => priceAt(found, hour(hours)));
    };
    assert.deepEqual(shown(true), [7, 10, 12]);
    assert.deepEqual(shown(false).slice(0, 2), [7, 10]);
    assert.ok((shown(false)[2] ?? 0) > 1000);
  });

  it('are better than all others where what is blind is to stay', () => {
    const amounts = fc.array(fc.integer({ min: -90, max: 90 }), { minLength: 16, maxLength: 16 });
    const places = fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(amounts, objective, places, (given, wanted, quarters) => {
        const known = series(day, given, 15);
        const runs = quarters
          .sort((a, b) => a - b)
          .map((quarter) => ({
            start: window.start + quarter * 3 * fiveMs,
            end: window.start + (quarter + 1) * 3 * fiveMs,
          }));
        const found = cheapestIn(runs, askOf(known, { objective: wanted }));
        assertInOrder(found);
        const isIn = (instant: number) => runs.some((run) => contains(run, instant));
        const sign = wanted === 'cheapest' ? 1 : -1;
        const others = instants.filter((instant) => !isIn(instant));
        const best = Math.min(...others.map((instant) => sign * (priceAt(known, instant) ?? 0)));
        for (const instant of instants)
          if (isIn(instant)) assert.ok(sign * (priceAt(found, instant) ?? Number.NaN) < best);
          else assert.equal(priceAt(found, instant), priceAt(known, instant));
      }),
      { numRuns: trials },
    );
  });
});
