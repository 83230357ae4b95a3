import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  civilDate,
  civilDay,
  clockTime,
  dayCount,
  instantOf,
  isoLocal,
  isoWeekday,
  wallClock,
} from '#src/time/index.js';
import { offsetsOf } from '#src/time/offsets.js';
import { cpuMs } from '../support/clock/cpu-time.js';

const zones = [
  ...['Europe/Berlin', 'UTC', 'Europe/London', 'Europe/Dublin', 'America/New_York', 'America/Sao_Paulo'],
  ...['Africa/Casablanca', 'Africa/Cairo', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tehran', 'Asia/Beirut'],
  ...['Asia/Gaza', 'Australia/Lord_Howe', 'Australia/Sydney', 'Pacific/Apia', 'Pacific/Chatham', 'America/St_Johns'],
  ...['America/Asuncion', 'Pacific/Kiritimati'],
];

const first = Date.UTC(1990, 0);
const last = Date.UTC(2040, 0);

/** Transitions by Temporal's own search, because chance hardly ever meets one. */
const changes = zones.map((zone) => {
  const found: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(zone);
  for (let next = at.getTimeZoneTransition('next'); next && next.epochMilliseconds < last; ) {
    found.push(next.epochMilliseconds);
    at = next;
    next = at.getTimeZoneTransition('next');
  }
  return found;
});

const someZone = fc.nat({ max: zones.length - 1 });
const somewhen = fc.oneof(
  fc.record({ zone: someZone, instant: fc.integer({ min: first, max: last }) }),
  fc
    .record({ zone: someZone, which: fc.nat(), off: fc.integer({ min: -90_000_000, max: 90_000_000 }) })
    .map(({ zone, which, off }) => {
      const of = changes[zone] ?? [];
      return { zone, instant: (of[which % of.length] ?? first) + off };
    }),
  fc.record({ zone: someZone, which: fc.nat(), off: fc.integer({ min: -2, max: 2 }) }).map(({ zone, which, off }) => {
    const of = changes[zone] ?? [];
    return { zone, instant: (of[which % of.length] ?? first) + off };
  }),
);

const runs = { numRuns: 400 };

describe('time: civil time is that of Temporal, in 20 zones over 50 years', () => {
  it('local date, time and offset of an instant', () => {
    fc.assert(
      fc.property(somewhen, ({ zone, instant }) => {
        const name = zones[zone] as string;
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
        assert.equal(isoLocal(name, instant), zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' }));
        assert.equal(civilDate(name, instant), zoned.toPlainDate().toString());
        assert.equal(clockTime(name, instant), zoned.toPlainTime().toString({ smallestUnit: 'minute' }));
        assert.equal(offsetsOf(name)(instant), zoned.offsetNanoseconds / 1e6);
      }),
      runs,
    );
  });

  it('the instant of a local time, also one that there is not or twice; the bounds of a local day', () => {
    const minutes = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(somewhen, minutes, fc.boolean(), ({ zone, instant }, minute, isOwn) => {
        const name = zones[zone] as string;
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
        const plain = zoned.toPlainDate();
        const any = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 });
        const time = isOwn ? zoned.toPlainTime().round({ smallestUnit: 'minute', roundingMode: 'trunc' }) : any;
        const expected = plain.toPlainDateTime(time).toZonedDateTime(name, { disambiguation: 'compatible' });
        const day = { start: plain.toZonedDateTime(name), end: plain.add({ days: 1 }).toZonedDateTime(name) };
        const text = time.toString({ smallestUnit: 'minute' });
        assert.equal(instantOf(name, plain.toString(), text), expected.epochMilliseconds);
        assert.deepEqual(civilDay(name, plain.toString()), {
          start: day.start.epochMilliseconds,
          end: day.end.epochMilliseconds,
        });
      }),
      runs,
    );
  });

  it('dates are counted as Temporal counts them, before 1972 and after 2200 too', () => {
    const date = fc
      .integer({ min: Date.UTC(1890, 0), max: Date.UTC(2300, 0) })
      .map((instant) => Temporal.PlainDate.from(new Date(instant).toISOString().slice(0, 10)));
    fc.assert(
      fc.property(date, fc.integer({ min: -900, max: 900 }), (plain, days) => {
        const later = plain.add({ days });
        assert.equal(addDays(plain.toString(), days), later.toString());
        assert.equal(dayCount(plain.toString(), later.toString()), days + 1);
        assert.equal(dayCount(later.toString(), plain.toString()), 1 - days);
        assert.equal(isoWeekday(plain.toString()), plain.dayOfWeek);
        const start = plain.toZonedDateTime('Europe/Berlin').epochMilliseconds;
        assert.equal(civilDay('Europe/Berlin', plain.toString()).start, start);
        assert.equal(isoLocal('Europe/Berlin', start).slice(0, 19), `${plain.toString()}T00:00:00`);
      }),
      runs,
    );
  });

  it('also in years of more than four digits', () => {
    assert.equal(dayCount('+010000-01-01', '+010000-03-01'), 61);
    assert.equal(dayCount('9999-12-31', '+010000-01-01'), 2);
    assert.equal(isoWeekday('+010000-01-01'), 6);
  });

  it('every instant is among those of its own wall time', () => {
    // Samoa left out a whole day, more than a wall clock looks around.
    const found = somewhen.filter(({ zone }) => zones[zone] !== 'Pacific/Apia');
    fc.assert(
      fc.property(found, ({ zone, instant }) => {
        const name = zones[zone] as string;
        assert.ok(wallClock(name)(instant + offsetsOf(name)(instant)).includes(instant));
      }),
      runs,
    );
  });

  it('what is no date is refused as before', () => {
    for (const date of ['2026-02-30', '2026-13-01', 'today', '', 'x2026-02-20', '2026-02-20x', '26-02-20']) {
      assert.throws(() => addDays(date, 1), RangeError);
      assert.throws(() => isoWeekday(date), RangeError);
      assert.throws(() => dayCount('2026-01-01', date), RangeError);
      assert.throws(() => dayCount(date, '2026-01-01'), RangeError);
      assert.throws(() => civilDay('Europe/Berlin', date), RangeError);
    }
    assert.throws(() => isoLocal('Mars/Olympus', 0), RangeError);
    assert.throws(() => isoLocal('Europe/Berlin', Number.NaN), RangeError);
  });

  it('100,000 instants of one week take less than 400 ms', () => {
    const begin = Date.parse('2026-10-21T00:00:00Z');
    const limitMs = 400;
    const took = cpuMs(limitMs, () => {
      for (let index = 0; index < 100_000; index += 1) isoLocal('Europe/Berlin', begin + (index % 672) * 900_000);
    });
    assert.ok(took <= limitMs, `${took} ms`);
  });

  it('remembers a bounded number of days and zones, and stays right', () => {
    const offsetAt = offsetsOf('Europe/Berlin');
    const at = (days: number) => Date.UTC(2000, 6, 1) + days * 86_400_000;
    for (let days = 0; days < 1_200; days += 1) offsetAt(at(days));
    assert.equal(offsetAt(at(0)), 7_200_000);
    for (const zone of zones) offsetsOf(zone);
    for (let hours = 0; hours < 20; hours += 1) offsetsOf(`+${String(hours).padStart(2, '0')}:30`);
    assert.equal(offsetsOf('Europe/Berlin')(at(0)), 7_200_000);
  });
});
