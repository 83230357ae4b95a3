import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Attempts, type CadenceContext, nextRequest, noAttempts } from '#src/account/feed/cadence.js';
import type { Outcome } from '#src/account/feed/price-request.js';
import { afterAsk } from '#src/account/feed/price-retry.js';
import { buildSeries, type PriceSeries } from '#src/prices/index.js';
import { civilDay, clockTime, instantOf, msPerHour, msPerMinute } from '#src/time/index.js';
import { dayPoints } from '../../support/nomos/nomos-days.js';

const berlin = 'Europe/Berlin';
const date = '2026-11-22';
const day = civilDay(berlin, date);
const todayOnly = buildSeries(dayPoints(date));
const bothDays = buildSeries([...dayPoints(date), ...dayPoints('2026-11-23')]);

const anyInstant = fc.integer({ min: day.start, max: day.end - 1 });
const anyAttempts: fc.Arbitrary<Attempts> = fc.record({
  day: fc.constantFrom(date, '2026-11-21', ''),
  calls: fc.nat(8),
  failures: fc.nat(1100),
  notBefore: fc.integer({ min: day.start - 1e9, max: day.end + 1e9 }),
});
const anyOutcome: fc.Arbitrary<Outcome> = fc.record({
  kind: fc.constantFrom('answered', 'unavailable', 'refused', 'signed-out'),
  calls: fc.nat(2),
  retryAfterMs: fc.option(fc.integer({ min: 1000, max: msPerHour }), { nil: undefined }),
});
const anySeries: fc.Arbitrary<PriceSeries> = fc.constantFrom(
  [],
  todayOnly,
  bothDays,
  todayOnly.slice(0, 40),
  bothDays.slice(0, 150),
);
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((value) => () => value);
const anyPhase = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function at(time: string): number {
  return instantOf(berlin, date, time);
}

function context(series: PriceSeries, now: number, phase = 0.5): CadenceContext {
  return { timeZone: berlin, phase, series, now };
}

