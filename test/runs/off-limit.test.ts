import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConfigError } from '#src/errors.js';
import type { PriceSeries } from '#src/prices/index.js';
import { checkRunSettings, defaultRunSettings, preview, type RunSettings } from '#src/runs/index.js';
import { dailyWindows, type Interval } from '#src/time/index.js';
import { at, clock, hours, series } from './prices.js';
import { drawn, type Happening, live, type Seen, type Story, told } from './simulator.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const day = at('2026-11-22');
const trials = Number(process.env.PROPERTY_RUNS ?? 25);

/** A heat pump of whole days: two hours in pieces of an hour. */
function settingsOf(given: Partial<RunSettings>): RunSettings {
  const base = { mode: 'interruptible' as const, durationMinutes: 120, minRunMinutes: 60, minPauseMinutes: 30 };
  return checkRunSettings({ ...defaultRunSettings, ...base, ...given });
}

function lived(given: Partial<RunSettings>, prices: PriceSeries, more: Partial<Story> = {}): Seen {
  return live({ settings: settingsOf(given), series: prices, from: day, to: day + 24 * hourMs - 1, ...more });
}

/** The longest time off inside [start, end), minutes. */
function longestOff(onTimes: readonly Interval[], { start, end }: Interval): number {
  const edges = [start, ...onTimes.flatMap((run) => [run.start, run.end]), end];
  const gaps = edges.flatMap((edge, index) => (index % 2 === 0 ? [(edges[index + 1] ?? edge) - edge] : []));
  return Math.max(...gaps) / minuteMs;
}

/** When and why the device was switched on, with how long it was to be off before. */
function reasonsOn({ decisions }: Seen): string[] {
  return decisions
    .filter(({ output }) => output.send && output.on)
    .map(({ at: now, output }) => [clock(now), output.reason, output.offMinutes ?? ''].join(' ').trim());
}

function planOf({ decisions }: Seen) {
  const { plan } = decisions[0] ?? {};
  assert.ok(plan);
  return plan;
}

const cheapNight = hours(day, 24, 30, { 2: 10, 3: 10, 15: 20 });

