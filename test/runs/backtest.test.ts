import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backtest, checkRunSettings, defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { at, hours, series } from './prices.js';
import { drawn } from './simulator.js';

const minuteMs = 60_000;
const day = at('2026-11-20');
const threeDays = { start: day, end: at('2026-11-23') };
const settings = (more: Partial<RunSettings>) => checkRunSettings({ ...defaultRunSettings, ...more });
const test = (more: Partial<RunSettings>, prices: ReturnType<typeof hours>, range = threeDays) =>
  backtest(settings(more), prices, range);

describe('runs: backtest', () => {
  const dips = hours(day, 72, 30, { 0: 40, 3: 10, 27: 20, 52: 5 });

  it('runs each window where it was cheapest, and compares with beginning at once and with the average', () => {
    const { windows, ...total } = test({ powerKw: 2 }, dips);
    assert.deepEqual(
      windows.map(({ runs }) => drawn(runs)),
      ['03:00-04:00', '03:00-04:00', '04:00-05:00'],
    );
    assert.deepEqual(
      windows.map(({ costCt }) => costCt),
      [20, 40, 10],
    );
    assert.deepEqual(
      windows.map(({ saved }) => saved.againstNowCt),
      [60, 20, 50],
    );
    const averages = [(22 * 30 + 50) / 24, (23 * 30 + 20) / 24, (23 * 30 + 5) / 24];
    const againstAverage = averages.reduce((sum, priceCt) => sum + 2 * priceCt, 0) - 70;
    assert.ok(Math.abs((total.saved.againstAverageCt ?? Number.NaN) - againstAverage) < 1e-9);
    assert.equal(total.saved.againstNowCt, 130);
    const { minutes, minutesMissing, energyKwh, costCt, perKw, windowsUnpriced } = total;
    assert.deepEqual([minutes, minutesMissing, energyKwh, costCt, perKw], [180, 0, 6, 70, false]);
    assert.deepEqual([windowsUnpriced, total.averageCt], [0, 70 / 6]);
  });

  it('without a power, energy and money are those of 1 kW', () => {
    const { perKw, energyKwh, costCt } = test({}, dips);
    assert.deepEqual([perKw, energyKwh, costCt], [true, 3, 35]);
  });

  it('a window over midnight knows tomorrow from 14:00 on', () => {
    const { windows } = test({ from: '20:00', to: '06:00' }, dips);
    assert.deepEqual(
      windows.map(({ runs }) => drawn(runs)),
      ['03:00-04:00', '04:00-05:00'],
    );
  });

  it('in the morning nobody knew tomorrow: what is begun today is not regretted', () => {
    // From 10:00 to 10:00: the dip at 11:00 is taken before the deeper one of the next night is published.
    const prices = hours(day, 72, 30, { 11: 20, 27: 1 });
    const [first] = test({ from: '10:00', to: '10:00' }, prices).windows;
    assert.equal(drawn(first?.runs ?? []), '11:00-12:00');
  });

  it('selling: dearer is better', () => {
    const { costCt, saved } = test({ objective: 'dearest' }, hours(day, 72, 10, { 5: 30, 30: 30, 60: 30 }));
    assert.deepEqual([costCt, saved.againstNowCt], [90, 60]);
  });

  for (const [objective, pricesCt, costCt, againstNowCt, againstAverageCt] of [
    ['cheapest', [10, -20], -20, 30, 15],
    ['cheapest', [-10, -20], -20, 10, 5],
    ['dearest', [-20, 10], 10, 30, 15],
    ['dearest', [-20, -10], -10, 10, 5],
  ] as const)
    it(`${objective} at ${pricesCt.join(' and ')} ct: what is better counts as a saving`, () => {
      const halves = hours(
        day,
        24,
        pricesCt[0],
        Object.fromEntries(Array.from({ length: 12 }, (_, i) => [12 + i, pricesCt[1]])),
      );
      const range = { start: day, end: at('2026-11-21') };
      const total = test({ objective, powerKw: 1 }, halves, range);
      const against = Math.round((total.saved.againstAverageCt ?? Number.NaN) * 1e9) / 1e9;
      assert.deepEqual([total.costCt, total.saved.againstNowCt, against], [costCt, againstNowCt, againstAverageCt]);
    });

  it('a time without prices cost nobody knows what, and saved nothing that anybody knows', () => {
    for (const mode of ['contiguous', 'interruptible', 'threshold'] as const) {
      const { windows, ...total } = test({ mode, maxPriceCt: 20 }, []);
      const unknown = { againstNowCt: undefined, againstAverageCt: undefined };
      assert.deepEqual(
        [total.costCt, total.averageCt, total.saved, total.windowsUnpriced],
        [undefined, undefined, unknown, 3],
      );
      for (const { costCt, saved, reason } of windows)
        assert.deepEqual([costCt, saved, reason], [undefined, unknown, 'missing-prices'], mode);
    }
  });

  it('in pieces and below a limit', () => {
    const prices = hours(day, 72, 30, { 3: 10, 10: 12, 27: 20, 40: 5, 60: 8, 70: 9 });
    const pieces = test({ mode: 'interruptible', durationMinutes: 120 }, prices);
    assert.deepEqual(
      pieces.windows.map(({ runs }) => drawn(runs)),
      ['03:00-04:00 10:00-11:00', '03:00-04:00 16:00-17:00', '12:00-13:00 22:00-23:00'],
    );
    const below = test({ mode: 'threshold', maxPriceCt: 9 }, prices);
    assert.deepEqual(
      below.windows.map(({ runs, minutesMissing }) => [drawn(runs), minutesMissing]),
      [
        ['', 0],
        ['16:00-17:00', 0],
        ['12:00-13:00 22:00-23:00', 0],
      ],
    );
  });

  it('a window without prices is named, runs blind as the node would, and is in no sum of money', () => {
    const holed = dips.filter(({ start }) => start < at('2026-11-21') || start >= at('2026-11-22'));
    const { windows, windowsUnpriced, costCt, minutes } = test({}, holed);
    const [, second] = windows;
    assert.deepEqual(second?.priceGaps, [{ start: at('2026-11-21'), end: at('2026-11-22') }]);
    assert.deepEqual([drawn(second?.runs ?? []), second?.reason], ['23:00-00:00', 'missing-prices']);
    assert.deepEqual([second?.costCt, second?.saved.againstNowCt], [undefined, undefined]);
    assert.deepEqual([windowsUnpriced, costCt, minutes], [1, 15, 180]);
  });

  it('below a limit that nothing keeps nothing is missing, nothing is paid, and there is no average', () => {
    const { windows, costCt, averageCt, energyKwh } = test({ mode: 'threshold', maxPriceCt: 1 }, dips);
    assert.deepEqual([costCt, energyKwh, averageCt], [0, 0, undefined]);
    assert.deepEqual(
      windows.map((window) => [window.costCt, window.minutesMissing, 'reason' in window]),
      windows.map(() => [0, 0, false]),
    );
  });

  it('what is run blindly is named also where its price was known in the end', () => {
    // At noon nobody knows the night that belongs to the window, too.
    const given = { from: '06:00', to: '06:00', missingPrices: 'fallback' as const, fallbackStart: '12:00' };
    const [first] = test(given, dips).windows;
    assert.deepEqual([drawn(first?.runs ?? []), first?.costCt, first?.minutesMissing], ['12:00-13:00', 30, 0]);
    assert.equal(first?.reason, 'missing-prices');
  });

  it('a limit that nothing keeps: nothing is run, and the window says why', () => {
    const { windows, minutesMissing } = test({ maxPriceCt: 5, maxPriceAppliesTo: 'interval' }, dips);
    assert.deepEqual(
      windows.map(({ reason, minutes }) => [reason, minutes]),
      [
        ['price-cap', 0],
        ['price-cap', 0],
        [undefined, 60],
      ],
    );
    assert.equal(minutesMissing, 120);
  });

  for (const [name, date, wall] of [
    ['23 hours', '2026-03-29', 23],
    ['25 hours', '2026-10-25', 25],
  ] as const)
    it(`a day of ${name} is one window`, () => {
      const start = at(date);
      const range = { start, end: start + wall * 60 * minuteMs };
      const { windows } = test({ durationMinutes: 60 }, hours(start, wall, 30, { 2: 10 }), range);
      assert.deepEqual(
        windows.map((window) => [window.end - window.start, window.costCt]),
        [[wall * 60 * minuteMs, 10]],
      );
    });

  it('only windows that lie in the range, and only on their weekdays', () => {
    assert.equal(test({ from: '20:00', to: '06:00', weekdays: [5] }, dips).windows.length, 1);
    assert.equal(test({}, dips, { start: day + 1, end: threeDays.end }).windows.length, 2);
    assert.deepEqual(test({}, [], { start: day, end: day }).windows, []);
  });

  it('settings that wait for a message are refused', () => {
    assert.throws(() => test({ trigger: 'message' }, dips), { code: 'backtest-daily-only', message: /daily/ });
  });

  it('where the whole window was priced when it opened, nothing would have been cheaper', () => {
    const amounts = fc.array(fc.integer({ min: -5, max: 40 }), { minLength: 96, maxLength: 96 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 300 }), fc.boolean(), (pricesCt, durationMinutes, inPieces) => {
        const mode = inPieces ? 'interruptible' : 'contiguous';
        const range = { start: day, end: day + 1440 * minuteMs };
        const { costCt } = test({ mode, durationMinutes, powerKw: 60 }, series(day, pricesCt, 15), range);
        const perMinute = Array.from({ length: 1440 }, (_, minute) => pricesCt[Math.floor(minute / 15)] ?? 0);
        const best = inPieces
          ? [...perMinute].sort((a, b) => a - b).slice(0, durationMinutes)
          : cheapestStretch(perMinute, durationMinutes);
        assert.ok(Math.abs((costCt ?? Number.NaN) - best.reduce((sum, priceCt) => sum + priceCt, 0)) < 1e-6);
      }),
      { numRuns: 60 },
    );
  });
});