describe('account: waiting after an ask', () => {
  it('always waits a whole number of ms, at least 5 s, as long as Nomos asked, at most 2.5 h or until 14:50', () => {
    fc.assert(
      fc.property(
        anyAttempts,
        anyOutcome,
        anySeries,
        anyInstant,
        anyRandom,
        anyPhase,
        (attempts, outcome, series, now, random, phase) => {
          const { notBefore, calls } = afterAsk(attempts, { context: context(series, now, phase), outcome, random });
          assert.ok(Number.isSafeInteger(notBefore));
          assert.ok(notBefore >= now + 5000);
          assert.ok(notBefore <= Math.max(now + 150 * msPerMinute, at('14:50')));
          // The latest one before 23:30 waits for the minutes after midnight.
          if (outcome.kind === 'signed-out') assert.ok(notBefore <= now + 60 * msPerMinute);
          if (outcome.kind === 'unavailable') assert.ok(notBefore >= now + (outcome.retryAfterMs ?? 0));
          assert.equal(calls, (attempts.day === date ? attempts.calls : 0) + outcome.calls);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('the next ask is never before that wait is over, unless a day begins that lacks nothing', () => {
    fc.assert(
      fc.property(
        anyAttempts,
        anyOutcome,
        anySeries,
        anyInstant,
        anyRandom,
        anyPhase,
        (attempts, outcome, series, now, random, phase) => {
          const where = context(series, now, phase);
          const after = afterAsk(attempts, { context: where, outcome, random });
          const ask = nextRequest(where, after);
          assert.ok(ask.at > now);
          assert.ok(Number.isSafeInteger(ask.at));
          assert.ok(ask.firstDay <= ask.lastDay);
        },
      ),
      { numRuns: 2000 },
    );
  });

  const unpublished = { kind: 'answered', calls: 1 } as const;
  const rows: [
    string,
    Outcome,
    { time: string; series?: PriceSeries; calls?: number; failures?: number },
    [earliest: string, latest: string],
  ][] = [
    ['not out after the first request', unpublished, { time: '13:13', failures: 0 }, ['13:18', '13:28']],
    ['the third request waits for 13:30', unpublished, { time: '13:20', calls: 1, failures: 1 }, ['13:30', '14:00']],
    ['the sixth waits for 14:20', unpublished, { time: '14:00', calls: 4, failures: 0 }, ['14:20', '14:50']],
    [
      'late in the day the wait grows to 65 min',
      unpublished,
      { time: '18:00', calls: 9, failures: 9 },
      ['18:05', '19:05'],
    ],
    ['away, nothing known', { kind: 'unavailable', calls: 0 }, { time: '13:20', series: [] }, ['13:20:15', '13:20:30']],
    [
      'away for long, nothing known',
      { kind: 'unavailable', calls: 0 },
      { time: '13:20', series: [], failures: 20 },
      ['13:27:30', '13:35'],
    ],
    ['refused', { kind: 'refused', calls: 1 }, { time: '09:00', series: [] }, ['10:00', '10:12']],
    ['signed out', { kind: 'signed-out', calls: 0 }, { time: '09:00', series: [] }, ['09:15', '09:18']],
  ];
  for (const [title, outcome, { time, series = todayOnly, calls = 0, failures = 0 }, [earliest, latest]] of rows)
    it(`${title}: ${time} -> ${earliest} to ${latest}`, () => {
      const instants = [0, 0.5, 0.999999].map(
        (value) =>
          afterAsk(
            { ...noAttempts, day: date, calls, failures },
            { context: context(series, at(time)), outcome, random: () => value },
          ).notBefore,
      );
      const parse = (text: string) =>
        text.length > 5 ? at(text.slice(0, 5)) + Number(text.slice(6)) * 1000 : at(text);
      for (const instant of instants)
        assert.ok(instant >= parse(earliest) && instant <= parse(latest), clockTime(berlin, instant));
    });

  const kinds = (kind: Outcome['kind'], retryAfterMs?: number): Outcome => ({ kind, calls: 1, retryAfterMs });
  const [second, min] = [1_000, msPerMinute];
  for (const [what, outcome, { time, known, calls = 0, failures = 0 }, random, expected] of [
    ['refused', kinds('refused'), { time: '09:00', known: [] }, 0.5, 66 * min],
    ['signed out', kinds('signed-out'), { time: '09:00', known: [] }, 0.5, 16.5 * min],
    ['signed out for long', kinds('signed-out'), { time: '09:00', known: [], failures: 9 }, 0, 15 * min],
    ['away', kinds('unavailable'), { time: '09:00', known: [] }, 0, 15 * second],
    ['away', kinds('unavailable'), { time: '09:00', known: [] }, 0.5, 22.5 * second],
    ['away twice', kinds('unavailable'), { time: '09:00', known: [], failures: 1 }, 0.5, 45 * second],
    ['away for long', kinds('unavailable'), { time: '09:00', known: [], failures: 99 }, 0.5, 11.25 * min],
    ['told to wait 10 s', kinds('unavailable', 10 * second), { time: '09:00', known: [] }, 0.5, 33.5 * second],
    ['answered without a price', kinds('answered'), { time: '09:00', known: [] }, 0.5, 10 * min],
    ['answered without a price twice', kinds('answered'), { time: '09:00', known: [], failures: 1 }, 0.5, 15 * min],
    ['answered without one for long', kinds('answered'), { time: '09:00', known: [], failures: 9 }, 0.5, 35 * min],
    ['and the third time, no wait for 13:30', kinds('answered'), { time: '13:00', known: [], calls: 1 }, 0, 5 * min],
    ['tomorrow not out', kinds('answered'), { time: '13:00', known: todayOnly }, 0.5, 10 * min],
    ['tomorrow not out, twice', kinds('answered'), { time: '13:00', known: todayOnly, calls: 1 }, 0.5, 45 * min],
    ['the same away', kinds('unavailable'), { time: '13:00', known: todayOnly, calls: 1 }, 0.5, 45 * min],
    ['the same refused', kinds('refused'), { time: '13:00', known: todayOnly, calls: 1 }, 0.5, 66 * min],
    ['the same signed out', kinds('signed-out'), { time: '13:00', known: todayOnly, calls: 1 }, 0.5, 16.5 * min],
    ['and the wait ends at 13:30', kinds('answered'), { time: '13:20', known: todayOnly, calls: 1 }, 0.5, 10 * min],
    ['just at 13:30', kinds('answered'), { time: '13:25', known: todayOnly, calls: 1 }, 0, 5 * min],
    ['five times, 14:20', kinds('answered'), { time: '14:00', known: todayOnly, calls: 4 }, 0.5, 35 * min],
    ['just at 14:20', kinds('answered'), { time: '14:15', known: todayOnly, calls: 4 }, 0, 5 * min],
    ['four times, no 14:20', kinds('answered'), { time: '14:00', known: todayOnly, calls: 3 }, 0.5, 10 * min],
    ['told to wait an hour', kinds('unavailable', 60 * min), { time: '15:00', known: todayOnly }, 0.5, 66 * min],
    ['told to wait a minute', kinds('unavailable', min), { time: '15:00', known: todayOnly }, 0.5, 10 * min],
    ['before 23:30', kinds('answered'), { time: '23:24', known: todayOnly, calls: 9 }, 0, 5 * min],
    ['just at 23:30', kinds('answered'), { time: '23:25', known: todayOnly, calls: 9 }, 0, 35 * min],
    ['refused before the night', kinds('refused'), { time: '22:00', known: todayOnly }, 0.5, 66 * min],
    ['refused at night', kinds('refused'), { time: '23:20', known: todayOnly }, 0.5, 66 * min],
    ['refused into the night', kinds('refused'), { time: '22:30', known: todayOnly }, 0, 90 * min],
    ['all is known', kinds('answered'), { time: '15:00', known: bothDays, failures: 3 }, 0.5, 5 * second],
    ['all is known, and it is refused', kinds('refused'), { time: '15:00', known: bothDays }, 0.5, 66 * min],
  ] as readonly (readonly [
    string,
    Outcome,
    { time: string; known: PriceSeries; calls?: number; failures?: number },
    number,
    number,
  ])[])
    it(`${what}, ${time}, ${calls} requests and ${failures} failures before, chance ${random}: ${expected / second} s`, () => {
      const before = { ...noAttempts, day: date, calls, failures, answeredAt: 7 };
      const now = at(time);
      const ended = { context: context(known, now, 0), outcome, random: () => random };
      const { notBefore, ...after } = afterAsk(before, ended);
      // A part of a millisecond is waited for as a whole one.
      assert.ok([0, 1].includes(notBefore - now - expected), `${(notBefore - now) / second} s`);
      assert.deepEqual(after, {
        day: date,
        calls: calls + 1,
        failures: what === 'all is known' ? 0 : failures + 1,
        answeredAt: outcome.kind === 'answered' ? now : 7,
      });
    });

  it('polling stops at 23:30 and goes on shortly after midnight, spread', () => {
    const reopening = (phase: number) =>
      afterAsk(
        { ...noAttempts, day: date, calls: 12, failures: 9 },
        { context: context(todayOnly, at('23:20'), phase), outcome: unpublished, random: () => 0.3 },
      ).notBefore;
    assert.equal(reopening(0), day.end);
    assert.equal(reopening(0.5), day.end + 5 * msPerMinute);
  });
});
