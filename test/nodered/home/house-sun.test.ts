import assert from 'node:assert/strict';
import { decodeHomeSettings } from '#src/nodered/home/home-settings.js';
import { HouseSun } from '#src/nodered/home/house-sun.js';

const minute = 60_000;
const quarter = 15 * minute;
const noon = Date.parse('2026-06-10T12:00Z');
const settings = decodeHomeSettings({ feedIn: 'fixed', feedInCt: 8, baseLoadKw: 1 });

function sunny(): HouseSun {
  const sun = new HouseSun(settings);
  sun.tell([{ start: noon, end: noon + 4 * quarter, fromKw: 4, toKw: 4 }], noon);
  return sun;
}

const left = (sun: HouseSun) => sun.surplus(noon, undefined).map(({ start, w }) => [(start - noon) / quarter, w]);

describe('nodered: the sun of a house', () => {
  it('a forecast counts less the rest of the house', () => {
    assert.deepEqual(left(sunny()), [
      [0, 3000],
      [1, 3000],
      [2, 3000],
      [3, 3000],
    ]);
  });

  it('a surplus that was measured counts for the running quarter-hour only, and for nothing more than that', () => {
    const sun = sunny();
    assert.equal(sun.measure(1200, noon + quarter + 2 * minute), true);
    assert.deepEqual(left(sun), [
      [0, 3000],
      [1, 1200],
      [2, 3000],
      [3, 3000],
    ]);
  });

  it('a flickering reading changes nothing: not by less than 200 W, and not within five minutes', () => {
    const sun = sunny();
    const told = [1200, 1390, 100, 3000, 1100, 100].map((w, index) => sun.measure(w, noon + index * 2 * minute));
    assert.deepEqual(told, [true, false, false, true, false, false]);
  });

  it('a new forecast replaces what it tells of; an empty one takes all of it back', () => {
    const sun = sunny();
    sun.tell([{ start: noon + 2 * quarter, end: noon + 3 * quarter, fromKw: 2, toKw: 2 }], noon);
    assert.deepEqual(left(sun), [
      [0, 3000],
      [1, 3000],
      [2, 1000],
    ]);
    sun.tell([], noon);
    assert.deepEqual(left(sun), []);
  });

  it('forecasts of tomorrow and of today may come one by one, in any order', () => {
    const day = 96 * quarter;
    const of = (start: number) => [{ start, end: start + quarter, fromKw: 4, toKw: 4 }];
    for (const order of [
      [0, day],
      [day, 0],
    ]) {
      const sun = new HouseSun(settings);
      for (const after of order) sun.tell(of(noon + after), noon);
      assert.deepEqual(
        sun.forecast.map(({ start }) => start - noon),
        [0, day],
      );
    }
  });

  it('a forecast up to the year 9999 is one of nine days, also while the clock is not set yet', () => {
    for (const now of [noon, 0]) {
      const sun = new HouseSun(settings);
      sun.tell([{ start: noon, end: Date.parse('9999-12-31T00:00Z'), fromKw: 4, toKw: 4 }], now);
      assert.equal(sun.forecast.at(-1)?.end, noon + 11 * 24 * 60 * minute);
    }
  });

  it('what is two days over is forgotten with the next forecast', () => {
    const sun = sunny();
    const later = noon + 49 * 60 * minute;
    sun.tell([{ start: later, end: later + quarter, fromKw: 1, toKw: 1 }], later + quarter);
    assert.deepEqual(
      sun.forecast.map(({ start }) => start),
      [later],
    );
  });
});
