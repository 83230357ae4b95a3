import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PriceSeries } from '#src/prices/index.js';
import { defaultRunSettings, preview, type RunSettings } from '#src/runs/index.js';
import { dailyWindows, type Ms } from '#src/time/index.js';
import { at, clock, hours, series } from './prices.js';
import { drawn, type Happening, live, type Story, told } from './simulator.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const day = at('2026-11-22');
const trials = Number(process.env.PROPERTY_RUNS ?? 40);
const evening = [{ from: '17:00', to: '19:00' }];

/** Local days of 24, 23 and 25 hours. */
const days = ['2026-11-22', '2026-03-29', '2026-10-25'].map(
  (date) =>
    dailyWindows('Europe/Berlin', '00:00', '00:00', [1, 2, 3, 4, 5, 6, 7], { start: at(date), end: at(date) + 1 })[0],
);

function settingsOf(given: Partial<RunSettings>): RunSettings {
  return { ...defaultRunSettings, ...given };
}

function on(given: Partial<RunSettings>, prices: PriceSeries, more: Partial<Story> = {}) {
  return live({ settings: settingsOf(given), series: prices, from: day, to: day + 24 * hourMs - 1, ...more });
}

/** True for a minute that the wall clock says is excluded: an oracle that knows no window. */
function isExcluded(instant: Ms, exclude: RunSettings['exclude']): boolean {
  const time = clock(instant) ?? '';
  return exclude.some(({ from, to }) => (from < to ? from <= time && time < to : from <= time || time < to));
}

const quarter = fc.integer({ min: 0, max: 95 }).map((index) => {
  return `${String(Math.floor(index / 4)).padStart(2, '0')}:${String((index % 4) * 15).padStart(2, '0')}`;
});
const excludes = fc
  .array(fc.record({ from: quarter, to: quarter }), { minLength: 1, maxLength: 5 })
  .map((list) => list.filter(({ from, to }) => from !== to));

