import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Surroundings, usableStretches } from '#src/runs/device/below-limit.js';
import { defaultRunSettings } from '#src/runs/index.js';
import { contains, type Interval, united } from '#src/time/index.js';

const minuteMs = 60_000;
/** Minutes are counted from some instant long after 1970. */
const begin = 10_000;
const instant = (minute: number) => (begin + minute) * minuteMs;

/** `10-20 30-40`, in minutes. */
function stretches(text: string): Interval[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((one) => one.split('-').map((minute) => instant(Number(minute))))
    .map(([start = 0, end = 0]) => ({ start, end }));
}

function drawn(all: readonly Interval[]): string {
  return all.map(({ start, end }) => `${start / minuteMs - begin}-${end / minuteMs - begin}`).join(' ');
}

interface Row {
  readonly name: string;
  readonly offered: string;
  readonly fixed?: string;
  readonly run?: number;
  readonly pause?: number;
  readonly offSince?: number;
  readonly onSince?: number;
  readonly starts?: number | undefined;
  readonly used: string;
}

function used({ offered, fixed = '', run = 0, pause = 0, offSince, onSince, starts }: Omit<Row, 'name' | 'used'>) {
  const around: Surroundings = {
    settings: { ...defaultRunSettings, minRunMinutes: run, minPauseMinutes: pause },
    fixed: stretches(fixed),
    ...(offSince !== undefined && { offSince: instant(offSince) }),
    ...(onSince !== undefined && { onSince: instant(onSince) }),
    startsLeft: starts,
  };
  return usableStretches(stretches(offered), around);
}

const rows: Row[] = [
  { name: 'all of them without rules', offered: '10-20 25-40', used: '10-20 25-40' },
  { name: 'as long as a run has to be', offered: '10-20', run: 10, used: '10-20' },
  { name: 'a minute too short', offered: '10-19 30-40', run: 10, used: '30-40' },
  { name: 'begins after the pause of a run', offered: '10-40', fixed: '0-5', pause: 15, used: '20-40' },
  { name: 'the pause is just over', offered: '20-40', fixed: '0-5', pause: 15, used: '20-40' },
  { name: 'goes on where a run ends, without a pause', offered: '5-40', fixed: '0-5', pause: 15, used: '5-40' },
  { name: 'goes on after a run that reaches into it', offered: '5-40', fixed: '0-15', pause: 15, used: '5-40' },
  { name: 'lies in a run', offered: '5-10', fixed: '0-15', pause: 15, run: 10, used: '5-10' },
  { name: 'ends a pause before the next run', offered: '10-40', fixed: '50-60', pause: 15, used: '10-35' },
  { name: 'ends where the next run begins', offered: '10-50', fixed: '50-60', pause: 15, used: '10-50' },
  { name: 'nothing is left before the next run', offered: '36-40', fixed: '50-60', pause: 15, used: '' },
  { name: 'exactly nothing is left', offered: '35-40', fixed: '50-60', pause: 15, used: '' },
  { name: 'short, but right before a run', offered: '45-50', fixed: '50-60', run: 15, used: '45-50' },
  { name: 'short, but right after a run', offered: '60-65', fixed: '50-60', run: 15, used: '60-65' },
  { name: 'too short even with the run', offered: '60-64', fixed: '50-60', run: 15, used: '' },
  { name: 'what overlaps a run counts once', offered: '45-55', fixed: '50-60', run: 16, used: '' },
  { name: 'a run inside of it makes it no shorter', offered: '40-60', fixed: '45-50', run: 20, used: '40-60' },
  { name: 'two runs beside it', offered: '20-30', fixed: '10-20 30-40', run: 30, pause: 9, used: '20-30' },
  { name: 'only the nearest run before it counts', offered: '30-60', fixed: '0-10 15-20', pause: 15, used: '35-60' },
  { name: 'a run far behind it is no matter', offered: '10-20', fixed: '90-99', pause: 15, run: 10, used: '10-20' },
  { name: 'a pause between two of them', offered: '10-20 25-60', pause: 15, used: '10-20 35-60' },
  { name: 'what is left out needs no pause', offered: '10-12 14-60', run: 10, pause: 15, used: '14-60' },
  { name: 'off since a moment ago', offered: '10-40', offSince: 10, pause: 15, used: '10-40' },
  { name: 'off for less than a pause', offered: '10-40', offSince: 5, pause: 15, used: '20-40' },
  { name: 'off for long', offered: '40-50', offSince: 5, pause: 15, used: '40-50' },
  {
    name: 'on since before: no pause, and it has been long enough',
    offered: '10-12 50-60',
    onSince: 0,
    run: 10,
    pause: 20,
    fixed: '',
    used: '10-12 50-60',
  },
  {
    name: 'on since before: the one after it has rules',
    offered: '10-12 20-40',
    onSince: 0,
    run: 10,
    pause: 20,
    used: '10-12',
  },
  { name: 'on since before: needs no start', offered: '10-12 50-60', onSince: 0, starts: 0, used: '10-12' },
  { name: 'one start for two of them', offered: '10-20 30-40', starts: 1, used: '10-20' },
  { name: 'two starts for two of them', offered: '10-20 30-40', starts: 2, used: '10-20 30-40' },
  {
    name: 'what lengthens a run needs no start',
    offered: '10-20 30-40',
    fixed: '20-30',
    starts: 0,
    used: '10-20 30-40',
  },
  {
    name: 'what lengthens a run leaves the start to another one',
    offered: '10-20 50-60',
    fixed: '20-30',
    starts: 1,
    used: '10-20 50-60',
  },
  { name: 'no start for what is between', offered: '2-8 10-20', fixed: '20-30', starts: 0, used: '10-20' },
];

