import assert from 'node:assert/strict';
import fc from 'fast-check';
import { learnUsualDay, nothingUsual } from '#src/prices/index.js';
import { defaultRunSettings, preview, type RunSettings } from '#src/runs/index.js';
import { at, clock, hours, series } from '../prices.js';
import { drawn, type Happening, live } from '../simulator.js';

const minuteMs = 60_000;
const day = at('2026-11-22');
const trials = Number(process.env.PROPERTY_RUNS ?? 40);
const windowMinutes = 8 * 60;
const amounts = fc.array(fc.integer({ min: -5, max: 40 }), { minLength: 32, maxLength: 32 });
const shapes = fc.record({
  mode: fc.constantFrom('contiguous' as const, 'interruptible' as const),
  tie: fc.constantFrom('earliest' as const, 'latest' as const),
  objective: fc.constantFrom('cheapest' as const, 'dearest' as const),
  durationMinutes: fc.integer({ min: 1, max: 300 }),
  toleranceCt: fc.constantFrom(0.1, 0.5, 1, 2, 5, 10, 1000),
});

function settingsOf(given: Partial<RunSettings>): RunSettings {
  return { ...defaultRunSettings, from: '00:00', to: '08:00', ...given };
}

/** The plan made at midnight, in minutes of the day. */
function planned(settings: RunSettings, pricesCt: readonly number[], now = day) {
  const plan = preview(settings, { series: series(day, pricesCt, 15) }, now);
  assert.ok(plan?.feasible);
  const minutes: number[] = [];
  for (const { start, end } of plan.runs)
    for (let instant = start; instant < end; instant += minuteMs) minutes.push((instant - day) / minuteMs);
  return { plan, minutes };
}

/** What each minute costs at 1 kW, in ct, the other way round for dearest, from the end for latest. */
function minuteCosts(pricesCt: readonly number[], { objective, tie }: RunSettings): number[] {
  const sign = objective === 'dearest' ? -1 : 1;
  const costs = Array.from(
    { length: windowMinutes },
    (_, minute) => (sign * (pricesCt[Math.floor(minute / 15)] ?? 0)) / 60,
  );
  return tie === 'latest' ? costs.reverse() : costs;
}

/** The least cost of so many of the first `end` minutes, looked up one by one. */
function bestUntil(costs: readonly number[], end: number, { mode, durationMinutes: count }: RunSettings): number {
  if (end < count) return Number.POSITIVE_INFINITY;
  const within = costs.slice(0, end);
  if (mode === 'interruptible')
    return within
      .sort((a, b) => a - b)
      .slice(0, count)
      .reduce((sum, cost) => sum + cost, 0);
  let sum = within.slice(0, count).reduce((total, cost) => total + cost, 0);
  let best = sum;
  for (let past = count; past < end; past += 1) {
    sum += (within[past] ?? 0) - (within[past - count] ?? 0);
    best = Math.min(best, sum);
  }
  return best;
}

