import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutSun, decodeSun, joinedSun, type SunForecast, sunUntil } from '#src/sun/index.js';
import '../support/mocha/seeds.js';

const minute = 60_000;

/** Stretches with holes between, as minutes: length of the hole before, own length, power at both ends. */
const forecasts = fc
  .array(fc.tuple(fc.nat(90), fc.integer({ min: 1, max: 120 }), fc.nat(9_000), fc.nat(9_000)), { maxLength: 30 })
  .map((drawn): SunForecast => {
    let at = 0;
    return drawn.map(([hole, length, from, to]) => {
      const start = at + hole * minute;
      at = start + length * minute;
      return { start, end: at, fromKw: from / 1000, toKw: to / 1000 };
    });
  });
/** Edges of intervals that tile 0 … beyond every forecast. */
const tilings = fc.uniqueArray(fc.integer({ min: 1, max: 6_999 * minute }), { maxLength: 60 }).map((edges) => {
  const all = [0, ...edges.sort((a, b) => a - b), 7_000 * minute];
  return all.slice(1).map((end, index) => ({ start: all[index] ?? 0, end }));
});
const total = (shares: readonly { kwh: number }[]) => shares.reduce((sum, { kwh }) => sum + kwh, 0);
const energy = (forecast: SunForecast) =>
  forecast.reduce((sum, { start, end, fromKw, toKw }) => sum + ((fromKw + toKw) / 2) * ((end - start) / 3_600_000), 0);

describe('sun: cut to intervals', () => {
  it('keeps the energy and the known time, however it is cut', () => {
    fc.assert(
      fc.property(forecasts, tilings, (forecast, intervals) => {
        const shares = cutSun(forecast, intervals);
        assert.ok(Math.abs(total(shares) - energy(forecast)) < 1e-6);
        const knownMs = shares.reduce((sum, share) => sum + share.knownMs, 0);
        assert.equal(
          knownMs,
          forecast.reduce((sum, { start, end }) => sum + end - start, 0),
        );
        assert.deepEqual(
          shares.map(({ start, end }) => ({ start, end })),
          intervals,
        );
        assert.ok(shares.every(({ kwh }) => kwh >= 0));
      }),
      { numRuns: 300 },
    );
  });

  it('gives every interval the same as when it is cut alone, holes between intervals or not', () => {
    fc.assert(
      fc.property(forecasts, tilings, fc.nat(3), (forecast, intervals, drop) => {
        const some = intervals.filter((_, index) => index % 4 !== drop);
        assert.deepEqual(
          cutSun(forecast, some),
          some.flatMap((interval) => cutSun(forecast, [interval])),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('the part of a forecast before an instant holds what lies before it', () => {
    fc.assert(
      fc.property(forecasts, fc.integer({ min: 1, max: 7_000 * minute }), (forecast, instant) => {
        const [before] = cutSun(forecast, [{ start: 0, end: instant }]);
        assert.ok(Math.abs(energy(sunUntil(forecast, instant)) - (before?.kwh ?? 0)) < 1e-6);
      }),
      { numRuns: 200 },
    );
  });

  it('the part of a forecast before an edge of it ends there, and holds no empty stretch', () => {
    fc.assert(
      fc.property(forecasts, (forecast) => {
        for (const { start, end } of forecast)
          for (const instant of [start, end])
            assert.deepEqual(
              sunUntil(forecast, instant),
              forecast.filter((stretch) => stretch.end <= instant),
            );
      }),
      { numRuns: 50 },
    );
  });

  it('a newer forecast counts from its beginning to the end of its last day, the one before it beside that, up to tomorrow', () => {
    const [day, hour] = [1_440 * minute, 60 * minute];
    fc.assert(
      fc.property(forecasts, forecasts, fc.nat(3), (known, newer, today) => {
        const joined = joinedSun(known, newer, { now: today * day + hour, timeZone: 'UTC' });
        for (const [index, { start, end }] of joined.entries())
          assert.ok(start < end && start >= (joined[index - 1]?.end ?? start));
        const [from, to] = [newer[0]?.start ?? 0, newer.at(-1)?.end ?? 0];
        const dayEnd = Math.ceil(to / day) * day;
        const within = (forecast: SunForecast, start: number, end: number) =>
          start < end ? total(cutSun(forecast, [{ start, end }])) : 0;
        const same = (start: number, end: number, as: SunForecast) =>
          assert.ok(Math.abs(within(joined, start, end) - within(as, start, end)) < 1e-6);
        if (newer.length === 0) return assert.deepEqual(joined, []);
        same(0, from, known);
        same(from, dayEnd, newer);
        same(dayEnd, (today + 2) * day, known);
        same(Math.max(dayEnd, (today + 2) * day), 20 * day, []);
      }),
      { numRuns: 200 },
    );
  });

  it('a list of energies comes back as it was told, in intervals of its own', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(5_000)), { minLength: 1, maxLength: 96 }), (amounts) => {
        const rows = amounts.map((wh, index) => ({ start: 1_780_000_200_000 + index * 15 * minute, wh }));
        const ends = rows.map(({ start }) => ({ start, end: start + 15 * minute }));
        const shares = cutSun(
          decodeSun(
            rows.map((row, index) => ({ ...row, end: ends[index]?.end })),
            'UTC',
          ),
          ends,
        );
        for (const [index, { kwh }] of shares.entries()) assert.ok(Math.abs(kwh - (amounts[index] ?? 0) / 1000) < 1e-9);
      }),
      { numRuns: 100 },
    );
  });
});