describe('runs: not between', function () {
  // Some hundred days are lived through; a busy machine takes its time.
  this.timeout(3_600_000);

  it('never on when the wall clock says so, exactly as long as wanted, as cheap as can be; also on days of 23 and 25 hours', () => {
    let lived = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...days),
        fc.constantFrom('contiguous' as const, 'interruptible' as const),
        excludes,
        fc.integer({ min: 1, max: 40 }).map((quarters) => quarters * 15),
        fc.array(fc.integer({ min: -5, max: 40 }), { minLength: 100, maxLength: 100 }),
        (window, mode, exclude, durationMinutes, pricesCt) => {
          assert.ok(window);
          const quarters = Array.from({ length: (window.end - window.start) / (15 * minuteMs) }, (_, index) => index);
          const isOpen = quarters.map((index) => !isExcluded(window.start + index * 15 * minuteMs, exclude));
          const cheapest = cheapestCost({ mode, isOpen, pricesCt, count: durationMinutes / 15 });
          const prices = series(window.start, pricesCt.slice(0, quarters.length), 15);
          const settings = settingsOf({ mode, exclude, durationMinutes });
          const seen = live({ settings, series: prices, from: window.start, to: window.end - 1 });
          let [cost, minutes] = [0, 0];
          for (const { start, end } of seen.onTimes)
            for (let instant = start; instant < end; instant += minuteMs) {
              assert.ok(!isExcluded(instant, exclude), drawn(seen.onTimes));
              cost += pricesCt[Math.floor((instant - window.start) / (15 * minuteMs))] ?? Number.NaN;
              minutes += 1;
            }
          if (cheapest === undefined) {
            assert.equal(minutes, 0);
            // A window that is given up at once is told of, while the plan that is shown is the next one.
            const reasons = seen.decisions.flatMap(({ plan, events }) => [
              plan?.reason,
              ...events.map((event) => event.plan?.reason),
            ]);
            assert.ok(reasons.includes('excluded-times'), reasons.join());
            return;
          }
          lived += 1;
          assert.equal(minutes, durationMinutes, drawn(seen.onTimes));
          assert.equal(cost / 15, cheapest, drawn(seen.onTimes));
        },
      ),
      { numRuns: trials },
    );
    // Two of five have one; so many of whatever cases are drawn.
    assert.ok(lived > trials / 6, `only ${lived} days had a plan`);
  });

  it('02:00 to 03:00 is nothing on the day of 23 hours, and two hours on that of 25', () => {
    const exclude = [{ from: '02:00', to: '03:00' }];
    const longest = (date: string, count: number) => {
      const start = at(date);
      const given = { mode: 'interruptible' as const, partial: 'maximise' as const, exclude, durationMinutes: 1440 };
      const plan = preview(settingsOf({ ...given, durationMinutes: 1500 }), { series: hours(start, count, 10) }, start);
      return plan?.runs.map((run) => (run.end - run.start) / hourMs);
    };
    assert.deepEqual(longest('2026-03-29', 23), [23]);
    assert.deepEqual(longest('2026-10-25', 25), [2, 21]);
    assert.deepEqual(longest('2026-11-22', 24), [2, 21]);
  });

  it('by the wall clock where clocks change: what comes twice is left out twice, what does not exist moves nothing', () => {
    const left = (date: string, count: number, exclude: RunSettings['exclude']) => {
      const given = { mode: 'interruptible' as const, partial: 'maximise' as const, durationMinutes: 1500, exclude };
      return drawn(preview(settingsOf(given), { series: hours(at(date), count, 10) }, at(date))?.runs ?? []);
    };
    assert.equal(left('2026-03-29', 23, [{ from: '02:15', to: '05:30' }]), '00:00-03:00 05:30-00:00');
    assert.equal(left('2026-03-29', 23, [{ from: '01:00', to: '02:15' }]), '00:00-01:00 03:00-00:00');
    assert.equal(left('2026-10-25', 25, [{ from: '02:15', to: '02:45' }]), '00:00-02:15 02:45-02:15 02:45-00:00');
  });

  it('over midnight, and a run in one piece that goes around', () => {
    const night = on({ exclude: [{ from: '22:00', to: '06:00' }] }, hours(day, 24, 30, { 3: 1, 23: 1, 8: 10 }));
    assert.equal(drawn(night.onTimes), '08:00-09:00');
    const piece = on({ exclude: evening, durationMinutes: 180 }, hours(day, 24, 30, { 16: 1, 19: 1, 20: 2 }));
    assert.equal(drawn(piece.onTimes), '19:00-22:00');
  });

  it('pieces keep minimum run and pause beside it', () => {
    const given = { mode: 'interruptible' as const, durationMinutes: 120, minRunMinutes: 60, minPauseMinutes: 240 };
    const prices = hours(day, 24, 30, { 16: 1, 19: 1, 20: 2 });
    assert.equal(drawn(on({ ...given, exclude: evening }, prices).onTimes), '19:00-21:00');
    assert.equal(
      drawn(on({ ...given, minPauseMinutes: 120, exclude: evening }, prices).onTimes),
      '16:00-17:00 19:00-20:00',
    );
  });

  it('a threshold and extra time are cut by it', () => {
    const cheap = hours(day, 24, 30, { 16: 1, 17: 1, 18: 1, 19: 1 });
    const threshold = on({ mode: 'threshold', maxPriceCt: 5, exclude: evening }, cheap);
    assert.equal(drawn(threshold.onTimes), '16:00-17:00 19:00-20:00');
    const extra = on({ alwaysOnBelowCt: 5, durationMinutes: 60, exclude: evening }, cheap);
    assert.equal(drawn(extra.onTimes), '16:00-17:00 19:00-20:00');
    const later: Happening = {
      at: at('2026-11-22 18:00'),
      settings: settingsOf({ alwaysOnBelowCt: 5, exclude: evening }),
    };
    const cut = on({ alwaysOnBelowCt: 5 }, cheap, { happenings: [later] });
    assert.equal(drawn(cut.onTimes), '16:00-18:00 19:00-20:00');
  });

  it('extra time ends with the setting that made it', () => {
    const cheap = hours(day, 24, 30, { 2: 0, 16: 1, 17: 1 });
    const without: Happening = { at: at('2026-11-22 16:30'), settings: settingsOf({}) };
    const seen = on({ alwaysOnBelowCt: 5, durationMinutes: 60 }, cheap, { happenings: [without] });
    assert.equal(drawn(seen.onTimes), '02:00-03:00 16:00-16:30');
  });

  it('without prices the last moment counts open time only', () => {
    const blind = (given: Partial<RunSettings>) => drawn(on({ exclude: evening, ...given }, []).onTimes);
    const until20 = { from: '00:00', to: '20:00' };
    assert.equal(blind({ ...until20, durationMinutes: 60 }), '19:00-20:00');
    assert.equal(blind({ ...until20, durationMinutes: 90 }), '15:30-17:00');
    assert.equal(blind({ ...until20, mode: 'interruptible', durationMinutes: 90 }), '16:30-17:00 19:00-20:00');
    assert.equal(
      blind({ ...until20, mode: 'interruptible', durationMinutes: 90, minRunMinutes: 45 }),
      '16:15-17:00 19:15-20:00',
    );
    const fixed = { missingPrices: 'fallback' as const, fallbackStart: '17:30' };
    assert.equal(blind({ ...fixed, durationMinutes: 60 }), '19:00-20:00');
    assert.equal(blind({ ...fixed, to: '20:00', durationMinutes: 90 }), '15:30-17:00');
  });

  it('a blind rest that is longer than the open end of the window runs in that end only', () => {
    const given = { mode: 'interruptible' as const, partial: 'maximise' as const, durationMinutes: 135, to: '20:00' };
    const seen = on({ ...given, from: '06:00', exclude: [{ from: '07:45', to: '19:45' }] }, []);
    assert.equal(drawn(seen.onTimes), '06:00-07:45 19:45-20:00');
  });

  it('what would just fit but for it says so', () => {
    const seen = live({
      settings: { ...defaultRunSettings, from: '05:00', to: '07:00', exclude: [{ from: '06:30', to: '06:45' }] },
      series: hours(at('2026-11-22'), 24, 30),
      from: at('2026-11-22 06:00'),
      to: at('2026-11-22 06:10'),
    });
    const [{ kind, plan } = assert.fail()] = seen.decisions.flatMap(({ events }) => events);
    assert.deepEqual([kind, plan?.reason], ['no-plan', 'excluded-times']);
  });

  it('what no longer fits before it is given up then, and not later', () => {
    const settings = settingsOf({ to: '20:00', durationMinutes: 90, exclude: evening, maxPriceCt: 5 });
    const seen = live({ settings, series: hours(day, 24, 30), from: day, to: at('2026-11-22 20:00') - 1 });
    assert.equal(seen.onTimes.length, 0);
    const late = live({ settings, series: [], from: at('2026-11-22 12:00'), to: at('2026-11-22 20:00') - 1 });
    assert.match(told(late), /15:30 no-plan/);
  });

  it('prices that lack only then are none that lack', () => {
    const holes = hours(day, 24, 30, { 3: 10, 17: null, 18: null });
    assert.equal(told(on({}, holes)), '00:00 provisional, 03:00 started, 04:00 finished, 04:00 provisional');
    assert.equal(
      told(on({ exclude: evening }, holes)),
      '00:00 planned, 03:00 started, 04:00 finished, 04:00 provisional',
    );
  });

  it('start, an override and a run after a power cut are not cut by it', () => {
    const prices = hours(day, 24, 30, { 15: 1, 16: 1 });
    const given = { durationMinutes: 120, exclude: evening };
    const at16 = at('2026-11-22 16:00');
    const start = on(given, prices, { happenings: [{ at: at('2026-11-22 14:30'), command: { kind: 'start' } }] });
    assert.equal(drawn(start.onTimes), '14:30-16:30');
    const into = on(given, prices, { happenings: [{ at: at('2026-11-22 16:30'), command: { kind: 'start' } }] });
    assert.equal(drawn(into.onTimes), '15:00-17:00');
    const held = on(given, prices, {
      happenings: [{ at: at('2026-11-22 17:30'), command: { kind: 'override', state: 'on', minutes: 60 } }],
    });
    assert.equal(drawn(held.onTimes), '15:00-17:00 17:30-18:30');
    const cut = on(given, prices, { happenings: [{ at: at16, powerCutUntil: at16 + 30 * minuteMs }] });
    assert.equal(drawn(cut.onTimes), '15:00-16:00 16:30-17:35');
    const redeployed = on({ durationMinutes: 180 }, hours(day, 24, 30, { 15: 1, 16: 1, 17: 1 }), {
      happenings: [{ at: at16, settings: settingsOf({ durationMinutes: 180, exclude: evening }) }],
    });
    assert.equal(drawn(redeployed.onTimes), '15:00-18:00');
  });

  it('what is left after a run that reached into it keeps its pause', () => {
    const prices = hours(day, 24, 30, { 19: 1, 20: 2, 21: 1, 22: 1 });
    const given = { mode: 'interruptible' as const, durationMinutes: 150, minRunMinutes: 30, minPauseMinutes: 180 };
    const settings = settingsOf({ ...given, exclude: [{ from: '16:00', to: '19:00' }] });
    const seen = live({
      settings,
      series: prices,
      from: day,
      to: day + 24 * hourMs - 1,
      happenings: [
        { at: at('2026-11-22 15:30'), command: { kind: 'override', state: 'on', minutes: 60 } },
        { at: at('2026-11-22 16:30'), command: { kind: 'override', state: 'auto' } },
      ],
    });
    assert.equal(drawn(seen.onTimes), '15:30-16:30 21:00-22:30');
  });

  it('one message may leave out other times, or none', () => {
    const settings = { trigger: 'message' as const, exclude: evening };
    const prices = hours(day, 24, 30, { 17: 1, 3: 2 });
    const asked = (options: object) =>
      drawn(on(settings, prices, { happenings: [{ at: day, command: { kind: 'plan', options } }] }).onTimes);
    assert.equal(asked({}), '03:00-04:00');
    assert.equal(asked({ exclude: [] }), '17:00-18:00');
    assert.equal(asked({ exclude: [{ from: '03:00', to: '18:00' }] }), '00:00-01:00');
  });
});

/** The least sum over open quarter-hours, of one run or of any; undefined where they do not hold as many. */
function cheapestCost({
  mode,
  isOpen,
  pricesCt,
  count,
}: {
  mode: string;
  isOpen: boolean[];
  pricesCt: number[];
  count: number;
}) {
  if (mode === 'interruptible') {
    const open = pricesCt.filter((_, index) => isOpen[index]).sort((a, b) => a - b);
    return open.length < count ? undefined : open.slice(0, count).reduce((sum, price) => sum + price, 0);
  }
  let best: number | undefined;
  for (let first = 0; first + count <= isOpen.length; first += 1) {
    if (!isOpen.slice(first, first + count).every(Boolean)) continue;
    const cost = pricesCt.slice(first, first + count).reduce((sum, price) => sum + price, 0);
    if (best === undefined || cost < best) best = cost;
  }
  return best;
}
