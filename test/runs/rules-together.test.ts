import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type PriceSeries, priceAt } from '#src/prices/index.js';
import type { Run } from '#src/runs/device/log.js';
import { checkRunSettings, defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { civilDay, type Interval, type Ms } from '#src/time/index.js';
import { at, clock, series } from './prices.js';
import { drawn, type Happening, live, type Seen, told } from './simulator.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const zone = 'Europe/Berlin';
const trials = Number(process.env.PROPERTY_RUNS ?? 60);
/** The first of three local days, of which the second has 24, 23 or 25 hours. */
const firsts = ['2026-11-21', '2026-03-28', '2026-10-24'];

const usualRow = Array.from({ length: 96 }, (_, quarter) => ((quarter * 37) % 29) + 5);
const usual = { weekday: usualRow, weekend: usualRow, timeZone: zone, learnedUntil: '2026-01-01' };

const quarters = (least: number, most: number) => fc.integer({ min: least, max: most }).map((count) => count * 15);
const wallTime = quarters(0, 95).map(
  (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
);
const often = <T>(usually: T, other: fc.Arbitrary<T>) => fc.oneof(fc.constant(usually), other);

const settings = fc
  .record({
    mode: fc.constantFrom('contiguous' as const, 'interruptible' as const, 'threshold' as const),
    durationMinutes: quarters(1, 24),
    from: fc.constantFrom('00:00', '00:00', '06:00', '18:00'),
    to: fc.constantFrom('00:00', '00:00', '06:00', '20:00'),
    exclude: often<RunSettings['exclude']>([], fc.array(fc.record({ from: wallTime, to: wallTime }), { maxLength: 3 })),
    partial: fc.constantFrom('exact' as const, 'maximise' as const),
    objective: fc.constantFrom('cheapest' as const, 'cheapest' as const, 'dearest' as const),
    tie: fc.constantFrom('earliest' as const, 'latest' as const, 'fewest' as const),
    replan: fc.constantFrom('until-start' as const, 'locked' as const, 'always' as const),
    missingPrices: fc.constantFrom('expect' as const, 'use-known' as const, 'wait' as const),
    minRunMinutes: often(0, quarters(1, 6)),
    minPauseMinutes: often(0, quarters(1, 6)),
    maxStarts: often(0, fc.integer({ min: 1, max: 4 })),
    maxOffMinutes: often(0, quarters(4, 60)),
    toleranceCt: often(0, fc.constantFrom(0.5, 3, 20)),
    maxPriceCt: often<number | undefined>(undefined, fc.integer({ min: -5, max: 35 })),
    maxPriceFrom: fc.constantFrom('zero' as const, 'average' as const, 'minimum' as const),
    maxPriceAppliesTo: fc.constantFrom(undefined, 'interval' as const, 'average' as const),
    startAlignMinutes: fc.constantFrom(1 as const, 1 as const, 15 as const),
  })
  .map((given): RunSettings => ({ ...defaultRunSettings, timeZone: zone, ...given }))
  .filter(isPossible);

function isPossible(given: RunSettings): boolean {
  try {
    checkRunSettings(given);
    return true;
  } catch {
    return false;
  }
}

/** Prices of each of three days, some of them late, and restarts. */
const world = fc.record({
  first: fc.constantFrom(...firsts),
  prices: fc.array(fc.option(fc.integer({ min: -5, max: 40 }), { freq: 30, nil: null }), {
    minLength: 100,
    maxLength: 100,
  }),
  late: fc.array(fc.integer({ min: -11 * 60, max: 30 * 60 }), { minLength: 3, maxLength: 3 }),
  restarts: fc.array(fc.integer({ min: 0, max: 70 * hourMs }), { maxLength: 4 }),
});
type World = typeof world extends fc.Arbitrary<infer One> ? One : never;

function story({ first, prices, late, restarts }: World) {
  const begin = at(first);
  const days = [0, 1, 2].map((index) =>
    civilDay(zone, new Date(Date.parse(first) + index * 24 * hourMs).toISOString().slice(0, 10)),
  );
  const known = (count: number): PriceSeries =>
    days
      .slice(0, count)
      .flatMap(({ start, end }) => series(start, prices.slice(0, (end - start) / (15 * minuteMs)), 15));
  // The prices of each day come hours after noon of the day before, or when the day is half over, in order.
  const published = late
    .map((minutes, index) => Math.max(begin + 1, (days[index]?.start ?? begin) + minutes * minuteMs))
    .sort((a, b) => a - b)
    .map((instant, index): Happening => ({ at: instant, series: known(index + 1) }));
  const end = days[2]?.end ?? begin;
  const happenings = [...published, ...restarts.map((ms): Happening => ({ at: begin + ms, restart: true }))];
  return { from: begin, to: end - 1, all: known(3), happenings: happenings.filter((one) => one.at < end - 1) };
}

function lived(given: RunSettings, of: World): Seen & { all: PriceSeries; from: Ms; to: Ms } {
  const { from, to, all, happenings } = story(of);
  return { ...live({ settings: given, series: [], usual, from, to, happenings }), all, from, to };
}

/** The windows that lay open meanwhile, by the plans that were shown. */
function windowsOf({ decisions, to }: Pick<Seen, 'decisions'> & { to: Ms }): Interval[] {
  const byStart = new Map<Ms, Interval>();
  for (const { plan } of decisions) if (plan && plan.window.start <= to) byStart.set(plan.window.start, plan.window);
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

const minutesIn = ({ start, end }: Interval) =>
  Array.from({ length: Math.ceil((end - start) / minuteMs) }, (_, i) => start + i * minuteMs);

function isExcluded(instant: Ms, { exclude }: RunSettings): boolean {
  const time = clock(instant) ?? '';
  return exclude.some(({ from, to }) => (from < to ? from <= time && time < to : from <= time || time < to));
}

/** The minutes of runs that a limit on time off has forced. */
function forcedMinutes(seen: Seen): Set<Ms> {
  return minutesOf(seen, ({ forcedAfterMs }) => forcedAfterMs !== undefined);
}

function minutesOf({ decisions }: Seen, isOne: (run: Run) => boolean): Set<Ms> {
  const minutes = new Set<Ms>();
  for (const { log } of decisions) {
    const { current, ran = [] } = log.job ?? {};
    for (const run of [...ran, ...(current ? [current] : [])])
      if (isOne(run)) for (const minute of minutesIn(run)) minutes.add(minute);
  }
  return minutes;
}

function amountAt(prices: PriceSeries, instant: Ms): number {
  return priceAt(prices, instant)?.priceCt ?? Number.POSITIVE_INFINITY;
}

/** How much the price of an instant may be at most. */
function limitAt(prices: PriceSeries, instant: Ms, { maxPriceCt = 0, maxPriceFrom }: RunSettings): number {
  if (maxPriceFrom === 'zero') return maxPriceCt;
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant);
  const day = civilDay(zone, date);
  const known = prices.filter(({ start }) => start >= day.start && start < day.end).map(({ priceCt }) => priceCt);
  const isWhole = known.length === (day.end - day.start) / (15 * minuteMs) && !known.includes(null);
  const amounts = known.map((price) => price ?? 0);
  if (!isWhole) return Number.NEGATIVE_INFINITY;
  const base = maxPriceFrom === 'minimum' ? Math.min(...amounts) : amounts.reduce((a, b) => a + b, 0) / amounts.length;
  return base + maxPriceCt + 1e-9;
}

describe('runs: rules together', function () {
  // Some hundred days are lived through; a busy machine takes its time.
  this.timeout(3_600_000);

  it('every one is kept, whatever the others say, on days of 23, 24 and 25 hours, with late prices and restarts', () => {
    const met = { off: 0, excluded: 0, limited: 0, starts: 0, on: 0 };
    fc.assert(
      fc.property(settings, world, (given, of) => {
        const seen = lived(given, of);
        const context = `${drawn(seen.onTimes)}; ${told(seen)}`;
        if (seen.onTimes.length > 0) met.on += 1;
        checkExcluded(given, seen, context) && met.excluded++;
        checkLimit(given, seen, context) && met.limited++;
        checkShapes(given, seen, context) && met.starts++;
        checkOff(given, seen, context) && met.off++;
      }),
      { numRuns: trials },
    );
    for (const [name, count] of Object.entries(met)) assert.ok(count > trials / 20, `${name}: only ${count}`);
  });

  it('a start beyond the limit is made only for all that is left', () => {
    const rules = {
      mode: 'interruptible',
      from: '06:00',
      to: '20:00',
      missingPrices: 'expect',
      maxPriceCt: 0,
      minRunMinutes: 15,
      minPauseMinutes: 15,
      maxStarts: 1,
      maxOffMinutes: 7 * 60,
    } as const;
    const cheapOnce = {
      first: firsts[0] ?? '',
      prices: Array(100).fill(null).with(74, 0),
      late: [0, 0, 0],
      restarts: [],
    };
    const startsOn = (durationMinutes: number) => {
      const { onTimes } = lived({ ...defaultRunSettings, ...rules, durationMinutes }, cheapOnce);
      return onTimes.slice(0, 2).map(({ start }) => clock(start));
    };
    assert.deepEqual(startsOn(30), ['13:00', '18:30']);
    assert.deepEqual(startsOn(45), ['13:00', '13:00']);
  });
});

function checkExcluded(given: RunSettings, { onTimes }: Seen, context: string): boolean {
  if (given.exclude.length === 0) return false;
  for (const run of onTimes)
    for (const minute of minutesIn(run)) assert.ok(!isExcluded(minute, given), `on at ${clock(minute)}: ${context}`);
  return true;
}

function checkLimit(given: RunSettings, seen: ReturnType<typeof lived>, context: string): boolean {
  const isAverage =
    given.mode !== 'threshold' &&
    (given.maxPriceAppliesTo ?? (given.mode === 'contiguous' ? 'average' : '')) === 'average';
  if (given.maxPriceCt === undefined || isAverage) return false;
  const forced = forcedMinutes(seen);
  for (const run of seen.onTimes) {
    const isDear = (minute: Ms) => !(amountAt(seen.all, minute) <= limitAt(seen.all, minute, given));
    const dear = minutesIn(run).filter((minute) => isDear(minute) && !forced.has(minute));
    // Where it must not be off for long, a run may go on from a cheap hour to the next one that is due.
    const isBridge = given.maxOffMinutes > 0 && minutesIn(run).some((minute) => !isDear(minute));
    assert.ok(dear.length === 0 || isBridge, `too dear at ${clock(dear[0])}: ${context}`);
  }
  return true;
}

function checkShapes(given: RunSettings, seen: ReturnType<typeof lived>, context: string): boolean {
  const { mode, minPauseMinutes, maxStarts } = given;
  if (mode === 'contiguous') return false;
  const least = mode === 'threshold' ? given.minRunMinutes : Math.min(given.minRunMinutes, given.durationMinutes);
  for (const [index, { start, end }] of seen.onTimes.entries()) {
    const before = seen.onTimes[index - 1]?.end ?? Number.NEGATIVE_INFINITY;
    assert.ok(end >= seen.to || end - start >= least * minuteMs, `short run at ${clock(start)}: ${context}`);
    assert.ok(start - before >= minPauseMinutes * minuteMs, `short pause at ${clock(start)}: ${context}`);
  }
  for (const window of maxStarts > 0 ? windowsOf(seen) : []) {
    const inside = seen.onTimes.filter(({ start }) => window.start <= start && start < window.end);
    const most = maxStarts + (isOwed(given, seen, inside) ? 1 : 0);
    assert.ok(inside.length <= most, `${inside.length} starts in ${drawn([window])}: ${context}`);
  }
  return true;
}

/** What is wanted to the minute gets one more start where a run that was forced or blind took one of them. */
function isOwed({ partial, durationMinutes }: RunSettings, seen: Seen, runs: readonly Interval[]): boolean {
  if (partial !== 'exact') return false;
  const minutes = runs.flatMap(minutesIn);
  const unplanned = minutesOf(seen, ({ cause, forcedAfterMs }) => cause !== 'planned' || forcedAfterMs !== undefined);
  return minutes.length >= durationMinutes && minutes.some((minute) => unplanned.has(minute));
}

/** Off for longer only where the plan says that the other rules leave no way. */
function checkOff(given: RunSettings, seen: ReturnType<typeof lived>, context: string): boolean {
  if (given.maxOffMinutes === 0) return false;
  const saysSo = seen.decisions.some(({ plan }) => plan?.reason === 'off-too-long');
  const stretches: { start: Ms; end: Ms }[] = [];
  for (const { start, end } of windowsOf(seen)) {
    const last = stretches.at(-1);
    if (last?.end === start) last.end = end;
    else stretches.push({ start: Math.max(start, seen.from), end });
  }
  for (const stretch of stretches) {
    const end = Math.min(stretch.end, seen.to);
    const inside = seen.onTimes.filter((run) => run.start < end && stretch.start < run.end);
    const edges = [stretch.start, ...inside.flatMap((run) => [Math.max(run.start, stretch.start), run.end]), end];
    for (let index = 0; index + 1 < edges.length; index += 2) {
      const minutes = ((edges[index + 1] ?? 0) - (edges[index] ?? 0)) / minuteMs;
      assert.ok(saysSo || minutes <= given.maxOffMinutes, `off for ${minutes} from ${clock(edges[index])}: ${context}`);
    }
  }
  return true;
}
