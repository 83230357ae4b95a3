import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inOrder, isoLocal, isoWallTime, wallClock } from '#src/time/index.js';
import '../support/mocha/seeds.js';

const berlin = 'Europe/Berlin';
const minute = 60_000;
/** The second time that the clock shows 02:00. */
const again = Date.parse('2026-10-25T01:00:00Z');
const local = wallClock(berlin);

/** What a list that shows local times without an offset leaves of an instant. */
function meant(instant: number): readonly number[] {
  return local(isoWallTime(isoLocal(berlin, instant).slice(0, 16))?.wall ?? Number.NaN);
}

/** So many instants from one on, in steps. */
function list(from: number, stepMinutes: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i * stepMinutes * minute);
}

describe('time: the order of a list tells the hours apart that autumn repeats', () => {
  it('newest first or last, wherever it begins: each row is the instant that was shown', () => {
    const lists = fc.record({
      step: fc.constantFrom(15, 30, 60),
      // Up to three hours before, or from the second of the two hours on.
      begins: fc.integer({ min: -16, max: 3 }).filter((quarter) => quarter < -4 || quarter >= 0),
      // Down to an hour before the first of the two, where the list may have to tell its step.
      count: fc.integer({ min: 24, max: 40 }),
      isNewestFirst: fc.boolean(),
    });
    fc.assert(
      fc.property(lists, ({ step, begins, count, isNewestFirst }) => {
        const instants = list(again + begins * 15 * minute, step, count);
        const shown = isNewestFirst ? instants.toReversed() : instants;
        assert.deepEqual(inOrder(shown.map(meant)), shown);
      }),
    );
  });

  it('a list that goes into the first hour only is of that one, newest first or last', () => {
    for (const step of [15, 30, 60])
      for (const last of [-60, -45, -30, -15].filter((at) => at % step === 0)) {
        const instants = list(again + last * minute - 10 * step * minute, step, 11);
        assert.deepEqual(inOrder(instants.map(meant)), instants);
        assert.deepEqual(inOrder(instants.toReversed().map(meant)), instants.toReversed(), `${step} ${last}`);
      }
  });

  it('a row that means no instant has none, and the others stay what they are', () => {
    const instants = list(again - 120 * minute, 30, 8);
    for (const shown of [instants, instants.toReversed()])
      for (const gone of shown.keys()) {
        const options = shown.map((instant, i) => (i === gone ? [] : meant(instant)));
        const expected = shown.map((instant, i) => (i === gone ? undefined : instant));
        assert.deepEqual(inOrder(options), expected, `without row ${gone}`);
      }
  });

  for (const [name, rows, expected] of [
    ['nothing', [], []],
    ['one row of the two hours', [[5, 9]], [5]],
    ['one row after the second hour, which does not tell the step', [[5, 9], [13]], [5, 13]],
    ['a hole after the hour', [[5, 9], [15], [19]], [5, 15, 19]],
    ['no hole after the hour', [[5, 9], [13], [17]], [9, 13, 17]],
    ['both hours', [[5, 9], [5, 9], [13], [17]], [5, 9, 13, 17]],
    ['the same, newest first', [[17], [13], [5, 9], [5, 9]], [17, 13, 9, 5]],
    ['no hole before the hour, newest first', [[5, 9], [1], [-3]], [5, 1, -3]],
    ['a hole before the hour, newest first', [[5, 9], [-1], [-5]], [9, -1, -5]],
    ['the beginning of 1970', [[4], [0]], [4, 0]],
  ] as const)
    it(`${name}`, () => assert.deepEqual(inOrder(rows), expected));
});
