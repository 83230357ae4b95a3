import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { at, series } from './prices.js';
import { drawn, type Happening, live } from './simulator.js';

const minuteMs = 60_000;
const day = at('2026-11-22');
const trials = Number(process.env.PROPERTY_RUNS ?? 40);
const amounts = fc.array(fc.integer({ min: -5, max: 40 }), { minLength: 96, maxLength: 96 });
const restarts = fc.array(fc.integer({ min: 1, max: 1439 }), { maxLength: 5 });
const replan = fc.constantFrom('until-start' as const, 'locked' as const, 'always' as const);

/** The day, lived with prices known from the start; what it cost, ct/kWh x minutes. */
function lived(pricesCt: readonly number[], given: Partial<RunSettings>, happenings: readonly Happening[]) {
  const settings: RunSettings = { ...defaultRunSettings, mode: 'interruptible', ...given };
  const to = day + 1440 * minuteMs;
  const seen = live({ settings, series: series(day, pricesCt, 15), from: day, to: to - 1, happenings });
  const minutes: number[] = [];
  for (const run of seen.onTimes) {
    const end = run.end === to - 1 ? to : run.end;
    for (let minute = (run.start - day) / minuteMs; minute < (end - day) / minuteMs; minute += 1) minutes.push(minute);
  }
  const cost = minutes.reduce((sum, minute) => sum + (pricesCt[Math.floor(minute / 15)] ?? Number.NaN), 0);
  return { minutes, cost, drawing: drawn(seen.onTimes) };
}

/** The cheapest minutes from an instant on. */
function cheapest(pricesCt: readonly number[], count: number, from = 0): number {
  const all = Array.from(
    { length: 1440 - from },
    (_, index) => pricesCt[Math.floor((from + index) / 15)] ?? Number.NaN,
  );
  return all
    .sort((a, b) => a - b)
    .slice(0, count)
    .reduce((sum, priceCt) => sum + priceCt, 0);
}

describe('runs: cost of what is executed', function () {
  // Some hundred days are lived through; a busy machine takes its time.
  this.timeout(3_600_000);

  it('in pieces: that of the cheapest minutes, restarted or not', () => {
    fc.assert(
      fc.property(
        amounts,
        fc.integer({ min: 1, max: 600 }),
        restarts,
        replan,
        (pricesCt, durationMinutes, minutes, mode) => {
          const happenings = minutes.map((minute): Happening => ({ at: day + minute * minuteMs, restart: true }));
          const { cost, minutes: run, drawing } = lived(pricesCt, { durationMinutes, replan: mode }, happenings);
          assert.equal(run.length, durationMinutes, drawing);
          assert.equal(cost, cheapest(pricesCt, durationMinutes), drawing);
        },
      ),
      { numRuns: trials },
    );
  });

  it('after an override the rest is the cheapest that is still to be had', () => {
    const from = fc.integer({ min: 1, max: 900 });
    fc.assert(
      fc.property(amounts, from, fc.integer({ min: 1, max: 120 }), replan, (pricesCt, start, minutes, mode) => {
        const durationMinutes = 180;
        const command = { kind: 'override' as const, state: 'on' as const, minutes };
        const {
          minutes: run,
          cost,
          drawing,
        } = lived(pricesCt, { durationMinutes, replan: mode }, [{ at: day + start * minuteMs, command }]);
        const before = run.filter((minute) => minute < start);
        // A piece that was on when the override came goes on to its planned end.
        const until = start + minutes;
        const spent = run.filter((minute) => minute < until);
        const left = durationMinutes - spent.length;
        const isOn = (minute: number): boolean => run.includes(minute);
        if (left <= 0 || isOn(until) || before.length >= durationMinutes) return;
        const paid = spent.reduce((sum, minute) => sum + (pricesCt[Math.floor(minute / 15)] ?? 0), 0);
        assert.equal(run.length, durationMinutes, drawing);
        assert.equal(cost - paid, cheapest(pricesCt, left, until), drawing);
      }),
      { numRuns: trials },
    );
  });
});
