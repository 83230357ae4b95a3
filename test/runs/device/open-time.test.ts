import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isExcludedMinute } from '#src/protocol/run-rules.js';
import { closedIn, excludedIn, lastMoment, openParts } from '#src/runs/device/open-time.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { contains, type Interval, type Ms, msPerMinute } from '#src/time/index.js';
import { at, clock } from '../prices.js';

const trials = Number(process.env.PROPERTY_RUNS ?? 60);
const settingsOf = (exclude: RunSettings['exclude'], given: Partial<RunSettings> = {}): RunSettings => {
  return { ...defaultRunSettings, ...given, exclude };
};

/** The day before a clock is changed, a day of 23, of 25 and of 24 hours. */
const begins = ['2026-03-28', '2026-10-24', '2026-11-22'].map(at);
const wallTime = fc.integer({ min: 0, max: 287 }).map((fives) => {
  return `${String(Math.floor(fives / 12)).padStart(2, '0')}:${String((fives % 12) * 5).padStart(2, '0')}`;
});
const excludes = fc.array(fc.record({ from: wallTime, to: wallTime }), { maxLength: 3 });
const windows = fc
  .tuple(fc.constantFrom(...begins), fc.nat(30 * 12), fc.integer({ min: 1, max: 40 * 12 }))
  .map(([begin, from, length]): Interval => {
    return { start: begin + from * 5 * msPerMinute, end: begin + (from + length) * 5 * msPerMinute };
  });

/** Every fifth minute of a window: nothing here changes in between. */
function instantsOf({ start, end }: Interval): Ms[] {
  return Array.from({ length: (end - start) / (5 * msPerMinute) }, (_, index) => start + index * 5 * msPerMinute);
}

/** The clock on the wall, which is slow to read. */
const shown = new Map<Ms, string>();
function wallClock(instant: Ms): string {
  const time = shown.get(instant) ?? clock(instant) ?? '';
  shown.set(instant, time);
  return time;
}

function isIn(stretches: readonly Interval[], instant: Ms): boolean {
  return stretches.some((stretch) => contains(stretch, instant));
}

function assertInOrderAndApart(stretches: readonly Interval[], { start, end }: Interval): void {
  for (const [index, one] of stretches.entries()) {
    assert.ok(one.start < one.end && start <= one.start && one.end <= end, 'inside of the window');
    assert.ok(index === 0 || one.start > (stretches[index - 1]?.end ?? end), 'in order and apart');
  }
}

describe('runs: times of a window that are excluded', () => {
  it('are those at which the clock on the wall says so, on any day', () => {
    fc.assert(
      fc.property(excludes, windows, (exclude, window) => {
        const found = excludedIn(settingsOf(exclude), window);
        assertInOrderAndApart(found, window);
        for (const instant of instantsOf(window)) {
          const time = wallClock(instant);
          const isShut = exclude.some(({ from, to }) => {
            return from <= to ? from <= time && time < to : from <= time || time < to;
          });
          assert.equal(isIn(found, instant), isShut, `${time} in ${JSON.stringify(exclude)}`);
        }
      }),
      { numRuns: trials },
    );
  });

  it('are kept for each settings and each window, also where there are many windows', () => {
    const [one, other] = [settingsOf([{ from: '01:00', to: '02:00' }]), settingsOf([{ from: '03:00', to: '04:00' }])];
    const window = { start: at('2026-11-22'), end: at('2026-11-23') };
    const firstOf = (settings: RunSettings, days: number) => {
      const ms = days * 24 * 60 * msPerMinute;
      const [first] = excludedIn(settings, { start: window.start + ms, end: window.end + ms });
      return `${days}: ${((first?.start ?? 0) - window.start - ms) / msPerMinute / 60}`;
    };
    const kept = excludedIn(one, window);
    assert.equal(excludedIn(one, window), kept);
    for (let days = 0; days < 70; days += 1)
      assert.deepEqual([firstOf(one, days), firstOf(other, days)], [`${days}: 1`, `${days}: 3`]);
    assert.deepEqual(excludedIn(one, window), kept);
    const soon = excludedIn(one, window);
    firstOf(one, 1);
    assert.equal(excludedIn(one, window), soon, 'a few are kept beside each other');
  });

  it('of the day are counted in minutes, over midnight as well; equal times are none', () => {
    const shut = (from: string, to: string) => {
      const isShut = isExcludedMinute([{ from, to }]);
      return [0, 59, 60, 119, 120, 1439].filter(isShut);
    };
    assert.deepEqual(shut('01:00', '02:00'), [60, 119]);
    assert.deepEqual(shut('02:00', '01:00'), [0, 59, 120, 1439]);
    assert.deepEqual(shut('23:59', '00:00'), [1439]);
    assert.deepEqual(shut('01:00', '01:00'), []);
  });
});

