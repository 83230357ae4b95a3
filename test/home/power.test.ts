import assert from 'node:assert/strict';
import fc from 'fast-check';
import { levels } from '#src/home/index.js';
import { edgesIn, reader, watts } from '#src/home/power.js';
import { contains } from '#src/time/index.js';
import '../support/mocha/seeds.js';

const stretch = fc
  .tuple(fc.integer({ min: -20, max: 20 }), fc.nat(9))
  .map(([start, length]) => ({ start, end: start + length }));
const uses = fc.array(
  fc.tuple(stretch, fc.nat(3)).map(([one, w]) => ({ ...one, w })),
  { maxLength: 8 },
);
const instants = Array.from({ length: 60 }, (_, i) => i - 25);

describe('home: the power of all together', () => {
  it('is the sum of those that are on at every instant, in order, apart, and in no more pieces than there are changes', () => {
    fc.assert(
      fc.property(uses, (all) => {
        const found = levels(all);
        for (const at of instants) {
          const on = all.filter((use) => contains(use, at));
          const sum = on.reduce((w, use) => w + use.w, 0);
          const level = found.find((one) => contains(one, at));
          assert.deepEqual([level?.w, level?.count], on.length === 0 ? [undefined, undefined] : [sum, on.length]);
        }
        for (const [i, level] of found.entries()) {
          const next = found[i + 1];
          assert.ok(level.start < level.end && level.end <= (next?.start ?? level.end));
          if (next?.start === level.end) assert.ok(next.w !== level.w || next.count !== level.count, 'nothing changes');
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is read at instants that never go back', () => {
    fc.assert(
      fc.property(uses, fc.array(fc.integer({ min: -30, max: 40 })), (all, asked) => {
        const stretches = levels(all);
        const at = reader(stretches);
        for (const instant of asked.sort((a, b) => a - b))
          assert.equal(
            at(instant),
            stretches.find((one) => contains(one, instant)),
          );
      }),
      { numRuns: 200 },
    );
  });

  it('has edges where stretches begin and end inside of a range, its own two among them, each once', () => {
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 8 }), (stretches) => {
        const range = { start: -10, end: 12 };
        const inside = instants.filter((at) => at > range.start && at < range.end);
        const met = inside.filter((at) => stretches.some(({ start, end }) => start === at || end === at));
        assert.deepEqual(edgesIn(range, stretches), [range.start, ...met, range.end]);
      }),
    );
  });

  it('is whole watts, so that what fits exactly has room', () => {
    assert.deepEqual([0, 0.0004, 0.0005, 3.68, 11].map(watts), [0, 0, 1, 3680, 11_000]);
    assert.equal(watts(0.1) + watts(0.2), watts(0.3));
  });
});
