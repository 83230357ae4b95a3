import assert from 'node:assert/strict';
import { type Decision, decide, defaultRunSettings, emptyRunLog, preview, type RunSettings } from '#src/runs/index.js';
import { at, clock, hours } from './prices.js';
import { drawn, type Happening, live } from './simulator.js';

const day = at('2026-11-22');
const prices = hours(day, 48, 30, { 2: 10, 5: 12, 14: 20, 26: 10 });
const fourIsCheap = hours(day, 48, 30, { 2: 10, 4: 1, 5: 12, 14: 20, 26: 10 });
const split: Partial<RunSettings> = { mode: 'interruptible', durationMinutes: 120 };

function lived(given: Partial<RunSettings>, happenings: Happening[] = [], to = '2026-11-22 23:00') {
  return live({ settings: { ...defaultRunSettings, ...given }, series: prices, from: day, to: at(to), happenings });
}

describe('runs: planning again', () => {
  const before: Happening = { at: at('2026-11-22 01:00'), series: fourIsCheap };
  const during: Happening = { at: at('2026-11-22 02:30'), series: fourIsCheap };
  const rows: { replan: RunSettings['replan']; when: string; happening: Happening; on: string }[] = [
    { replan: 'until-start', when: 'before the first run', happening: before, on: '02:00-03:00 04:00-05:00' },
    { replan: 'until-start', when: 'after it has begun', happening: during, on: '02:00-03:00 05:00-06:00' },
    { replan: 'locked', when: 'before the first run', happening: before, on: '02:00-03:00 05:00-06:00' },
    { replan: 'always', when: 'after it has begun', happening: during, on: '02:00-03:00 04:00-05:00' },
  ];
  for (const { replan, when, happening, on } of rows) {
    it(`${replan}: better prices ${when}`, () => {
      assert.equal(drawn(lived({ ...split, replan }, [happening]).onTimes), on);
    });
  }

  for (const rule of [{ minPauseMinutes: 30 }, { maxStarts: 1, partial: 'maximise', maxPriceCt: 15 }] as const)
    it(`goes on without a pause where new prices make the next hour the best, ${Object.keys(rule)[0]} or not, on time or late`, () => {
      const settings = {
        ...defaultRunSettings,
        ...split,
        minRunMinutes: 0,
        minPauseMinutes: 0,
        replan: 'always',
        ...rule,
      } as const;
      const threeIsCheap = hours(day, 48, 30, { 2: 10, 3: 1, 8: 12 });
      const happening = { at: at('2026-11-22 02:30'), series: threeIsCheap };
      const seen = live({
        settings,
        series: hours(day, 48, 30, { 2: 10, 8: 12 }),
        from: day,
        to: at('2026-11-22 23:00'),
        happenings: [happening],
      });
      assert.equal(drawn(seen.onTimes), '02:00-04:00');
      const end = at('2026-11-22 03:00');
      const { log } = seen.decisions.findLast((one) => one.at < end) ?? assert.fail();
      for (const lateMs of [0, 7, 2000]) {
        const { state, nextAlarmAt } = decide({
          settings,
          series: threeIsCheap,
          log,
          cause: 'alarm',
          now: end + lateMs,
          dueAt: end,
        });
        assert.deepEqual([state.on, clock(state.until)], [true, '04:00'], `${lateMs}`);
        assert.ok(nextAlarmAt && nextAlarmAt > end + lateMs);
      }
    });

  it('always: never cuts the run that is on', () => {
    const free: Happening = { at: at('2026-11-22 02:30'), series: hours(day, 48, 30, { 2: 90, 20: 1, 21: 1 }) };
    assert.equal(drawn(lived({ ...split, replan: 'always' }, [free]).onTimes), '02:00-03:00 20:00-21:00');
  });

  it('locked: a provisional plan may still move', () => {
    const known = prices.slice(0, 12);
    const story = {
      settings: { ...defaultRunSettings, replan: 'locked' as const },
      series: known,
      from: day,
      to: at('2026-11-22 23:00'),
    };
    const cheaper = hours(day, 24, 30, { 2: 10, 5: 12, 13: 5 });
    assert.equal(
      drawn(live({ ...story, happenings: [{ at: at('2026-11-22 01:00'), series: cheaper }] }).onTimes),
      '13:00-14:00',
    );
  });
});

