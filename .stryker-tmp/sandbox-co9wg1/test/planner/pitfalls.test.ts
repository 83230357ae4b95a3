// @ts-nocheck
import assert from 'node:assert/strict';
import { type PricePoint, plan, prepare, schedule } from '#src/planner/index.js';
import { civilDay, dailyWindows, isoLocal } from '#src/time/index.js';
import { draw, hour, minute, series } from './series.js';

const berlin = 'Europe/Berlin';
const m = (minutes: number) => minutes * minute;

/** A local day in quarter-hours; cheap in the local hour `cheap`, whichever of the two it is on the long day. */
function quarters(date: string, priceAt: (local: string) => number): PricePoint[] {
  const day = civilDay(berlin, date);
  const points: PricePoint[] = [];
  for (let start = day.start; start < day.end; start += m(15))
    points.push({ start, end: start + m(15), price: priceAt(isoLocal(berlin, start)) });
  return points;
}

describe('planner: pitfalls seen elsewhere', () => {
  it('durations are not rounded to intervals', () => {
    const found = plan(prepare(series([5, 1, 9], 15)), {
      kind: 'interruptible',
      earliest: 0,
      latestEnd: m(45),
      durationMs: m(20),
      powerW: 1000,
    });
    assert.equal(draw(found.segments), '0-5 15-30');
  });

  it('a start inside an interval is found when the end then falls on an edge', () => {
    const cheap = [30, 20, 10, 10, 30];
    const found = plan(prepare(series(cheap, 15)), {
      kind: 'contiguous',
      earliest: 0,
      latestEnd: m(75),
      durationMs: m(40),
      powerW: 1000,
    });
    assert.equal(draw(found.segments), '20-60');
  });

  it('nothing depends on the length of an interval', () => {
    const wanted = { kind: 'contiguous', earliest: 0, latestEnd: m(240), durationMs: m(100), powerW: 1000 } as const;
    const coarse = series([40, 10, 20, 30]);
    for (const minutes of [15, 20, 30]) {
      const fine = coarse.flatMap(({ price }, i) => series(Array(60 / minutes).fill(price), minutes, i * hour));
      assert.equal(draw(plan(prepare(fine), wanted).segments), draw(plan(prepare(coarse), wanted).segments));
    }
  });

  it('on the long day the repeated hour is two hours', () => {
    const points = quarters('2026-10-25', (local) => (local.includes('T02:') ? 1 : 20));
    assert.equal(points.length, 100);
    const day = civilDay(berlin, '2026-10-25');
    const found = plan(prepare(points), {
      kind: 'contiguous',
      earliest: day.start,
      latestEnd: day.end,
      durationMs: 2 * hour,
      powerW: 1000,
    });
    assert.equal(found.costCt, 2);
    assert.deepEqual(
      found.segments.map(({ start, end }) => [isoLocal(berlin, start), isoLocal(berlin, end)]),
      [['2026-10-25T02:00:00+02:00', '2026-10-25T03:00:00+01:00']],
    );
  });

  it('on the short day there is no hole between 02:00 and 03:00', () => {
    const points = quarters('2026-03-29', (local) => (/T0[13]:/.test(local) ? 1 : 20));
    assert.equal(points.length, 92);
    const day = civilDay(berlin, '2026-03-29');
    const found = plan(prepare(points), {
      kind: 'contiguous',
      earliest: day.start,
      latestEnd: day.end,
      durationMs: 2 * hour,
      powerW: 1000,
    });
    assert.equal(found.costCt, 2);
    assert.equal(isoLocal(berlin, found.segments[0]?.end ?? 0), '2026-03-29T04:00:00+02:00');
  });

  it('a nightly window of a clock change has its real length', () => {
    for (const [date, hours] of [
      ['2026-03-28', 7],
      ['2026-10-24', 9],
      ['2026-11-21', 8],
    ] as const) {
      const day = civilDay(berlin, date);
      const [window] = dailyWindows(berlin, '22:00', '06:00', [6], day).slice(-1);
      const prices = prepare(series(Array(48).fill(10), 60, day.start));
      const all = { kind: 'interruptible', durationMs: 24 * hour, powerW: 1000, partial: 'maximise' } as const;
      const found = plan(prices, { ...all, earliest: window?.start ?? 0, latestEnd: window?.end ?? 0 });
      assert.equal(found.energyWh, hours * 1000);
    }
  });

  it('the limit is kept while planning, not after it', () => {
    const found = plan(prepare(series([1, 9, 3, 3])), {
      kind: 'contiguous',
      earliest: 0,
      latestEnd: m(240),
      durationMs: m(120),
      powerW: 1000,
      maxPriceCt: 4,
    });
    assert.equal(draw(found.segments), '120-240');
  });

  it('a minimum run is kept by the plan, not by holding on later', () => {
    const found = plan(prepare(series([1, 9, 9, 3, 3, 9], 15)), {
      kind: 'interruptible',
      earliest: 0,
      latestEnd: m(90),
      durationMs: m(30),
      powerW: 1000,
      minRunMs: m(30),
    });
    assert.equal(draw(found.segments), '45-75');
  });

  it('planned again within a run, the run that is on is part of the problem', () => {
    const prices = prepare(series([5, 5, 1, 1], 15));
    const rest = { kind: 'interruptible', earliest: m(10), latestEnd: m(60), durationMs: m(40), powerW: 1000 } as const;
    const rules = { minRunMs: m(20), initial: { on: true, forMs: m(10) } };
    assert.equal(draw(plan(prices, { ...rest, ...rules }).segments), '10-20 30-60');
  });

  it('sums that differ only by float noise are equal', () => {
    const noisy = series([0.1, 0.2, 0.3, 0.30000000000000004, 0.2, 0.1], 15);
    const wanted = { kind: 'contiguous', earliest: 0, latestEnd: m(90), durationMs: m(45), powerW: 1700 } as const;
    assert.equal(draw(plan(prepare(noisy), wanted).segments, 1700), '0-45');
    assert.equal(draw(plan(prepare(noisy), { ...wanted, tieBreak: 'latest' }).segments, 1700), '45-90');
  });

  it('the horizon is not the end of the world: a short one is said', () => {
    const found = plan(prepare(series([9, 8])), {
      kind: 'contiguous',
      earliest: 0,
      latestEnd: m(600),
      durationMs: hour,
      powerW: 1000,
    });
    assert.deepEqual([draw(found.segments), found.validUntil], ['60-120', m(120)]);
  });

  it('a boundary exactly at now belongs to what begins', () => {
    const found = plan(prepare(series([9, 1, 9])), {
      kind: 'contiguous',
      earliest: m(60),
      latestEnd: m(180),
      durationMs: hour,
      powerW: 1000,
    });
    assert.deepEqual(schedule(found, m(60)), { on: true, powerW: 1000, nextChange: m(120) });
    assert.deepEqual(schedule(found, m(120)), { on: false, powerW: 0, nextChange: null });
    assert.deepEqual(schedule(found, m(60) - 1), { on: false, powerW: 0, nextChange: m(60) });
    assert.equal(found.nextChange, m(120));
  });

  it('negative prices all the way: still the cheapest, not the first', () => {
    const found = plan(prepare(series([-1, -2, -3, -4])), {
      kind: 'contiguous',
      earliest: 0,
      latestEnd: m(240),
      durationMs: m(120),
      powerW: 1000,
    });
    assert.deepEqual([draw(found.segments), found.costCt, found.baseline.worstCt], ['120-240', -7, -3]);
  });
});
