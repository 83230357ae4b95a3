import assert from 'node:assert/strict';
import fc from 'fast-check';
import { householdShape } from '#src/battery/expected/house-shape.js';
import { type Metering, metered, noMetering, type Powers, powerNames } from '#src/battery/expected/readings.js';
import { type Ms, msPerHour, msPerMinute } from '#src/time/index.js';

const secondMs = 1_000;
const quarterMs = 15 * msPerMinute;
const midnight = 1_800_000_000_000;
const watts = fc.integer({ min: -4_000, max: 6_000 });
/** Powers that are told some seconds after those before them. */
const told = fc.array(
  fc.record({
    afterS: fc.integer({ min: 1, max: 700 }),
    powers: fc.record({ gridW: watts, batteryW: watts, houseW: watts, solarW: watts }, { requiredKeys: [] }),
  }),
  { minLength: 1, maxLength: 25 },
);

interface Telling {
  readonly at: Ms;
  readonly powers: Powers;
}

/** What is known in a second, looked up in everything that was told in the ten minutes before. */
function inSecond(tellings: readonly Telling[], at: Ms, hasSun: boolean) {
  const power = (name: keyof Powers) =>
    tellings.findLast((one) => one.at <= at && at - one.at < 10 * msPerMinute && one.powers[name] !== undefined)
      ?.powers[name];
  const [grid, battery, house, sun = hasSun ? undefined : 0] = powerNames.map(power);
  const isKnown = (...all: (number | undefined)[]) => all.every((one) => one !== undefined);
  const net = isKnown(house, sun) ? house! - sun! : isKnown(grid, battery) ? grid! - battery! : undefined;
  return { net, house: house ?? (isKnown(net, sun) ? net! + sun! : undefined) };
}

/** The kWh of a quarter-hour by its seconds; undefined where less than 80 % of them are known. */
function energyOf(known: readonly (number | undefined)[]): number | undefined {
  const seconds = known.filter((w) => w !== undefined);
  if (seconds.length < 0.8 * known.length) return undefined;
  return (seconds.reduce((sum, w) => sum + w, 0) / seconds.length / 1_000) * (quarterMs / msPerHour);
}

describe('battery: readings second by second', () => {
  it('are worth what every second of the quarter-hour was told, each for ten minutes at most', () => {
    fc.assert(
      fc.property(told, fc.boolean(), (given, hasSun) => {
        let at = midnight;
        let metering: Metering = noMetering;
        const tellings: Telling[] = [];
        const found = new Map<Ms, readonly [net: number | undefined, house: number | undefined]>();
        for (const { afterS, powers } of [...given, { afterS: 1_800, powers: {} }]) {
          at += afterS * secondMs;
          const next = metered(metering, powers, { now: at, hasSun });
          metering = next.metering;
          for (const { start, end, netKwh, houseKwh } of next.quarters) {
            assert.equal(end - start, quarterMs);
            assert.ok(!found.has(start), 'each once');
            found.set(start, [netKwh, houseKwh]);
          }
          tellings.push({ at, powers });
        }
        const first = Math.floor(midnight / quarterMs) * quarterMs;
        for (let start = first; start + quarterMs <= at; start += quarterMs) {
          const seconds = Array.from({ length: quarterMs / secondMs }, (_, s) =>
            inSecond(tellings, start + s * secondMs, hasSun),
          );
          const [net, house] = found.get(start) ?? [];
          for (const [what, kwh, all] of [
            ['net', net, seconds.map((one) => one.net)],
            ['house', house, seconds.map((one) => one.house)],
          ] as const) {
            const expected = energyOf(all);
            const isSame =
              kwh === undefined || expected === undefined ? kwh === expected : Math.abs(kwh - expected) < 1e-9;
            assert.ok(isSame, `${what}: ${kwh} instead of ${expected}`);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('battery: a household of which nothing is known', () => {
  const row = householdShape(365 * 96);

  it('uses most when dinner is cooked, least at night, and never jumps', () => {
    assert.ok(Math.abs(row.reduce((sum, kwh) => sum + kwh, 0) - 96) < 1e-9);
    const hourOf = (kwh: number) => row.indexOf(kwh) / 4;
    assert.equal(Math.floor(hourOf(Math.max(...row))), 19);
    assert.equal(Math.floor(hourOf(Math.min(...row))), 3);
    for (const [quarter, kwh] of row.entries())
      assert.ok(Math.abs(kwh - (row[(quarter + 1) % 96] ?? 0)) < 0.12, `${quarter}`);
  });

  it('uses in an hour what that hour has of the day, as far as its neighbours let it', () => {
    const noon = row.slice(48, 52).reduce((sum, kwh) => sum + kwh, 0);
    const three = row.slice(12, 16).reduce((sum, kwh) => sum + kwh, 0);
    // 560 W and 190 W, a little smoothed.
    assert.ok(Math.abs(noon / three - 560 / 190) < 0.1, `${noon / three}`);
  });
});