describe('runs: what a plan says of the next change', () => {
  const rows = [
    { when: '01:00', next: ['02:00', '02:00', '03:00'], why: 'before both runs' },
    { when: '02:00', next: ['03:00', '05:00', '03:00'], why: 'as the first begins' },
    { when: '02:30', next: ['03:00', '05:00', '03:00'], why: 'in the first' },
    { when: '03:30', next: ['05:00', '05:00', '06:00'], why: 'between them' },
    { when: '05:30', next: ['06:00', undefined, '06:00'], why: 'in the last' },
  ];
  for (const { when, next, why } of rows) {
    it(`${why}, at ${when}: ${next.join(', ')}`, () => {
      const { plan } = lived(split, [{ at: at(`2026-11-22 ${when}`), restart: true }], `2026-11-22 ${when}`).last;
      assert.deepEqual([plan?.nextChange, plan?.nextStart, plan?.nextEnd].map(clock), next);
    });
  }
});

describe('runs: what a plan says of its causes', () => {
  it('shows what a person held on apart from what is planned right after it', () => {
    const said: Happening = {
      at: at('2026-11-22 01:40'),
      command: { kind: 'override', state: 'on', minutes: 20 },
    };
    const { plan } = lived({}, [said], '2026-11-22 01:50').last;
    assert.deepEqual(
      plan?.runs.map(({ cause, ...run }) => `${drawn([run])} ${cause}`),
      ['01:40-02:00 override', '02:00-02:40 planned'],
    );
  });
});

