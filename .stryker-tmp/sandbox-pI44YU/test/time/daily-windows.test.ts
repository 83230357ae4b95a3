// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { civilDate, civilDay, clockTime, dailyWindows, isoLocal, isoWeekday, msPerHour } from '#src/time/index.js';

const berlin = 'Europe/Berlin';
const always = [1, 2, 3, 4, 5, 6, 7];

interface Row {
  readonly what: string;
  readonly zone?: string;
  readonly from: string;
  readonly to: string;
  readonly days: readonly [first: string, last: string];
  readonly weekdays?: readonly number[];
  readonly expected: readonly string[];
}

function drawn({ zone = berlin, from, to, days, weekdays = always }: Row): string[] {
  const range = { start: civilDay(zone, days[0]).start, end: civilDay(zone, days[1]).end };
  return dailyWindows(zone, from, to, weekdays, range).map(
    ({ start, end }) =>
      `${isoLocal(zone, start).slice(0, 22)} ${isoLocal(zone, end).slice(5, 22)} ${(end - start) / msPerHour} h`,
  );
}

describe('time: daily windows', () => {
  const rows: Row[] = [
    {
      what: 'a window of the day',
      from: '10:00',
      to: '20:30',
      days: ['2026-11-22', '2026-11-22'],
      expected: ['2026-11-22T10:00:00+01 11-22T20:30:00+01 10.5 h'],
    },
    {
      what: 'over midnight: also the one that opened the evening before',
      from: '22:00',
      to: '06:00',
      days: ['2026-11-22', '2026-11-22'],
      expected: ['2026-11-21T22:00:00+01 11-22T06:00:00+01 8 h', '2026-11-22T22:00:00+01 11-23T06:00:00+01 8 h'],
    },
    {
      what: 'a weekday is that of the opening',
      from: '22:00',
      to: '06:00',
      days: ['2026-11-22', '2026-11-23'],
      weekdays: [7],
      expected: ['2026-11-22T22:00:00+01 11-23T06:00:00+01 8 h'],
    },
    {
      what: 'no weekday, no window',
      from: '22:00',
      to: '06:00',
      days: ['2026-11-22', '2026-11-23'],
      weekdays: [],
      expected: [],
    },
    {
      what: 'equal times are a whole day',
      from: '00:00',
      to: '00:00',
      days: ['2026-11-22', '2026-11-22'],
      expected: ['2026-11-22T00:00:00+01 11-23T00:00:00+01 24 h'],
    },
    {
      what: 'the short day',
      from: '00:00',
      to: '00:00',
      days: ['2026-03-29', '2026-03-29'],
      expected: ['2026-03-29T00:00:00+01 03-30T00:00:00+02 23 h'],
    },
    {
      what: 'the long day',
      from: '00:00',
      to: '00:00',
      days: ['2026-10-25', '2026-10-25'],
      expected: ['2026-10-25T00:00:00+02 10-26T00:00:00+01 25 h'],
    },
    {
      what: 'the short and the long night',
      from: '22:00',
      to: '06:00',
      days: ['2026-03-29', '2026-03-29'],
      expected: ['2026-03-28T22:00:00+01 03-29T06:00:00+02 7 h', '2026-03-29T22:00:00+02 03-30T06:00:00+02 8 h'],
    },
    {
      what: 'opening in the spring gap: an hour later',
      from: '02:30',
      to: '05:00',
      days: ['2026-03-29', '2026-03-29'],
      expected: ['2026-03-29T03:30:00+02 03-29T05:00:00+02 1.5 h'],
    },
    {
      what: 'closing in the spring gap: an hour later',
      from: '00:41',
      to: '02:30',
      days: ['2026-03-29', '2026-03-29'],
      expected: ['2026-03-29T00:41:00+01 03-29T03:30:00+02 1.8166666666666667 h'],
    },
    {
      what: 'nothing left by the spring gap',
      from: '02:00',
      to: '03:00',
      days: ['2026-03-29', '2026-03-29'],
      expected: [],
    },
    { what: 'less than nothing left', from: '02:30', to: '03:15', days: ['2026-03-29', '2026-03-29'], expected: [] },
    {
      what: 'the repeated hour is two hours',
      from: '02:00',
      to: '03:00',
      days: ['2026-10-25', '2026-10-25'],
      expected: ['2026-10-25T02:00:00+02 10-25T03:00:00+01 2 h'],
    },
    {
      what: 'inside the repeated hour: the first time',
      from: '02:15',
      to: '02:45',
      days: ['2026-10-25', '2026-10-25'],
      expected: ['2026-10-25T02:15:00+02 10-25T02:45:00+02 0.5 h'],
    },
    {
      what: 'the zone that is asked for, not that of the machine',
      zone: 'Pacific/Auckland',
      from: '23:00',
      to: '01:00',
      days: ['2026-11-22', '2026-11-22'],
      expected: ['2026-11-21T23:00:00+13 11-22T01:00:00+13 2 h', '2026-11-22T23:00:00+13 11-23T01:00:00+13 2 h'],
    },
    {
      what: 'a zone whose clocks change at midnight',
      zone: 'Africa/Cairo',
      from: '00:00',
      to: '00:00',
      days: ['2026-04-24', '2026-04-24'],
      expected: ['2026-04-24T01:00:00+03 04-25T00:00:00+03 23 h'],
    },
  ];
  for (const row of rows) it(row.what, () => assert.deepEqual(drawn(row), row.expected));

  it('touching the range is not overlapping it', () => {
    const day = civilDay(berlin, '2026-11-22');
    const [noon] = dailyWindows(berlin, '12:00', '13:00', always, day);
    assert.ok(noon);
    assert.deepEqual(dailyWindows(berlin, '12:00', '13:00', always, { start: noon.end, end: noon.end + 1 }), []);
    assert.deepEqual(dailyWindows(berlin, '12:00', '13:00', always, { start: noon.end - 1, end: noon.end }), [noon]);
    assert.deepEqual(dailyWindows(berlin, '12:00', '13:00', always, { start: noon.start - 1, end: noon.start }), []);
    assert.deepEqual(dailyWindows(berlin, '12:00', '13:00', always, { start: noon.start, end: noon.start }), []);
  });

  for (const [from, to] of [
    ['24:00', '06:00'],
    ['22:00', '6:00'],
    ['', '06:00'],
    ['22:00', '06:60'],
  ] as const)
    it(`refuses ${from}-${to} on any weekday`, () => {
      const day = civilDay(berlin, '2026-11-22');
      assert.throws(() => dailyWindows(berlin, from, to, [], day), { code: 'invalid-value' });
    });

  const time = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map((pair) => pair.map((part) => String(part).padStart(2, '0')).join(':'));
  const zone = fc.constantFrom(
    berlin,
    'America/New_York',
    'Pacific/Auckland',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'UTC',
  );
  const start = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') });

  it('equal times tile the time line, on all clock changes', () => {
    fc.assert(
      fc.property(zone, time, start, (timeZone, from, begin) => {
        const range = { start: begin, end: begin + 500 * msPerHour };
        const windows = dailyWindows(timeZone, from, from, always, range);
        assert.ok((windows[0]?.start ?? Number.NaN) <= range.start && (windows.at(-1)?.end ?? Number.NaN) >= range.end);
        for (const [i, window] of windows.entries()) if (i > 0) assert.equal(window.start, windows[i - 1]?.end);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('windows are in order, apart, not empty, and open at the local time on a chosen weekday', () => {
    const days = fc.subarray(always);
    fc.assert(
      fc.property(zone, time, time, days, start, (timeZone, from, to, weekdays, begin) => {
        const range = { start: begin, end: begin + 400 * msPerHour };
        let end = Number.NEGATIVE_INFINITY;
        for (const window of dailyWindows(timeZone, from, to, weekdays, range)) {
          assert.ok(window.start >= end && window.start < window.end);
          assert.ok(window.start < range.end && window.end > range.start);
          assert.ok(weekdays.includes(isoWeekday(civilDate(timeZone, window.start))));
          const opens = clockTime(timeZone, window.start);
          assert.ok(opens === from || opens > from, `${opens} instead of ${from}`);
          end = window.end;
        }
      }),
      { seed: 8, numRuns: 100 },
    );
  });
});
