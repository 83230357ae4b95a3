import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finished } from '#src/planner/index.js';
import {
  defaultRunSettings,
  type Preview,
  preview,
  previewInSteps,
  type RunSettings,
  ruleCosts,
  ruleNames,
} from '#src/runs/index.js';
import { ruleCostsInSteps } from '#src/runs/rule-costs.js';
import { hoursOf } from './jobs.js';
import { at, hours, series } from './prices.js';

const day = at('2026-11-22');
const trials = Number(process.env.PROPERTY_RUNS ?? 40);

function costs(given: Partial<RunSettings>, prices = hours(day, 24, 30, { 2: 20, 3: 10, 17: 5, 18: 25 })) {
  const found = ruleCosts({ ...defaultRunSettings, ...given }, { series: prices }, day);
  return Object.fromEntries(found.map(({ rule, costCt }) => [rule, Math.round(costCt * 1000) / 1000]));
}

describe('runs: what each rule costs', () => {
  it('none without rules, or where a rule costs nothing', () => {
    assert.deepEqual(costs({}), {});
    assert.deepEqual(costs({ exclude: [{ from: '08:00', to: '09:00' }], startAlignMinutes: 15 }), {});
  });

  it('each by itself, with the power or per kW', () => {
    const exclude = [{ from: '17:00', to: '19:00' }];
    assert.deepEqual(costs({ exclude }), { exclude: 5 });
    assert.deepEqual(costs({ exclude, powerKw: 2 }), { exclude: 10 });
    const pieces = { mode: 'interruptible' as const, durationMinutes: 120 };
    assert.deepEqual(costs({ ...pieces, minRunMinutes: 120 }), { minRunMinutes: 15 });
    assert.deepEqual(costs({ ...pieces, maxStarts: 1 }), { maxStarts: 15 });
    assert.deepEqual(costs({ ...pieces, minPauseMinutes: 900 }), { minPauseMinutes: 15 });
    assert.deepEqual(costs({ mode: 'contiguous', minRunMinutes: 120, minPauseMinutes: 900, maxStarts: 1 }), {});
  });

  it('what is lost where the dearest time is looked for', () => {
    const prices = hours(day, 24, 30, { 18: 50, 6: 40 });
    assert.deepEqual(costs({ objective: 'dearest', exclude: [{ from: '17:00', to: '19:00' }] }, prices), {
      exclude: 10,
    });
  });

  it('a limit only where as much is run without it, and being done earlier not at all', () => {
    const limit = { maxPriceCt: 22, maxPriceAppliesTo: 'interval' as const, durationMinutes: 120 };
    const prices = hours(day, 24, 30, { 2: 22, 3: 22, 17: 5, 18: 25 });
    assert.deepEqual(costs(limit, prices), { maxPriceCt: 14 });
    assert.deepEqual(costs({ ...limit, mode: 'interruptible', partial: 'maximise', durationMinutes: 240 }, prices), {});
    assert.deepEqual(costs({ mode: 'threshold', maxPriceCt: 22 }, prices), {});
    assert.deepEqual(costs({ toleranceCt: 1000 }), {});
    assert.deepEqual(costs({ toleranceCt: 1000, exclude: [{ from: '17:00', to: '19:00' }] }), { exclude: 5 });
  });

  it('never less than nothing, and the same as two plans', () => {
    const amounts = fc.array(fc.integer({ min: -5, max: 40 }), { minLength: 96, maxLength: 96 });
    const shape = fc.record({
      durationMinutes: fc.integer({ min: 1, max: 24 }).map((quarters) => quarters * 15),
      minRunMinutes: fc.constantFrom(0, 30, 60),
      minPauseMinutes: fc.constantFrom(0, 30, 60),
      maxStarts: fc.constantFrom(0, 1, 3),
      exclude: fc.constantFrom([], [{ from: '17:00', to: '19:00' }], [{ from: '22:00', to: '06:00' }]),
    });
    fc.assert(
      fc.property(amounts, shape, (pricesCt, given) => {
        const settings: RunSettings = { ...defaultRunSettings, mode: 'interruptible', ...given };
        const known = { series: series(day, pricesCt, 15) };
        const costOf = (more: Partial<RunSettings>) =>
          preview({ ...settings, ...more }, known, day)?.costCt ?? Number.NaN;
        const found = new Map(ruleCosts(settings, known, day).map(({ rule, costCt }) => [rule as string, costCt]));
        const none = { exclude: [], minRunMinutes: 0, minPauseMinutes: 0, maxStarts: 0 };
        for (const [rule, value] of Object.entries(none)) {
          const costCt = costOf({}) - costOf({ [rule]: value });
          assert.ok(costCt > -1e-9, `${rule} ${costCt}`);
          assert.ok(Math.abs((found.get(rule) ?? 0) - (costCt >= 0.05 ? costCt : 0)) < 1e-9, `${rule} ${costCt}`);
        }
      }),
      { numRuns: trials },
    );
  });

  it('lets others have their turn between two plans', () => {
    const settings: RunSettings = { ...defaultRunSettings, mode: 'interruptible', minRunMinutes: 30, maxStarts: 2 };
    const steps = ruleCostsInSteps(settings, (ruled) => previewInSteps(ruled, { series: hours(day, 24, 30) }, day));
    let stops = 0;
    while (!steps.next().done) stops += 1;
    assert.ok(stops >= 2, `${stops} stops`);
    assert.ok(ruleNames.includes('maxStarts'));
  });
});

