import assert from 'node:assert/strict';
import fc from 'fast-check';
import { levels, type SunRules, surplusFrom } from '#src/home/index.js';
import { sunFor } from '#src/home/surplus.js';
import { contains } from '#src/time/index.js';
import { hour, hourly, midnight } from './houses.js';
import '../support/mocha/seeds.js';

const quarter = hour / 4;
const at = (quarters: number) => midnight + quarters * quarter;
/** Hourly powers from midnight on. */
const forecastOf = (kws: readonly number[]) =>
  kws.map((kw, i) => ({ start: at(4 * i), end: at(4 * i + 4), fromKw: kw, toKw: kw }));
/** By quarters after midnight. */
const shown = (from: number, rules: Partial<SunRules>) =>
  surplusFrom(from, { forecast: forecastOf([2, 3]), baseLoadKw: 0.5, feedInCt: 8, ...rules }).map((one) => [
    (one.start - midnight) / quarter,
    (one.end - midnight) / quarter,
    one.w,
    one.feedInCt,
  ]);
const quarters = (first: number, last: number, w: number, feedInCt = 8) =>
  Array.from({ length: last - first }, (_, i) => [first + i, first + i + 1, w, feedInCt]);

describe('home: what is left of the sun', () => {
  for (const [name, from, rules, expected] of [
    [
      'the forecast less what the rest of the house takes',
      at(0),
      {},
      [...quarters(0, 4, 1500), ...quarters(4, 8, 2500)],
    ],
    ['from the quarter-hour on that is running', at(5) + 1, {}, quarters(5, 8, 2500)],
    [
      'from its first quarter-hour on, where it begins later',
      at(-9),
      {},
      [...quarters(0, 4, 1500), ...quarters(4, 8, 2500)],
    ],
    ['nothing when it is over', at(8), {}, []],
    ['nothing where the house takes all', at(0), { baseLoadKw: 2 }, quarters(4, 8, 1000)],
    ['nothing where it takes more', at(0), { baseLoadKw: 3.5 }, []],
    ['nothing where nobody knows what is fed in', at(0), { feedInCt: undefined }, []],
    ['something where nothing is earned', at(4), { feedInCt: 0 }, quarters(4, 8, 2500, 0)],
    ['something where it costs to feed in', at(4), { feedInCt: -3 }, quarters(4, 8, 2500, -3)],
    [
      'by the price of each quarter-hour',
      at(2),
      { feedInCt: hourly([5, 6]) },
      [...quarters(2, 4, 1500, 5), ...quarters(4, 8, 2500, 6)],
    ],
    ['nothing where that is unknown', at(0), { feedInCt: hourly([null, 6]) }, quarters(4, 8, 2500, 6)],
    ['nothing where there is none', at(0), { feedInCt: hourly([5]) }, quarters(0, 4, 1500, 5)],
    ['nothing without a forecast', at(0), { forecast: [] }, []],
    [
      'what was measured, in its quarter-hour',
      at(1),
      { measured: { start: at(1), end: at(2), w: 700 } },
      [...quarters(1, 2, 700), ...quarters(2, 4, 1500), ...quarters(4, 8, 2500)],
    ],
    ['nothing where none was measured', at(6), { measured: { start: at(6), end: at(7), w: 0 } }, quarters(7, 8, 2500)],
    [
      'what was measured before the forecast begins',
      at(-2) + 1,
      { measured: { start: at(-2), end: at(-1), w: 900 } },
      [...quarters(-2, -1, 900), ...quarters(0, 4, 1500), ...quarters(4, 8, 2500)],
    ],
    [
      'what was measured when the forecast is over',
      at(9) + 1,
      { measured: { start: at(9), end: at(10), w: 900 } },
      quarters(9, 10, 900),
    ],
    [
      'what was measured without a forecast',
      at(3),
      { forecast: [], measured: { start: at(3), end: at(4), w: 900 } },
      quarters(3, 4, 900),
    ],
  ] as [string, number, Partial<SunRules>, number[][]][])
    it(name, () => assert.deepEqual(shown(from, rules), expected));

  it('the mean of a forecast that rises', () => {
    const forecast = [{ start: at(0), end: at(2), fromKw: 0, toKw: 4 }];
    assert.deepEqual(
      shown(at(0), { forecast, baseLoadKw: 0 }).map(([, , w]) => w),
      [1000, 3000],
    );
  });
});

describe('home: what a load can take of the sun', () => {
  const stretch = fc
    .tuple(fc.nat(40), fc.integer({ min: 1, max: 9 }))
    .map(([start, length]) => ({ start, end: start + length }));
  const surpluses = fc
    .array(fc.record({ gap: fc.nat(2), length: fc.integer({ min: 1, max: 6 }), w: fc.integer({ min: 1, max: 9 }) }), {
      maxLength: 8,
    })
    .map((rows) => {
      let start = 3;
      return rows.map(({ gap, length, w }, i) => {
        const one = { start: start + gap, end: start + gap + length, w, feedInCt: i };
        start = one.end;
        return one;
      });
    });
  const taken = fc.array(
    fc.tuple(stretch, fc.nat(5)).map(([one, w]) => ({ ...one, w })),
    { maxLength: 6 },
  );

  it('at every instant is what those before it leave, up to its own power; in order, and none where none is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), surpluses, taken, (ownW, surplus, before) => {
        const found = sunFor(ownW, surplus, levels(before));
        for (let instant = 0; instant < 80; instant += 1) {
          const sun = surplus.find((one) => contains(one, instant));
          const othersW = before.filter((one) => contains(one, instant)).reduce((w, one) => w + one.w, 0);
          const leftW = Math.min(ownW, (sun?.w ?? 0) - othersW);
          const piece = found.find((one) => contains(one, instant));
          assert.deepEqual(
            [piece?.kw, piece?.feedInCt],
            leftW > 0 ? [leftW / 1000, sun?.feedInCt] : [undefined, undefined],
          );
        }
        for (const [i, { start, end }] of found.entries())
          assert.ok(start < end && end <= (found[i + 1]?.start ?? end), 'in order and apart');
      }),
      { numRuns: 400 },
    );
  });
});
