import assert from 'node:assert/strict';
import { type ContiguousRequest, plan, prepare } from '#src/planner/index.js';
import { draw, minute, series } from '../series.js';

describe('planner: one run, never off for longer than three hours, above the price limit', () => {
  const rows: [picture: string, prices: (number | null)[], more: Partial<ContiguousRequest>, expected: string][] = [
    ['11 [10] 12 40: the cheapest', [11, 10, 12, 40], {}, '60-120'],
    ['11 1[0 1]1½ 40: the cheapest on its grid, inside a price', [11, 10, 11.5, 40], { startAlignMs: 70 }, '70-130'],
    ['1[1 1]0 12 40: on another grid', [11, 10, 30, 40], { startAlignMs: 50 }, '50-110'],
    ['11 10 30 [4]: what keeps the limit goes first', [11, 10, 30, 4], {}, '180-240'],
    ['1[1 4] 11: as little as can be above the limit', [11, 4, 30, 40], { durationMs: 90 }, '30-120'],
    ['11 [10] 10 12: the earliest of equals', [11, 10, 10, 12], {}, '60-120'],
    ['11 10 [10] 12: the latest of equals', [11, 10, 10, 12], { tieBreak: 'latest' }, '120-180'],
  ];
  for (const [picture, prices, { durationMs = 60, startAlignMs = 1, tieBreak }, expected] of rows)
    it(picture, () => {
      const found = plan(prepare(series(prices)), {
        kind: 'contiguous',
        durationMs: durationMs * minute,
        startAlignMs: startAlignMs * minute,
        tieBreak,
        powerW: 1000,
        earliest: 0,
        latestEnd: 240 * minute,
        maxPriceCt: 5,
        maxOffMs: 180 * minute,
      });
      assert.equal(draw(found.segments), expected);
    });
});
