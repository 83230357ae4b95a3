import assert from 'node:assert/strict';
import { marketDay } from '#src/account/feed/market-day.js';

const iso = (at: number) => new Date(at).toISOString().replace(':00.000Z', 'Z');
const times = ['correction', 'firstCall', 'late', 'veryLate', 'closing', 'nextFirstCall'] as const;

describe('account: a day of the market', () => {
  for (const [date, next, [start, end, nextEnd], instants] of [
    [
      '2026-03-28',
      '2026-03-29',
      ['2026-03-27T23:00Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
      ['28T05:00Z', '28T11:58Z', '28T12:30Z', '28T13:20Z', '28T22:30Z', '29T10:58Z'],
    ],
    [
      '2026-10-25',
      '2026-10-26',
      ['2026-10-24T22:00Z', '2026-10-25T23:00Z', '2026-10-26T23:00Z'],
      ['25T05:00Z', '25T11:58Z', '25T12:30Z', '25T13:20Z', '25T22:30Z', '26T11:58Z'],
    ],
  ] as const)
    it(`${date} from its first to its last instant, asked for before and after another one`, () => {
      const [from, to] = [Date.parse(start), Date.parse(end)];
      for (const instant of [from, to - 1, from + 1]) {
        const found = marketDay('Europe/Berlin', instant);
        assert.deepEqual([found.date, found.nextDate], [date, next]);
        assert.deepEqual(
          [found.day, found.nextDay].flatMap((day) => [iso(day.start), iso(day.end)]),
          [start, end, end, nextEnd],
        );
        assert.deepEqual(
          times.map((name) => iso(found[name])),
          instants.map((text) => `${date.slice(0, 8)}${text}`),
        );
        assert.notEqual(marketDay('Europe/Berlin', from - 1).date, date);
        assert.notEqual(marketDay('Europe/Berlin', to).date, date);
      }
    });

  it('each zone has its own', () => {
    const instant = Date.parse('2026-11-22T23:30:00Z');
    const datesOf = () => ['Europe/Berlin', 'Europe/London'].map((zone) => marketDay(zone, instant).date);
    assert.deepEqual(
      [datesOf(), datesOf()],
      [
        ['2026-11-23', '2026-11-22'],
        ['2026-11-23', '2026-11-22'],
      ],
    );
  });

  it('is found once for everybody who asks for the same one', () => {
    const instant = Date.parse('2026-11-22T10:00:00Z');
    assert.equal(marketDay('Europe/Berlin', instant), marketDay('Europe/Berlin', instant + 60_000));
  });
});