function cheapestStretch(perMinute: readonly number[], length: number): number[] {
  let best: number[] = [];
  let leastCt = Number.POSITIVE_INFINITY;
  for (let from = 0; from + length <= perMinute.length; from += 1) {
    const stretch = perMinute.slice(from, from + length);
    const sum = stretch.reduce((total, priceCt) => total + priceCt, 0);
    if (sum < leastCt) [best, leastCt] = [stretch, sum];
  }
  return best;
}

describe('backtest: never off longer than', () => {
  it('lives through the product’s own rule, over midnight, and costs what it costs', () => {
    const start = Date.parse('2026-11-01T00:00:00+01:00');
    const hourMs = 3_600_000;
    const range = { start, end: start + 4 * 24 * hourMs };
    const prices = Array.from({ length: 96 }, (_, hour) => {
      const priceCt = hour % 24 < 3 ? 10 : 30;
      return { start: start + hour * hourMs, end: start + (hour + 1) * hourMs, priceCt, components: {} };
    });
    const base = { mode: 'interruptible' as const, durationMinutes: 120, minRunMinutes: 60, minPauseMinutes: 30 };
    const lived = (maxOffMinutes: number) => backtest({ ...defaultRunSettings, ...base, maxOffMinutes }, prices, range);
    const runs = lived(360).windows.flatMap((window) => window.runs);
    const gaps = runs.map((run, index) => run.start - (runs[index - 1]?.end ?? start));
    assert.ok(Math.max(...gaps, range.end - (runs.at(-1)?.end ?? 0)) <= 6 * hourMs, JSON.stringify(gaps));
    assert.ok((lived(360).costCt ?? 0) > (lived(0).costCt ?? 0));
    assert.equal(lived(0).minutes, 480);
    assert.ok(lived(360).minutes > 480);
  });
});