describe('runs: what output 1 says', () => {
  const sent = (decisions: readonly Decision[]) =>
    decisions.flatMap(({ output }) => (output.send ? [`${output.on} ${output.reason}`] : []));

  it('speaks on a change only', () => {
    assert.deepEqual(sent(lived({}).decisions), ['false waiting', 'true planned', 'false done']);
  });

  it('speaks at a start, and says that nothing else made it', () => {
    const restart: Happening = { at: at('2026-11-22 02:30'), restart: true };
    assert.deepEqual(sent(lived({}, [restart]).decisions), [
      'false waiting',
      'true planned',
      'true startup',
      'false done',
    ]);
    assert.deepEqual(sent(lived({ sendOnStart: false }, [restart]).decisions), [
      'false waiting',
      'true planned',
      'false done',
    ]);
  });

  it('speaks as often as the request says while its window is open, and then as the node says', () => {
    const settings: RunSettings = { ...defaultRunSettings, trigger: 'message' };
    const options = { resend: 60, withinHours: 5, durationMinutes: 60 };
    const request: Happening = { at: at('2026-11-22 03:30'), command: { kind: 'plan', options } };
    const seen = live({ settings, series: prices, from: day, to: at('2026-11-22 23:00'), happenings: [request] });
    assert.deepEqual(
      seen.decisions.filter(({ output }) => output.send).map(({ at: now }) => (now - day) / 3_600_000),
      [0, 4.5, 5, 6, 7, 8],
    );
  });

  it('speaks again every so many minutes', () => {
    const seen = lived({ resend: 240 }, [], '2026-11-22 12:00');
    assert.deepEqual(
      seen.decisions.filter(({ output }) => output.send).map(({ at: now }) => (now - day) / 3_600_000),
      [0, 2, 3, 7, 11],
    );
  });

  it('saves nothing where it only speaks again: every minute would wear out a memory card', () => {
    const { decisions } = lived({ resend: 1 }, [], '2026-11-22 01:30');
    const again = decisions.filter(({ output }) => output.send);
    assert.ok(again.length >= 60, `${again.length}`);
    assert.deepEqual(again.slice(1).filter(({ saveLog }) => saveLog).length, 0);
  });

  it('speaks when the plan has changed', () => {
    const seen = lived({ resend: 'replan' }, [{ at: at('2026-11-22 01:00'), series: fourIsCheap }], '2026-11-22 01:30');
    assert.deepEqual(sent(seen.decisions), ['false waiting', 'false waiting']);
  });

  const window: Partial<RunSettings> = { from: '01:00', to: '06:00' };
  const outside: { choice: RunSettings['outputOutside']; on: (boolean | undefined)[] }[] = [
    { choice: 'off', on: [false, true, false] },
    { choice: 'on', on: [true, false, true, false, true] },
    // Nothing is said outside; the run is still ended.
    { choice: 'none', on: [false, true, false] },
  ];
  for (const { choice, on } of outside) {
    it(`outside the window: ${choice}`, () => {
      const seen = lived({ ...window, outputOutside: choice }, [], '2026-11-22 12:00');
      assert.deepEqual(
        seen.decisions.filter(({ output }) => output.send).map(({ output }) => output.on),
        on,
      );
    });
  }

  it('without a plan: what is chosen, in the window only', () => {
    const seen = lived({ ...window, outputNoPlan: 'on', maxPriceCt: 1 }, [], '2026-11-22 12:00');
    assert.equal(drawn(seen.onTimes), '01:00-06:00');
    assert.deepEqual(sent(seen.decisions), ['false outside', 'true no-plan', 'false outside']);
  });

  for (const [outputNoPlan, until] of [
    ['off', ['02:00', '00:00']],
    ['none', ['02:00', '00:00']],
    ['on', ['00:00', '00:00']],
  ] as const)
    it(`without a plan: ${outputNoPlan} until power is so cheap that the device is on anyway`, () => {
      const seen = lived({ maxPriceCt: 1, alwaysOnBelowCt: 11, outputNoPlan }, [], '2026-11-22 04:00');
      const idle = seen.decisions.filter(({ state }) => state.reason === 'no-plan');
      assert.deepEqual([...new Set(idle.map(({ state }) => clock(state.until)))], [...new Set(until)]);
    });

  it('a threshold that no price reaches is a plan; only a missing price is none', () => {
    const series = hours(day, 24, 30, { 8: null });
    const settings: RunSettings = { ...defaultRunSettings, mode: 'threshold', maxPriceCt: 1, outputNoPlan: 'on' };
    const seen = live({ settings, series, from: day, to: at('2026-11-22 23:00') });
    assert.equal(drawn(seen.onTimes), '08:00-09:00');
    assert.deepEqual(sent(seen.decisions), ['false waiting', 'true no-plan', 'false waiting']);
  });

  it('where others of a house leave no room nothing is on, whatever is chosen without a plan', () => {
    const window = { start: day, end: day + 24 * 3_600_000 };
    const closed = { closed: [window], closedToExtra: [window], sun: [], now: { othersKw: 0 }, pauses: false };
    const settings: RunSettings = { ...defaultRunSettings, outputNoPlan: 'on' };
    const seen = live({ settings, series: prices, house: closed, from: day, to: at('2026-11-22 23:00') });
    assert.deepEqual(sent(seen.decisions), ['false power-limit']);
    assert.equal(seen.last.state.until, undefined);
  });

  describe('why there is no plan stays the reason when it is too late for one', () => {
    const shut = [{ start: day, end: day + 24 * 3_600_000 }];
    const house = { closed: shut, closedToExtra: shut, sun: [], now: { othersKw: 0 }, pauses: false };
    const twoToThree = [{ start: at('2026-11-22 02:00'), end: at('2026-11-22 03:00') }];
    const nights = [
      { from: '00:00', to: '11:00' },
      { from: '12:30', to: '00:00' },
    ];
    for (const [reason, given, more] of [
      ['price-cap', { maxPriceCt: 1, maxPriceAppliesTo: 'interval' }, {}],
      ['price-cap', { ...split, maxPriceCt: 1 }, {}],
      ['excluded-times', { exclude: nights, durationMinutes: 90, withinHours: 12 }, {}],
      ['power-limit', {}, { house }],
      ['power-limit', { maxPriceCt: 11 }, { house: { ...house, closed: twoToThree } }],
      ['power-limit', { mode: 'threshold', maxPriceCt: 11 }, { house: { ...house, closed: twoToThree } }],
      ['power-limit', { ...split, minRunMinutes: 60 }, { house }],
    ] as const)
      it(`${reason}: ${JSON.stringify(given)}`, () => {
        const settings: RunSettings = { ...defaultRunSettings, trigger: 'message', withinHours: 23, ...given };
        const asked: Happening = { at: day + 60_000, command: { kind: 'plan' } };
        const seen = live({
          settings,
          series: prices,
          from: day,
          to: at('2026-11-22 22:59'),
          happenings: [asked],
          ...more,
        });
        const reasons = new Set(seen.decisions.slice(1).map(({ plan }) => plan?.reason));
        assert.deepEqual([...reasons].filter(Boolean), [reason]);
        assert.ok(seen.decisions.length > 1);
      });
  });

  describe('a device that is on because that is chosen, in a house', () => {
    const house = { closed: [], closedToExtra: [], sun: [], now: { othersKw: 0 }, pauses: false };
    const [from, until] = [at('2026-11-22 08:00'), at('2026-11-22 10:00')];
    const shut = { ...house, closed: [{ start: from, end: until }] };
    for (const [where, given] of [
      ['outside of windows', { from: '01:00', to: '06:00', outputOutside: 'on' }],
      ['without a plan', { outputNoPlan: 'on', maxPriceCt: 1 }],
    ] as const) {
      const settings: RunSettings = { ...defaultRunSettings, ...given };
      const life = { settings, series: prices, from: at('2026-11-22 07:00'), to: at('2026-11-22 11:00') };

      it(`gives way to a hard limit ${where}, and is on again after it`, () => {
        const happenings = [{ at: from, house: { ...shut, pauses: true } }];
        const seen = live({ ...life, house, happenings });
        assert.equal(drawn(seen.onTimes), '07:00-08:00 10:00-11:00');
        assert.ok(sent(seen.decisions).includes('false power-limit'));
      });

      it(`goes on ${where} where it need not pause`, () => {
        const seen = live({ ...life, house, happenings: [{ at: from, house: shut }] });
        assert.equal(drawn(seen.onTimes), '07:00-11:00');
      });

      it(`does not begin ${where} before there is room`, () => {
        const seen = live({ ...life, house: shut, from: from + 60_000 });
        assert.equal(drawn(seen.onTimes), '10:00-11:00');
      });
    }
  });

  it('a device that takes more than a house has left says so once, with the most that it will take', () => {
    const house = { closed: [], closedToExtra: [], sun: [], now: { othersKw: 2, limitKw: 3 }, pauses: false };
    const profile = [
      { minutes: 30, powerKw: 0.5 },
      { minutes: 30, powerKw: 2.2 },
    ];
    const settings: RunSettings = { ...defaultRunSettings, profile };
    const seen = live({ settings, series: prices, house, from: day, to: at('2026-11-22 23:00') });
    const over = seen.decisions.flatMap(({ at: now, events }) =>
      events.flatMap(({ kind, params }) => (kind === 'over-limit' ? [[clock(now), params]] : [])),
    );
    assert.deepEqual(over, [['02:00', { kw: 4.2, limitKw: 3 }]]);
    assert.equal(seen.last.log.overLimit, undefined);
  });

  it('how long a device was off before its first message is not known: its pause is over', () => {
    const cheapNow: Happening = { at: at('2026-11-22 00:10'), series: hours(day, 24, 30, { 0: 1, 2: 10 }) };
    const seen = lived(
      { mode: 'interruptible', durationMinutes: 30, minPauseMinutes: 60 },
      [cheapNow],
      '2026-11-22 04:00',
    );
    assert.equal(drawn(seen.onTimes), '00:10-00:40');
  });

  it('says nothing where nothing is to be said', () => {
    const seen = lived(
      { ...window, outputNoPlan: 'none', outputOutside: 'none', maxPriceCt: 1 },
      [],
      '2026-11-22 12:00',
    );
    assert.deepEqual(sent(seen.decisions), []);
    assert.equal(seen.last.output.on, undefined);
  });
});

