import assert from 'node:assert/strict';
import type { PriceSeries } from '#src/prices/index.js';
import { type Command, defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { at, clock, hours } from '../prices.js';
import { drawn, type Happening, live } from '../simulator.js';

const day = at('2026-11-22');
const known = hours(day, 48, 30, { 2: 10, 3: 20 });
const dark = (from: string, until: string): Happening => ({
  at: at(`2026-11-22 ${from}`),
  powerCutUntil: at(`2026-11-22 ${until}`),
});
const say = (time: string, command: Command): Happening => ({ at: at(`2026-11-22 ${time}`), command });

interface Row {
  readonly name: string;
  readonly settings: Partial<RunSettings>;
  readonly series?: PriceSeries;
  readonly happenings?: readonly Happening[];
  readonly on?: string;
  /** What is told up to 08:00, with the reason where there is no plan by price. */
  readonly told: string;
}

const limited = { maxPriceCt: 5, maxPriceAppliesTo: 'interval' } as const;
const pieces = { mode: 'interruptible', durationMinutes: 120 } as const;
const most = { ...pieces, partial: 'maximise' } as const;

const rows: Row[] = [
  { name: 'nothing is cheap enough: it is said once', settings: limited, told: '00:00 no-plan price-cap' },
  {
    name: 'prices are missing until it is too late',
    settings: limited,
    series: [],
    told: '00:00 provisional missing-prices, 05:00 no-plan window-too-short',
  },
  {
    name: 'prices are missing until what is excluded makes it too late',
    settings: { ...limited, exclude: [{ from: '04:00', to: '06:00' }] },
    series: [],
    told: '00:00 provisional missing-prices, 03:00 no-plan excluded-times',
  },
  {
    name: 'prices were missing when nobody was there to the end',
    settings: limited,
    series: [],
    happenings: [dark('01:00', '07:00')],
    told: '00:00 provisional missing-prices, 07:00 no-plan missing-prices',
  },
  {
    name: 'a request: it stays to its end, and says so',
    settings: { ...limited, trigger: 'message', withinHours: 6 },
    series: [],
    happenings: [say('00:00', { kind: 'plan' })],
    told: '00:00 provisional missing-prices, 05:00 no-plan window-too-short',
  },
  {
    name: 'nobody was there when it was to be run',
    settings: {},
    happenings: [dark('01:00', '07:00')],
    told: '00:00 planned, 07:00 overrun',
  },
  {
    name: 'nobody was there from the middle of it',
    settings: pieces,
    happenings: [dark('03:00', '07:00')],
    on: '02:00-03:00',
    told: '00:00 planned, 02:00 started, 07:00 overrun',
  },
  {
    name: 'nobody was there when as much as there is was to be run',
    settings: most,
    happenings: [dark('01:00', '07:00')],
    told: '00:00 planned',
  },
  {
    name: 'nobody was there when it was cheap enough',
    settings: { mode: 'threshold', maxPriceCt: 20 },
    happenings: [dark('01:00', '07:00')],
    told: '00:00 planned',
  },
  {
    name: 'as much as there is has been run',
    settings: { ...most, maxPriceCt: 12 },
    on: '02:00-03:00',
    told: '00:00 planned, 02:00 started, 06:00 finished',
  },
  {
    name: 'all that was cheap enough has been run',
    settings: { mode: 'threshold', maxPriceCt: 12 },
    on: '02:00-03:00',
    told: '00:00 planned, 02:00 started, 06:00 finished',
  },
  {
    name: 'there is nothing cheap enough to run, as much as there is',
    settings: { ...most, ...limited },
    told: '00:00 planned',
  },
  {
    name: 'somebody holds it off to the end: its plan is over',
    settings: {},
    happenings: [say('01:00', { kind: 'override', state: 'off', minutes: 300 })],
    told: '00:00 planned, 01:00 no-plan window-too-short',
  },
  {
    name: 'somebody holds it off in the middle of it, to the end',
    settings: pieces,
    happenings: [say('03:00', { kind: 'override', state: 'off', minutes: 180 })],
    on: '02:00-03:00',
    told: '00:00 planned, 02:00 started, 03:00 planned, 06:00 overrun',
  },
  {
    name: 'somebody holds it off until it is changed, and lets go when it is too late: what fits of the rest is run',
    settings: pieces,
    happenings: [say('03:00', { kind: 'override', state: 'off' }), say('05:20', { kind: 'override', state: 'auto' })],
    on: '02:00-03:00 05:20-06:00',
    told: '00:00 planned, 02:00 started, 05:20 overrun, 05:20 planned',
  },
  {
    name: 'somebody lets go when it is too late for all of it',
    settings: {},
    happenings: [say('01:00', { kind: 'override', state: 'off' }), say('05:20', { kind: 'override', state: 'auto' })],
    told: '00:00 planned, 05:20 no-plan window-too-short',
  },
];

describe('runs: what is told of a window to 06:00, and when it is given up', () => {
  for (const { name, settings, series = known, happenings = [], on = '', told } of rows)
    it(`${name}: ${told}`, () => {
      const seen = live({
        settings: { ...defaultRunSettings, to: '06:00', ...settings },
        series,
        from: day,
        to: at('2026-11-22 08:00'),
        happenings,
      });
      const events = seen.decisions.flatMap(({ at: now, events }) =>
        events
          .filter(({ plan }) => plan === undefined || plan.window.start === day)
          .map(({ kind, plan }) => `${clock(now)} ${kind} ${kind === 'overrun' ? '' : (plan?.reason ?? '')}`.trim()),
      );
      assert.deepEqual([drawn(seen.onTimes), events.join(', ')], [on, told]);
    });
});
