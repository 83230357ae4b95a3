import assert from 'node:assert/strict';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { at, clock, hours } from './prices.js';
import { drawn, type Happening, live, told } from './simulator.js';

const day = at('2026-11-22');
const dayAfter = at('2026-11-23');
/** Today: cheapest at 03:00. Tomorrow: cheapest at 05:00, cheap at 01:00. */
const today = hours(day, 24, 30, { 3: 10, 23: 25 });
const both = hours(day, 48, 30, { 3: 10, 23: 25, 25: 20, 29: 5 });
const overnight = (given: Partial<RunSettings> = {}): RunSettings => ({
  ...defaultRunSettings,
  from: '20:00',
  to: '08:00',
  ...given,
});
const published = (when: string): Happening => ({ at: at(when), series: both });

function lived(settings: RunSettings, happenings: Happening[] = [], to = '2026-11-23 12:00') {
  return live({ settings, series: today, from: at('2026-11-22 12:00'), to: at(to), happenings });
}

describe('runs: missing prices', () => {
  const cases: {
    name: string;
    settings: Partial<RunSettings>;
    published?: string;
    said?: Happening[];
    on: string;
    told: string;
  }[] = [
    {
      name: 'use-known improves a provisional plan when prices come before its run',
      settings: {},
      published: '2026-11-22 14:00',
      on: '05:00-06:00',
      told: '12:00 provisional, 14:00 planned, 05:00 started, 06:00 finished, 06:00 provisional',
    },
    {
      name: 'use-known runs by what is known when nothing comes',
      settings: {},
      on: '23:00-00:00',
      told: '12:00 provisional, 23:00 started, 00:00 prices-stale, 00:00 finished, 00:00 provisional',
    },
    {
      name: 'use-known waits like wait when the known part is too short',
      settings: { durationMinutes: 300 },
      on: '03:00-08:00',
      told: '12:00 provisional, 00:00 prices-stale, 03:00 started, 03:00 fallback, 08:00 finished, 08:00 provisional',
    },
    {
      name: 'wait does not run before the window is priced',
      settings: { missingPrices: 'wait' },
      published: '2026-11-23 02:00',
      on: '05:00-06:00',
      told: '12:00 provisional, 00:00 prices-stale, 02:00 planned, 05:00 started, 06:00 finished, 06:00 provisional',
    },
    {
      name: 'wait still runs at the last feasible moment',
      settings: { missingPrices: 'wait', mode: 'interruptible', durationMinutes: 90 },
      on: '06:30-08:00',
      told: '12:00 provisional, 00:00 prices-stale, 06:30 started, 06:30 fallback, 08:00 finished, 08:00 provisional',
    },
    {
      name: 'what an override has left of a blind run is no shorter than the minimum run',
      settings: { missingPrices: 'wait', mode: 'interruptible', minRunMinutes: 30 },
      said: [{ at: at('2026-11-22 20:00'), command: { kind: 'override', state: 'on', minutes: 45 } }],
      on: '20:00-20:45 07:30-08:00',
      told: '12:00 provisional, 20:00 started, 20:00 provisional, 20:45 provisional, 00:00 prices-stale, 07:30 fallback, 08:00 finished, 08:00 provisional',
    },
    {
      name: 'what an override has left of a blind run keeps its pause, though less of it fits then',
      settings: {
        missingPrices: 'wait',
        mode: 'interruptible',
        durationMinutes: 90,
        minRunMinutes: 0,
        minPauseMinutes: 60,
      },
      said: [{ at: at('2026-11-23 06:00'), command: { kind: 'override', state: 'on', minutes: 20 } }],
      on: '06:00-06:20 07:20-08:00',
      told: '12:00 provisional, 00:00 prices-stale, 06:00 started, 06:00 provisional, 06:20 provisional, 06:50 overrun, 07:20 fallback, 08:00 provisional',
    },
    {
      name: 'what an override has left of a blind run keeps its pause, also where the time for it comes before that is over',
      settings: { missingPrices: 'fallback', fallbackStart: '04:00', mode: 'interruptible', minPauseMinutes: 60 },
      said: [{ at: at('2026-11-23 03:30'), command: { kind: 'override', state: 'on', minutes: 20 } }],
      on: '03:30-03:50 04:50-05:30',
      told: '12:00 provisional, 00:00 prices-stale, 03:30 started, 03:30 provisional, 04:50 fallback, 05:30 finished, 05:30 provisional',
    },
    {
      name: 'fallback starts at its time',
      settings: { missingPrices: 'fallback', fallbackStart: '04:00' },
      on: '04:00-05:00',
      told: '12:00 provisional, 00:00 prices-stale, 04:00 started, 04:00 fallback, 05:00 finished, 05:00 provisional',
    },
    {
      name: 'fallback gives way to a plan when prices come in time',
      settings: { missingPrices: 'fallback', fallbackStart: '04:00' },
      published: '2026-11-23 03:59',
      on: '05:00-06:00',
      told: '12:00 provisional, 00:00 prices-stale, 03:59 planned, 05:00 started, 06:00 finished, 06:00 provisional',
    },
    {
      name: 'a fallback run is not cut when prices come',
      settings: { missingPrices: 'fallback', fallbackStart: '04:00' },
      published: '2026-11-23 04:01',
      on: '04:00-05:00',
      told: '12:00 provisional, 00:00 prices-stale, 04:00 started, 04:00 fallback, 05:00 finished, 05:00 provisional',
    },
    {
      name: 'an unknown price never satisfies a limit',
      settings: { missingPrices: 'wait', maxPriceCt: 50 },
      on: '',
      told: '12:00 provisional, 00:00 prices-stale, 07:00 no-plan, 07:00 provisional',
    },
    {
      name: 'a limit of 0 is a limit',
      settings: { maxPriceCt: 0 },
      published: '2026-11-22 14:00',
      on: '',
      told: '12:00 provisional, 14:00 no-plan, 07:00 provisional',
    },
  ];

  for (const row of cases) {
    it(row.name, () => {
      const seen = lived(overnight(row.settings), row.published ? [published(row.published)] : row.said);
      assert.equal(drawn(seen.onTimes), row.on);
      assert.equal(told(seen), row.told);
    });
  }

  it('says once that prices have ended, also when all of them are gone later', () => {
    const gone = { at: at('2026-11-23 02:00'), series: [] };
    const seen = lived(overnight({ missingPrices: 'wait' }), [gone], '2026-11-23 05:00');
    assert.equal(told(seen), '12:00 provisional, 00:00 prices-stale');
  });

  it('never chooses an unknown price inside a window, and calls such a plan provisional', () => {
    const series = hours(day, 24, 30, { 3: null, 5: 20, 6: 10, 7: null });
    const seen = live({
      settings: { ...defaultRunSettings, durationMinutes: 120 },
      series,
      from: day,
      to: at('2026-11-22 12:00'),
    });
    assert.equal(drawn(seen.onTimes), '05:00-07:00');
    assert.equal(seen.decisions[0]?.plan?.provisional, true);
  });

  it('shows what will happen while it waits', () => {
    const { plan } = lived(overnight({ missingPrices: 'wait' }), [], '2026-11-22 12:00').last;
    assert.equal(plan?.feasible, false);
    assert.equal(plan?.reason, 'missing-prices');
    assert.equal(plan?.provisional, true);
    assert.equal(clock(plan?.nextStart), '07:00');
    assert.deepEqual(
      plan?.runs.map(({ cause, costCt }) => ({ cause, costCt })),
      [{ cause: 'fallback', costCt: undefined }],
    );
    assert.equal(plan?.pricesUntil, dayAfter);
  });

  for (const { known, reason } of [
    { known: today, reason: 'missing-prices' },
    { known: both, reason: 'price-cap' },
  ])
    it(`a window whose end was slept through says why nothing was run: ${reason}`, () => {
      const seen = live({
        settings: overnight({ maxPriceCt: 4 }),
        series: known,
        from: at('2026-11-22 12:00'),
        to: at('2026-11-23 10:00'),
        happenings: [{ at: at('2026-11-23 05:00'), powerCutUntil: at('2026-11-23 09:00') }],
      });
      const told = seen.decisions.flatMap(({ events }) => events).filter(({ kind }) => kind === 'no-plan');
      assert.deepEqual(
        told.map(({ plan }) => plan?.reason),
        [reason],
      );
    });

  it('runs blindly at the last moment that others of its house leave, where they take all that has a price', () => {
    const [gap, end] = [at('2026-11-22 08:00'), at('2026-11-22 12:00')];
    const closed = [
      { start: day, end: gap },
      { start: end, end: dayAfter },
    ];
    const seen = live({
      settings: defaultRunSettings,
      series: hours(day, 24, 30, { 8: null, 9: null, 10: null, 11: null }),
      house: { closed, closedToExtra: closed, sun: [], now: { othersKw: 0 }, pauses: false },
      from: day,
      to: dayAfter - 1,
    });
    assert.equal(drawn(seen.onTimes), '11:00-12:00');
    assert.equal(
      told(seen),
      '00:00 power-limit, 11:00 planned, 11:00 started, 11:00 fallback, 12:00 finished, 12:00 provisional',
    );
  });
});
