import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProfilePhase } from '#src/runs/device/settings.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { addCosts, costOf, costsInOrder, highestKw, loadAfter, loadOf } from '#src/runs/placing/costs.js';
import type { Interval } from '#src/time/index.js';
import { day, hour, hoursOf } from '../jobs.js';
import { hours, series } from '../prices.js';

const minuteMs = 60_000;
const settingsOf = (given: Partial<RunSettings>): RunSettings => ({ ...defaultRunSettings, ...given });
const near = (one: number | undefined, other: number | undefined) =>
  one === undefined || other === undefined ? one === other : Math.abs(one - other) < 1e-9 * Math.max(1, Math.abs(one));

const phases = fc.array(
  fc.record({ minutes: fc.integer({ min: 1, max: 90 }), powerKw: fc.constantFrom(0, 0, 0.1, 2, 7) }),
  { maxLength: 5 },
);
const prices = fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -20, max: 60 }) }, fc.constant(null)), {
  minLength: 12,
  maxLength: 24,
});
/** Gaps and lengths in minutes, of runs one after the other. */
const pieces = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 90 })), { maxLength: 4 });

function runsOf(lengths: readonly (readonly [gap: number, length: number])[]): Interval[] {
  let end = day;
  return lengths.map(([gap, length]) => {
    const start = end + gap * minuteMs;
    end = start + length * minuteMs;
    return { start, end };
  });
}

describe('runs: what runs cost', () => {
  it('is what all their minutes cost, each in its phase and at its price; unknown where one of them is, but for one without power', () => {
    fc.assert(
      fc.property(prices, phases, pieces, (pricesCt, load, lengths) => {
        const known = series(day, pricesCt, 15);
        const kwOf = load.flatMap(({ minutes, powerKw }) => Array<number>(minutes).fill(powerKw));
        let onMinutes = 0;
        const runs = runsOf(lengths);
        const found = costsInOrder(known, runs, load);
        for (const [index, run] of runs.entries()) {
          let [energyKwh, costCt, isKnown] = [0, 0, true];
          for (let start = run.start; start < run.end; start += minuteMs, onMinutes += 1) {
            const kwh = (kwOf[onMinutes] ?? 0) / 60;
            const priceCt = pricesCt[Math.floor((start - day) / (15 * minuteMs))] ?? null;
            energyKwh += kwh;
            costCt += kwh * (priceCt ?? 0);
            if (kwh > 0 && priceCt === null) isKnown = false;
          }
          const cost = found[index];
          assert.ok(near(cost?.energyKwh, energyKwh), `${cost?.energyKwh} kWh instead of ${energyKwh}`);
          assert.ok(near(cost?.costCt, isKnown ? costCt : undefined), `${cost?.costCt} ct instead of ${costCt}`);
          const averageCt = isKnown && energyKwh > 0 ? costCt / energyKwh : undefined;
          assert.ok(near(cost?.averageCt, averageCt), `${cost?.averageCt} ct/kWh instead of ${averageCt}`);
        }
        const all = addCosts(found);
        const isAllKnown = found.every(({ costCt }) => costCt !== undefined);
        const sum = (amounts: (number | undefined)[]) => amounts.reduce<number>((total, one) => total + (one ?? 0), 0);
        const energyKwh = sum(found.map((cost) => cost.energyKwh));
        const costCt = isAllKnown ? sum(found.map((cost) => cost.costCt)) : undefined;
        assert.deepEqual([all.energyKwh, all.costCt], [energyKwh, costCt]);
        assert.equal(all.averageCt, costCt === undefined || energyKwh === 0 ? undefined : costCt / energyKwh);
      }),
    );
  });

  it('a phase that is begun is gone on with: what is left of a load and what is over are the whole of it', () => {
    fc.assert(
      fc.property(phases, fc.integer({ min: 0, max: 500 }), (load, onMinutes) => {
        const minutesOf = (some: readonly ProfilePhase[]) =>
          some.flatMap(({ minutes, powerKw }) => Array(minutes).fill(powerKw));
        const left = loadAfter(load, onMinutes * minuteMs);
        assert.deepEqual(minutesOf(left), minutesOf(load).slice(onMinutes));
        assert.ok(left.every(({ minutes }) => minutes > 0));
      }),
    );
  });

  const thirsty = [
    { minutes: 20, powerKw: 0.3 },
    { minutes: 40, powerKw: 2 },
  ];
  for (const { name, given, load, most } of [
    { name: 'a power', given: { powerKw: 3 }, load: [[Number.POSITIVE_INFINITY, 3]], most: 3 },
    { name: 'no power', given: {}, load: [[Number.POSITIVE_INFINITY, 1]], most: 0 },
    {
      name: 'phases, whatever power stands beside them',
      given: { profile: thirsty, powerKw: 9 },
      load: [
        [20, 0.3],
        [40, 2],
      ],
      most: 2,
    },
    {
      name: 'phases that are not in force in pieces',
      given: { profile: thirsty, mode: 'interruptible' as const, powerKw: 0.5 },
      load: [[Number.POSITIVE_INFINITY, 0.5]],
      most: 0.5,
    },
  ])
    it(`of ${name}`, () => {
      const settings = settingsOf(given);
      assert.deepEqual(
        loadOf(settings).map(({ minutes, powerKw }) => [minutes, powerKw]),
        load,
      );
      assert.equal(highestKw(settings), most);
    });

  it('begins in its first phase where nothing else is said', () => {
    const known = hours(day, 4, 10, { 1: 20 });
    const load = [
      { minutes: 60, powerKw: 1 },
      { minutes: 60, powerKw: 3 },
    ];
    assert.deepEqual(costOf(known, hoursOf(0, 2), load), { energyKwh: 4, costCt: 70, averageCt: 17.5 });
    assert.deepEqual(costOf(known, hoursOf(1, 2), load, hour(1) - day), { energyKwh: 3, costCt: 60, averageCt: 20 });
  });
});
