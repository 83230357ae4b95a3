import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readStoredSun, type SunForecast, storedSun } from '#src/sun/index.js';

const forecasts: fc.Arbitrary<SunForecast> = fc
  .array(
    fc.record({
      gapMs: fc.nat(3_600_000),
      lengthMs: fc.integer({ min: 1, max: 3_600_000 }),
      kw: fc.nat(20),
      to: fc.nat(20),
    }),
    { maxLength: 50 },
  )
  .map((steps) => {
    let at = Date.parse('2026-06-10T00:00Z');
    return steps.map(({ gapMs, lengthMs, kw, to }) => {
      const start = at + gapMs;
      at = start + lengthMs;
      return { start, end: at, fromKw: kw / 2, toKw: to / 2 };
    });
  });

describe('sun: a forecast as it is stored', () => {
  it('is the same when it is read again', () => {
    fc.assert(
      fc.property(forecasts, (forecast) => {
        assert.deepEqual(readStoredSun(JSON.parse(JSON.stringify(storedSun(forecast)))), forecast);
      }),
    );
  });

  for (const row of [
    null,
    'x',
    {},
    [],
    [0],
    [0, 1, 2],
    [1, 0, 1, 1],
    [5, 5, 1, 1],
    [0, 0.5, 1, 1],
    [0, 1, -1, 1],
    [0, 1, 1, null],
    [0, 1e300, 1, 1],
  ])
    it(`${JSON.stringify(row)} costs itself only`, () => {
      const good = [0, 10, 1, 2];
      assert.deepEqual(readStoredSun([row, good]), [{ start: 0, end: 10, fromKw: 1, toKw: 2 }]);
    });

  it('a stretch that begins before the one before it ends is left out', () => {
    const read = readStoredSun([
      [0, 10, 1, 1],
      [5, 20, 2, 2],
      [10, 30, 3, 3],
    ]);
    assert.deepEqual(
      read.map(({ fromKw }) => fromKw),
      [1, 3],
    );
  });

  for (const stored of [undefined, null, 7, 'text', { 0: [0, 1, 1, 1] }])
    it(`${JSON.stringify(stored)} is no forecast`, () => assert.deepEqual(readStoredSun(stored), []));
});
