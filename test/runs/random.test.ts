import assert from 'node:assert/strict';
import fc from 'fast-check';
import { priceAt } from '#src/prices/index.js';
import { type Command, checkRunSettings, defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import type { Ms } from '#src/time/index.js';
import { at, clock, series } from './prices.js';
import { type Happening, type Lived, live } from './simulator.js';

const minuteMs = 60_000;
const trials = Number(process.env.PROPERTY_RUNS ?? 60);
/** The autumn clock change lies in the middle. */
const begin = at('2026-10-24 10:00');
const end = at('2026-10-26 10:00');

const usualRow = Array.from({ length: 96 }, (_, quarter) => ((quarter * 37) % 23) - 3);

const evenings = [
  { from: '17:00', to: '19:00' },
  { from: '23:00', to: '00:30' },
];

const settings = fc
  .record({
    mode: fc.constantFrom('contiguous' as const, 'interruptible' as const, 'threshold' as const),
    durationMinutes: fc.integer({ min: 1, max: 20 }).map((quarters) => quarters * 15),
    trigger: fc.constantFrom('daily' as const, 'message' as const),
    partial: fc.constantFrom('exact' as const, 'maximise' as const),
    from: fc.constantFrom('00:00', '02:30', '22:00'),
    to: fc.constantFrom('00:00', '08:00', '21:30'),
    replan: fc.constantFrom('until-start' as const, 'locked' as const, 'always' as const),
    missingPrices: fc.constantFrom('expect' as const, 'use-known' as const, 'wait' as const, 'fallback' as const),
    fallbackStart: fc.constantFrom('03:00', '23:00'),
    maxPriceCt: fc.constantFrom(undefined, undefined, 0, 8),
    alwaysOnBelowCt: fc.constantFrom(undefined, undefined, -2),
    minRunMinutes: fc.constantFrom(0, 0, 30),
    minPauseMinutes: fc.constantFrom(0, 0, 20),
    maxStarts: fc.constantFrom(0, 0, 2),
    maxOffMinutes: fc.constantFrom(0, 0, 0, 90, 240, 720),
    exclude: fc.constantFrom<RunSettings['exclude']>([], [], [{ from: '01:30', to: '03:15' }], evenings),
    toleranceCt: fc.constantFrom(0, 0, 2, 1000),
    maxPriceFrom: fc.constantFrom('zero' as const, 'average' as const, 'minimum' as const),
    deadline: fc.constantFrom(undefined, undefined, 'Sun 18:00', '03:00'),
    outputOutside: fc.constantFrom('off' as const, 'on' as const, 'none' as const),
    outputNoPlan: fc.constantFrom('off' as const, 'on' as const, 'none' as const),
  })
  .map((given): RunSettings => ({ ...defaultRunSettings, withinHours: 9, ...given }))
  .filter(isPossible);

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constantFrom<Command>(
    { kind: 'plan' },
    { kind: 'cancel' },
    { kind: 'start' },
    { kind: 'skip' },
    { kind: 'status' },
  ),
  fc.record({
    kind: fc.constant('override' as const),
    state: fc.constantFrom('on' as const, 'off' as const, 'auto' as const),
    minutes: fc.integer({ min: 0, max: 200 }),
  }),
  fc
    .integer({ min: 1, max: 16 })
    .map((quarters): Command => ({ kind: 'plan', options: { durationMinutes: quarters * 15 } })),
);

const instant = fc.integer({ min: 1, max: (end - begin) / 15_000 }).map((quarter) => begin + quarter * 15_000);
const seed = fc.integer({ min: 0, max: 1e6 });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ at: instant, command }),
  fc.record({ at: instant, restart: fc.constant(true as const) }),
  fc.record({ at: instant, seed }).map((one) => ({
    ...one,
    series: pricesFrom(one.seed),
    toJSON: () => one,
    [fc.toStringMethod]: () => `prices ${one.seed} at ${one.at}`,
  })),
  fc
    .tuple(instant, fc.integer({ min: 1, max: 300 }))
    .map(([from, minutes]) => ({ at: from, powerCutUntil: from + minutes * minuteMs })),
);

