import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Job, Run } from '#src/runs/device/log.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import type { Scene } from '#src/runs/placing/plan-job.js';
import { planId, planView } from '#src/runs/told/view.js';
import { contains, type Interval, type Ms, msPerMinute } from '#src/time/index.js';
import { day, hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { clock, series } from '../prices.js';
import { drawn } from '../simulator.js';

const trials = Number(process.env.PROPERTY_RUNS ?? 120);
const fiveMs = 5 * msPerMinute;
const window = hoursOf(0, 8);
const instants = Array.from({ length: 400 }, (_, five) => day - 12 * fiveMs + five * fiveMs);

function sceneOf(given: Partial<RunSettings> = {}, more: Partial<Scene> = {}): Scene {
  return { settings: { ...defaultRunSettings, ...given }, series: series(day, [30, 10, 20, 40]), now: day, ...more };
}

const shareOf = (...sun: readonly (readonly [number, number, number])[]) => ({
  closed: [],
  closedToExtra: [],
  sun: sun.map(([from, to, kw]) => ({ ...hoursOf(from, to), kw, feedInCt: 6 })),
  now: { othersKw: 0 },
  pauses: false,
});

/** Stretches in order, some of which touch, in steps of five minutes. */
const stretches = (most: number) =>
  fc
    .array(fc.tuple(fc.constantFrom(0, 0, 1, 7, 20), fc.integer({ min: 1, max: 20 })), { maxLength: most })
    .map((given): Interval[] => {
      let five = 0;
      return given.map(([pause, length]) => {
        const start = five + pause;
        five = start + length;
        return { start: day + start * fiveMs, end: day + five * fiveMs };
      });
    });
const knownPrices = fc
  .array(fc.option(fc.integer({ min: -5, max: 30 }), { freq: 12, nil: null }), { minLength: 32, maxLength: 32 })
  .chain((amounts) => fc.subarray([...series(day, amounts, 15)], { minLength: 29 }));

const isIn = (all: readonly Interval[], instant: Ms) => all.some((one) => contains(one, instant));

function assertNear(actual: number | undefined, expected: number | undefined, where: string): void {
  if (actual === undefined || expected === undefined) assert.equal(actual, expected, where);
  else assert.ok(Math.abs(actual - expected) < 1e-6, `${where}: ${actual} is not ${expected}`);
}

describe('runs: a plan as it is shown', () => {
  it('has the figures that one gets by looking at every five minutes', () => {
    const causes = fc.array(fc.constantFrom('planned' as const, 'fallback' as const), { minLength: 9, maxLength: 9 });
    const shape = fc.record({
      powerKw: fc.constantFrom(undefined, 2),
      objective: fc.constantFrom('cheapest' as const, 'dearest' as const),
      begun: fc.nat(3),
      extra: stretches(2),
      edge: fc.nat(20),
    });
    fc.assert(
      fc.property(knownPrices, stretches(9), causes, shape, (known, given, why, { begun, extra, edge, ...set }) => {
        const all = given.map((one, index): Run => ({ ...one, cause: why[index] ?? 'planned' }));
        const edges = all.flatMap(({ start, end }) => [start, end]);
        const now = edges[edge] ?? day;
        const job = jobOf({ window, ran: all.slice(0, begun), current: all[begun], runs: all.slice(begun + 1) });
        const plan = planView(job, sceneOf(set, { series: known, now }), extra);
        const priceAt = (instant: Ms) => known.find((one) => contains(one, instant))?.priceCt ?? null;
        const ons = instants.filter((instant) => isIn(all, instant));
        const prices = ons.map(priceAt);
        const paid = prices.filter((price) => price !== null);
        const kwh = (ons.length / 12) * (set.powerKw ?? 1);
        const sum = paid.reduce((sumCt, price) => sumCt + (price / 12) * (set.powerKw ?? 1), 0);
        const costCt = ons.length > 0 && paid.length === prices.length ? sum : undefined;
        assertNear(plan.costCt, costCt, 'cost');
        assertNear(plan.averageCt, costCt && kwh ? costCt / kwh : costCt, 'average');
        assertNear(plan.energyKwh, set.powerKw && kwh, 'energy');
        assert.deepEqual([plan.perKw, plan.sunKwh, plan.isSunUnused], [set.powerKw === undefined, undefined, false]);
        assert.deepEqual(
          [plan.minutesPlanned, plan.minutesMissing],
          [ons.length * 5, Math.max(0, 120 - ons.length * 5)],
        );
        const worst = set.objective === 'cheapest' ? Math.max(...paid) : Math.min(...paid);
        assert.equal(plan.thresholdCt, paid.length > 0 ? worst : undefined);
        const next = (given: readonly Ms[]) => {
          const ahead = given.filter((instant) => instant > now);
          return ahead.length > 0 ? Math.min(...ahead) : null;
        };
        const [starts, ends] = [plan.runs.map(({ start }) => start), plan.runs.map(({ end }) => end)];
        assert.deepEqual(
          [plan.nextStart, plan.nextEnd, plan.nextChange],
          [next(starts), next(ends), next([...starts, ...ends])],
        );
        assert.equal(plan.pricesUntil, known.findLast(({ priceCt }) => priceCt !== null)?.end ?? null);
        for (const [index, { start, end, on, priceCt }] of plan.intervals.entries()) {
          assert.ok(start < end && start >= (plan.intervals[index - 1]?.end ?? window.start), 'in order and apart');
          for (let instant = start; instant < end; instant += fiveMs)
            assert.deepEqual([on, priceCt], [isIn([...all, ...extra], instant), priceAt(instant)], clock(instant));
        }
        for (const instant of instants)
          assert.equal(isIn(plan.intervals, instant), contains(window, instant) && isIn(known, instant));
      }),
      { numRuns: trials },
    );
  });

  const expected = { cause: 'planned', wasExpected: true } as const;
  const rows: { name: string; runs: Run[]; shown: string }[] = [
    { name: 'touching ones of one cause as one', runs: [runOf(1, 2), runOf(2, 3)], shown: '01:00-03:00 planned' },
    {
      name: 'touching ones of two causes by themselves',
      runs: [runOf(1, 2), runOf(2, 3, { cause: 'fallback' })],
      shown: '01:00-02:00 planned, 02:00-03:00 fallback',
    },
    { name: 'ones apart', runs: [runOf(1, 2), runOf(2.5, 3)], shown: '01:00-02:00 planned, 02:30-03:00 planned' },
    {
      name: 'one that was expected by itself',
      runs: [runOf(1, 2, expected), runOf(2, 3)],
      shown: '01:00-02:00 planned, 02:00-03:00 planned',
    },
    {
      name: 'two that were expected as one',
      runs: [runOf(1, 2, expected), runOf(2, 3, expected)],
      shown: '01:00-03:00 planned',
    },
    {
      name: 'what a limit on time off forces by itself',
      runs: [runOf(1, 2), runOf(2, 3, { forcedAfterMs: 9 })],
      shown: '01:00-02:00 planned, 02:00-03:00 planned forced',
    },
    {
      name: 'what goes on after it together with it',
      runs: [runOf(1, 2, { forcedAfterMs: 9 }), runOf(2, 3)],
      shown: '01:00-03:00 planned forced',
    },
  ];
  for (const { name, runs, shown } of rows)
    it(`shows ${name}: ${shown}`, () => {
      for (const job of [jobOf({ runs }), jobOf({ ran: runs.slice(0, 1), current: runs[1] })]) {
        const plan = planView(job, sceneOf());
        const told = plan.runs.map((run) => [drawn([run]), run.cause, ...(run.forced ? ['forced'] : [])].join(' '));
        assert.equal(told.join(', '), shown);
      }
    });

  it('finds what few look at once, and shows it like all else', () => {
    const plan = planView(jobOf({ runs: [runOf(1, 2)] }), sceneOf());
    const late = ['saved', 'thresholdCt', 'intervals'] as const;
    for (const look of [0, 1]) {
      assert.deepEqual(Object.keys(plan).slice(-3), late, `before look ${look}`);
      for (const name of late) assert.equal(plan[name], plan[name], name);
    }
    assert.deepEqual(
      plan.intervals.map(({ start, end, on }) => [clock(start), clock(end), on]),
      [
        ['00:00', '01:00', false],
        ['01:00', '02:00', true],
        ['02:00', '03:00', false],
        ['03:00', '04:00', false],
      ],
    );
  });

  it('is per kW without a power, but not of a profile', () => {
    const shownWith = (given: Partial<RunSettings>) => {
      const { perKw, energyKwh } = planView(jobOf({ runs: [runOf(1, 2)] }), sceneOf(given));
      return [perKw, energyKwh];
    };
    assert.deepEqual(
      [shownWith({}), shownWith({ powerKw: 2 })],
      [
        [true, undefined],
        [false, 2],
      ],
    );
    assert.deepEqual(shownWith({ profile: [{ minutes: 60, powerKw: 0.5 }] }), [false, 0.5]);
  });

  it('shows each run with what it costs', () => {
    const job = jobOf({ runs: [runOf(0.5, 1.5), runOf(3, 5)] });
    const told = planView(job, sceneOf({ powerKw: 2 })).runs.map(({ minutes, averageCt, costCt, expectedCostCt }) => {
      return [minutes, averageCt, costCt, expectedCostCt];
    });
    assert.deepEqual(told, [
      [60, 20, 40, undefined],
      [120, undefined, undefined, undefined],
    ]);
  });

  it('has usual costs only where a price is not known', () => {
    const usualRow = Array(96).fill(12);
    const usual = { weekday: usualRow, weekend: usualRow, timeZone: 'Europe/Berlin', learnedUntil: '2026-01-01' };
    const job = jobOf({ runs: [runOf(1, 2), runOf(3, 5)], provisional: true });
    const plan = planView(job, sceneOf({ missingPrices: 'expect', powerKw: 1 }, { usual }));
    assert.deepEqual([plan.costCt, plan.expectedCostCt], [undefined, 62]);
    assert.deepEqual(
      plan.runs.map(({ costCt, expectedCostCt }) => [costCt, expectedCostCt]),
      [
        [10, undefined],
        [undefined, 52],
      ],
    );
    assert.deepEqual(
      plan.intervals.filter(({ on, expected: isUsual }) => on && isUsual).map(({ start }) => clock(start))[0],
      '04:00',
    );
    const known = planView(jobOf({ runs: [runOf(1, 2)] }), sceneOf({ missingPrices: 'expect' }, { usual }));
    assert.deepEqual([known.costCt, known.expectedCostCt], [10, undefined]);
  });

  it('has no costs without runs', () => {
    const { costCt, averageCt, expectedCostCt, thresholdCt, nextChange, saved } = planView(jobOf(), sceneOf());
    assert.deepEqual(
      [costCt, averageCt, expectedCostCt, thresholdCt, nextChange],
      [undefined, undefined, undefined, undefined, null],
    );
    assert.deepEqual(saved, { againstNowCt: undefined, againstAverageCt: undefined });
  });

  it('saves against when it was first planned', () => {
    const savedAgainst = (since: number) => {
      const { againstNowCt, againstAverageCt } = planView(
        jobOf({ since: hour(since), window, runs: [runOf(1, 2)] }),
        sceneOf(),
      ).saved;
      return [againstNowCt, againstAverageCt];
    };
    assert.deepEqual(
      [savedAgainst(0), savedAgainst(3)],
      [
        [20, 15],
        [30, 30],
      ],
    );
  });

  it('lacks nothing of a threshold, which wants nothing', () => {
    const job = jobOf({ runs: [runOf(1, 2)] });
    assert.equal(planView(job, sceneOf({ mode: 'threshold', maxPriceCt: 15 })).minutesMissing, 0);
    assert.equal(planView(job, sceneOf()).minutesMissing, 60);
    assert.equal(planView({ ...job, options: { mode: 'threshold', maxPriceCt: 15 } }, sceneOf()).minutesMissing, 0);
  });

  it('says how much earlier it is done, where it is', () => {
    const earlier = { minutes: 30, costCt: 1 };
    assert.deepEqual(planView(jobOf({ earlier }), sceneOf()).earlier, earlier);
    assert.ok(!('earlier' in planView(jobOf(), sceneOf())));
  });

  const suns: {
    name: string;
    given: Partial<RunSettings>;
    sun?: readonly (readonly [number, number, number])[];
    kwh: number | undefined;
    costCt: number;
    isUnused: boolean;
  }[] = [
    { name: 'half of its power', given: { powerKw: 2 }, kwh: 1, costCt: 16, isUnused: false },
    { name: 'all of its power', given: { powerKw: 2 }, sun: [[1, 2, 3]], kwh: 2, costCt: 12, isUnused: false },
    { name: 'none in its time', given: { powerKw: 2 }, sun: [[2, 3, 1]], kwh: 0, costCt: 20, isUnused: false },
    { name: 'no sun at all', given: { powerKw: 2 }, sun: [], kwh: undefined, costCt: 20, isUnused: false },
    { name: 'nothing without a power', given: {}, kwh: undefined, costCt: 10, isUnused: true },
    {
      name: 'nothing of a profile',
      given: { profile: [{ minutes: 60, powerKw: 2 }] },
      kwh: undefined,
      costCt: 20,
      isUnused: true,
    },
    {
      name: 'some, though it is not chosen by it',
      given: { powerKw: 2, mode: 'threshold', maxPriceCt: 15 },
      kwh: 1,
      costCt: 16,
      isUnused: true,
    },
  ];
  for (const { name, given, sun = [[1, 2, 1] as const], kwh, costCt, isUnused } of suns)
    it(`takes of the sun ${name}`, () => {
      const plan = planView(jobOf({ runs: [runOf(1, 2)] }), sceneOf(given, { house: shareOf(...sun) }));
      assert.deepEqual([plan.sunKwh, plan.costCt, plan.isSunUnused], [kwh, costCt, isUnused]);
      assert.equal(plan.thresholdCt, 10, 'the price of the grid');
    });
});

describe('runs: the name of a plan', () => {
  const base: Partial<Job> = { runs: [runOf(1, 2), runOf(3, 4)] };
  const rows: { name: string; job: Partial<Job>; isSame: boolean }[] = [
    { name: 'when a run has begun', job: { current: runOf(1, 2), runs: [runOf(3, 4)] }, isSame: true },
    { name: 'when a run was made', job: { ran: [runOf(1, 2)], runs: [runOf(3, 4)] }, isSame: true },
    {
      name: 'when a run was cut, but made to its end',
      job: { ran: [runOf(1, 2, { cut: true })], runs: [runOf(3, 4)] },
      isSame: true,
    },
    { name: 'when nothing of it matters', job: { ...base, locked: true, feasible: false }, isSame: true },
    { name: 'for another window', job: { ...base, window: hoursOf(0, 23) }, isSame: false },
    { name: 'for another run', job: { runs: [runOf(1, 2)] }, isSame: false },
    { name: 'for another cause', job: { runs: [runOf(1, 2), runOf(3, 4, { cause: 'fallback' })] }, isSame: false },
  ];
  for (const { name, job, isSame } of rows)
    it(`is ${isSame ? 'the same' : 'another one'} ${name}`, () => {
      assert.equal(planId(jobOf(job)) === planId(jobOf(base)), isSame);
    });

  it('stays when an expected run begins, whatever it becomes', () => {
    const expected = planId(jobOf({ runs: [runOf(1, 2, { cause: 'expected' })] }));
    for (const cause of ['planned', 'fallback'] as const)
      assert.equal(planId(jobOf({ current: runOf(1, 2, { cause, wasExpected: true }) })), expected);
  });
});
