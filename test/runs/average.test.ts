import assert from 'node:assert/strict';
import { finished } from '#src/planner/index.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { emptyRunLog, preview } from '#src/runs/index.js';
import { newJob } from '#src/runs/life/jobs.js';
import { planJob, type Scene } from '#src/runs/placing/plan-job.js';
import { at, hours, series } from './prices.js';

const minuteMs = 60_000;
const day = at('2026-11-22');

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

  for (const mode of ['contiguous', 'interruptible'] as const)
    for (const given of [{}, { minRunMinutes: 30, minPauseMinutes: 20, maxStarts: 2 }, { partial: 'exact' as const }])
      it(`says that nothing keeps it, ${mode}, ${JSON.stringify(given)}`, () => {
        const settings = limited({ maxPriceCt: 9, mode, ...given });
        const view = preview(settings, { series: series(day, cheapFirst, 15) }, day);
        assert.deepEqual([view?.feasible, view?.reason, view?.runs], [false, 'price-cap', []]);
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