describe('runs: whatever happens', function () {
  // Some hundred days are lived through; a busy machine takes its time.
  this.timeout(3_600_000);

  it('the device is what the state says, prices never cut a run, unknown prices are never chosen', () => {
    fc.assert(
      fc.property(
        settings,
        seed,
        fc.array(happening, { maxLength: 12 }),
        fc.option(settings),
        (first, prices, random, second) => {
          const changed = second ? [{ at: begin + 31 * 60 * minuteMs, settings: second }] : [];
          const happenings = withoutDarkness([...random, ...changed]);
          const seen = live({
            settings: first,
            series: pricesFrom(prices),
            usual: { weekday: usualRow, weekend: usualRow, timeZone: 'Europe/Berlin', learnedUntil: '2026-10-23' },
            from: begin,
            to: end,
            happenings,
            mayRefuse: true,
          });
          for (const [index, decision] of seen.decisions.entries()) {
            const before = seen.decisions[index - 1];
            if (before) checkNotCut(before, decision, happenings);
            checkPrice(before, decision);
            checkPlan(decision);
          }
          for (const [index, change] of seen.switches.entries())
            assert.equal(change.on, index % 2 === 0, 'on and off alternate');
        },
      ),
      { numRuns: trials },
    );
  });
});

function isPossible(given: RunSettings): boolean {
  try {
    checkRunSettings(given);
    return true;
  } catch {
    return false;
  }
}

/** A run that is on stays on to its planned end, unless a person or the power ended it. */
function checkNotCut(before: Lived, after: Lived, happenings: readonly Happening[]): void {
  const run = before.log.job?.current;
  if (run === undefined || run.end <= after.at || run.cause === 'override') return;
  const ended = happenings.some(
    (one) => ('command' in one || 'powerCutUntil' in one) && one.at > before.at - 1 && one.at <= after.at,
  );
  if (!ended) assert.equal(after.state.on, true, `cut at ${clock(after.at)} by ${after.cause}`);
}

function checkPrice(before: Lived | undefined, { state, at: now, series: known, log }: Lived): void {
  const begins = state.on && !(before?.state.on && before.state.reason === state.reason);
  if (!begins || (state.reason !== 'planned' && state.reason !== 'cheap')) return;
  if (log.job?.current && log.job.current.start < now) return;
  // Frozen runs stay where they are, even when a later series no longer knows their price.
  if (before?.log.job?.locked) return;
  const priceCt = priceAt(known, now)?.priceCt ?? null;
  assert.notEqual(priceCt, null, `on at an unknown price at ${clock(now)}`);
}

/** What is on now is what the plan that is shown says, unless it is the doing of a person or of an output choice. */
function checkPlan({ plan, state, at: now }: Lived): void {
  if (plan === undefined || now < plan.window.start || now >= plan.window.end) return;
  if (!['planned', 'fallback', 'cheap', 'waiting', 'done'].includes(state.reason)) return;
  const shown = plan.intervals.find((interval) => interval.start <= now && now < interval.end);
  if (shown) assert.equal(shown.on, state.on, `the plan at ${clock(now)}`);
}

function withoutDarkness(happenings: readonly Happening[]): Happening[] {
  const ordered = [...happenings].sort((a, b) => a.at - b.at);
  let darkUntil: Ms = 0;
  return ordered.filter((one) => {
    if (one.at < darkUntil || one.at === begin) return false;
    if ('powerCutUntil' in one) darkUntil = one.powerCutUntil;
    return true;
  });
}

/** Two days of prices with holes; the second day may be missing. */
function pricesFrom(given: number): ReturnType<typeof series> {
  let state = given;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const count = next() < 0.4 ? 62 : 200;
  return series(
    begin,
    Array.from({ length: count }, () => (next() < 0.03 ? null : Math.floor(next() * 20) - 5)),
    15,
  );
}
