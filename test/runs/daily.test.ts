import assert from 'node:assert/strict';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { at, hours } from './prices.js';
import { drawn, type Happening, live, told } from './simulator.js';

const day = at('2026-11-22');
const settings = (given: Partial<RunSettings>): RunSettings => ({ ...defaultRunSettings, ...given });

describe('runs: daily', () => {
  const cheapAtTwo = hours(day, 48, 30, { 2: 10, 3: 20, 14: 12, 26: 10 });

  const cases: {
    name: string;
    settings?: Partial<RunSettings>;
    from?: string;
    to?: string;
    happenings?: Happening[];
    on: string;
    told: string;
  }[] = [
    {
      name: '30 30 [10] 20 .. runs the cheapest hour, then plans the next day',
      to: '2026-11-22 12:00',
      on: '02:00-03:00',
      told: '00:00 planned, 02:00 started, 03:00 finished, 03:00 planned',
    },
    {
      name: 'two separate hours',
      settings: { mode: 'interruptible', durationMinutes: 120 },
      to: '2026-11-22 20:00',
      on: '02:00-03:00 14:00-15:00',
      told: '00:00 planned, 02:00 started, 15:00 finished, 15:00 planned',
    },
    {
      name: 'a deploy inside the window plans its rest',
      from: '2026-11-22 02:30',
      to: '2026-11-22 20:00',
      on: '14:00-15:00',
      told: '02:30 planned, 14:00 started, 15:00 finished, 15:00 planned',
    },
    {
      name: 'a deploy when the rest is too short plans the next window and says so',
      from: '2026-11-22 23:30',
      to: '2026-11-23 05:00',
      on: '02:00-03:00',
      told: '23:30 no-plan, 23:30 planned, 02:00 started, 03:00 finished, 03:00 provisional',
    },
  ];

  for (const row of cases) {
    it(row.name, () => {
      const seen = live({
        settings: settings(row.settings ?? {}),
        series: cheapAtTwo,
        from: at(row.from ?? '2026-11-22'),
        to: at(row.to ?? '2026-11-23'),
        happenings: row.happenings ?? [],
      });
      assert.equal(drawn(seen.onTimes), row.on);
      assert.equal(told(seen), row.told);
    });
  }

  it('where no window comes within 16 days, because one is skipped and one lies in the hour that spring leaves out, nothing is planned', () => {
    const seen = live({
      settings: settings({ weekdays: [7], from: '02:00', to: '03:00', durationMinutes: 30 }),
      series: cheapAtTwo,
      from: at('2026-03-16'),
      to: at('2026-03-16 12:00'),
      happenings: [
        { at: at('2026-03-16 01:00'), command: { kind: 'skip' } },
        { at: at('2026-03-16 02:00'), command: { kind: 'plan', options: { durationMinutes: 20 } } },
      ],
    });
    const [first] = seen.decisions;
    assert.equal(first?.plan?.window.start, at('2026-03-22 02:00'));
    assert.equal(seen.last.plan, undefined);
  });
});
