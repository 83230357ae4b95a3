// @ts-nocheck
import assert from 'node:assert/strict';
import { type EnergyRequest, type Plan, type ProfileRequest, plan, prepare } from '#src/planner/index.js';
import { draw, minute, series } from './series.js';

const m = (minutes: number) => minutes * minute;

function profile(
  prices: readonly (number | null)[],
  phases: [number, number][],
  more: Partial<ProfileRequest> = {},
): Plan {
  const base = { kind: 'profile', earliest: 0, latestEnd: prices.length * m(60) } as const;
  const shape = phases.map(([minutes, powerW]) => ({ durationMs: m(minutes), powerW }));
  return plan(prepare(series(prices)), { ...base, profile: shape, ...more });
}

function energy(prices: readonly (number | null)[], more: Partial<EnergyRequest>): Plan {
  const base = {
    kind: 'energy',
    earliest: 0,
    latestEnd: prices.length * m(60),
    minPowerW: 0,
    maxPowerW: 1000,
  } as const;
  return plan(prepare(series(prices)), { ...base, efficiency: 1, energyWh: 1000, ...more });
}

describe('planner: profile', () => {
  it('heats in the cheap interval, wherever the wash lies', () => {
    assert.equal(
      draw(
        profile(
          [20, 10, 30, 30],
          [
            [30, 100],
            [30, 2000],
            [30, 100],
          ],
        ).segments,
      ),
      '30-60@100 60-90@2000 90-120@100',
    );
  });

  it('begins off the edges when a later phase pays for it', () => {
    const found = profile(
      [30, 20, 5, 30],
      [
        [50, 1000],
        [60, 3000],
        [10, 1000],
      ],
    );
    assert.equal(draw(found.segments, 3000), '70-120@1000 120-180 180-190@1000');
    assert.equal(found.costCt.toFixed(6), ((50 / 60) * 20 + 15 + 5).toFixed(6));
  });

  it('a soaking phase may lie in a gap, a heating one not', () => {
    assert.equal(
      draw(
        profile(
          [10, null, 10, 50],
          [
            [30, 1000],
            [60, 0],
            [30, 1000],
          ],
        ).segments,
      ),
      '30-60 60-120@0 120-150',
    );
    assert.equal(
      profile(
        [10, null, 10, null],
        [
          [60, 1000],
          [60, 500],
        ],
      ).reason,
      'missing-prices',
    );
  });

  it('neighbours of equal power are one segment, phases of no length none; ties follow the rule', () => {
    const phases: [number, number][] = [
      [20, 1000],
      [0, 500],
      [20, 1000],
    ];
    assert.equal(draw(profile([7, 7, 7], phases).segments), '0-40');
    assert.equal(draw(profile([7, 7, 7], phases, { tieBreak: 'latest' }).segments), '140-180');
    assert.equal(draw(profile([7, 7, 7], [[0, 500]]).segments), '');
  });

  it('starts on the grid of the device', () => {
    const found = profile([30, 10, 30], [[40, 1000]], { startAlignMs: m(15), earliest: m(1) });
    assert.equal(draw(found.segments), '60-100');
  });

  it('is on while it soaks', async () => {
    const { schedule } = await import('#src/planner/index.js');
    const found = profile(
      [1, 1],
      [
        [10, 500],
        [10, 0],
        [10, 500],
      ],
    );
    assert.deepEqual(schedule(found, m(15)), { on: true, powerW: 0, nextChange: m(20) });
    assert.equal(found.starts, 1);
  });

  it('goes on at once when it is on', () => {
    const rest = profile([50, 1, 1], [[30, 1000]], { initial: { on: true, forMs: m(10) } });
    assert.equal(draw(rest.segments), '0-30');
    const blocked = profile([null, 1, 1], [[30, 1000]], { initial: { on: true, forMs: m(10) } });
    assert.deepEqual([blocked.feasible, blocked.reason], [false, 'initial-state']);
  });
});

describe('planner: energy', () => {
  it('losses on the way are bought too', () => {
    const found = energy([20, 10], { efficiency: 0.8, energyWh: 400 });
    assert.equal(draw(found.segments), '60-90');
    assert.deepEqual([found.energyWh, found.costCt], [500, 5]);
  });

  it('more than needed only where it is paid for', () => {
    assert.equal(draw(energy([20, -10, -5, 5], { maxEnergyWh: 1500 }).segments), '60-150');
    assert.equal(draw(energy([20, -10, -5, 5], {}).segments), '60-120');
    assert.equal(draw(energy([20, -10, 0, 5], { maxEnergyWh: 4000 }).segments), '60-120');
    assert.equal(draw(energy([20, 10, -5, 5], { maxEnergyWh: 1500, objective: 'dearest' }).segments), '0-90');
  });

  it('a run time that is no whole ms is exact in energy', () => {
    const found = energy([10, 20], { maxPowerW: 3700, efficiency: 0.93, energyWh: 1000 });
    assert.ok(Math.abs(found.energyWh * 0.93 - 1000) < 1e-9, `${found.energyWh}`);
    assert.ok(found.segments.every(({ start, end }) => Number.isInteger(start) && Number.isInteger(end)));
  });

  it('as much as fits', () => {
    const found = energy([10, null], { energyWh: 5000, partial: 'maximise' });
    assert.deepEqual([draw(found.segments), found.reason], ['0-60', 'window-too-short']);
    assert.equal(energy([10, null], { energyWh: 2000, partial: 'maximise' }).reason, 'missing-prices');
    assert.equal(energy([10, null], { energyWh: 2000 }).feasible, false);
  });

  it('with rules the charger is off or at full power, for whole minutes', () => {
    const found = energy([9, 1, 9, 2], { energyWh: 1505, minRunMs: m(30) });
    assert.equal(draw(found.segments), '60-120 180-211');
  });
});
