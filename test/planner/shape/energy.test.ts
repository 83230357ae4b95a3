import assert from 'node:assert/strict';
import { type EnergyRequest, plan, prepare, type Segment } from '#src/planner/index.js';
import { draw, minute, series } from '../series.js';

const powerW = 1000;

/** Charges for half a ms less than so many minutes, so that one stretch has to run a little slower. */
function charge(prices: readonly (number | null)[], minutes: number, more: Partial<EnergyRequest> = {}) {
  const energyWh = (powerW * (minutes * minute - 0.5)) / 3.6e6;
  const base = { kind: 'energy', energyWh, minPowerW: 0, maxPowerW: powerW, efficiency: 1 } as const;
  return plan(prepare(series(prices)), { ...base, earliest: 0, latestEnd: prices.length * 60 * minute, ...more });
}

/** Segments as `start-end` in minutes, with ~ where they run slower. */
function drawn(segments: readonly Segment[]): string {
  return segments.map((one) => `${one.start / minute}-${one.end / minute}${one.powerW < powerW ? '~' : ''}`).join(' ');
}

describe('planner: energy that is no whole ms at full power', () => {
  const isOn = { initial: { on: true, forMs: minute } };
  const paid = { maxEnergyWh: 2000 - 0.5 / 3600 };
  const rows: [
    picture: string,
    prices: (number | null)[],
    minutes: number,
    more: Partial<EnergyRequest>,
    all: string,
  ][] = [
    ['[10] 30 [1]0: the longer one is first', [10, 30, 10], 90, {}, '0-60~ 120-150'],
    ['1[0] 30 [10]: the longer one is last', [10, 30, 10], 90, { tieBreak: 'latest' }, '30-60 120-180~'],
    ['[10 5 1]0: the longer one is first, in one run', [10, 5, 10], 150, {}, '0-60~ 60-150'],
    ['1[0 5 10]: the longer one is last, in one run', [10, 5, 10], 150, { tieBreak: 'latest' }, '30-120 120-180~'],
    ['[5 10 5]: the dearest one in the middle', [5, 10, 5], 180, {}, '0-60 60-120~ 120-180'],
    ['[10] 30 [10]: the first of equally long ones', [10, 30, 10], 120, {}, '0-60~ 120-180'],
    ['[5] 30 [1]0: the dearer one, though it is shorter', [5, 30, 10], 90, {}, '0-60 120-150~'],
    ['[1]0 30 [5]: the dearer one, though it is first', [10, 30, 5], 90, {}, '0-30~ 120-180'],
    ['[-5] 30 [-9]: the less negative one', [-5, 30, -9], 120, paid, '0-60~ 120-180'],
    ['[1]0 [30 30]: for dearest the cheaper one', [10, 30, 30], 150, { objective: 'dearest' }, '0-30~ 60-180'],
    ['10 30 [5 1]0: fewest', [10, 30, 5, 10], 90, { tieBreak: 'fewest' }, '120-180 180-210~'],
    ['[1]0 30 [5] 10: fewest, of what is on', [10, 30, 5, 10], 90, { tieBreak: 'fewest', ...isOn }, '0-30~ 120-180'],
  ];
  for (const [picture, prices, minutes, more, expected] of rows)
    it(`${picture} runs slower`, () => {
      const { segments } = charge(prices, minutes, more);
      assert.equal(drawn(segments), expected);
      const spareWs = segments.reduce((sum, one) => sum + (powerW - one.powerW) * (one.end - one.start), 0);
      assert.ok(Math.abs(spareWs - 0.5 * powerW) < 1e-3, `${spareWs}`);
    });

  it('runs no slower than the least power', () => {
    const found = charge([10, 20], 0.001, { minPowerW: 999, energyWh: (powerW * 1.5) / 3.6e6 });
    assert.deepEqual(found.segments, [{ start: 0, end: 2, powerW: 999 }]);
  });
});

describe('planner: energy under rules for runs is whole minutes at full power', () => {
  const perMinuteWh = (0.93 * 3700) / 60;
  const rows: [what: string, price: number, leastMinutes: number, mostMinutes: number, expected: string][] = [
    ['just so many', 10, 90, 90, '0-90'],
    ['rounded up', 10, 90.01, 90.01, '0-91'],
    ['no more than needed, where it costs', 10, 90, 100, '0-90'],
    ['as many as may be, where it is paid for', -10, 90, 100, '0-100'],
    ['the most is rounded down', -10, 90, 100.9, '0-100'],
    ['but not below the least', -10, 90.1, 90.9, '0-91'],
  ];
  for (const [what, price, leastMinutes, mostMinutes, expected] of rows)
    it(`${what}: ${leastMinutes} to ${mostMinutes} minutes at ${price} ct`, () => {
      const energy = { energyWh: leastMinutes * perMinuteWh, maxEnergyWh: mostMinutes * perMinuteWh };
      const rules = { minRunMs: minute, maxPowerW: 3700, efficiency: 0.93 };
      assert.equal(draw(charge([price, price], 0, { ...energy, ...rules }).segments, 3700), expected);
    });
});
