import assert from 'node:assert/strict';
import { drawn, tariffOf } from './asked.js';

const quarter = 900_000;
const pad = (value: number) => String(value).padStart(2, '0');

/** All quarters of a day as its clock shows them, without an offset. */
function quartersOfDay(date: string, firstUtc: string, count: number) {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' });
  const rows = Array.from({ length: count }, (_, index) => ({
    start: shown.format(Date.parse(firstUtc) + index * quarter),
    value: 10 + index,
  }));
  assert.ok(rows.every(({ start }) => start.startsWith(date)));
  return rows;
}

describe('tariffs: times', () => {
  const start = Date.parse('2026-11-22T13:00:00Z');
  for (const [name, time] of [
    ['ISO 8601 in UTC', '2026-11-22T13:00:00Z'],
    ['with an offset', '2026-11-22T14:00:00+01:00'],
    ['with a short offset', '2026-11-22T14:00+0100'],
    ['with the shortest offset', '2026-11-22 14:00:00+01'],
    ['with a space and microseconds', '2026-11-22 14:00:00.000000+01:00'],
    ['with the name of its zone', '2026-11-22T14:00:00+01:00[Europe/Berlin]'],
    ['local, without an offset', '2026-11-22T14:00:00'],
    ['local, with a space', '2026-11-22 14:00'],
    ['seconds since 1970', start / 1000],
    ['seconds as text', String(start / 1000)],
    ['milliseconds', start],
    ['milliseconds as text', String(start)],
    ['microseconds', start * 1000],
    ['a date', new Date(start)],
  ] as const)
    it(`may be ${name}`, () => {
      assert.deepEqual(drawn(tariffOf([{ start: time, end: start + 4 * quarter, value: 20 }])), [[0, 60, 20]]);
    });

  it('an end in the hour that spring skips is as far from its start as it shows', () => {
    const rows = [
      ['01:00', '02:00'],
      ['03:00', '04:00'],
    ].map(([from, to]) => ({ start: `2026-03-29T${from}`, end: `2026-03-29T${to}`, value: 20 }));
    const now = Date.parse('2026-03-28T20:00:00Z');
    const tariff = tariffOf(rows, { now });
    assert.deepEqual(drawn(tariff, Date.parse('2026-03-29T00:00:00Z')), [
      [0, 60, 20],
      [60, 60, 20],
    ]);
    assert.equal('dropped' in tariff.reading, false);
  });

  it('an end in the hour that spring skips is none where it shows an earlier time than its start', () => {
    const row = { start: '2026-03-29T03:30', end: '2026-03-29T02:30', value: 20 };
    const good = { start: '2026-03-29T04:30', end: '', value: 20 };
    const { series, reading } = tariffOf([row, good], { now: Date.parse('2026-03-28T20:00:00Z') });
    assert.deepEqual([series.length, reading.dropped], [1, 1]);
  });

  for (const [name, firstUtc] of [
    ['the first', '2026-10-25T00:00:00Z'],
    ['the second', '2026-10-25T01:00:00Z'],
    ['the middle of the second', '2026-10-25T01:30:00Z'],
  ] as const)
    it(`a list without offsets that begins in ${name} of the two hours of autumn is not shifted`, () => {
      const rows = quartersOfDay('2026-10-25', firstUtc, 20);
      const now = Date.parse('2026-10-24T20:00:00Z');
      const { series } = tariffOf(rows, { now });
      assert.equal(series[0]?.start, Date.parse(firstUtc));
      assert.equal(series.length, 20);
    });

  it('a date alone is its midnight in the zone of the node', () => {
    const rows = [{ date: '2026-11-22', end: '2026-11-23', price: 20 }];
    assert.deepEqual(drawn(tariffOf(rows)), [[-14 * 60, 24 * 60, 20]]);
    assert.deepEqual(drawn(tariffOf(rows, { timeZone: 'America/New_York' })), [[-8 * 60, 24 * 60, 20]]);
  });

  it('local ones follow the zone of the node', () => {
    const rows = [{ start: '2026-11-22T13:00', end: '2026-11-22T14:00', value: 20 }];
    assert.deepEqual(drawn(tariffOf(rows, { timeZone: 'Europe/Lisbon' })), [[0, 60, 20]]);
  });

  for (const [name, date, firstUtc, count] of [
    ['the 92 quarters of the day that loses an hour', '2026-03-29', '2026-03-28T23:00:00Z', 92],
    ['the 96 quarters of any day', '2026-06-15', '2026-06-14T22:00:00Z', 96],
    ['the 100 quarters of the day that repeats an hour', '2026-10-25', '2026-10-24T22:00:00Z', 100],
  ] as const)
    it(`without offsets, ${name} follow one another in either order`, () => {
      const first = Date.parse(firstUtc);
      const rows = quartersOfDay(date, firstUtc, count);
      const expected = rows.map(({ value }, index) => [index * 15, 15, value]);
      for (const payload of [rows, rows.toReversed()]) {
        const tariff = tariffOf(payload, { now: first });
        assert.deepEqual(drawn(tariff, first), expected);
        assert.deepEqual(tariff.reading, { from: 'plain', unit: 'ct/kWh', assumed: true });
      }
    });

  it('without offsets, ends in the repeated hour are the next that fit', () => {
    const rows = ['02:00', '02:30', '02:00', '02:30', '03:00'].map((time, index, all) => {
      return { start: `2026-10-25T${time}`, end: `2026-10-25T${all[index + 1] ?? '03:30'}`, value: index };
    });
    const first = Date.parse('2026-10-25T00:00:00Z');
    assert.deepEqual(
      drawn(tariffOf(rows, { now: first }), first),
      [0, 1, 2, 3, 4].map((index) => [index * 30, 30, index]),
    );
  });

  it('a wall time that spring leaves out is no time, and is counted', () => {
    const rows = Array.from({ length: 24 }, (_, hour) => ({ start: `2026-03-29T${pad(hour)}:00`, value: 10 + hour }));
    const { series, reading } = tariffOf(rows, { now: Date.parse('2026-03-29T00:00:00Z') });
    assert.deepEqual([series.length, reading.dropped], [23, 1]);
    assert.ok(series.every(({ end }, index) => index === 22 || series[index + 1]?.start === end));
  });

  it('many days in any order are one series', () => {
    const rows = Array.from({ length: 5 * 96 }, (_, index) => ({
      start: 1_795_302_000 + index * 900,
      value: 10 + (index % 50),
    }));
    const shuffled = rows.map((_, index) => rows[(index * 7) % rows.length]);
    assert.deepEqual(tariffOf(shuffled).series, tariffOf(rows).series);
    assert.equal(tariffOf(rows).series.length, 480);
  });
});
