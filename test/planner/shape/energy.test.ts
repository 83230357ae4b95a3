import assert from 'node:assert/strict';
import { type EnergyRequest, plan, prepare } from '#src/planner/index.js';
import { minute, series } from '../series.js';

const powerW = 1000;

/** Charges for half a ms less than so many minutes, so that one stretch has to run a little slower. */
function charge(prices: readonly (number | null)[], minutes: number, more: Partial<EnergyRequest> = {}) {
  const energyWh = (powerW * (minutes * minute - 0.5)) / 3.6e6;
  const base = { kind: 'energy', energyWh, minPowerW: 0, maxPowerW: powerW, efficiency: 1 } as const;
  return plan(prepare(series(prices)), { ...base, earliest: 0, latestEnd: prices.length * 60 * minute, ...more });
}

describe('planner: energy that is no whole ms at full power', () => {
  const rows: [
    picture: string,
    prices: (number | null)[],
    minutes: number,
    more: Partial<EnergyRequest>,
    slow: string,
  ][] = [
    ['[10] 30 [1]0: the longer one is first', [10, 30, 10], 90, {}, '0-60'],
    ['1[0] 30 [10]: the longer one is last', [10, 30, 10], 90, { tieBreak: 'latest' }, '120-180'],
    ['[10 5 1]0: the longer one is first, in one run', [10, 5, 10], 150, {}, '0-60'],
    ['1[0 5 10]: the longer one is last, in one run', [10, 5, 10], 150, { tieBreak: 'latest' }, '120-180'],
    ['[10] 30 [10]: the first of equally long ones', [10, 30, 10], 120, {}, '0-60'],
    ['[5] 30 [1]0: the dearer one, though it is shorter', [5, 30, 10], 90, {}, '120-150'],
    ['[1]0 30 [5]: the dearer one, though it is shorter and first', [10, 30, 5], 90, {}, '0-30'],
    ['[-5] 30 [-9]: the less negative one', [-5, 30, -9], 120, { maxEnergyWh: 2000 - 0.5 / 3600 }, '0-60'],
    ['1[0] 30 [30]: for dearest the cheaper one', [10, 30, 30], 150, { objective: 'dearest' }, '0-30'],
  ];
  for (const [picture, prices, minutes, more, expected] of rows)
    it(`${picture} runs slower`, () => {
      const found = charge(prices, minutes, more);
      const slow = found.segments.filter((segment) => segment.powerW < powerW);
      assert.equal(slow.map(({ start, end }) => `${start / minute}-${end / minute}`).join(' '), expected);
      const spareWs = slow.reduce((sum, { start, end, powerW: slower }) => sum + (powerW - slower) * (end - start), 0);
      assert.ok(Math.abs(spareWs - 0.5 * powerW) < 1e-3, `${spareWs}`);
    });

  it('runs no slower than the least power', () => {
    const found = charge([10, 20], 0.001, { minPowerW: 999, energyWh: (powerW * 1.5) / 3.6e6 });
    assert.deepEqual(found.segments, [{ start: 0, end: 2, powerW: 999 }]);
  });
});