describe('runs: stretches that a price limit offers', () => {
  for (const row of rows) {
    const { name, offered, fixed, used: expected } = row;
    it(`${name}: ${offered}${fixed ? ` beside ${fixed}` : ''} gives ${expected || 'none'}`, () => {
      assert.equal(drawn(used(row)), expected);
    });
  }

  it('lie in what is offered, keep run, pause and starts, whatever surrounds them', () => {
    const lengths = (most: number) =>
      fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })), { maxLength: most });
    const apart = (pieces: readonly (readonly [gap: number, length: number])[], leastGap: number) => {
      let at = 10;
      return pieces.map(([gap, length]) => {
        const start = at + Math.max(gap, leastGap);
        at = start + length;
        return `${start}-${at}`;
      });
    };
    const rule = fc.integer({ min: 0, max: 40 });
    const starts = fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined });
    fc.assert(
      fc.property(lengths(5), lengths(2), rule, rule, starts, (offer, runs, run, pause, left) => {
        const given = {
          offered: apart(offer, 1).join(' '),
          fixed: apart(runs, pause).join(' '),
          run,
          pause,
          starts: left,
        };
        const [offered, fixed, found] = [stretches(given.offered), stretches(given.fixed), used(given)];
        for (const one of found)
          assert.ok(offered.some(({ start, end }) => start <= one.start && one.end <= end && one.start < one.end));
        const onTimes = united([...found, ...fixed]);
        const isOf = (on: Interval, all: readonly Interval[]) => all.some((one) => contains(on, one.start));
        for (const [index, { start, end }] of onTimes.entries()) {
          const before = onTimes[index - 1]?.end ?? Number.NEGATIVE_INFINITY;
          assert.ok(start - before >= pause * minuteMs, drawn(onTimes));
          assert.ok(!isOf({ start, end }, found) || end - start >= run * minuteMs, drawn(onTimes));
        }
        const needed = onTimes.filter((on) => !isOf(on, fixed)).length;
        assert.ok(needed <= (left ?? Number.POSITIVE_INFINITY), drawn(onTimes));
      }),
      { numRuns: 500 },
    );
  });
});