describe('runs: the plan as it is shown', () => {
  const settings = { ...defaultRunSettings, mode: 'interruptible' as const, durationMinutes: 90, powerKw: 2 };

  it('costs, saves and says what is next', () => {
    const plan = preview(settings, { series: prices }, day);
    assert.ok(plan);
    assert.equal(drawn(plan.runs), '02:00-03:00 05:00-05:30');
    assert.deepEqual(
      plan.runs.map(({ minutes, averageCt, costCt }) => ({ minutes, averageCt, costCt })),
      [
        { minutes: 60, averageCt: 10, costCt: 20 },
        { minutes: 30, averageCt: 12, costCt: 12 },
      ],
    );
    assert.equal(plan.costCt, 32);
    assert.equal(plan.energyKwh, 3);
    assert.equal(plan.perKw, false);
    assert.equal(plan.averageCt, 32 / 3);
    assert.equal(plan.thresholdCt, 12);
    assert.equal(plan.saved.againstNowCt, 90 - 32);
    assert.ok(Math.abs((plan.saved.againstAverageCt ?? 0) - (((21 * 30 + 42) / 24) * 3 - 32)) < 1e-9);
    assert.equal(plan.nextStart, at('2026-11-22 02:00'));
    assert.equal(plan.nextEnd, at('2026-11-22 03:00'));
    assert.equal(plan.pricesUntil, at('2026-11-24'));
    assert.deepEqual([plan.minutesPlanned, plan.minutesMissing], [90, 0]);
  });

  it('cuts the intervals at the edges of runs', () => {
    const intervals = preview(settings, { series: prices }, day)?.intervals ?? [];
    assert.equal(intervals.length, 25);
    assert.equal(drawn(intervals.filter(({ on }) => on)), '02:00-03:00 05:00-05:30');
    for (const [index, interval] of intervals.slice(1).entries()) assert.equal(interval.start, intervals[index]?.end);
  });

  it('without a power, costs are per kW', () => {
    const plan = preview({ ...settings, powerKw: undefined }, { series: prices }, day);
    assert.deepEqual([plan?.perKw, plan?.costCt, plan?.energyKwh], [true, 16, undefined]);
  });

  it('keeps the executed part in the plan, and its name', () => {
    const first = decide({ settings, series: prices, log: emptyRunLog, cause: 'start', now: day });
    const seen = live({ settings, series: prices, from: day, to: at('2026-11-22 04:00') });
    assert.equal(drawn(seen.last.plan?.runs ?? []), '02:00-03:00 05:00-05:30');
    assert.equal(seen.last.plan?.planId, first.plan?.planId);
    assert.equal(seen.last.plan?.nextStart, at('2026-11-22 05:00'));
  });

  it('previews a request made now, and nothing where no window comes', () => {
    const plan = preview(
      { ...settings, trigger: 'message', withinHours: 4 },
      { series: prices },
      at('2026-11-22 02:30'),
    );
    assert.equal(drawn(plan?.runs ?? []), '02:30-03:00 05:00-06:00');
  });
});
