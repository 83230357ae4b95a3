import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finished, type InterruptibleRequest, longestWithin, plan, prepare } from '#src/planner/index.js';
import { emptyRunLog, preview } from '#src/runs/index.js';
import { newJob } from '#src/runs/jobs.js';
import { planJob, type Scene } from '#src/runs/plan-job.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/settings.js';
import { at, hours, series } from './prices.js';

const minuteMs = 60_000;
const day = at('2026-11-22');
const trials = Number(process.env.PROPERTY_RUNS ?? 150);

const shape = fc.record({
  kind: fc.constantFrom('contiguous' as const, 'interruptible' as const),
  prices: fc.array(fc.option(fc.integer({ min: -10, max: 40 }), { freq: 12 }), { minLength: 2, maxLength: 9 }),
  resolution: fc.constantFrom(5, 15),
  offset: fc.integer({ min: 0, max: 20 }),
  wanted: fc.integer({ min: 1, max: 60 }),
  maxCt: fc.integer({ min: -50, max: 300 }).map((tenths) => tenths / 10),
  spent: fc.constantFrom({ spentCt: 0, spentKwh: 0 }, { spentCt: 6, spentKwh: 0.5 }, { spentCt: -2, spentKwh: 0.25 }),
  startAlign: fc.constantFrom(1, 15),
  rules: fc.record({
    minRun: fc.constantFrom(0, 0, 7, 10),
    minPause: fc.constantFrom(0, 0, 5, 11),
    starts: fc.constantFrom(undefined, undefined, 1, 2),
    initial: fc.constantFrom(undefined, undefined, { on: true, forMs: 3 * minuteMs }, { on: false, forMs: 0 }),
  }),
});
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

function requestOf(given: Shape) {
  const { offset, resolution, prices, wanted, rules } = given;
  const base = {
    earliest: day + Math.min(offset, resolution) * minuteMs,
    latestEnd: day + resolution * prices.length * minuteMs,
    durationMs: wanted * minuteMs,
    powerW: 1000,
    initial: rules.initial,
  };
  if (given.kind === 'contiguous') return { ...base, kind: given.kind, startAlignMs: given.startAlign * minuteMs };
  const { minRun, minPause, starts } = rules;
  const request: InterruptibleRequest = { ...base, kind: given.kind, maxStarts: starts };
  return { ...request, minRunMs: minRun * minuteMs, minPauseMs: minPause * minuteMs };
}

describe('planner: the longest run time within an average', () => {
  it('is what planning every run time, minute by minute, finds', () => {
    fc.assert(
      fc.property(shape, (given) => {
        const { prices, resolution, wanted, maxCt, spent } = given;
        const prepared = prepare(
          series(day, prices, resolution).map(({ start, end, priceCt }) => ({ start, end, price: priceCt })),
        );
        const request = requestOf(given);
        let expected = 0;
        for (let minutes = wanted; minutes > 0 && expected === 0; minutes--) {
          const found = plan(prepared, { ...request, durationMs: minutes * minuteMs });
          const energyKwh = found.energyWh / 1000 + spent.spentKwh;
          if (found.feasible && found.costCt + spent.spentCt <= (maxCt + 1e-9) * energyKwh) expected = minutes;
        }
        assert.equal(longestWithin(prepared, request, { maxCt, ...spent }) / minuteMs, expected);
      }),
      { numRuns: trials },
    );
  });
});

describe('runs: a limit on the average', () => {
  const limited = (given: Partial<RunSettings>): RunSettings => ({
    ...defaultRunSettings,
    mode: 'interruptible',
    durationMinutes: 600,
    partial: 'maximise',
    maxPriceCt: 19,
    maxPriceAppliesTo: 'average',
    ...given,
  });
  const sceneOf = (settings: RunSettings, prices: readonly number[], now = day): Scene => ({
    settings,
    series: series(day, prices, 15),
    now,
  });
  const minutesOf = (settings: RunSettings, prices: readonly number[]) =>
    preview(settings, { series: series(day, prices, 15) }, day)?.minutesPlanned;
  const cheapFirst = Array.from({ length: 96 }, (_, quarter) => (quarter < 8 ? 10 : 20));

  it('takes as many minutes as keep it, with device rules too', () => {
    // 120 min at 10 ct and m at 20: (1200 + 20 m) / (120 + m) = 19 at m = 1080, 15 at m = 120.
    assert.equal(minutesOf(limited({ maxPriceCt: 15 }), cheapFirst), 240);
    assert.equal(minutesOf(limited({ maxPriceCt: 15, minRunMinutes: 30, minPauseMinutes: 20 }), cheapFirst), 240);
    assert.equal(minutesOf(limited({ maxPriceCt: 15, mode: 'contiguous' }), cheapFirst), 240);
    assert.equal(minutesOf(limited({ maxPriceCt: 15, maxStarts: 1, startAlignMinutes: 15 }), cheapFirst), 240);
  });

  it('of a window in which a person holds the device off nothing is left, which is not the fault of the limit', () => {
    for (const given of [{}, { maxPriceCt: undefined }]) {
      const scene = sceneOf(limited({ ...given, to: '06:00' }), cheapFirst);
      const job = newJob('daily', { start: day, end: day + 360 * minuteMs }, { scene, options: {} });
      const override = { on: false, until: day + 400 * minuteMs };
      const { feasible, reason, runs } = finished(planJob(job, scene, { ...emptyRunLog, override }));
      assert.deepEqual([feasible, reason, runs], [true, undefined, []]);
    }
  });

  it('finds a longer run where shorter ones are too dear', () => {
    // Half an hour costs 10 or more on average, three quarters with the cheap ends just 10.
    const prices = Array.from({ length: 96 }, (_, quarter) => [5, 20, 5][quarter - 40] ?? 30);
    assert.equal(minutesOf(limited({ maxPriceCt: 10, mode: 'contiguous', durationMinutes: 60 }), prices), 45);
  });

  it('is kept by a run that begins between two whole minutes, too', () => {
    const settings = { ...defaultRunSettings, trigger: 'message' as const, withinHours: 1, maxPriceCt: 5 };
    const view = preview(settings, { series: hours(day, 24, 30) }, day + 30_000);
    assert.deepEqual(view?.runs, []);
    assert.equal(view?.reason, 'price-cap');
  });

  for (const given of [{}, { minRunMinutes: 30, minPauseMinutes: 20 }, { partial: 'exact' as const }]) {
    it(`without any run: planned again for a reason only, ${JSON.stringify(given)}`, () => {
      const settings = limited(given);
      const dear = sceneOf(
        settings,
        Array.from({ length: 96 }, () => 20),
        day + 60 * minuteMs,
      );
      const window = { start: day, end: day + 1440 * minuteMs };
      const first = finished(planJob(newJob('daily', window, { scene: dear, options: {} }), dear, emptyRunLog));
      assert.equal(first.reason, 'price-cap');
      const later = { ...dear, now: dear.now + minuteMs };
      assert.equal(finished(planJob(first, later, emptyRunLog)), first);
      const back = { ...dear, now: dear.now - minuteMs };
      assert.notEqual(finished(planJob(first, back, emptyRunLog)), first);
      const cheaper = finished(planJob(first, sceneOf(settings, cheapFirst, later.now), emptyRunLog));
      assert.equal(cheaper.feasible, given.partial === undefined);
    });
  }
});
