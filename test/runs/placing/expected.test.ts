import assert from 'node:assert/strict';
import fc from 'fast-check';
import { learnUsualDay, nothingUsual, type UsualDay } from '#src/prices/index.js';
import { decide, defaultRunSettings, emptyRunLog, preview, type RunSettings } from '#src/runs/index.js';
import { plannedSeries, usualPrint } from '#src/runs/placing/expected.js';
import { addDays, civilDay } from '#src/time/index.js';
import { at, clock, hours, series } from '../prices.js';
import { drawn, type Happening, live, told } from '../simulator.js';

const trials = Number(process.env.PROPERTY_RUNS ?? 60);
const quarterMs = 15 * 60_000;
const day = at('2026-11-22');
/** A Sunday: cheapest at 03:00. */
const today = hours(day, 24, 30, { 3: 10, 23: 25 });
/** With Monday: cheapest at 06:00, though it usually is at 05:00. */
const both = hours(day, 48, 30, { 3: 10, 23: 25, 25: 20, 30: 5 });
/** Usually 05:00 is cheapest and 02:00 second. */
const usual = usualDay((hour) => ({ 5: 8, 2: 12 })[hour] ?? 30);
const overnight: RunSettings = { ...defaultRunSettings, missingPrices: 'expect', from: '20:00', to: '08:00' };
const published = (when: string): Happening => ({ at: at(when), series: both });

function usualDay(priceCt: (hour: number) => number): UsualDay {
  const row = Array.from({ length: 96 }, (_, quarter) => priceCt(Math.floor(quarter / 4)));
  return { weekday: row, weekend: row, timeZone: 'Europe/Berlin', learnedUntil: '2026-11-21' };
}

function lived(given: Partial<RunSettings>, happenings: Happening[] = [], to = '2026-11-23 12:00') {
  const settings = { ...overnight, ...given };
  return live({ settings, series: today, usual, from: at('2026-11-22 12:00'), to: at(to), happenings });
}

