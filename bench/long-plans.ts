/**
 * Prints how long plans of several days take under odd rules, in all and at a stretch, and how much room they need.
 *
 * A stretch is what lies between two stops of `planInSteps`: the longest time that one plan may keep Node-RED busy.
 */
import { type PricePoint, plan, planInSteps, prepare, type Request } from '#src/planner/index.js';

const minute = 60_000;
const hour = 60 * minute;
const origin = Date.parse('2026-01-01T00:00:00Z');

type Shape = (index: number, noise: number) => number;

/** A day of the market with noise; two levels in turn, which make most plans equal; the same price all the time. */
const shapes: Record<string, Shape> = {
  market: (index, noise) => {
    const clock = ((index % 96) / 96) * 2 * Math.PI;
    return Math.round((28 - 6 * Math.cos(clock * 2) + 4 * Math.sin(clock) + noise * 5) * 1000) / 1000;
  },
  'two levels': (index) => (index % 2 === 0 ? 10 : 30),
};

function prices(count: number, shape: Shape): PricePoint[] {
  let state = 42;
  return Array.from({ length: count }, (_, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const start = origin + index * 15 * minute;
    return { start, end: start + 15 * minute, price: shape(index, state / 2 ** 32) };
  });
}

interface Row {
  readonly hours: number;
  readonly minutes: number;
  readonly rules: object;
}

const odd = { minRunMs: 7 * minute, minPauseMs: 11 * minute };
const rows: readonly Row[] = [47, 72, 168].flatMap((hours) =>
  [{}, { maxStarts: 50 }, { maxStarts: 5 }, { maxStarts: 50, objective: 'dearest', partial: 'maximise' }].map(
    (more) => ({ hours, minutes: Math.round(hours * 20) + 1, rules: { ...odd, ...more } }),
  ),
);

const allRules = { minRunMs: 60 * minute, minPauseMs: 30 * minute, maxOffMs: 4 * hour, maxStarts: 28, maxPriceCt: 30 };
const offRows: readonly Row[] = [
  { hours: 168, minutes: 3360, rules: { ...allRules, partial: 'maximise' } },
  { hours: 168, minutes: 3367, rules: { ...allRules, partial: 'maximise' } },
  { hours: 168, minutes: 0, rules: { ...allRules, maxStarts: undefined } },
];

/** Processor time of many plans of two days on quarter-hours with a limit on time off, over that without, in turns. */
function offRatio(minutes: number, maxOffMs: number): string {
  const series = prepare(prices(48 * 4, shapes.market as Shape));
  const base = { kind: 'interruptible' as const, powerW: 3000, earliest: origin, latestEnd: origin + 48 * hour };
  const request = { ...base, durationMs: minutes * minute, minRunMs: 60 * minute, minPauseMs: 30 * minute };
  const times = [0, 0];
  for (let turn = 0; turn < 60; turn++) {
    for (const [index, one] of [request, { ...request, maxOffMs }].entries()) {
      const before = process.cpuUsage();
      for (let i = 0; i < 10; i++) plan(series, one);
      const { user, system } = process.cpuUsage(before);
      if (turn >= 10) times[index] = (times[index] ?? 0) + (user + system) / 500_000;
    }
  }
  const [without = 1, limited = 0] = times;
  return `${limited.toFixed(3)} ms : ${without.toFixed(3)} ms = ${(limited / without).toFixed(2)} times`;
}

function measure({ hours, minutes, rules }: Row, shape: Shape): string {
  const series = prepare(prices(hours * 4, shape));
  const request = {
    kind: 'interruptible',
    durationMs: minutes * minute,
    powerW: 1000,
    earliest: origin,
    latestEnd: origin + hours * hour,
    ...rules,
  } as Request;
  const steps = planInSteps(series, request);
  let [all, longest, count] = [0, 0, 0];
  for (;;) {
    const before = process.cpuUsage();
    const step = steps.next();
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    all += took;
    longest = Math.max(longest, took);
    count += 1;
    if (step.done) {
      const { starts, costCt, lowerBoundCt } = step.value;
      const gap = costCt === lowerBoundCt ? 'exact' : `bound ${lowerBoundCt.toFixed(3)} ct`;
      return `${all.toFixed(0)} ms in ${count} steps, longest ${longest.toFixed(1)} ms | ${starts} starts, ${costCt.toFixed(3)} ct, ${gap}`;
    }
  }
}

for (const minutes of [360, 480, 960])
  for (const hours of [4, 8, 12])
    console.log(
      `48 h, ${minutes} min, never off longer than ${hours} h, with it : without: ${offRatio(minutes, hours * hour)}`,
    );

for (const [name, shape] of Object.entries(shapes))
  for (const row of [...offRows, ...rows])
    console.log(
      `${name}, ${row.hours} h, ${row.minutes} min, ${JSON.stringify(row.rules)} | ${measure(row, shape)} | ` +
        `${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most so far`,
    );