describe('runs: two plans, with a rule and without it', () => {
  const plan = (given: Partial<Preview>): Partial<Preview> => ({
    feasible: true,
    window: hoursOf(0, 24),
    minutesPlanned: 60,
    costCt: 10,
    ...given,
  });
  const tomorrow = hoursOf(24, 48);
  const dearest: Partial<RunSettings> = { objective: 'dearest' };
  const noFeasible = plan({ feasible: false });
  const rows: {
    name: string;
    ruled: Partial<Preview> | undefined;
    free: Partial<Preview> | undefined;
    settings?: Partial<RunSettings>;
    costCt: number | undefined;
  }[] = [
    { name: 'differ by what they cost', ruled: plan({ costCt: 14 }), free: plan({}), costCt: 4 },
    { name: 'differ by just enough', ruled: plan({ costCt: 0.05 }), free: plan({ costCt: 0 }), costCt: 0.05 },
    { name: 'differ by next to nothing', ruled: plan({ costCt: 0.049 }), free: plan({ costCt: 0 }), costCt: undefined },
    { name: 'cost the same', ruled: plan({}), free: plan({}), costCt: undefined },
    { name: 'earn less', ruled: plan({ costCt: 6 }), free: plan({}), settings: dearest, costCt: 4 },
    { name: 'earn more', ruled: plan({ costCt: 14 }), free: plan({}), settings: dearest, costCt: undefined },
    {
      name: 'by usual prices, where none are published',
      ruled: plan({ costCt: undefined, expectedCostCt: 13 }),
      free: plan({ costCt: undefined, expectedCostCt: 11 }),
      costCt: 2,
    },
    {
      name: 'of which one is also by usual prices',
      ruled: plan({ costCt: undefined, expectedCostCt: 13 }),
      free: plan({ costCt: 10, expectedCostCt: 1 }),
      costCt: 3,
    },
    { name: 'of which one has no price', ruled: plan({ costCt: undefined }), free: plan({}), costCt: undefined },
    {
      name: 'of which the other one has no price',
      ruled: plan({}),
      free: plan({ costCt: undefined }),
      costCt: undefined,
    },
    { name: 'of which one is no plan', ruled: noFeasible, free: plan({ costCt: 1 }), costCt: undefined },
    {
      name: 'of which the other one is no plan',
      ruled: plan({}),
      free: plan({ ...noFeasible, costCt: 1 }),
      costCt: undefined,
    },
    { name: 'of which there is only the other one', ruled: undefined, free: plan({ costCt: -9 }), costCt: undefined },
    { name: 'of which there is only one', ruled: plan({}), free: undefined, costCt: undefined },
    {
      name: 'that run more or less',
      ruled: plan({}),
      free: plan({ costCt: 1, minutesPlanned: 59 }),
      costCt: undefined,
    },
    { name: 'of two windows', ruled: plan({ window: tomorrow }), free: plan({ costCt: 1 }), costCt: undefined },
  ];
  const found = (given: Partial<RunSettings>, { ruled, free }: Pick<(typeof rows)[number], 'ruled' | 'free'>) => {
    const settings = { ...defaultRunSettings, mode: 'interruptible' as const, ...given };
    // biome-ignore lint/correctness/useYield: the same as a plan that is long.
    const planOf = function* (asked: RunSettings) {
      return (JSON.stringify(asked) === JSON.stringify(settings) ? ruled : free) as Preview | undefined;
    };
    return finished(ruleCostsInSteps(settings, planOf));
  };
  for (const { name, ruled, free, settings = {}, costCt } of rows)
    it(`${name}: ${costCt === undefined ? 'nothing to say' : `${costCt} ct`}`, () => {
      const costs = found({ maxStarts: 2, ...settings }, { ruled, free });
      assert.deepEqual(costs, costCt === undefined ? [] : [{ rule: 'maxStarts', costCt }]);
    });

  it('that run more only for a limit on time off: that is what it costs', () => {
    const more = { ruled: plan({ costCt: 14, minutesPlanned: 90 }), free: plan({}) };
    assert.deepEqual(found({ maxOffMinutes: 240 }, more), [{ rule: 'maxOffMinutes', costCt: 4 }]);
    assert.deepEqual(found({ maxOffMinutes: 240 }, { ...more, ruled: plan({ ...more.ruled, window: tomorrow }) }), []);
  });

  it('are not made where no rule is set', () => {
    const none = ruleCostsInSteps(defaultRunSettings, () => assert.fail('planned'));
    assert.deepEqual(finished(none), []);
  });
});
