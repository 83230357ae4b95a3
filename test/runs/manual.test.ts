import assert from 'node:assert/strict';
import type { ConfigError } from '#src/errors.js';
import { type Command, defaultRunSettings, type RunOptions, type RunSettings } from '#src/runs/index.js';
import { at, hours } from './prices.js';
import { drawn, type Happening, live, told } from './simulator.js';

const day = at('2026-11-22');
const series = hours(day, 72, 30, { 2: 10, 3: 20, 14: 12, 26: 10, 50: 10 });
const say = (when: string, command: Command): Happening => ({ at: at(`2026-11-${when}`), command });

describe('runs: commands of a person', () => {
  const cases: {
    name: string;
    settings?: Partial<RunSettings>;
    said: Happening[];
    to?: string;
    on: string;
    told?: string;
  }[] = [
    {
      name: 'cancel drops the rest of the window, the next one comes',
      said: [say('22 02:20', { kind: 'cancel' })],
      on: '02:00-02:20 02:00-03:00',
      told: '00:00 planned, 02:00 started, 02:20 planned, 02:00 started, 03:00 finished, 03:00 planned',
    },
    {
      name: 'cancel before the run drops it as well',
      said: [say('22 01:00', { kind: 'stop' })],
      on: '02:00-03:00',
    },
    {
      name: 'plan after cancel plans the rest of the window again',
      said: [say('22 01:00', { kind: 'cancel' }), say('22 02:30', { kind: 'plan' })],
      on: '14:00-15:00 02:00-03:00',
    },
    {
      name: 'an override that holds off beyond the window leaves nothing of it, and is no error',
      settings: { to: '12:00' },
      said: [say('22 01:00', { kind: 'override', state: 'off', minutes: 24 * 60 })],
      on: '02:00-03:00',
    },
    {
      name: 'skip leaves out the next window only',
      said: [say('22 01:00', { kind: 'skip' })],
      to: '24 12:00',
      on: '02:00-03:00 02:00-03:00',
    },
    {
      name: 'start runs the remaining minutes of an interruptible window at once',
      settings: { mode: 'interruptible', durationMinutes: 120 },
      said: [say('22 03:30', { kind: 'start' })],
      to: '22 23:00',
      on: '02:00-03:00 03:30-04:30',
    },
    {
      name: 'start after the window is done runs once more and leaves the next window alone',
      said: [say('22 10:00', { kind: 'start' })],
      on: '02:00-03:00 10:00-11:00 02:00-03:00',
    },
    {
      name: 'start while a contiguous run is on says already-running',
      said: [say('22 02:10', { kind: 'start' })],
      to: '22 12:00',
      on: '02:00-03:00',
      told: '00:00 planned, 02:00 started, 02:10 already-running, 03:00 finished, 03:00 planned',
    },
    {
      name: 'override off cuts the run, ends by itself, and the rest is planned anew',
      said: [say('22 02:20', { kind: 'override', state: 'off', minutes: 20 })],
      to: '22 23:00',
      on: '02:00-02:20 14:00-14:40',
    },
    {
      name: 'of a profile that an override has cut, what is left is planned anew: its thirsty phase at the best price',
      settings: {
        profile: [
          { minutes: 60, powerKw: 0.1 },
          { minutes: 60, powerKw: 2 },
        ],
      },
      said: [say('22 02:00', { kind: 'override', state: 'off', minutes: 60 })],
      to: '22 23:00',
      on: '01:00-02:00 14:00-15:00',
    },
    {
      name: 'override on counts, and the rest is planned anew',
      said: [say('22 01:00', { kind: 'override', state: 'on', minutes: 20 })],
      to: '22 23:00',
      on: '01:00-01:20 02:00-02:40',
      told: '00:00 planned, 01:00 started, 01:00 planned, 02:40 finished, 02:40 planned',
    },
    {
      name: 'override on for longer than the run: the run is finished, the device stays on',
      said: [say('22 01:00', { kind: 'override', state: 'on', minutes: 90 })],
      to: '22 23:00',
      on: '01:00-02:30',
      told: '00:00 planned, 01:00 started, 01:00 planned, 02:00 finished, 02:00 planned',
    },
    {
      name: 'override on until changed',
      said: [say('22 01:00', { kind: 'override', state: 'on' }), say('22 05:00', { kind: 'override', state: 'auto' })],
      to: '22 23:00',
      on: '01:00-05:00',
    },
    {
      name: 'override off until changed holds off over windows',
      said: [say('22 01:00', { kind: 'override', state: 'off' }), say('23 01:00', { kind: 'override', state: 'auto' })],
      on: '02:00-03:00',
    },
    {
      name: 'an override on that ends inside a run that was on before does not cut it',
      said: [say('22 02:10', { kind: 'override', state: 'on', minutes: 10 })],
      to: '22 23:00',
      on: '02:00-03:00',
      told: '00:00 planned, 02:00 started, 03:00 finished, 03:00 planned',
    },
    {
      name: 'options change this window only',
      said: [say('22 01:00', { kind: 'plan', options: { durationMinutes: 120 } })],
      to: '23 12:00',
      on: '02:00-04:00 02:00-03:00',
    },
    {
      name: 'options for a run that is on in pieces keep the piece and change the rest',
      settings: { mode: 'interruptible', durationMinutes: 120 },
      said: [say('22 02:30', { kind: 'plan', options: { durationMinutes: 180 } })],
      to: '22 23:00',
      on: '02:00-04:00 14:00-15:00',
    },
    {
      name: 'options stay where the window gets other hours before anything is run in it',
      said: [
        say('22 01:00', { kind: 'plan', options: { durationMinutes: 120 } }),
        { at: at('2026-11-22 01:30'), settings: { ...defaultRunSettings, from: '01:00', to: '23:00' } },
      ],
      to: '23 12:00',
      on: '02:00-04:00 02:00-03:00',
    },
    {
      name: 'options go where their window is skipped before it opens',
      settings: { from: '01:00', to: '23:00' },
      said: [say('22 00:10', { kind: 'plan', options: { durationMinutes: 120 } }), say('22 00:20', { kind: 'skip' })],
      to: '23 12:00',
      on: '02:00-03:00',
    },
    {
      name: 'options stay where somebody starts the device before their window opens',
      settings: { from: '06:00', to: '23:00' },
      said: [say('22 00:10', { kind: 'plan', options: { durationMinutes: 120 } }), say('22 02:00', { kind: 'start' })],
      to: '22 23:30',
      on: '02:00-03:00 13:00-15:00',
    },
    {
      name: 'options add up',
      said: [
        say('22 00:10', { kind: 'plan', options: { durationMinutes: 120 } }),
        say('22 00:20', { kind: 'plan', options: { exclude: [{ from: '02:00', to: '03:00' }] } }),
      ],
      to: '22 23:00',
      on: '13:00-15:00',
    },
    {
      name: 'options after the window is done are those of the next one',
      said: [say('22 04:00', { kind: 'plan', options: { durationMinutes: 120 } })],
      to: '23 12:00',
      on: '02:00-03:00 01:00-03:00',
    },
    {
      name: 'what was begun by hand goes on whatever is planned, also in pieces',
      settings: { mode: 'interruptible' },
      said: [say('22 10:00', { kind: 'start' }), say('22 10:10', { kind: 'plan', options: { durationMinutes: 120 } })],
      to: '22 10:30',
      on: '02:00-03:00 10:00-10:30',
      told: '00:00 planned, 02:00 started, 03:00 finished, 03:00 planned, 10:00 started, 10:00 planned, 10:10 already-running',
    },
    {
      name: 'start while a piece is on goes on with all that is left',
      settings: { mode: 'interruptible', durationMinutes: 180 },
      said: [say('22 02:30', { kind: 'start' })],
      to: '22 23:00',
      on: '02:00-05:00',
    },
    {
      name: 'start while somebody holds it on: what it was on for counts, and it is off when all is run',
      said: [say('22 01:00', { kind: 'override', state: 'on' }), say('22 01:20', { kind: 'start' })],
      to: '22 23:00',
      on: '01:00-02:00',
    },
    {
      name: 'start where as much as is wanted has been cheap enough: it runs once more, and then by price again',
      settings: { mode: 'threshold', maxPriceCt: 12 },
      said: [say('22 10:00', { kind: 'start' })],
      to: '22 23:00',
      on: '02:00-03:00 10:00-11:00 14:00-15:00',
    },
    {
      name: 'start is said again after more is wanted: it is running already',
      settings: { mode: 'interruptible' },
      said: [
        say('22 10:00', { kind: 'start' }),
        {
          at: at('2026-11-22 10:10'),
          settings: { ...defaultRunSettings, mode: 'interruptible', durationMinutes: 120 },
        },
        say('22 10:20', { kind: 'start' }),
      ],
      to: '22 11:00',
      on: '02:00-03:00 10:00-11:00',
    },
    {
      name: 'cancel drops what was begun by hand while it is held off',
      said: [
        say('22 10:00', { kind: 'start' }),
        say('22 10:10', { kind: 'override', state: 'off', minutes: 20 }),
        say('22 10:15', { kind: 'cancel' }),
      ],
      to: '22 23:00',
      on: '02:00-03:00 10:00-10:10',
    },
    {
      name: 'cancel before the window opens cancels nothing',
      settings: { from: '06:00', to: '23:00' },
      said: [say('22 01:00', { kind: 'cancel' })],
      to: '22 23:30',
      on: '14:00-15:00',
      told: '00:00 planned, 01:00 nothing-to-cancel, 14:00 started, 15:00 finished, 15:00 planned',
    },
    {
      name: 'cancel ends a run that a power cut has moved over the end of its window',
      settings: { to: '03:00' },
      said: [
        { at: at('2026-11-22 02:20'), powerCutUntil: at('2026-11-22 02:40') },
        say('22 03:10', { kind: 'cancel' }),
      ],
      to: '22 23:00',
      on: '02:00-02:20 02:40-03:10',
    },
    {
      name: 'cancel ends extra time after the window is done, for the rest of it',
      settings: { alwaysOnBelowCt: 21 },
      said: [
        { at: at('2026-11-22 00:10'), series: hours(day, 72, 30, { 2: 10, 14: 12, 16: 12, 26: 10 }) },
        say('22 14:20', { kind: 'cancel' }),
      ],
      to: '23 12:00',
      on: '02:00-03:00 14:00-14:20 02:00-03:00',
    },
    {
      name: 'an override on that is let go of before the run is done: its rest is planned anew',
      said: [say('22 01:00', { kind: 'override', state: 'on' }), say('22 01:20', { kind: 'override', state: 'auto' })],
      to: '22 23:00',
      on: '01:00-01:20 02:00-02:40',
    },
    {
      name: 'extra time goes on after an override on: it has been on for long enough',
      settings: { mode: 'interruptible', minRunMinutes: 60, alwaysOnBelowCt: 13 },
      said: [say('22 14:10', { kind: 'override', state: 'on', minutes: 5 })],
      to: '22 23:00',
      on: '02:00-03:00 14:00-15:00',
    },
    {
      name: 'cancel lets go of an override that holds the device on',
      said: [say('22 01:00', { kind: 'override', state: 'on' }), say('22 01:20', { kind: 'cancel' })],
      on: '01:00-01:20 02:00-03:00',
    },
    {
      name: 'cancel leaves alone an override that holds the device off',
      said: [say('22 01:00', { kind: 'override', state: 'off' }), say('22 01:20', { kind: 'cancel' })],
      on: '',
    },
    {
      name: 'extra time that is held off begins again after the pause of the device',
      settings: { mode: 'interruptible', minRunMinutes: 15, minPauseMinutes: 30, alwaysOnBelowCt: 13 },
      said: [say('22 14:10', { kind: 'override', state: 'off', minutes: 10 })],
      to: '22 23:00',
      on: '02:00-03:00 14:00-14:10 14:40-15:00',
    },
    {
      name: 'what is held off during extra time is off from then on: its run keeps the pause',
      settings: { mode: 'interruptible', minPauseMinutes: 60, alwaysOnBelowCt: 21, to: '05:00' },
      said: [
        { at: at('2026-11-22 00:10'), series: hours(day, 72, 30, { 2: 20, 3: 10 }) },
        say('22 02:30', { kind: 'override', state: 'off', minutes: 20 }),
      ],
      to: '22 12:00',
      on: '02:00-02:30 03:30-04:30',
    },
    {
      name: 'options may come while an override holds the device on',
      said: [
        say('22 01:00', { kind: 'override', state: 'on', minutes: 30 }),
        say('22 01:10', { kind: 'plan', options: { durationMinutes: 120 } }),
      ],
      to: '22 23:00',
      on: '01:00-01:30 02:00-03:30',
    },
    {
      name: 'start outside of a window gives all its minutes, also in pieces and over a power cut',
      settings: { mode: 'interruptible' },
      said: [say('22 10:00', { kind: 'start' }), { at: at('2026-11-22 10:22'), powerCutUntil: at('2026-11-22 10:40') }],
      to: '22 23:00',
      on: '02:00-03:00 10:00-10:22 10:40-11:20',
    },
    {
      name: 'an override on that ends during a power cut leaves only its rest, at the best price',
      said: [
        say('22 01:00', { kind: 'override', state: 'on', minutes: 30 }),
        { at: at('2026-11-22 01:12'), powerCutUntil: at('2026-11-22 01:40') },
      ],
      to: '22 23:00',
      on: '01:00-01:12 02:00-02:50',
    },
    {
      name: 'an override on thaws a plan that is locked: its rest is planned by the newest prices',
      settings: { replan: 'locked' },
      said: [
        say('22 01:00', { kind: 'override', state: 'on', minutes: 20 }),
        { at: at('2026-11-22 01:10'), series: hours(day, 72, 30, { 2: 10, 5: 1, 26: 10 }) },
      ],
      to: '22 23:00',
      on: '01:00-01:20 05:00-05:40',
    },
    {
      name: 'held off beyond the last moment, the window is given up only when the override ends',
      settings: { to: '06:00' },
      said: [say('22 01:00', { kind: 'override', state: 'off', minutes: 270 })],
      to: '22 12:00',
      on: '',
      told: '00:00 planned, 01:00 no-plan, 05:30 planned',
    },
  ];

  for (const row of cases) {
    it(row.name, () => {
      const seen = live({
        settings: { ...defaultRunSettings, ...row.settings },
        series,
        from: day,
        to: at(`2026-11-${row.to ?? '23 12:00'}`),
        happenings: row.said,
      });
      assert.equal(drawn(seen.onTimes), row.on);
      if (row.told !== undefined) assert.equal(told(seen), row.told);
    });
  }

  it('an override survives a restart and says until when it holds', () => {
    const seen = live({
      settings: defaultRunSettings,
      series,
      from: day,
      to: at('2026-11-22 20:00'),
      happenings: [
        say('22 01:50', { kind: 'override', state: 'off', minutes: 60 }),
        { at: at('2026-11-22 02:10'), restart: true },
      ],
    });
    assert.equal(drawn(seen.onTimes), '14:00-15:00');
    const restarted = seen.decisions.find((decision) => decision.at === at('2026-11-22 02:10'));
    assert.equal(restarted?.state.reason, 'manual');
    assert.equal(restarted?.output.reason, 'startup');
    assert.equal(restarted?.state.until, at('2026-11-22 02:50'));
  });

  const planned = (options: RunOptions): Command => ({ kind: 'plan', options });
  const held = (minutes: number): Command => ({ kind: 'override', state: 'on', minutes });
  const needs = (field: string, trigger: string, needed: string) => ({
    code: 'needs-trigger',
    params: { field, trigger, needed },
  });
  const invalid = (field: string, value: string, allowed: object) => ({
    code: 'invalid-value',
    params: { field, value, ...allowed },
  });
  const aWeek = { rule: 'override-minutes', most: 10080, allowed: 'override-minutes, most 10080' };
  const someMinutes = { rule: 'whole-number', least: 1, most: 10080, allowed: 'whole-number, least 1, most 10080' };
  /** What is refused of a daily node, or of one by message, and all that its sentence is made of. */
  const refused: [command: Command, trigger: RunSettings['trigger'], error: { code: string; params: object }][] = [
    [planned({ withinHours: 3 }), 'daily', needs('withinHours', 'daily', 'message')],
    [planned({ deadline: '07:00' }), 'daily', needs('deadline', 'daily', 'message')],
    [planned({ from: '01:00' }), 'message', needs('from', 'message', 'daily')],
    [planned({ to: '01:00' }), 'message', needs('to', 'message', 'daily')],
    [planned({ weekdays: [1] }), 'message', needs('weekdays', 'message', 'daily')],
    [{ kind: 'skip' }, 'message', needs('command skip', 'message', 'daily')],
    [planned({ durationMinutes: 0 }), 'daily', invalid('durationMinutes', '0', someMinutes)],
    [held(-1), 'daily', invalid('minutes', '-1', aWeek)],
    [held(7 * 24 * 60 + 0.1), 'daily', invalid('minutes', '10080.1', aWeek)],
    [held(Number.NaN), 'daily', invalid('minutes', 'NaN', aWeek)],
    [
      planned({ deadline: '2026-11-21T07:00:00+01:00' }),
      'message',
      {
        code: 'deadline-passed',
        params: { field: 'deadline', value: '2026-11-21T07:00:00+01:00', now: '2026-11-22T01:00:00+01:00' },
      },
    ],
  ];
  for (const [command, trigger, error] of refused) {
    it(`refuses ${JSON.stringify(command)} of a node by ${trigger}, and says what it wants: ${error.code}`, () => {
      const happenings = [say('22 01:00', command)];
      const settings = { ...defaultRunSettings, trigger };
      assert.throws(
        () => live({ settings, series, from: day, to: day + 7_200_000, happenings }),
        ({ code, params, message }: ConfigError) => {
          assert.deepEqual({ code, params }, error);
          assert.match(message, new RegExp(String(params.needed ?? params.field)));
          return true;
        },
      );
    });
  }

  it('a start outside of windows is a plan of its own: one run, begun by hand', () => {
    const seen = live({
      settings: defaultRunSettings,
      series,
      from: day,
      to: at('2026-11-22 10:20'),
      happenings: [say('22 10:00', { kind: 'start' })],
    });
    const { plan, state } = seen.last;
    const run = { start: at('2026-11-22 10:00'), end: at('2026-11-22 11:00') };
    assert.deepEqual([plan?.window, state.reason, state.until], [run, 'manual', run.end]);
    assert.deepEqual(
      plan?.runs.map(({ start, end, cause }) => ({ start, end, cause })),
      [{ ...run, cause: 'manual' }],
    );
  });

  it('a start in an open window leaves nothing else of its plan', () => {
    const seen = live({
      settings: { ...defaultRunSettings, mode: 'interruptible' },
      series,
      from: day,
      to: at('2026-11-22 01:20'),
      happenings: [say('22 01:00', { kind: 'start' })],
    });
    assert.equal(drawn(seen.last.plan?.runs ?? []), '01:00-02:00');
  });

  it('cancel forgets none of the windows that were closed before', () => {
    const given = { settings: defaultRunSettings, series, from: day, to: at('2026-11-24 12:00') };
    const closedOf = (happenings: Happening[]) => {
      const { closed, closedBefore = [] } = live({ ...given, happenings }).last.log;
      return [closed, ...closedBefore].map((one) => [one?.window.start, one?.how]);
    };
    const [today, ...before] = closedOf([]);
    assert.equal(before.length, 2);
    assert.deepEqual(closedOf([say('24 10:00', { kind: 'cancel' })]), [[today?.[0], 'cancelled'], ...before]);
  });

  it('an override may hold for a week', () => {
    const happenings = [say('22 01:00', held(7 * 24 * 60))];
    const seen = live({ settings: defaultRunSettings, series, from: day, to: at('2026-11-22 02:00'), happenings });
    assert.equal(seen.last.state.until, at('2026-11-29 01:00'));
  });

  it('a window that was left out is forgotten when it is over', () => {
    const given = { settings: defaultRunSettings, series, from: day, happenings: [say('22 01:00', { kind: 'skip' })] };
    const skippedAt = (to: string) => live({ ...given, to: at(`2026-11-${to}`) }).last.log.skipped !== undefined;
    assert.deepEqual([skippedAt('22 12:00'), skippedAt('24 01:00')], [true, false]);
  });

  it('a start after nothing but a window that is done leaves none of it behind', () => {
    const said = [say('22 10:00', { kind: 'start' })];
    const seen = live({
      settings: defaultRunSettings,
      series,
      from: day,
      to: at('2026-11-22 12:00'),
      happenings: said,
    });
    assert.equal(seen.last.log.aside, undefined);
    assert.equal(seen.last.log.job?.kind, 'daily');
  });
});
