import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Connection } from '#src/account/session/connection.js';
import type { BatteryState } from '#src/battery/index.js';
import { batteryStatus } from '#src/nodered/battery/battery-words.js';
import { wordsOf } from '#src/nodered/platform/texts.js';
import { feedStatus, troubleText, withTrouble } from '#src/nodered/prices/price-status.js';
import { queryStatus } from '#src/nodered/query/query-status.js';
import { usageStatus } from '#src/nodered/usage/usage-status.js';
import { deviceStatus } from '#src/nodered/window/window-status.js';
import { tables } from '#src/protocol/tables.js';
import type { Decision } from '#src/runs/index.js';
import { catalog, languages, wordsIn } from './catalogs.js';

const now = Date.parse('2026-11-22T14:07:00+01:00');
const hour = 3_600_000;
const english = [...catalog('en-US', 'nomos-account').keys()];
const named = (group: string) =>
  english.flatMap((key) => (key.startsWith(`${group}.`) ? [key.slice(group.length + 1)] : []));
const one = (group: string) => fc.constantFrom(...named(group));
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

/** Today, in the week, and so far away that it has a date. */
const instant = fc.integer({ min: -400, max: 400 }).map((hours) => now + hours * hour);
const ct = fc.double({ min: -10_000, max: 10_000, noNaN: true });
const field = fc.constantFrom(
  'payload',
  'exclude.0.to',
  ...Object.values(tables).flatMap((table) => Object.keys(table)),
);
const variable = fc.stringMatching(/^[A-Z]{1,60}$/);
const failure = fc.record({
  code: one('errors'),
  params: fc.record({ field, variable, host: fc.constant('api.nomos.energy') }),
  at: instant,
});
const connection: fc.Arbitrary<Connection> = fc.record({
  phase: fc.constantFrom('new', 'connected', 'waiting', 'signin', 'config'),
  since: instant,
  saved: fc.boolean(),
  lastError: maybe(failure),
}) as fc.Arbitrary<Connection>;
const state = fc.record({
  phase: fc.constant('waiting'),
  tomorrowComplete: fc.boolean(),
  lastError: maybe(failure),
  downSince: maybe(instant),
});
const series = fc.oneof(
  fc.constant([]),
  fc.tuple(instant, ct).map(([start, priceCt]) => [{ start, end: start + 30 * hour, priceCt, components: {} }]),
);
const situation = fc.record({ connection, state, series, now: fc.constant(now) });
const minutes = fc.integer({ min: 0, max: 10_080 });
const plan = fc.record({
  feasible: fc.boolean(),
  provisional: fc.boolean(),
  averageCt: maybe(ct),
  energyKwh: maybe(fc.double({ min: 0, max: 10_000, noNaN: true })),
  reason: maybe(one('plan-reasons')),
  minutesPlanned: minutes,
  minutesMissing: minutes,
  nextStart: fc.option(instant),
  window: instant.map((start) => ({ start, end: start + 4 * hour })),
  runs: fc.constant([]),
});
const decision = fc.record({
  state: fc.record({
    on: maybe(fc.boolean()),
    reason: one('reasons'),
    until: maybe(instant),
    offMinutes: minutes,
  }),
  output: fc.record({ on: maybe(fc.boolean()) }),
  plan: maybe(plan),
}) as unknown as fc.Arbitrary<Decision>;
const values = fc.constantFrom<[unknown, unknown]>(
  [true, false],
  ['einschalten', 'ausschalten, bitte'],
  [{ a: 1 }, null],
);
const battery = fc.record({
  mode: one('battery-modes'),
  reason: fc.oneof(one('battery-reasons'), one('battery-why')),
  until: maybe(instant),
  powerKw: maybe(fc.double({ min: 0, max: 1000, noNaN: true })),
  targetPercent: maybe(fc.double({ min: 0, max: 100, noNaN: true })),
  priceCt: maybe(ct),
  storedValueCt: maybe(ct),
}) as unknown as fc.Arbitrary<BatteryState>;
const reported = fc.record({
  kind: fc.constant('reported' as const),
  from: fc.constantFrom('2026-11-21', '2026-10-01'),
  to: fc.constant('2026-11-21'),
  usageKwh: maybe(fc.double({ min: 0, max: 1e6, noNaN: true })),
  costCt: maybe(fc.double({ min: -1e6, max: 1e8, noNaN: true })),
  quality: fc.constantFrom('none', 'holes', 'preliminary', 'final'),
  isAnalog: fc.boolean(),
});

describe('locales: statuses', () => {
  for (const language of languages) {
    const words = wordsIn(language);
    /** With what is found there is a status of at most 60 characters in which nothing is left to fill in. */
    const fits = <Given>(name: string, given: fc.Arbitrary<Given>, textOf: (given: Given) => string | undefined) =>
      it(`${language}: ${name}: at most 60 characters`, () => {
        fc.assert(
          fc.property(given, (value) => {
            const text = textOf(value) ?? assert.fail('no text');
            assert.ok(text.length > 0 && text.length <= 60, `${text.length}: ${text}`);
            assert.doesNotMatch(text, /__|undefined|NaN|\b(status|trouble|reasons|plan-reasons|format)\./);
            if (language === 'de') assert.doesNotMatch(text, /\d\.\d(?!\d?[.…])|\b(Mon|Tue|Wed|Thu|Sat|Sun)\b/, text);
          }),
          { numRuns: 2_000 },
        );
      });

    fits('cheapest-window', fc.tuple(decision, values, situation), ([found, [onValue, offValue], about]) => {
      const voice = { timeZone: 'Europe/Berlin', now, trigger: 'daily', onValue, offValue } as const;
      const status = deviceStatus(words, found, voice);
      assert.ok((status.text ?? '').length <= 60, status.text);
      return withTrouble(status, troubleText(words, about as never)).text;
    });
    fits('nomos-prices', situation, (about) => feedStatus(words, about as never).text);
    fits(
      'home-battery',
      fc.tuple(battery, maybe(fc.integer({ min: 0, max: 100 })), fc.boolean()),
      ([found, percent, isUnsure]) => {
        const about = { timeZone: 'Europe/Berlin', now, percent, isUnsure };
        return batteryStatus(words, found, about).text;
      },
    );
    fits('nomos-usage', fc.tuple(reported, connection, maybe(instant)), ([found, link, nextAt]) => {
      return usageStatus(words, { connection: link, state: found, nextAt, now }).text;
    });
    fits('nomos-usage, failed', fc.tuple(failure, instant, maybe(instant)), ([error, at, nextAt]) => {
      const state = { kind: 'failed', text: wordsOf(words, error), at } as const;
      return usageStatus(words, { connection: undefined, state, nextAt, now }).text;
    });
    fits(
      'nomos-query',
      fc.tuple(one('resources'), fc.nat(99_999), fc.boolean(), instant),
      ([resource, count, isCut, at]) => {
        return queryStatus(words, {
          connection: undefined,
          state: { kind: 'answered', resource, count, isCut, at },
          now,
        }).text;
      },
    );
    fits('a node that cannot work', failure, (error) => wordsOf(words, error));
  }
});
