import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { contains, type Interval, type Ms } from '#src/time/index.js';
import { at, clock, series } from './prices.js';
import { drawn, type Happening, live, type Seen, told } from './simulator.js';

const minuteMs = 60_000;
const day = at('2026-11-22');
const end = day + 48 * 60 * minuteMs;
const runs = Number(process.env.PROPERTY_RUNS ?? 30);

const seeds = fc.integer({ min: 0, max: 1e6 });

/** Two days of whole-cent prices with many ties, from a seed. */
function pricesFrom(seed: number): number[] {
  let state = seed;
  return Array.from({ length: 192 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * 20) - 5;
  });
}
const shape = fc.record({
  mode: fc.constantFrom('contiguous' as const, 'interruptible' as const),
  durationMinutes: fc.oneof(
    fc.integer({ min: 1, max: 80 }).map((fives) => fives * 5),
    fc.integer({ min: 1, max: 90 }),
  ),
  tie: fc.constantFrom('earliest' as const, 'latest' as const, 'fewest' as const),
  replan: fc.constantFrom('until-start' as const, 'locked' as const, 'always' as const),
  objective: fc.constantFrom('cheapest' as const, 'dearest' as const),
  from: fc.constantFrom('00:00', '06:00', '22:00', '13:37'),
});
const rules = fc.record({
  minRunMinutes: fc.constantFrom(0, 15, 30, 45),
  minPauseMinutes: fc.constantFrom(0, 15, 40),
  maxStarts: fc.constantFrom(0, 1, 2, 3),
});

function settingsOf(given: Partial<RunSettings>): RunSettings {
  return { ...defaultRunSettings, ...given, ...(given.from && { to: given.from }) };
}

function onMs(seen: Seen, from: Ms, to: Ms): number {
  return seen.onTimes.reduce((sum, run) => sum + Math.max(0, Math.min(run.end, to) - Math.max(run.start, from)), 0);
}

describe('runs: properties', function () {
  // Some hundred days are lived through; a busy machine takes its time.
  this.timeout(3_600_000);

  it('runs exactly the duration in every whole window, with its rules', () => {
    fc.assert(
      fc.property(seeds, shape, rules, (seed, given, ruled) => {
        const amounts = pricesFrom(seed);
        const settings = settingsOf({ ...given, ...ruled });
        const seen = live({ settings, series: series(day, amounts, 15), from: day, to: end });
        const finished = seen.decisions.flatMap((decision) =>
          decision.events.filter(({ kind }) => kind === 'finished'),
        );
        assert.ok(finished.length > 0 || settings.from !== '00:00');
        for (const { plan } of finished) {
          assert.ok(plan);
          const { start, end: windowEnd } = plan.window;
          assert.equal(onMs(seen, start, windowEnd), settings.durationMinutes * minuteMs, drawn(seen.onTimes));
          // One that ends where the next window begins goes on there without a pause.
          const inside = seen.onTimes.filter((run) => run.start < windowEnd && start < run.end);
          if (settings.mode === 'contiguous') assert.equal(inside.length, 1);
          else checkRules(inside, settings, plan.window);
        }
      }),
      { numRuns: runs },
    );
  });

  it('lives the same whether or not it is restarted', () => {
    const restarts = fc.array(fc.integer({ min: 1, max: 48 * 60 * 4 - 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(seeds, shape, rules, restarts, (seed, given, ruled, quarters) => {
        const amounts = pricesFrom(seed);
        const story = {
          settings: settingsOf({ ...given, ...ruled }),
          series: series(day, amounts, 15),
          from: day,
          to: end,
        };
        const happenings: Happening[] = quarters.map((quarter) => ({ at: day + quarter * 15_000, restart: true }));
        const calm = live(story);
        const restless = live({ ...story, happenings });
        assert.equal(drawn(restless.onTimes), drawn(calm.onTimes));
        assert.equal(told(restless), told(calm));
      }),
      { numRuns: runs },
    );
  });

  it('costs what a brute force over all whole minutes finds, and no run begun is cut when prices change', () => {
    fc.assert(
      fc.property(
        seeds,
        seeds,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 1439 }),
        (seed, otherSeed, durationMinutes, minute) => {
          const amounts = pricesFrom(seed);
          const others = pricesFrom(otherSeed);
          const settings = settingsOf({ durationMinutes });
          const first = series(day, amounts, 15);
          const calm = live({ settings, series: first, from: day, to: day + 1440 * minuteMs });
          const run = calm.onTimes[0]!;
          assert.ok(
            Math.abs(
              cost(amounts, run.start, run.start + durationMinutes * minuteMs) - best(amounts, durationMinutes),
            ) < 1e-6,
            drawn(calm.onTimes),
          );
          const changed = live({
            settings,
            series: first,
            from: day,
            to: day + 1440 * minuteMs,
            happenings: [{ at: day + minute * minuteMs, series: series(day, others, 15) }],
          });
          for (const on of changed.onTimes) {
            assert.ok(
              on.end - on.start === durationMinutes * minuteMs || on.end === day + 1440 * minuteMs,
              `${drawn(changed.onTimes)} at ${clock(day + minute * minuteMs)}`,
            );
          }
        },
      ),
      { numRuns: runs },
    );
  });
});

function checkRules(inside: Seen['onTimes'], settings: RunSettings, window: Interval): void {
  const { minPauseMinutes, maxStarts, durationMinutes } = settings;
  const minRunMinutes = Math.min(settings.minRunMinutes, durationMinutes);
  const starts = inside.filter(({ start }) => contains(window, start));
  if (maxStarts > 0) assert.ok(starts.length <= maxStarts, `${drawn(starts)} in ${maxStarts} starts`);
  for (const [index, run] of inside.entries()) {
    assert.ok(
      run.end >= end || run.end - run.start >= minRunMinutes * minuteMs,
      `${drawn(inside)} of at least ${minRunMinutes}`,
    );
    const next = inside[index + 1];
    if (next)
      assert.ok(next.start - run.end >= minPauseMinutes * minuteMs, `${drawn(inside)} ${minPauseMinutes} apart`);
  }
}

/** ct/kWh x minutes. */
function cost(amounts: readonly number[], start: Ms, runEnd: Ms): number {
  let sum = 0;
  for (let minute = (start - day) / minuteMs; minute < (runEnd - day) / minuteMs; minute += 1)
    sum += amounts[Math.floor(minute / 15)]!;
  return sum;
}

function best(amounts: readonly number[], durationMinutes: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start + durationMinutes <= 1440; start += 1) {
    const from = day + start * minuteMs;
    least = Math.min(least, cost(amounts, from, from + durationMinutes * minuteMs));
  }
  return least;
}
