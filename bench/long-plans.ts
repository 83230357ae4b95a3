/**
 * Prints how long plans of several days take under odd rules, in all and at a stretch, and how much room they need.
 *
 * A stretch is what lies between two stops of `planInSteps`: the longest time that one plan may keep Node-RED busy.
 */
import {
  longestWithinInSteps,
  type Plan,
  type PricePoint,
  plan,
  planInSteps,
  prepare,
  type Request,
  type Steps,
} from '#src/planner/index.js';

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
  /** Over `interruptible` with that many minutes. */
  readonly rules: object;
  /** Present = not a plan, but the longest run time whose average is no more than this, ct/kWh. */
  readonly withinCt?: number;
}

/** How long a plan may keep Node-RED busy at a stretch. */
const longestStretchMs = 50;

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

const phases = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    return { durationMs: (1 + (index % 9)) * minute, powerW: index % 10 === 9 ? 0 : 100 + ((index * 37) % 900) };
  });
const energy = { kind: 'energy', minPowerW: 0, maxPowerW: 1000, efficiency: 0.9, ...odd };
/** Requests of every other kind, and such that do not fit. */
const otherRows: readonly Row[] = [
  { hours: 168, minutes: 3361, rules: { tieBreak: 'fewest' } },
  { hours: 168, minutes: 3361, rules: { ...odd, tieBreak: 'fewest', maxStarts: 50 } },
  { hours: 168, minutes: 10_079, rules: { ...odd, maxStarts: 50, maxPriceCt: 25 } },
  { hours: 168, minutes: 0, rules: { ...energy, energyWh: 50_000, maxStarts: 20 } },
  { hours: 168, minutes: 0, rules: { ...energy, energyWh: 500_000, maxStarts: 20 } },
  { hours: 168, minutes: 0, rules: { kind: 'profile', profile: phases(50), startAlignMs: minute } },
  { hours: 168, minutes: 0, rules: { kind: 'profile', profile: phases(1000), startAlignMs: minute } },
  { hours: 168, minutes: 0, rules: { kind: 'profile', profile: phases(1000), maxOffMs: 48 * hour, maxPriceCt: 20 } },
  { hours: 168, minutes: 3361, rules: { ...odd, maxStarts: 20 }, withinCt: 22 },
  { hours: 168, minutes: 3361, rules: odd, withinCt: 22 },
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

/** What a row asks for, and how its answer reads. */
function* answered({ hours, minutes, rules, withinCt }: Row, shape: Shape): Steps<string> {
  const series = prepare(prices(hours * 4, shape));
  const base = { kind: 'interruptible', powerW: 1000, earliest: origin, latestEnd: origin + hours * hour };
  const request = { ...base, durationMs: minutes * minute, ...rules } as Request;
  if (withinCt === undefined) return described(yield* planInSteps(series, request));
  const limit = { maxCt: withinCt, spentCt: 0, spentKwh: 0 };
  const length = yield* longestWithinInSteps(series, request as Parameters<typeof longestWithinInSteps>[1], limit);
  return `${length / minute} min within ${withinCt} ct`;
}

function described({ feasible, reason, starts, costCt, lowerBoundCt }: Plan): string {
  if (!feasible) return `${reason}`;
  return `${starts} starts, ${costCt.toFixed(3)} ct, ${costCt === lowerBoundCt ? 'exact' : `bound ${lowerBoundCt.toFixed(3)} ct`}`;
}

/** Processor time of every step in ms, and the answer. */
function timesOf(row: Row, shape: Shape): { readonly times: number[]; readonly answer: string } {
  const steps = answered(row, shape);
  const times: number[] = [];
  for (;;) {
    const before = process.cpuUsage();
    const step = steps.next();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
    if (step.done) return { times, answer: step.value };
  }
}

/** Steps are the same every time, so the quicker of two runs of each is what it takes: what else the machine does is out. */
function measure(row: Row, shape: Shape): string {
  const [first, second] = [timesOf(row, shape), timesOf(row, shape)];
  const times = first.times.map((time, index) => Math.min(time, second.times[index] ?? time));
  const all = times.reduce((sum, time) => sum + time, 0);
  const longest = times.reduce((most, time) => Math.max(most, time), 0);
  const verdict = longest <= longestStretchMs ? 'ok' : 'ABOVE';
  return `${all.toFixed(0)} ms in ${times.length} steps, longest ${longest.toFixed(1)} ms (<= ${longestStretchMs}) ${verdict} | ${second.answer}`;
}

function named(rules: object): string {
  const short = (_key: string, value: unknown) => (Array.isArray(value) ? `${value.length} phases` : value);
  return JSON.stringify(rules, short);
}

for (const minutes of [360, 480, 960])
  for (const hours of [4, 8, 12])
    console.log(
      `48 h, ${minutes} min, never off longer than ${hours} h, with it : without: ${offRatio(minutes, hours * hour)}`,
    );

for (const [name, shape] of Object.entries(shapes))
  for (const row of [...otherRows, ...offRows, ...rows])
    console.log(
      `${name}, ${row.hours} h, ${row.minutes} min, ${named(row.rules)} | ${measure(row, shape)} | ` +
        `${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most so far`,
    );