describe('runs: expected prices', () => {
  const cases: { name: string; settings?: Partial<RunSettings>; happenings?: Happening[]; on: string; told: string }[] =
    [
      {
        name: 'the run waits at the usual cheapest hour, and moves when prices come',
        happenings: [published('2026-11-22 14:00')],
        on: '06:00-07:00',
        told: '12:00 provisional, 14:00 planned, 06:00 started, 07:00 finished, 07:00 provisional',
      },
      {
        name: 'when nothing comes it runs at the usual cheapest hour, and says that it is blind',
        on: '05:00-06:00',
        told: '12:00 provisional, 00:00 prices-stale, 05:00 started, 05:00 fallback, 06:00 finished, 06:00 provisional',
      },
      {
        name: 'prices that come while it runs cut nothing',
        happenings: [published('2026-11-23 05:30')],
        on: '05:00-06:00',
        told: '12:00 provisional, 00:00 prices-stale, 05:00 started, 05:00 fallback, 06:00 finished, 06:00 provisional',
      },
      {
        name: 'a restart changes nothing',
        happenings: [
          { at: at('2026-11-22 13:00'), restart: true },
          { at: at('2026-11-23 05:30'), restart: true },
        ],
        on: '05:00-06:00',
        told: '12:00 provisional, 00:00 prices-stale, 05:00 started, 05:00 fallback, 06:00 finished, 06:00 provisional',
      },
      {
        name: 'a power cut over its hour: it runs in the next best of the hours that are left',
        happenings: [{ at: at('2026-11-23 04:00'), powerCutUntil: at('2026-11-23 06:10') }],
        on: '06:10-07:10',
        told: '12:00 provisional, 00:00 prices-stale, 06:10 planned, 06:10 started, 06:10 fallback, 07:10 finished, 07:10 provisional',
      },
      {
        name: 'in pieces: those in known time begin by price, those in expected time move to where prices turn out low',
        settings: { mode: 'interruptible', durationMinutes: 180, replan: 'locked' },
        happenings: [published('2026-11-22 23:30')],
        on: '23:00-00:00 01:00-02:00 06:00-07:00',
        told: '12:00 provisional, 23:00 started, 23:30 planned, 07:00 finished, 07:00 provisional',
      },
      {
        name: 'a run that begins before the known prices end is no blind one',
        settings: { durationMinutes: 240, to: '02:30' },
        on: '22:30-02:30',
        told: '12:00 provisional, 22:30 started, 00:00 prices-stale, 02:30 finished, 02:30 provisional',
      },
      {
        name: 'the dearest hours are expected where power usually is dearest',
        settings: { objective: 'dearest', durationMinutes: 60, mode: 'interruptible', tie: 'latest' },
        on: '07:00-08:00',
        told: '12:00 provisional, 00:00 prices-stale, 07:00 started, 07:00 fallback, 08:00 finished, 08:00 provisional',
      },
      {
        name: 'an expected price satisfies no limit: with one only published prices count',
        settings: { maxPriceCt: 26 },
        on: '23:00-00:00',
        told: '12:00 provisional, 23:00 started, 00:00 prices-stale, 00:00 finished, 00:00 provisional',
      },
      {
        name: 'nor that of a threshold',
        settings: { mode: 'threshold', maxPriceCt: 26 },
        on: '23:00-00:00',
        told: '12:00 provisional, 23:00 started, 00:00 prices-stale, 08:00 finished, 08:00 provisional',
      },
      {
        name: 'it never is cheap enough for extra time',
        settings: { alwaysOnBelowCt: 20, durationMinutes: 30 },
        on: '05:00-05:30',
        told: '12:00 provisional, 00:00 prices-stale, 05:00 started, 05:00 fallback, 05:30 finished, 05:30 provisional',
      },
    ];
  for (const { name, settings = {}, happenings = [], on, told: expected } of cases)
    it(name, () => {
      const seen = lived(settings, happenings);
      assert.deepEqual([drawn(seen.onTimes), told(seen)], [on, expected]);
    });

  it('as long as nothing is learned it is use-known', () => {
    const stories = (['expect', 'use-known'] as const).map((missingPrices) =>
      live({
        settings: { ...overnight, missingPrices, durationMinutes: 300 },
        series: today,
        usual: nothingUsual,
        from: at('2026-11-22 12:00'),
        to: at('2026-11-23 12:00'),
      }),
    );
    assert.deepEqual(told(stories[0]!), told(stories[1]!));
    assert.deepEqual(stories[0]!.onTimes, stories[1]!.onTimes);
  });

  it('the plan tells what it expects: cause, intervals and cost, and never a cost that is not known', () => {
    const plan = preview({ ...overnight, powerKw: 2 }, { series: today, usual }, at('2026-11-22 12:00'))!;
    const { feasible, provisional, reason, costCt, expectedCostCt, saved, runs } = plan;
    assert.deepEqual([feasible, provisional, reason], [true, true, undefined]);
    assert.deepEqual([costCt, expectedCostCt, saved.againstNowCt], [undefined, 16, undefined]);
    assert.deepEqual(
      runs.map(({ cause, start, expectedCostCt: cost }) => [cause, clock(start), cost]),
      [['expected', '05:00', 16]],
    );
    const expected = plan.intervals.filter((interval) => interval.expected);
    assert.equal(expected.length, 32);
    assert.ok(expected.every(({ start }) => start >= at('2026-11-23')));
    assert.ok(plan.intervals.every(({ priceCt }) => priceCt !== null));
    const known = preview(overnight, { series: both, usual }, at('2026-11-22 12:00'))!;
    assert.equal(known.expectedCostCt, undefined);
    assert.deepEqual(
      known.runs.map(({ cause }) => cause),
      ['planned'],
    );
    assert.ok(known.intervals.every((interval) => interval.expected === undefined));
  });

  it('is expected up to 8 days after the last price, or after the beginning of a later window', () => {
    const inDays = (count: number) => at(addDays('2026-11-22', count));
    const until = (start: number, end: number) =>
      plannedSeries({ series: today, usual }, overnight, { start: inDays(start), end: inDays(end) }).at(-1)?.end;
    // The last price is that of the first of these days.
    assert.deepEqual([until(0, 7), until(0, 20), until(5, 20)], [inDays(7), inDays(9), inDays(13)]);
  });

  it('a request for four days takes what is usually cheapest of them', () => {
    const settings: RunSettings = {
      ...overnight,
      trigger: 'message',
      mode: 'interruptible',
      durationMinutes: 240,
      deadline: '2026-11-26T18:00:00+01:00',
    };
    const plan = preview(settings, { series: today, usual }, at('2026-11-22 12:00'))!;
    assert.equal(drawn(plan.runs), '05:00-06:00 05:00-06:00 05:00-06:00 05:00-06:00');
  });

  it('where the device is does not move the hours that power usually costs', () => {
    const now = at('2026-11-22 12:00');
    const request: RunSettings = { ...overnight, trigger: 'message', withinHours: 40, maxPriceCt: undefined };
    for (const timeZone of ['Europe/Berlin', 'UTC', 'Europe/Lisbon', 'America/New_York', 'Asia/Kathmandu']) {
      const plan = preview({ ...request, timeZone }, { series: hours(day, 24, 30), usual }, now)!;
      assert.deepEqual([plan.runs[0]?.start, plan.expectedCostCt], [at('2026-11-23 05:00'), 8], timeZone);
    }
  });

  it('with a deadline in years it looks a week or so ahead of the last price, and so small a plan is shown', () => {
    const settings: RunSettings = { ...overnight, trigger: 'message', deadline: '2036-11-22T12:00:00+01:00' };
    for (const known of [[], today]) {
      const plan = preview(settings, { series: known, usual }, at('2026-11-22 12:00'))!;
      assert.deepEqual([plan.feasible, plan.runs[0]?.start], [true, at('2026-11-23 05:00')]);
      assert.ok(plan.intervals.length < 900, `${plan.intervals.length} intervals`);
    }
  });

  it('what does not fit into what is expected waits for prices as with use-known', () => {
    const settings: RunSettings = { ...overnight, trigger: 'message', durationMinutes: 9 * 24 * 60 };
    const request = { ...settings, deadline: '2026-12-22T12:00:00+01:00' };
    const plans = (['expect', 'use-known'] as const).map(
      (missingPrices) => preview({ ...request, missingPrices }, { series: today, usual }, at('2026-11-22 12:00'))!,
    );
    assert.equal(plans[0]?.reason, 'missing-prices');
    assert.deepEqual(
      plans[0]?.runs.map(({ start, cause }) => [start, cause]),
      plans[1]?.runs.map(({ start, cause }) => [start, cause]),
    );
  });

  it('an outage of three days: every night at the usual hour, once', () => {
    const seen = lived({}, [], '2026-11-26 12:00');
    assert.equal(drawn(seen.onTimes), '05:00-06:00 05:00-06:00 05:00-06:00 05:00-06:00');
  });

  it('a week in which prices come daily: plans change at publications only', () => {
    let learned = usual;
    const prices = (days: number) =>
      series(
        day,
        Array.from({ length: days * 24 }, (_, hour) => 20 + ((hour * 7) % 11)),
      );
    const happenings = Array.from({ length: 6 }, (_, i): Happening => {
      const date = addDays('2026-11-22', i);
      const known = prices(i + 2);
      learned = learnUsualDay(learned, known, { timeZone: 'Europe/Berlin', now: at(`${date} 13:10`) });
      return { at: at(`${date} 13:10`), series: known, usual: learned };
    });
    const settings: RunSettings = {
      ...overnight,
      trigger: 'message',
      mode: 'interruptible',
      durationMinutes: 600,
      withinHours: 150,
    };
    const seen = live({
      settings,
      series: prices(1),
      usual,
      from: at('2026-11-22 12:00'),
      to: at('2026-11-28 23:00'),
      happenings: [{ at: at('2026-11-22 12:05'), command: { kind: 'plan', options: {} } }, ...happenings],
    });
    const changed = seen.decisions.filter(({ events }) => events.some(({ kind }) => /planned|provisional/.test(kind)));
    assert.deepEqual([...new Set(changed.map(({ at: when }) => clock(when)))], ['12:05', '13:10']);
    assert.equal(
      seen.onTimes.reduce((sum, { start, end }) => sum + end - start, 0),
      600 * 60_000,
    );
  });

  it('where all prices of the window are known, everything is as with use-known', () => {
    const anyRequest = fc.record({
      mode: fc.constantFrom('contiguous' as const, 'interruptible' as const),
      durationMinutes: fc.integer({ min: 1, max: 600 }),
      minRunMinutes: fc.constantFrom(0, 1, 30),
      tie: fc.constantFrom('earliest' as const, 'latest' as const),
      prices: fc.array(fc.integer({ min: -5, max: 40 }), { minLength: 24, maxLength: 24 }),
    });
    fc.assert(
      fc.property(anyRequest, ({ prices, minRunMinutes, ...given }) => {
        const known = series(day, prices);
        const settings = { ...overnight, ...given, from: '00:00', to: '00:00' };
        const rules = { minRunMinutes: Math.min(minRunMinutes, given.durationMinutes) };
        const [withUsual, without] = (['expect', 'use-known'] as const).map((missingPrices) => {
          const decision = decide({
            settings: { ...settings, ...rules, missingPrices },
            series: known,
            usual,
            log: emptyRunLog,
            cause: 'start',
            now: day,
          });
          return { plan: decision.plan, nextAlarmAt: decision.nextAlarmAt };
        });
        assert.deepEqual(withUsual, without);
      }),
    );
  });

  it('the day of 25 hours is expected in full', () => {
    const { start, end } = civilDay('Europe/Berlin', '2026-10-25');
    const settings = { ...overnight, from: '00:00', to: '00:00', mode: 'interruptible' as const, durationMinutes: 180 };
    const plan = preview(settings, { series: [], usual }, start)!;
    assert.equal((end - start) / 3_600_000, 25);
    // 02:00 comes twice.
    assert.equal(drawn(plan.runs), '02:00-03:00 05:00-06:00');
    assert.equal(plan.minutesPlanned, 180);
  });

  it('beside what is excluded it is the cheapest of known and usual prices, within a limit that of known ones alone, over clock changes', () => {
    const story = fc.record({
      date: fc.constantFrom('2026-11-22', '2026-03-29', '2026-10-25'),
      prices: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 100, maxLength: 100 }),
      usually: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 96, maxLength: 96 }),
      knownQuarters: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constant(100)),
      shut: fc.array(fc.integer({ min: 0, max: 92 }), { minLength: 1, maxLength: 3 }),
      wanted: fc.integer({ min: 1, max: 40 }),
      maxPriceCt: fc.option(fc.integer({ min: -10, max: 30 }), { nil: undefined }),
      maxPriceFrom: fc.constantFrom('zero' as const, 'average' as const, 'minimum' as const),
    });
    const met = { usual: 0, limited: 0, none: 0 };
    fc.assert(
      fc.property(story, ({ date, prices, usually, knownQuarters, shut, wanted, maxPriceCt, maxPriceFrom }) => {
        const window = civilDay('Europe/Berlin', date);
        const count = (window.end - window.start) / quarterMs;
        const known = series(window.start, prices.slice(0, Math.min(count, knownQuarters)), 15);
        const whole = maxPriceCt === undefined ? {} : { maxPriceCt, maxPriceFrom, partial: 'maximise' as const };
        const settings: RunSettings = {
          ...overnight,
          ...whole,
          from: '00:00',
          to: '00:00',
          mode: 'interruptible',
          durationMinutes: wanted * 15,
          exclude: shut.map((quarter) => ({ from: wallTime(quarter), to: wallTime(quarter + 3) })),
        };
        const rows = { ...usual, weekday: usually, weekend: usually };
        const plan = preview(settings, { series: known, usual: rows }, window.start)!;
        const base =
          maxPriceFrom === 'zero'
            ? 0
            : known.length < count
              ? Number.NaN
              : baseOf(prices.slice(0, count), maxPriceFrom);
        // What a clock on the wall shows, quarter by quarter.
        const open = Array.from({ length: count }, (_, index) => index).flatMap((index) => {
          const [hour = 0, minute = 0] = (clock(window.start + index * quarterMs) ?? '').split(':').map(Number);
          const quarter = hour * 4 + minute / 15;
          if (shut.some((from) => from <= quarter && quarter < from + 3)) return [];
          const knownCt = index < known.length ? prices[index] : undefined;
          if (maxPriceCt === undefined) return knownCt ?? usually[quarter] ?? [];
          return knownCt !== undefined && knownCt <= base + maxPriceCt + 1e-9 ? knownCt : [];
        });
        const best = open.sort((a, b) => a - b).slice(0, wanted);
        const ranCt = plan.expectedCostCt ?? plan.costCt ?? 0;
        assert.equal(plan.minutesPlanned, best.length * 15);
        assert.ok(Math.abs(ranCt - best.reduce((sum, ct) => sum + ct / 4, 0)) < 1e-6, `${ranCt}: ${drawn(plan.runs)}`);
        met[maxPriceCt !== undefined ? (best.length > 0 ? 'limited' : 'none') : 'usual'] += 1;
      }),
      { numRuns: trials },
    );
    for (const [name, times] of Object.entries(met)) assert.ok(times > trials / 20, `${name}: only ${times}`);
  });
});

function wallTime(quarter: number): string {
  return [Math.floor(quarter / 4), (quarter % 4) * 15].map((part) => String(part).padStart(2, '0')).join(':');
}

/** What the limit of a day counts from. */
function baseOf(prices: readonly number[], from: 'average' | 'minimum'): number {
  return from === 'minimum' ? Math.min(...prices) : prices.reduce((sum, ct) => sum + ct, 0) / prices.length;
}

describe('runs: what is usual counts for a plan', () => {
  it('only where it is planned with, and only when it has changed', () => {
    const other = { ...usualDay((hour) => hour), learnedUntil: usual.learnedUntil };
    const print = (given: Partial<RunSettings>, known: UsualDay | undefined = usual) =>
      usualPrint({ series: today, usual: known }, { ...overnight, ...given });
    assert.ok(print({}) !== undefined && print({}) === print({ durationMinutes: 15 }));
    assert.notEqual(print({}, other), print({}));
    assert.equal(print({ missingPrices: 'use-known' }), undefined);
    assert.equal(print({ maxPriceCt: 20 }), undefined);
    assert.equal(print({ mode: 'threshold', maxPriceCt: 20 }), undefined);
    assert.equal(print({}, nothingUsual), undefined);
  });
});