describe('runs: never off longer than', () => {
  it('says after days without room, too, that there is none, and runs as soon as there is some', () => {
    const open = day + 75 * hourMs;
    const closed = [{ start: day, end: open }];
    const seen = lived({ maxOffMinutes: 720 }, hours(day, 120, 30, { 2: 10 }), {
      house: { closed, closedToExtra: closed, sun: [], now: { othersKw: 0 }, pauses: false },
      to: day + 96 * hourMs - 1,
    });
    const said = seen.events.filter(({ kind }) => ['power-limit', 'started'].includes(kind));
    assert.deepEqual(
      said.map(({ at: now, kind }) => [(now - day) / hourMs, kind]),
      [
        [0, 'power-limit'],
        [24, 'power-limit'],
        [48, 'power-limit'],
        [75, 'started'],
      ],
    );
  });

  it('runs what is wanted when the limit allows it, as cheap as can be', () => {
    const seen = lived({ maxOffMinutes: 480 }, cheapNight);
    assert.equal(drawn(seen.onTimes), '06:00-07:00 15:00-16:00');
    const { feasible, minutesExtra, longestOffMinutes, costCt } = planOf(seen);
    assert.deepEqual([feasible, minutesExtra, longestOffMinutes, costCt], [true, 0, 480, 50]);
  });

  it('without a limit says nothing of it', () => {
    const seen = lived({}, cheapNight);
    assert.equal(drawn(seen.onTimes), '02:00-04:00');
    assert.ok(!('minutesExtra' in planOf(seen)) && !('longestOffMinutes' in planOf(seen)));
    assert.deepEqual(reasonsOn(seen), ['02:00 planned']);
  });

  it('runs longer where the limit forces it, counts that and says why', () => {
    const seen = lived({ maxOffMinutes: 360 }, cheapNight);
    const { minutesPlanned, minutesExtra, longestOffMinutes } = planOf(seen);
    assert.deepEqual([minutesPlanned, minutesExtra], [180, 60]);
    assert.ok(
      (longestOffMinutes ?? 999) <= 360 && longestOff(seen.onTimes, { start: day, end: day + 24 * hourMs }) <= 360,
    );
    assert.deepEqual(
      reasonsOn(seen).map((reason) => reason.split(' ')[1]),
      ['planned', 'off-limit', 'off-limit'],
      reasonsOn(seen).join(),
    );
    assert.ok(told(seen).includes('finished'), told(seen));
  });

  it('above a price limit only what it forces, and says that the rest is too dear', () => {
    const seen = lived({ maxOffMinutes: 720, maxPriceCt: 5, minRunMinutes: 30 }, cheapNight);
    assert.equal(seen.onTimes.length, 1, drawn(seen.onTimes));
    const { feasible, reason, minutesPlanned } = planOf(seen);
    assert.deepEqual([feasible, reason, minutesPlanned], [false, 'price-cap', 30]);
    assert.deepEqual(told(seen).split(', ')[0], '00:00 no-plan');
  });

  it('a threshold is on below its limit, and above it for what the limit on time off forces', () => {
    const given = { mode: 'threshold' as const, maxPriceCt: 15, maxOffMinutes: 480, minRunMinutes: 30 };
    const seen = lived(given, cheapNight);
    assert.equal(drawn(seen.onTimes).slice(0, 11), '02:00-04:00', drawn(seen.onTimes));
    assert.equal(seen.onTimes.length, 3, drawn(seen.onTimes));
    assert.ok(longestOff(seen.onTimes, { start: day, end: day + 24 * hourMs }) <= 480, drawn(seen.onTimes));
    const { minutesPlanned, minutesExtra, runs } = planOf(seen);
    assert.deepEqual([minutesPlanned, minutesExtra], [180, 60]);
    assert.deepEqual(
      runs.map(({ forced = false }) => forced),
      [false, true, true],
    );
  });

  it('is no matter where the window that is left out was skipped before there was a limit', () => {
    const given = { from: '06:00', to: '22:00' };
    const happenings: Happening[] = [
      { at: at('2026-11-22 01:00'), command: { kind: 'skip' } },
      { at: at('2026-11-22 02:00'), settings: settingsOf({ ...given, maxOffMinutes: 360 }) },
    ];
    const seen = lived(given, hours(day, 72, 30, { 30: 10 }), { happenings, to: at('2026-11-23 23:00') });
    assert.deepEqual(longestOff(seen.onTimes, { start: at('2026-11-23 06:00'), end: at('2026-11-23 22:00') }), 360);
    assert.ok(
      seen.onTimes.every(({ start }) => start >= at('2026-11-23 06:00')),
      drawn(seen.onTimes),
    );
  });

  it('is not broken where somebody holds the device off beyond the end of its window', () => {
    const said: Happening[] = [
      { at: at('2026-11-22 01:00'), command: { kind: 'override', state: 'off', minutes: 720 } },
    ];
    const given = { from: '00:00', to: '06:00', maxOffMinutes: 120, minPauseMinutes: 0 };
    const { plan } = lived(given, cheapNight, { happenings: said, to: at('2026-11-22 02:00') }).last;
    assert.deepEqual([plan?.feasible, plan?.reason, plan?.runs], [false, 'window-too-short', []]);
  });

  it('what is wanted and does not fit beside the limit has no plan, though what is forced is run', () => {
    const given = { maxOffMinutes: 480, maxStarts: 2, maxPriceCt: 10, durationMinutes: 180 };
    const { feasible, reason, runs } = planOf(lived(given, cheapNight));
    assert.deepEqual([feasible, reason], [false, 'price-cap']);
    assert.ok(runs.length > 0);
  });

  it('what goes on with a run that it has forced, above the price limit, is forced as well', () => {
    const rules = { maxOffMinutes: 60, maxPriceCt: 0, maxStarts: 1, minRunMinutes: 15, minPauseMinutes: 15 };
    const given = { ...rules, mode: 'threshold' as const, exclude: [{ from: '00:15', to: '00:30' }] };
    const seen = lived({ ...given, missingPrices: 'expect' }, [], { to: day + 48 * hourMs - 1 });
    const on = seen.decisions.filter(({ output }) => output.on);
    assert.ok(on.length > 5, drawn(seen.onTimes));
    assert.deepEqual([...new Set(on.map(({ output }) => output.reason))], ['off-limit']);
  });

  it('in one piece: begins and ends in time, as cheap as that allows', () => {
    const seen = lived({ mode: 'contiguous', maxOffMinutes: 780 }, cheapNight);
    assert.equal(drawn(seen.onTimes), '09:00-11:00');
    const [run] = seen.onTimes;
    assert.ok(run && run.start <= day + 13 * hourMs && run.end >= day + 11 * hourMs, drawn(seen.onTimes));
    assert.equal(planOf(seen).feasible, true);
  });

  it('in one piece that cannot keep it: says so, and is on whenever it is due', () => {
    const seen = lived({ mode: 'contiguous', maxOffMinutes: 360 }, cheapNight);
    assert.equal(drawn(seen.onTimes), '06:00-08:00 14:00-16:00 22:00-23:59');
    const { feasible, reason } = planOf(seen);
    assert.deepEqual([feasible, reason], [false, 'off-too-long']);
    assert.deepEqual(reasonsOn(seen), ['06:00 off-limit 360', '14:00 off-limit 360', '22:00 off-limit 360']);
  });

  it('in one piece that fits nowhere: says so, with prices or without', () => {
    const exclude = [
      { from: '09:45', to: '00:00' },
      { from: '00:15', to: '09:30' },
    ];
    const given = {
      mode: 'contiguous',
      durationMinutes: 30,
      partial: 'maximise',
      exclude,
      maxOffMinutes: 855,
    } as const;
    for (const known of [cheapNight, []]) {
      const { feasible, reason } = planOf(lived(given, known));
      assert.deepEqual([feasible, reason], [false, 'off-too-long']);
    }
  });

  it('in one piece without prices: a blind run that is in time anyway is none that is forced', () => {
    const given = { mode: 'contiguous', missingPrices: 'wait', to: '12:00' } as const;
    for (const [maxOffMinutes, reason] of [
      [600, '10:00 fallback'],
      [660, '10:00 fallback'],
      [599, '09:59 off-limit 599'],
    ] as const)
      assert.deepEqual(reasonsOn(lived({ ...given, maxOffMinutes }, [], { to: day + 13 * hourMs })), [reason]);
    // What is in time, but leaves the device off for too long up to the end of the window, is not.
    const early = { ...given, missingPrices: 'fallback', fallbackStart: '01:00', to: '08:00' } as const;
    for (const [maxOffMinutes, reason] of [
      [300, '01:00 fallback'],
      [299, '04:59 off-limit 299'],
    ] as const)
      assert.deepEqual(reasonsOn(lived({ ...early, maxOffMinutes }, [], { to: day + 9 * hourMs })), [reason]);
  });

  it('while prices are waited for, with one start and a time in the middle that is excluded: keeps what can be kept, and says so', () => {
    const exclude = [{ from: '10:00', to: '12:00' }];
    const given = { missingPrices: 'wait', maxStarts: 1, maxOffMinutes: 240, exclude } as const;
    const { feasible, reason, runs } = planOf(lived(given, []));
    assert.deepEqual([feasible, reason], [false, 'off-too-long']);
    assert.equal(runs.length, 1, drawn(runs));
  });

  it('without prices is on when it is due, and blind', () => {
    for (const missingPrices of ['use-known', 'wait', 'expect'] as const) {
      const given = { maxOffMinutes: 240, minRunMinutes: 30, durationMinutes: 60, missingPrices };
      const seen = lived(given, []);
      assert.ok(longestOff(seen.onTimes, { start: day, end: day + 24 * hourMs }) <= 240, drawn(seen.onTimes));
      assert.equal(reasonsOn(seen)[0], '04:00 off-limit 240', missingPrices);
      const { feasible, reason, runs } = planOf(seen);
      assert.deepEqual([feasible, reason], [false, 'missing-prices'], missingPrices);
      assert.ok(
        runs.every(({ cause }) => cause !== 'planned'),
        missingPrices,
      );
    }
  });

  it('counts over midnight where windows touch, and begins anew where they do not', () => {
    const prices = hours(day, 48, 30, { 2: 10, 26: 10, 47: 10 });
    const given = { durationMinutes: 60, maxOffMinutes: 1380, missingPrices: 'wait' as const };
    const whole = lived(given, prices, { to: day + 48 * hourMs - 1 });
    assert.equal(drawn(whole.onTimes), '02:00-03:00 02:00-03:00');
    assert.ok(longestOff(whole.onTimes, { start: day, end: day + 48 * hourMs }) <= 1380, drawn(whole.onTimes));
    const nights = lived({ ...given, from: '01:00', to: '05:00', maxOffMinutes: 120 }, prices, {
      to: day + 48 * hourMs - 1,
    });
    assert.equal(drawn(nights.onTimes), '02:00-03:00 02:00-03:00');
  });

  it('over the edge of two windows counts what is excluded right after it, and not where no window follows at once', () => {
    const exclude = [{ from: '06:00', to: '10:00' }];
    const times = { from: '06:00', to: '06:00', exclude, maxOffMinutes: 300 };
    const cheapEvening = hours(day, 48, 30, { 17: 10, 18: 10, 41: 10, 42: 10 });
    const two = { from: day + 6 * hourMs, to: day + 48 * hourMs - 1 };
    const touching = lived(times, cheapEvening, two);
    const within = { start: day + 11 * hourMs, end: day + 41 * hourMs };
    assert.ok(longestOff(touching.onTimes, within) <= 300, drawn(touching.onTimes));
    const apart = lived({ ...times, to: '05:00' }, cheapEvening, two);
    assert.ok(longestOff(apart.onTimes, within) > 300, drawn(apart.onTimes));
  });

  it('is not done as long as what is excluded right after its window makes it too long', () => {
    const exclude = [{ from: '00:00', to: '00:15' }];
    const given = { durationMinutes: 15, minRunMinutes: 15, minPauseMinutes: 15, maxOffMinutes: 270, exclude };
    // Every five hours less a quarter from 05:00 on; 270 minutes before midnight all that was wanted is run, and more.
    const to = day + 48 * hourMs - 1;
    const seen = lived({ ...given, maxPriceCt: 0 }, [], { from: day + hourMs / 2, to });
    assert.equal(drawn(seen.onTimes).slice(0, 47), '05:00-05:15 09:45-10:00 14:30-14:45 19:15-19:30');
    assert.ok(longestOff(seen.onTimes, { start: day + hourMs / 2, end: to }) <= 270, drawn(seen.onTimes));
  });

  it('where what may not run is longer, it keeps the next higher limit that can be kept, and says so', () => {
    const exclude = [
      { from: '08:00', to: '11:00' },
      { from: '11:30', to: '14:00' },
    ];
    const seen = lived({ exclude, maxOffMinutes: 180, minRunMinutes: 60 }, cheapNight);
    assert.deepEqual([planOf(seen).reason, planOf(seen).longestOffMinutes], ['off-too-long', 360], drawn(seen.onTimes));
    assert.ok(longestOff(seen.onTimes, { start: day, end: day + 24 * hourMs }) <= 360, drawn(seen.onTimes));
    const below = { mode: 'threshold' as const, maxPriceCt: 15, exclude, maxOffMinutes: 180, minRunMinutes: 60 };
    assert.equal(planOf(lived(below, cheapNight)).longestOffMinutes, 360);
  });

  it('after a power cut of ten hours is on at once, and so it is in the window after one that was cancelled', () => {
    const cheap = hours(day, 48, 30, { 1: 10, 23: 10 });
    const cut = { at: day + 1.5 * hourMs, powerCutUntil: day + 11.5 * hourMs };
    const given = { durationMinutes: 120, minRunMinutes: 60, maxOffMinutes: 480 };
    const seen = lived(given, cheap, { happenings: [cut] });
    assert.equal(clock(seen.onTimes.find(({ start }) => start > cut.at)?.start), '11:30', drawn(seen.onTimes));
    const cancel: Happening = { at: day + 0.5 * hourMs, command: { kind: 'cancel' } };
    const cancelled = lived(given, cheap, { happenings: [cancel], to: day + 48 * hourMs - 1 });
    assert.equal(cancelled.onTimes[0]?.start, day + 24 * hourMs, drawn(cancelled.onTimes));
  });

  it('in a window that is skipped it stays off, and is on at once in the one after it', () => {
    const skip: Happening = { at: day + 8 * hourMs, command: { kind: 'skip' } };
    const prices = hours(day, 72, 30, { 2: 10, 20: 10, 60: 10 });
    const given = { maxOffMinutes: 1080 };
    const seen = lived(given, prices, { happenings: [skip], to: day + 72 * hourMs - 1 });
    const [lastBefore, firstAfter] = [
      seen.onTimes.findLast(({ start }) => start < day + 24 * hourMs),
      seen.onTimes.find(({ start }) => start >= day + 24 * hourMs),
    ];
    assert.ok((lastBefore?.end ?? 0) <= day + 24 * hourMs, drawn(seen.onTimes));
    assert.equal(firstAfter?.start, day + 48 * hourMs, drawn(seen.onTimes));
    const last = seen.onTimes.filter(({ start }) => start >= day + 48 * hourMs);
    assert.ok(longestOff(last, { start: day + 48 * hourMs, end: day + 72 * hourMs }) <= 1080, drawn(last));
    // Windows that do not touch begin the count anew, whether or not one of them is skipped.
    const nights = { ...given, from: '01:00', to: '05:00', maxOffMinutes: 120, durationMinutes: 60 };
    const calm = lived(nights, prices, { happenings: [skip], to: day + 72 * hourMs - 1 });
    assert.deepEqual(
      calm.onTimes.map(({ start }) => (start - day) / hourMs),
      [2, 50],
      drawn(calm.onTimes),
    );
  });

  it('an override that holds it off goes before the limit, which is made up for when it ends', () => {
    const off: Happening = { at: day + hourMs, command: { kind: 'override', state: 'off', minutes: 600 } };
    const seen = lived({ maxOffMinutes: 300 }, cheapNight, { happenings: [off] });
    assert.equal(clock(seen.onTimes[0]?.start), '11:00', drawn(seen.onTimes));
  });

  for (const [kind, given, commands] of [
    ['an override that held it on', {}, [{ kind: 'override', state: 'on', minutes: 60 }]],
    ['extra time', { alwaysOnBelowCt: -8 }, []],
  ] as const)
    it(`counts into the next window from when ${kind} is over`, () => {
      // Cheap from 18:30 to 21:30, then the later the cheaper.
      const prices = series(
        day,
        Array.from({ length: 192 }, (_, quarter) => (quarter < 74 ? 30 : quarter < 86 ? -9 : 40 - quarter / 10)),
        15,
      );
      const happenings = commands.map((command): Happening => ({ at: day + 20.5 * hourMs, command }));
      const more = { happenings, to: day + 48 * hourMs - 1 };
      const { onTimes } = lived({ durationMinutes: 60, maxOffMinutes: 300, ...given }, prices, more);
      const next = onTimes.find(({ start }) => start > day + 22 * hourMs);
      const last = onTimes.findLast(({ end }) => end < day + 22 * hourMs);
      assert.equal(clock(last?.end), '21:30', drawn(onTimes));
      assert.equal(clock(next?.start), '02:30', drawn(onTimes));
    });

  it('is told the same when asked again while extra time turns it on', () => {
    // Nothing fits any more, so each decision plans anew.
    const given = { mode: 'contiguous', from: '02:30', to: '21:30', alwaysOnBelowCt: -2, maxOffMinutes: 720 } as const;
    const seen = lived({ durationMinutes: 165, ...given }, hours(day, 24, 30, { 20: -5 }), { from: day + 19 * hourMs });
    assert.equal(drawn(seen.onTimes), '20:00-21:00');
  });

  it('what is on because that is chosen for the lack of a plan is not off for too long, and says so when asked again', () => {
    const below = settingsOf({ mode: 'threshold', maxPriceCt: 0, outputNoPlan: 'on' });
    const both = hours(day, 20, 30, { 10: 0, 12: 0 });
    // Both starts are used up by then.
    const settings = settingsOf({
      durationMinutes: 210,
      partial: 'maximise',
      maxStarts: 2,
      maxOffMinutes: 240,
      maxPriceCt: 0,
      outputNoPlan: 'on',
    });
    const seen = lived(below, both, { happenings: [{ at: day + 16 * hourMs, settings }] });
    assert.equal(drawn(seen.onTimes), '10:00-11:00 12:00-13:00 20:00-23:59');
    const reasons = seen.decisions.filter(({ at: now }) => now > day + 14 * hourMs).map(({ plan }) => plan?.reason);
    assert.deepEqual([...new Set(reasons)], ['off-too-long', 'missing-prices']);
  });

  it('a flow that asks anew every hour does not begin the count anew', () => {
    const ask = (hour: number): Happening => ({ at: day + hour * hourMs, command: { kind: 'plan' } });
    const given = { trigger: 'message' as const, withinHours: 24, maxOffMinutes: 300, durationMinutes: 60 };
    const prices = hours(day, 72, 30, { 40: 10 });
    const happenings = Array.from({ length: 30 }, (_, hour) => ask(hour));
    const seen = lived(given, prices, { happenings, to: day + 36 * hourMs });
    assert.ok(longestOff(seen.onTimes, { start: day, end: day + 36 * hourMs }) <= 300, drawn(seen.onTimes));
  });

  it('a new node does not count the time before it', () => {
    const seen = lived({ maxOffMinutes: 360 }, cheapNight, { from: day + 10 * hourMs });
    assert.equal(clock(seen.onTimes[0]?.start), '15:00', drawn(seen.onTimes));
  });

  it('what no longer fits is told once, and what is forced is run all the same, and nothing more', () => {
    const given = { maxOffMinutes: 180, durationMinutes: 900, minRunMinutes: 30 };
    for (const restarts of [[], [day + 15.25 * hourMs, day + 20 * hourMs]]) {
      const seen = lived(given, cheapNight, {
        from: day + 12 * hourMs,
        happenings: restarts.map((at) => ({ at, restart: true as const })),
      });
      assert.equal(told(seen).match(/no-plan/g)?.length, 1, told(seen));
      const longest = longestOff(seen.onTimes, { start: day + 12 * hourMs, end: day + 24 * hourMs });
      assert.ok(longest <= 180, `${drawn(seen.onTimes)}; ${told(seen)}`);
      assert.equal(drawn(seen.onTimes), '15:00-15:30 17:00-17:30 20:30-21:00');
    }
  });

  it('as long as the pause: planned anew between two minutes, the pause is no longer than it has to be', () => {
    const rules = { maxOffMinutes: 60, minPauseMinutes: 60, durationMinutes: 15, minRunMinutes: 15 };
    const given = { ...rules, replan: 'always' as const };
    const calm = lived(given, hours(day, 24, 30));
    const happenings = calm.onTimes.slice(1, 9).map((run, index): Happening => {
      const at = run.end + (index + 1) * 5 * minuteMs + 1;
      return { at, series: hours(day, 24, 30, { [23 - (index % 2)]: 29 }) };
    });
    const seen = lived(given, hours(day, 24, 30), { happenings });
    assert.equal(longestOff(seen.onTimes, { start: day, end: day + 24 * hourMs }), 60, drawn(seen.onTimes));
  });

  it('is what a preview shows', () => {
    const shown = preview(settingsOf({ maxOffMinutes: 360 }), { series: cheapNight }, day);
    assert.deepEqual([shown?.minutesExtra, shown?.minutesPlanned], [60, 180]);
  });

  for (const [why, given, field] of [
    ['a few minutes', { maxOffMinutes: 14 }, 'maxOffMinutes'],
    ['three days', { maxOffMinutes: 4320 }, 'maxOffMinutes'],
    ['less than the pause', { maxOffMinutes: 60, minPauseMinutes: 90 }, 'maxOffMinutes'],
    [
      'less than is excluded, over midnight',
      {
        maxOffMinutes: 120,
        exclude: [
          { from: '22:00', to: '00:00' },
          { from: '00:00', to: '01:00' },
        ],
      },
      'maxOffMinutes',
    ],
    [
      'a limit on the average',
      { maxOffMinutes: 120, maxPriceCt: 20, maxPriceAppliesTo: 'average' },
      'maxPriceAppliesTo',
    ],
    [
      'a limit on the average by default',
      { mode: 'contiguous', maxOffMinutes: 120, maxPriceCt: 20 },
      'maxPriceAppliesTo',
    ],
  ] as const)
    it(`is refused: ${why}`, () => {
      assert.throws(
        () => settingsOf(given as Partial<RunSettings>),
        (error) => error instanceof ConfigError && error.params.field === field,
      );
    });
});

