import assert from 'node:assert/strict';
import fc from 'fast-check';
import { levels, limitAt, noLimitKw, type ToldLimit, withTold } from '#src/home/index.js';
import { closedTimes } from '#src/home/limits.js';
import { cpuMs } from '../support/clock/cpu-time.js';
import '../support/mocha/seeds.js';

const minutes = { min: 0, max: 50 };
const stretches = fc
  .tuple(fc.integer(minutes), fc.integer({ min: 1, max: 20 }))
  .map(([start, length]) => ({ start, end: start + length }));
const uses = fc.array(
  fc.tuple(stretches, fc.integer({ min: 0, max: 9 })).map(([stretch, w]) => ({ ...stretch, w: w * 1000 })),
  { maxLength: 12 },
);
const told = fc.array(
  fc.tuple(stretches, fc.constantFrom(0, 3, 7, 11, noLimitKw)).map(([stretch, limitKw]): ToldLimit => {
    return { ...stretch, limitKw, hard: false };
  }),
  { maxLength: 6 },
);
const range = { start: 0, end: 70 };

describe('home: limits', () => {
  it('a load has no room exactly where the sum of all would exceed the lowest limit of the moment', () => {
    fc.assert(
      fc.property(
        uses,
        told,
        fc.option(fc.integer({ min: 1, max: 25 })),
        fc.boolean(),
        (taken, limits, limit, oneAtATime) => {
          const rules = {
            limitKw: limit ?? undefined,
            oneAtATime,
            told: limits.reduce<readonly ToldLimit[]>((all, next) => withTold(all, next, 0), []),
          };
          const closed = closedTimes({ range, ownW: 4000, entered: levels(taken) }, rules);
          for (let at = range.start; at < range.end; at += 1) {
            const inside = taken.filter(({ start, end }) => start <= at && at < end);
            const w = inside.reduce((sum, use) => sum + use.w, 0) + 4000;
            const isFull = w > (limitAt(rules, at) ?? Number.POSITIVE_INFINITY) * 1000;
            const isClosed = closed.some(({ start, end }) => start <= at && at < end);
            assert.equal(isClosed, isFull || (oneAtATime && inside.length > 0), `at ${at}`);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('what was told last holds in its time, what was told before beside it, and what is over is forgotten', () => {
    fc.assert(
      fc.property(told, fc.integer(minutes), (limits, now) => {
        const all = limits.reduce<readonly ToldLimit[]>((known, next) => withTold(known, next, now), []);
        for (let at = now; at < range.end; at += 1) {
          const last = limits.findLast(({ start, end }) => start <= at && at < end && end > now);
          const wanted = last === undefined || last.limitKw === noLimitKw ? undefined : last.limitKw;
          assert.equal(limitAt({ oneAtATime: false, told: all }, at), wanted, `at ${at}`);
        }
        assert.ok(
          all.every(({ start, end }, index) => start < end && end > now && start >= (all[index - 1]?.end ?? start)),
        );
        assert.ok(
          all.every(({ limitKw }) => Number.isFinite(limitKw)),
          'one that was taken back is none',
        );
      }),
      { numRuns: 300 },
    );
  });

  it('a thousand limits at once, in any order, keep Node-RED busy for less than 50 ms', () => {
    const limits = Array.from({ length: 1000 }, (_, index) => {
      const start = ((index * 617) % 1000) * 900_000;
      return { start, end: start + 900_000, limitKw: index % 7, hard: false };
    });
    let told: readonly ToldLimit[] = [];
    const work = () => {
      told = limits.reduce<readonly ToldLimit[]>((before, next) => withTold(before, next, 0), []);
    };
    const ms = cpuMs(50, work);
    assert.equal(told.length, 1000);
    assert.ok(told.every(({ start }, index) => start === index * 900_000));
    assert.ok(ms < 50, `${ms} ms`);
  });
});
