import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type InterruptibleRequest, longestWithin, longestWithinInSteps, plan, prepare } from '#src/planner/index.js';
import { statesPerStep } from '#src/planner/problem/steps.js';
import { hour, minute, series } from '../series.js';

const trials = Number(process.env.PROPERTY_RUNS ?? 150);

const shape = fc.record({
  kind: fc.constantFrom('contiguous' as const, 'interruptible' as const),
  prices: fc.array(fc.option(fc.integer({ min: -10, max: 40 }), { freq: 12 }), { minLength: 2, maxLength: 9 }),
  resolution: fc.constantFrom(5, 15),
  offset: fc.integer({ min: 0, max: 20 }),
  wanted: fc.integer({ min: 1, max: 60 }),
  maxCt: fc.integer({ min: -50, max: 300 }).map((tenths) => tenths / 10),
  spent: fc.constantFrom({ spentCt: 0, spentKwh: 0 }, { spentCt: 6, spentKwh: 0.5 }, { spentCt: -2, spentKwh: 0.25 }),
  startAlign: fc.constantFrom(1, 15),
  rules: fc.record({
    minRun: fc.constantFrom(0, 0, 7, 10),
    minPause: fc.constantFrom(0, 0, 5, 11),
    starts: fc.constantFrom(undefined, undefined, 1, 2),
    initial: fc.constantFrom(undefined, undefined, { on: true, forMs: 3 * minute }, { on: false, forMs: 0 }),
  }),
});
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

function requestOf(given: Shape) {
  const { offset, resolution, prices, wanted, rules } = given;
  const base = {
    earliest: Math.min(offset, resolution) * minute,
    latestEnd: resolution * prices.length * minute,
    durationMs: wanted * minute,
    powerW: 1000,
    initial: rules.initial,
  };
  if (given.kind === 'contiguous') return { ...base, kind: given.kind, startAlignMs: given.startAlign * minute };
  const { minRun, minPause, starts } = rules;
  const request: InterruptibleRequest = { ...base, kind: given.kind, maxStarts: starts };
  return { ...request, minRunMs: minRun * minute, minPauseMs: minPause * minute };
}

describe('planner: the longest run time within an average', () => {
  it('is what planning every run time, minute by minute, finds', () => {
    fc.assert(
      fc.property(shape, (given) => {
        const { prices, resolution, wanted, maxCt, spent } = given;
        const prepared = prepare(series(prices, resolution));
        const request = requestOf(given);
        let expected = 0;
        for (let minutes = wanted; minutes > 0 && expected === 0; minutes--) {
          const found = plan(prepared, { ...request, durationMs: minutes * minute });
          const energyKwh = found.energyWh / 1000 + spent.spentKwh;
          if (found.feasible && found.costCt + spent.spentCt <= (maxCt + 1e-9) * energyKwh) expected = minutes;
        }
        assert.equal(longestWithin(prepared, request, { maxCt, ...spent }) / minute, expected);
      }),
      { numRuns: trials },
    );
  });

  const rows: [picture: string, prices: (number | null)[], more: object, maxCt: number, minutes: number][] = [
    ['[10 10] 30: all that is no dearer', [10, 10, 30], {}, 10, 120],
    ['[10 10 30]: half of what is dearer, for what is cheaper', [10, 10, 30], {}, 14, 150],
    ['[10] - [10]: unknown time is none', [10, null, 10], {}, 10, 120],
    [
      '[10] - [10]: unknown time is none, in runs of at least half an hour',
      [10, null, 10],
      { minRunMs: hour / 2 },
      10,
      120,
    ],
    ['[10] - 10: with one start', [10, null, 10], { maxStarts: 1 }, 10, 60],
    ['[10] - 10: in one run', [10, null, 10], { kind: 'contiguous' }, 10, 60],
    ['[10 10]: no more than is wanted', [10, 10, 10], { durationMs: 1.5 * hour }, 10, 90],
    ['11 12: none that is cheap enough', [11, 12], {}, 10, 0],
  ];
  for (const [picture, prices, more, maxCt, minutes] of rows)
    it(picture, () => {
      const base = { kind: 'interruptible', durationMs: 3 * hour, powerW: 1000, earliest: 0 } as const;
      const request = { ...base, latestEnd: prices.length * hour, ...more } as InterruptibleRequest;
      const found = longestWithin(prepare(series(prices)), request, { maxCt, spentCt: 0, spentKwh: 0 });
      assert.equal(found / minute, minutes);
    });

  it('▏▏▏ of quarter-hours: between two stops lies a bounded number of starts, however many there are in all', () => {
    const count = 7 * 96;
    const prices = prepare(
      series(
        Array.from({ length: count }, (_, index) => (index % 2 === 0 ? 1 : 40)),
        15,
      ),
    );
    const request = { kind: 'contiguous', durationMs: count * 15 * minute, powerW: 1000, earliest: 0 } as const;
    const limit = { maxCt: 2, spentCt: 0, spentKwh: 0 };
    for (const startAlignMs of [minute, 5 * minute]) {
      let stops = 0;
      const steps = longestWithinInSteps(prices, { ...request, startAlignMs, latestEnd: count * 15 * minute }, limit);
      for (let step = steps.next(); !step.done; step = steps.next()) stops++;
      // Half of the time is cheap, so that runs of up to half of the week and a little more are tried at every start.
      const longest = longestWithin(
        prices,
        { ...request, kind: 'interruptible', latestEnd: count * 15 * minute },
        limit,
      );
      const minutes = count * 15;
      const lengths = longest / minute;
      const tried = (lengths * (minutes - lengths / 2)) / (startAlignMs / minute);
      assert.ok(Math.abs(stops - tried / statesPerStep) < 0.1 * stops, `${stops} stops for ${tried} starts`);
    }
  });

  it('is none in a window without a minute, and not asked for together with a limit on time off', () => {
    const prices = prepare(series([1]));
    const request = { kind: 'contiguous', durationMs: hour, powerW: 1000, earliest: 0, latestEnd: 1000 } as const;
    const limit = { maxCt: 2, spentCt: 0, spentKwh: 0 };
    assert.equal(longestWithin(prices, request, limit), 0);
    assert.equal(longestWithin(prices, { ...request, latestEnd: 0 }, limit), 0);
    assert.throws(() => longestWithin(prices, { ...request, maxOffMs: hour }, limit), {
      message: 'maxOffMs is 3600000; allowed: absent with a limit on the average',
    });
  });
});