/** Stretches in order, after a pause each, of quarter-hours. */
const stretches = fc
  .array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 9 })), { maxLength: 5 })
  .map((given): Interval[] => {
    let quarter = -4;
    return given.map(([pause, length]) => {
      const start = quarter + pause;
      quarter = start + length;
      return { start: start * 15 * msPerMinute, end: quarter * 15 * msPerMinute };
    });
  });
const day: Interval = { start: 0, end: 30 * 15 * msPerMinute };

describe('runs: what is left of a window', () => {
  it('beside what is excluded and what others take, which are one list in order', () => {
    fc.assert(
      fc.property(stretches, stretches, (given, taken) => {
        const excluded = given.filter(({ start, end }) => day.start <= start && end <= day.end);
        const closed = closedIn(excluded, day, taken);
        const open = openParts(day, closed);
        if (excluded.every(({ start }, index) => index === 0 || start > (excluded[index - 1]?.end ?? 0)))
          assertInOrderAndApart(closed, day);
        assertInOrderAndApart(open, day);
        for (const instant of instantsOf(day)) {
          const isClosed = isIn(excluded, instant) || isIn(taken, instant);
          assert.deepEqual([isIn(closed, instant), isIn(open, instant)], [isClosed, !isClosed]);
        }
        const part = { start: day.start + 100 * msPerMinute, end: day.end - 100 * msPerMinute };
        const inside = openParts(part, closed);
        for (const instant of instantsOf(day))
          assert.equal(isIn(inside, instant), contains(part, instant) && isIn(open, instant), 'of a part of it');
        if (!taken.some(({ start, end }) => start < day.end && day.start < end)) assert.equal(closed, excluded);
      }),
      { numRuns: trials * 5 },
    );
  });

  it('is all of it where nothing is closed, and nothing of an empty one', () => {
    assert.deepEqual(openParts(day, []), [day]);
    assert.deepEqual(openParts({ start: 5, end: 5 }, []), []);
    assert.deepEqual(openParts({ start: 5, end: 4 }, []), []);
    assert.deepEqual(openParts({ start: 5, end: 5 }, [day]), []);
  });

  it('has a last moment at which the run time still fits: a minute later it does not', () => {
    const minutesLeft = (parts: readonly Interval[], from: Ms) =>
      parts.map(({ start, end }) => Math.max(0, end - Math.max(start, from)) / msPerMinute);
    fc.assert(
      fc.property(
        stretches,
        fc.constantFrom('contiguous' as const, 'interruptible' as const),
        fc.integer({ min: 0, max: 300 }),
        (closed, mode, minutes) => {
          const parts = openParts(day, closed);
          const fits = (from: Ms) => {
            const left = minutesLeft(parts, from);
            const most = mode === 'contiguous' ? Math.max(0, ...left) : left.reduce((sum, one) => sum + one, 0);
            return most >= minutes;
          };
          const last = lastMoment(settingsOf([], { mode }), parts, minutes * msPerMinute);
          if (last === undefined) assert.ok(!fits(day.start) || parts.length === 0);
          else if (minutes > 0) assert.deepEqual([fits(last), fits(last + msPerMinute)], [true, false]);
          else assert.equal(last, parts.at(-1)?.end);
        },
      ),
      { numRuns: trials * 5 },
    );
  });
});
