import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import type { Ms } from '#src/time/index.js';
import { at, clock, series } from './prices.js';
import { drawn, type Happening, live, type Seen, told } from './simulator.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const trials = Number(process.env.PROPERTY_RUNS ?? 25);
/** Fridays: the clock changes on the Sunday after the first two. */
const fridays = ['2026-03-27', '2026-10-23', '2026-11-20'];
const berlin = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Europe/Berlin',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** When a clock on the wall first shows a time of a weekday after an instant, by looking at it every minute. */
function nextShown(now: Ms, text: string): Ms {
  let instant = Math.floor(now / minuteMs) * minuteMs + minuteMs;
  while (berlin.format(instant) !== text) instant += minuteMs;
  return instant;
}

const usualRow = Array.from({ length: 96 }, (_, quarter) => ((quarter * 37) % 29) + 5);
const usual = { weekday: usualRow, weekend: usualRow, timeZone: 'Europe/Berlin', learnedUntil: '2026-01-01' };

const story = fc.record({
  friday: fc.constantFrom(...fridays),
  asked: fc.integer({ min: 0, max: 60 * 60 }),
  deadline: fc
    .tuple(
      fc.constantFrom('Mon', 'Wed', 'Sat', 'Sun', 'Sun'),
      fc.constantFrom('00:00', '01:45', '03:00', '07:15', '18:00'),
    )
    .map((parts) => parts.join(' ')),
  mode: fc.constantFrom('contiguous' as const, 'interruptible' as const),
  missingPrices: fc.constantFrom('expect' as const, 'use-known' as const, 'wait' as const),
  durationMinutes: fc.integer({ min: 1, max: 600 }),
  prices: fc.array(fc.integer({ min: -5, max: 40 }), { minLength: 100, maxLength: 100 }),
  restarts: fc.array(fc.integer({ min: 0, max: 9 * 24 * 60 * 60 }), { maxLength: 8 }),
});

describe('runs: ready by a time of a weekday', () => {
  it('that the clock on the wall shows next, with all its minutes, over clock changes and restarts', () => {
    fc.assert(
      fc.property(story, ({ friday, asked, deadline, prices, restarts, ...given }) => {
        const begin = at(friday);
        const now = begin + asked * minuteMs;
        const end = nextShown(now, deadline);
        const settings: RunSettings = { ...defaultRunSettings, trigger: 'message', ...given };
        // Every afternoon the next day is published.
        const published = Array.from({ length: 9 }, (_, index): Happening => {
          const known = Array.from({ length: 96 * (index + 2) }, (__, quarter) => prices[quarter % 100] ?? 0);
          return { at: begin + index * 24 * hourMs + 13 * hourMs, series: series(begin, known, 15) };
        });
        const ask: Happening = { at: now, command: { kind: 'plan', options: { deadline } } };
        const lived = (more: readonly Happening[]): Seen =>
          live({
            settings,
            usual,
            series: series(begin, prices.slice(0, 96), 15),
            from: begin,
            to: end,
            happenings: [...published, ask, ...more],
          });
        const calm = lived([]);
        const { plan } = calm.decisions.find((one) => one.plan !== undefined) ?? {};
        assert.equal(plan?.window.end, end, `${deadline} asked at ${clock(now)}: ${clock(plan?.window.end)}`);
        const wantedMs = Math.min(end - now, given.durationMinutes * minuteMs);
        const ranMs = calm.onTimes.reduce((sum, run) => sum + run.end - run.start, 0);
        if (wantedMs === given.durationMinutes * minuteMs)
          assert.equal(ranMs, wantedMs, `${drawn(calm.onTimes)}; ${told(calm)}`);
        const restless = lived(restarts.map((seconds): Happening => ({ at: begin + seconds * 1000, restart: true })));
        assert.deepEqual([drawn(restless.onTimes), told(restless)], [drawn(calm.onTimes), told(calm)]);
      }),
      { numRuns: trials },
    );
  });
});