describe('runs: done earlier for a little more', function () {
  // Some hundred days are lived through; a busy machine takes its time.
  this.timeout(3_600_000);

  it('is done at the first minute that a search over all of them finds, with the best runs until then', () => {
    let earlier = 0;
    fc.assert(
      fc.property(amounts, shapes, (pricesCt, shape) => {
        const settings = settingsOf(shape);
        const costs = minuteCosts(pricesCt, settings);
        const best = bestUntil(costs, windowMinutes, settings);
        let end = settings.durationMinutes;
        while (bestUntil(costs, end, settings) > best + settings.toleranceCt + 1e-7) end += 1;
        const { plan, minutes } = planned(settings, pricesCt);
        const turned = settings.tie === 'latest' ? minutes.map((minute) => windowMinutes - 1 - minute) : minutes;
        const drawing = `${drawn(plan.runs)} ${JSON.stringify(plan.earlier)}`;
        assert.equal(minutes.length, settings.durationMinutes, drawing);
        assert.equal(Math.max(...turned) + 1, end, drawing);
        const cost = turned.reduce((sum, minute) => sum + (costs[minute] ?? Number.NaN), 0);
        assert.ok(Math.abs(cost - bestUntil(costs, end, settings)) < 1e-7, drawing);
        if (plan.earlier === undefined) return;
        earlier += 1;
        assert.ok(Math.abs(plan.earlier.costCt - (cost - best)) < 1e-7, drawing);
        const usual = planned({ ...settings, toleranceCt: 0 }, pricesCt).minutes;
        const saved =
          settings.tie === 'latest'
            ? Math.min(...minutes) - Math.min(...usual)
            : Math.max(...usual) - Math.max(...minutes);
        assert.equal(plan.earlier.minutes, saved, drawing);
      }),
      { numRuns: trials },
    );
    assert.ok(earlier > trials / 4, `only ${earlier} were earlier`);
  });

  it('with rules for runs it is the first quarter-hour that a scan finds', () => {
    const rules = fc.record({
      minRunMinutes: fc.constantFrom(0, 30, 45),
      minPauseMinutes: fc.constantFrom(15, 60),
      maxStarts: fc.constantFrom(0, 1, 2),
      durationMinutes: fc.constantFrom(60, 90, 180),
      toleranceCt: fc.constantFrom(0.5, 2, 5),
    });
    fc.assert(
      fc.property(amounts, rules, (pricesCt, rule) => {
        const settings = settingsOf({ ...rule, mode: 'interruptible' });
        const costAt = (to: number) => {
          const clockText = `${String(Math.floor(to / 60)).padStart(2, '0')}:${String(to % 60).padStart(2, '0')}`;
          const known = { series: series(day, pricesCt, 15) };
          const plan = preview({ ...settings, toleranceCt: 0, to: clockText }, known, day);
          return plan?.feasible && plan.minutesMissing === 0 ? plan.costCt : undefined;
        };
        const best = costAt(windowMinutes);
        assert.ok(best !== undefined);
        let end = settings.durationMinutes;
        while ((costAt(end) ?? Number.POSITIVE_INFINITY) > best + settings.toleranceCt + 1e-7) end += 15;
        const { minutes, plan } = planned(settings, pricesCt);
        const done = Math.max(...minutes) + 1;
        assert.ok(done <= end && done > end - 15, `${drawn(plan.runs)} until ${end}`);
      }),
      { numRuns: Math.ceil(trials / 4) },
    );
  });

  it('while time passes no run moves later', () => {
    fc.assert(
      fc.property(amounts, shapes, (pricesCt, shape) => {
        const settings = settingsOf({ ...shape, tie: 'earliest' });
        const first = planned(settings, pricesCt).minutes;
        let done = Math.max(...first);
        for (let now = 0; now <= Math.min(...first); now += 5) {
          const next = Math.max(...planned(settings, pricesCt, day + now * minuteMs).minutes);
          assert.ok(next <= done, `at ${now} done at ${next}, before at ${done}`);
          done = next;
        }
      }),
      { numRuns: Math.ceil(trials / 4) },
    );
  });

  it('what is run is what was planned, restarted or not, and costs no more than is tolerated', () => {
    const restarts = fc.array(fc.integer({ min: 1, max: windowMinutes - 1 }), { maxLength: 5 });
    const replan = fc.constantFrom('until-start' as const, 'locked' as const, 'always' as const);
    fc.assert(
      fc.property(amounts, shapes, restarts, replan, (pricesCt, shape, minutes, mode) => {
        const settings = settingsOf({ ...shape, replan: mode });
        const happenings = minutes.map((minute): Happening => ({ at: day + minute * minuteMs, restart: true }));
        const to = day + windowMinutes * minuteMs;
        const story = { settings, series: series(day, pricesCt, 15), from: day, to };
        const seen = live({ ...story, happenings });
        assert.equal(drawn(seen.onTimes), drawn(planned(settings, pricesCt).plan.runs));
      }),
      { numRuns: trials },
    );
  });

  it('after a part was run the rest has its share of the tolerance', () => {
    const prices = [10, 10, 40, 40, 20, 20, 10, 10].flatMap((price) => [price, price, price, price]);
    const settings = { mode: 'interruptible' as const, durationMinutes: 240, replan: 'always' as const };
    const calm = (toleranceCt: number, happenings: Happening[] = []) => {
      const story = { settings: settingsOf({ ...settings, toleranceCt }), series: series(day, prices, 15) };
      return drawn(live({ ...story, from: day, to: day + 480 * minuteMs, happenings }).onTimes);
    };
    assert.equal(calm(0), '00:00-02:00 06:00-08:00');
    assert.equal(calm(40), '00:00-03:00 04:00-05:00');
    // Two hours at 20 instead of 10 cost 20 more: the plan stays, though half of that is all that is allowed for the rest.
    assert.equal(calm(20), '00:00-02:00 04:00-06:00');
    const held = (state: 'off' | 'auto', time: string): Happening => ({
      at: at(`2026-11-22 ${time}`),
      command: { kind: 'override', state },
    });
    const anew = [held('off', '02:30'), held('auto', '02:31')];
    // An hour at 20 takes the half that is left; what comes after it takes no more.
    assert.equal(calm(20, anew), '00:00-02:00 04:00-05:00 06:00-07:00');
  });

  it('also where prices are only expected, until they are known', () => {
    const usualDay = hours(at('2026-11-20'), 24, 30, { 5: 12, 2: 13 });
    const usual = learnUsualDay(nothingUsual, usualDay, { timeZone: 'Europe/Berlin', now: at('2026-11-21') });
    const night = settingsOf({ missingPrices: 'expect', toleranceCt: 1 });
    const at0 = at('2026-11-23');
    const expected = preview(night, { series: [], usual }, at0);
    assert.equal(drawn(expected?.runs ?? []), '02:00-03:00');
    assert.deepEqual(expected?.earlier, { minutes: 180, costCt: 1 });
    assert.equal(expected?.runs[0]?.cause, 'expected');
    const known = hours(at0, 24, 30, { 5: 12, 2: 16 });
    assert.equal(drawn(preview(night, { series: known, usual }, at0)?.runs ?? []), '04:57-05:57');
  });

  it('keeps a limit on the average, and a run that has begun', () => {
    const prices = hours(day, 8, 30, { 1: 22, 4: 20 });
    const at20 = { durationMinutes: 60, toleranceCt: 5, maxPriceCt: 21 };
    assert.equal(drawn(preview(settingsOf(at20), { series: prices }, day)?.runs ?? []), '03:54-04:54');
    assert.equal(
      drawn(preview(settingsOf({ ...at20, maxPriceCt: 23 }), { series: prices }, day)?.runs ?? []),
      '00:53-01:53',
    );
    const later: Happening = { at: at('2026-11-22 01:30'), series: hours(day, 8, 30, { 1: 90, 2: 90, 4: 1 }) };
    const seen = live({
      settings: settingsOf({ durationMinutes: 60, toleranceCt: 2 }),
      series: prices,
      from: day,
      to: day + 480 * minuteMs,
      happenings: [later],
    });
    assert.equal(clock(seen.onTimes[0]?.start), '01:00');
    assert.equal(drawn(seen.onTimes), '01:00-02:00');
  });

  it('says nothing where nothing is earlier, and is without effect on a threshold', () => {
    const prices = hours(day, 8, 30, { 0: 1 });
    assert.equal(preview(settingsOf({ toleranceCt: 5 }), { series: prices }, day)?.earlier, undefined);
    const threshold = settingsOf({ mode: 'threshold', maxPriceCt: 5, toleranceCt: 5 });
    assert.equal(drawn(preview(threshold, { series: prices }, day)?.runs ?? []), '00:00-01:00');
    const flat = hours(day, 8, 30, { 3: 20 });
    const atOnce = preview(settingsOf({ toleranceCt: 1000 }), { series: flat }, day);
    assert.equal(drawn(atOnce?.runs ?? []), '00:00-01:00');
    assert.deepEqual(atOnce?.earlier, { minutes: 180, costCt: 10 });
  });
});