/** Three local days of which the middle one has 24, 23 or 25 hours. */
const middles = ['2026-11-22', '2026-03-29', '2026-10-25'];

function daysAround(date: string): readonly Interval[] {
  const middle = at(date);
  return dailyWindows('Europe/Berlin', '00:00', '00:00', [1, 2, 3, 4, 5, 6, 7], {
    start: middle - hourMs,
    end: middle + 30 * hourMs,
  });
}

const quarters = (least: number, most: number) => fc.integer({ min: least, max: most }).map((count) => count * 15);

describe('runs: never off longer than, whatever happens', function () {
  // Some hundred days are lived through; a busy machine takes its time.
  this.timeout(3_600_000);

  it('with restarts, late and missing prices, in all modes, on days of 23, 24 and 25 hours', () => {
    const story = fc.record({
      date: fc.constantFrom(...middles),
      mode: fc.constantFrom('contiguous' as const, 'interruptible' as const, 'threshold' as const),
      missingPrices: fc.constantFrom('use-known' as const, 'wait' as const, 'expect' as const),
      replan: fc.constantFrom('until-start' as const, 'locked' as const, 'always' as const),
      partial: fc.constantFrom('exact' as const, 'maximise' as const),
      durationMinutes: quarters(1, 30),
      minRunMinutes: quarters(0, 8),
      minPauseMinutes: quarters(0, 8),
      more: quarters(4, 60),
      limit: fc.option(fc.integer({ min: 0, max: 35 }), { nil: undefined }),
      prices: fc.array(fc.option(fc.integer({ min: -5, max: 40 }), { freq: 12, nil: null }), {
        minLength: 110,
        maxLength: 110,
      }),
      late: fc.array(fc.integer({ min: 0, max: 40 * 60 }), { minLength: 3, maxLength: 3 }),
      restarts: fc.array(fc.integer({ min: 0, max: 70 * 60 * 60_000 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(story, ({ date, more, limit, late, restarts, prices, ...rest }) => {
        const days = daysAround(date);
        const [first, last] = [days[0], days.at(-1)];
        assert.ok(first && last);
        const isLimited = rest.mode === 'threshold' || limit !== undefined;
        const settings = settingsOf({
          ...rest,
          maxOffMinutes: Math.max(more, rest.minPauseMinutes),
          ...(isLimited && { maxPriceCt: limit ?? 20, maxPriceAppliesTo: 'interval' }),
        });
        const known = (upTo: number): PriceSeries =>
          days
            .slice(0, upTo)
            .flatMap(({ start, end }) => series(start, prices.slice(0, (end - start) / (15 * minuteMs)), 15));
        // The prices of each day come hours late or early, in whole minutes of the day before.
        const published = late.map(
          (minutes, index): Happening => ({
            at: first.start + (index * 24 + 1) * hourMs + minutes * minuteMs,
            series: known(index + 1),
          }),
        );
        const inOrder = published
          .sort((a, b) => a.at - b.at)
          .map((one, index) => ({ ...one, series: known(index + 1) }));
        const happenings: Happening[] = [
          ...inOrder,
          ...restarts.map((ms): Happening => ({ at: first.start + ms, restart: true })),
        ];
        const to = last.end - 1;
        const seen = live({
          settings,
          series: [],
          from: first.start,
          to,
          happenings: happenings.filter((one) => one.at < to),
        });
        const longest = longestOff(seen.onTimes, { start: first.start, end: last.end });
        assert.ok(longest <= settings.maxOffMinutes, `${longest} min off: ${drawn(seen.onTimes)}; ${told(seen)}`);
        if (rest.mode === 'contiguous') return;
        for (const [index, { start, end }] of seen.onTimes.entries()) {
          const before = seen.onTimes[index - 1]?.end;
          const least = Math.min(settings.minRunMinutes, rest.mode === 'threshold' ? 9999 : settings.durationMinutes);
          assert.ok(end === to || end - start >= least * minuteMs, `a short run: ${drawn(seen.onTimes)}`);
          assert.ok(
            before === undefined || start - before >= settings.minPauseMinutes * minuteMs,
            `a short pause: ${drawn(seen.onTimes)}`,
          );
        }
      }),
      { numRuns: trials, ...(process.env.PROPERTY_SEED !== 'new' && { seed: 16 }) },
    );
  });
});
