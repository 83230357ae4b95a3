import assert from 'node:assert/strict';
import { msPerDay as dayMs, isoWallTime } from '#src/time/index.js';

describe('time: an ISO 8601 text', () => {
  it('of every day from 1890 to 2110 is the day that the calendar has, and no other day exists', () => {
    for (let at = Date.UTC(1890, 0, 1); at < Date.UTC(2110, 0, 1); at += dayMs) {
      const date = new Date(at).toISOString().slice(0, 10);
      assert.deepEqual(isoWallTime(date), { wall: at, offset: undefined }, date);
    }
    for (const year of ['1900', '2023', '2100']) assert.equal(isoWallTime(`${year}-02-29`), undefined, year);
    for (const date of [
      '2024-02-30',
      '2026-04-31',
      '2026-00-10',
      '2026-13-01',
      '2026-01-00',
      '0000-01-01',
      '2026-01-32',
      '2024-01-32',
      '2024-04-31',
    ])
      assert.equal(isoWallTime(date), undefined, date);
  });

  const date = '2026-11-22';
  const midnight = Date.UTC(2026, 10, 22);
  const read: Record<string, { readonly ms: number; readonly offsetMinutes?: number }> = {
    'T14:05': { ms: 50_700_000 },
    't14:05': { ms: 50_700_000 },
    ' 14:05': { ms: 50_700_000 },
    T1405: { ms: 50_700_000 },
    T140507: { ms: 50_707_000 },
    'T14:05:07': { ms: 50_707_000 },
    'T14:05:60': { ms: 50_759_000 },
    'T24:00': { ms: dayMs },
    'T14:05:07.25Z': { ms: 50_707_250, offsetMinutes: 0 },
    'T14:05:07,123456789z': { ms: 50_707_123, offsetMinutes: 0 },
    'T14:05Z': { ms: 50_700_000, offsetMinutes: 0 },
    'T14:05+01:00': { ms: 50_700_000, offsetMinutes: 60 },
    'T14:05 +0130': { ms: 50_700_000, offsetMinutes: 90 },
    'T14:05-02': { ms: 50_700_000, offsetMinutes: -120 },
    'T14:05+01:00[Europe/Berlin]': { ms: 50_700_000, offsetMinutes: 60 },
  };
  for (const [time, { ms, offsetMinutes }] of Object.entries(read))
    it(`${date}${time} is read`, () => {
      const offset = offsetMinutes === undefined ? undefined : offsetMinutes * 60_000;
      assert.deepEqual(isoWallTime(` ${date}${time} `), { wall: midnight + ms, offset });
    });

  const refused = [
    'T',
    'X14:05',
    '?14:05',
    'T1',
    'T14',
    'T14:6',
    'T14:60',
    'T24:01',
    'Tab:05',
    'T14:ab',
    'Tab:cd',
    'T-1:05',
    'T14:05:',
    'T14:05:61',
    'T14:05:7',
  ];
  const oddOffsets = ['T14:05+', 'T14:05+1', 'T14:05~01:00', 'T14:05Z1', 'T14:05+01:', 'T14:05+01:0', 'T14:05+01:000'];
  for (const time of [...refused, ...oddOffsets])
    it(`${date}${time} is refused`, () => assert.equal(isoWallTime(date + time), undefined));

  it('is refused with other signs between its numbers, and when it is too long to be one', () => {
    for (const text of [
      ...['2026/11/22', '2026-11/22', '2026/11-22', '22.11.2026', '2026-1-22', '', '2026-11-2a'],
      // Their characters stand before and behind the digits.
      ...['2026-1/-22', '2026-0:-22', '2026-11-2/', '202 -11-22', '2026-11-1:'],
    ])
      assert.equal(isoWallTime(text), undefined, text);
    const padded = (length: number) => `${date}T14:05`.padEnd(length);
    assert.deepEqual(isoWallTime(padded(64)), { wall: midnight + 50_700_000, offset: undefined });
    assert.equal(isoWallTime(padded(65)), undefined);
  });
});
