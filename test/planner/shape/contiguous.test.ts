import assert from 'node:assert/strict';
import { type ContiguousRequest, type Plan, plan, prepare } from '#src/planner/index.js';
import { draw, minute, series } from '../series.js';

type Row = readonly [picture: string, prices: (number | null)[], request: Partial<ContiguousRequest>, expected: string];

function run(prices: readonly (number | null)[], request: Partial<ContiguousRequest>, minutes = 60): Plan {
  const base = { kind: 'contiguous', earliest: 0, latestEnd: prices.length * minutes * minute, powerW: 1000 } as const;
  return plan(prepare(series(prices, minutes)), { ...base, durationMs: 60 * minute, ...request });
}

describe('planner: contiguous', () => {
  const rows: Row[] = [
    ['20 60 [10] 80', [20, 60, 10, 80], {}, '120-180'],
    ['20 30[60 30[10]80: ends on an edge, begins inside', [20, 60, 10, 80], { durationMs: 90 * minute }, '90-180'],
    ['[10] 20 10 10: earliest of equals', [10, 20, 10, 10], {}, '0-60'],
    ['10 20 10 [10]: latest of equals', [10, 20, 10, 10], { tieBreak: 'latest' }, '180-240'],
    ['[10] 20 10: fewest is earliest for one run', [10, 20, 10], { tieBreak: 'fewest' }, '0-60'],
    ['flat: at once', [10, 10, 10], { durationMs: 30 * minute }, '0-30'],
    ['flat: at last', [10, 10, 10], { durationMs: 30 * minute, tieBreak: 'latest' }, '150-180'],
    ['5 - [20] 30: a gap is not free', [5, null, 20, 30], { durationMs: 90 * minute }, '120-210'],
    ['-5 -9 [-10] -1: negative', [-5, -9, -10, -1], {}, '120-180'],
    ['20 [60] 10: dearest', [20, 60, 10], { objective: 'dearest' }, '60-120'],
    ['20 | [20] 60 10: the limit forbids', [30, 20, 60, 10], { durationMs: 60 * minute, maxPriceCt: 9 }, ''],
    ['window inside an interval', [20, 10, 20], { earliest: 70 * minute, latestEnd: 170 * minute }, '70-130'],
    ['window just as long as the run', [20, 10], { earliest: 30 * minute, latestEnd: 90 * minute }, '30-90'],
    [
      'aligned to 15 min',
      [20, 10, 20],
      { earliest: 7 * minute, startAlignMs: 15 * minute, durationMs: 40 * minute },
      '60-100',
    ],
    ['aligned: best off the grid', [30, 20, 10, 30], { durationMs: 95 * minute, startAlignMs: 15 * minute }, '90-185'],
    ['shorter when it may be', [null, 20, 10, null], { durationMs: 180 * minute, partial: 'maximise' }, '60-180'],
    ['a run that is on goes on', [50, 10, 10], { initial: { on: true, forMs: 5 * minute } }, '0-60'],
    ['no run time, no run', [50, 10], { durationMs: 0 }, ''],
  ];
  for (const [picture, prices, request, expected] of rows)
    it(picture, () => assert.equal(draw(run(prices, request).segments), expected));

  it('costs, average, baseline and saving are those of the chosen minutes', () => {
    const found = run([20, 60, 10, 80], { durationMs: 90 * minute, powerW: 2000 });
    assert.equal(found.costCt, 80);
    assert.equal(found.energyWh, 3000);
    assert.equal(found.averageCtPerKwh.toFixed(6), '26.666667');
    assert.deepEqual(found.baseline, { nowCt: 100, averageCt: 127.5, worstCt: 170 });
    assert.equal(found.savedCt, 47.5);
    assert.equal(found.lowerBoundCt, 80);
  });
});
