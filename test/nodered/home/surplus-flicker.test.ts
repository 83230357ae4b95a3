import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeHomeSettings } from '#src/nodered/home/home-settings.js';
import { HouseSun } from '#src/nodered/home/house-sun.js';
import { hour, hourly, midnight, TestHouse } from '../../home/houses.js';
import '../../support/mocha/seeds.js';

const minute = hour / 60;
const minRunMinutes = 30;
const minPauseMinutes = 15;
const stepMs = 3 * minute;
const hours = 6;
const readings = (hours * hour) / stepMs;
const settings = decodeHomeSettings({ feedIn: 'fixed', feedInCt: 8, baseLoadKw: 0 });

const days = fc.record({
  prices: fc.array(fc.integer({ min: 5, max: 40 }), { minLength: 24, maxLength: 24 }),
  forecastKw: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: hours, maxLength: hours }),
  /** What the meter says every three minutes, as wild as clouds can be. */
  surplusW: fc.array(fc.integer({ min: -3000, max: 8000 }), { minLength: readings, maxLength: readings }),
  limitKw: fc.constantFrom(undefined, 3, 5),
});

/** Instants at which each device was switched, first on. */
function livedThrough({
  prices,
  forecastKw,
  surplusW,
  limitKw,
}: typeof days extends fc.Arbitrary<infer Day> ? Day : never) {
  const own = { mode: 'interruptible', minRunMinutes, minPauseMinutes, from: '00:00', to: '08:00' } as const;
  const house = new TestHouse(
    [
      { id: 'a', settings: { ...own, powerKw: 3, durationMinutes: 120 } },
      { id: 'b', settings: { ...own, powerKw: 2, durationMinutes: 180 } },
    ],
    hourly(prices),
  );
  house.house = { limitKw, oneAtATime: false, told: [] };
  const sun = new HouseSun(settings);
  const forecast = forecastKw.map((kw, index) => {
    return { start: midnight + index * hour, end: midnight + (index + 1) * hour, fromKw: kw, toKw: kw };
  });
  sun.tell(forecast, midnight);
  const switches = new Map<string, number[]>([
    ['a', []],
    ['b', []],
  ]);
  for (const [index, w] of surplusW.entries()) {
    const now = midnight + index * stepMs;
    sun.measure(Math.max(0, w), now);
    house.sun = { forecast: sun.forecast, baseLoadKw: 0, feedInCt: 8, measured: sun.measured };
    house.decide(now, index === 0 ? 'start' : 'alarm');
    for (const [id, { output }] of house.decisions) {
      const own = switches.get(id) ?? [];
      if (output.on !== undefined && output.on !== (own.length % 2 === 1)) own.push(now);
    }
  }
  return switches;
}

describe('nodered: a surplus that flickers', () => {
  it('nothing flips within its least run or pause, whatever the meter says', () => {
    let switched = 0;
    fc.assert(
      fc.property(days, (day) => {
        for (const [id, instants] of livedThrough(day)) {
          switched += instants.length;
          for (const [index, at] of instants.slice(1).entries()) {
            const minutes = (at - (instants[index] ?? at)) / minute;
            const least = index % 2 === 0 ? minRunMinutes : minPauseMinutes;
            assert.ok(
              minutes >= least - 3,
              `${id} flips after ${minutes} minutes: ${instants.map((one) => (one - midnight) / minute)}`,
            );
          }
        }
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 8) },
    );
    assert.ok(switched > 20, String(switched));
  }).timeout(120_000);
});
