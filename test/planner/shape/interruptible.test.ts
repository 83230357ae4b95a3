import assert from 'node:assert/strict';
import { type InterruptibleRequest, type Plan, plan, prepare } from '#src/planner/index.js';
import { draw, minute, series } from '../series.js';

type Row = readonly [
  picture: string,
  prices: (number | null)[],
  request: Partial<InterruptibleRequest>,
  expected: string,
];

function run(prices: readonly (number | null)[], request: Partial<InterruptibleRequest>, minutes = 60): Plan {
  const base = {
    kind: 'interruptible',
    earliest: 0,
    latestEnd: prices.length * minutes * minute,
    powerW: 1000,
  } as const;
  return plan(prepare(series(prices, minutes)), { ...base, durationMs: 60 * minute, ...request });
}

const m = (minutes: number) => minutes * minute;

describe('planner: interruptible', () => {
  const rows: Row[] = [
    ['20 60 [10] 80', [20, 60, 10, 80], {}, '120-180'],
    ['[20] 60 [10] 80', [20, 60, 10, 80], { durationMs: m(120) }, '0-60 120-180'],
    ['[20 30]60 [10] 80: earliest part of the dearest used', [20, 60, 10, 80], { durationMs: m(90) }, '0-30 120-180'],
    ['20[30] 60 [10] 80: latest part', [20, 60, 10, 80], { durationMs: m(90), tieBreak: 'latest' }, '30-60 120-180'],
    [
      '20 [10 10 5] 10: fewest joins what is on',
      [10, 20, 10, 5, 10],
      { durationMs: m(90), tieBreak: 'fewest' },
      '150-240',
    ],
    ['a bridge is worth a start', [5, 10, 5, 10], { durationMs: m(180), tieBreak: 'fewest' }, '0-180'],
    ['two bridges before one long', [5, 8, 5, 8, 5, 9], { durationMs: m(300), tieBreak: 'fewest' }, '0-300'],
    ['0.1 + 0.2 is 0.3', [0.1 + 0.2, 0.3], {}, '0-60'],
    ['0.3 is 0.1 + 0.2', [0.3, 0.1 + 0.2], { tieBreak: 'latest' }, '60-120'],
    ['null is not 0', [5, null, 7, null], { durationMs: m(120) }, '0-60 120-180'],
    ['negative is cheapest', [3, -1, -3, 0], { durationMs: m(120) }, '60-180'],
    ['limit, shorter', [6, 30, 11, 8], { durationMs: m(180), maxPriceCt: 10, partial: 'maximise' }, '0-60 180-240'],
    ['limit reached exactly', [10, 11, 10], { durationMs: m(120), maxPriceCt: 10 }, '0-60 120-180'],
    ['nothing below the limit', [16, 13], { maxPriceCt: 10, partial: 'maximise' }, ''],
    ['maximise takes no more than wanted, also when paid', [-5, -6, -7], { partial: 'maximise' }, '120-180'],
    [
      'window inside intervals',
      [10, 20, 5],
      { earliest: m(50), latestEnd: m(130), durationMs: m(25) },
      '50-65 120-130',
    ],
  ];
  for (const [picture, prices, request, expected] of rows)
    it(picture, () => assert.equal(draw(run(prices, request).segments), expected));

  it('the threshold is the dearest price used', () => {
    assert.equal(run([20, 60, 10, 80], { durationMs: m(90) }).thresholdCtPerKwh, 20);
    assert.equal(run([20, 60, 10, 80], { durationMs: m(90), objective: 'dearest' }).thresholdCtPerKwh, 60);
    assert.equal(run([20], { durationMs: 0 }).thresholdCtPerKwh, undefined);
  });

  const quarters = [10, 30, 10, 30, 12, 13, 14, 15];
  const ruled: Row[] = [
    ['no 15-minute islands', quarters, { minRunMs: m(60) }, '60-120'],
    ['a pause that is long enough', [1, 9, 2, 9, 3], { durationMs: m(30), minPauseMs: m(30) }, '0-15 60-75'],
    ['one start', [1, 9, 2, 9, 3], { durationMs: m(30), maxStarts: 1 }, '0-30'],
    ['one start, latest', [9, 1, 9, 9, 1, 9], { durationMs: m(30), maxStarts: 1, tieBreak: 'latest' }, '60-90'],
    ['a start costs more than it saves', [1, 9, 1, 9], { durationMs: m(30), startCostCt: 2.1 }, '0-30'],
    ['a start costs just what it saves: on first', [1, 9, 1, 9], { durationMs: m(30), startCostCt: 2 }, '0-30'],
    ['a start costs less than it saves', [1, 9, 1, 9], { durationMs: m(30), startCostCt: 1.9 }, '0-15 30-45'],
    ['the last run is not cut at the horizon', [9, 9, 5, 1], { durationMs: m(30), minRunMs: m(30) }, '30-60'],
    ['unknown prices end the horizon', [9, 5, 1, null], { durationMs: m(30), minRunMs: m(30) }, '15-45'],
    [
      'a young pause lasts',
      [1, 1, 9],
      { durationMs: m(15), minPauseMs: m(20), initial: { on: false, forMs: m(5) } },
      '15-30',
    ],
    [
      'edges in mid-minute are rounded inwards',
      [1, 1],
      { durationMs: m(10), minRunMs: m(10), earliest: 30_500 },
      '1-11',
    ],
    ['nothing to run', [1, 1], { durationMs: 0, minRunMs: m(10) }, ''],
    [
      'a run that is on for long enough ends at once',
      [9, 1],
      { durationMs: m(15), minRunMs: m(15), initial: { on: true, forMs: m(15) } },
      '15-30',
    ],
    [
      'no start left, but a run that is on',
      [9, 1],
      { durationMs: m(15), maxStarts: 0, initial: { on: true, forMs: 0 } },
      '0-15',
    ],
    [
      'as many minutes as fit the rules',
      [1, null, 1, 1],
      { durationMs: m(45), minRunMs: m(30), partial: 'maximise' },
      '30-60',
    ],
  ];
  for (const [picture, prices, request, expected] of ruled)
    it(picture, () => assert.equal(draw(run(prices, request, 15).segments), expected));

  it('a run that is on is never cut below its minimum', () => {
    const request = { durationMs: m(45), minRunMs: m(30), initial: { on: true, forMs: m(15) } };
    assert.equal(draw(run([9, 9, 1, 1], request, 15).segments), '0-15 30-60');
    const short = run([9, 1, 1, 1], { ...request, durationMs: m(15), minRunMs: m(40) }, 15);
    assert.deepEqual([short.feasible, short.reason], [false, 'initial-state']);
    assert.equal(run([9, 9, 1, 1], request, 15).starts, 1);
  });

  it('starts cost in the objective and in the cost', () => {
    const found = run([1, 9, 1, 9], { durationMs: m(30), startCostCt: 0.5 }, 15);
    assert.deepEqual([found.starts, found.costCt, found.lowerBoundCt], [2, 1.5, 1.5]);
    const sold = run([1, 9, 1, 9], { durationMs: m(30), startCostCt: 0.5, objective: 'dearest' }, 15);
    assert.deepEqual([draw(sold.segments), sold.costCt], ['15-30 45-60', 3.5]);
  });
});
