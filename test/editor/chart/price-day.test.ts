import assert from 'node:assert/strict';
import { editorModule } from '../../support/browser/editor-module.js';

interface Shown {
  readonly start: number;
  readonly end: number;
  readonly priceCt: number | null;
}

interface PriceDay {
  fromToday(answer: object, now: number): Shown[];
  intervalAt(intervals: readonly Shown[], instant: number): Shown | undefined;
  priceFigures(intervals: readonly Shown[]): { lowestCt: number; meanCt: number; highestCt: number } | undefined;
  cheapestAhead(intervals: readonly Shown[], now: number): Shown | undefined;
  tomorrowNews(prices: object): string | undefined;
  expectedIntervals(expected?: readonly object[]): Shown[];
  withExpected(published: readonly Shown[], expected: readonly Shown[]): Shown[];
}

const quarterMs = 900_000;
const priceDay = editorModule<PriceDay>('chart/price-day');
const { dateIn } = editorModule<{ dateIn(timeZone: string, instant: number): string }>('form/text');

describe('editor: prices of the day', () => {
  for (const [date, begin, count] of [
    ['2026-03-29', '2026-03-28T23:00:00Z', 92],
    ['2026-10-25', '2026-10-24T22:00:00Z', 100],
    ['2026-11-22', '2026-11-21T23:00:00Z', 96],
  ] as const) {
    it(`${date} in Berlin has ${count} quarter-hours; yesterday is left out`, () => {
      const from = Date.parse(begin) - 8 * quarterMs;
      const answer = answerOf(Array.from({ length: count + 8 }, (_, index) => [from + index * quarterMs, index]));
      const shown = priceDay.fromToday(answer, Date.parse(begin) + 40 * quarterMs);
      assert.equal(shown.length, count);
      assert.equal(shown[0]?.start, Date.parse(begin));
      assert.ok(shown.every(({ start }) => dateIn('Europe/Berlin', start) === date));
    });
  }

  it('what is expected stands where a price is unknown or lacks, in order', () => {
    const start = Date.parse('2026-11-22T00:00:00Z');
    const at = (index: number) => start + index * quarterMs;
    const iso = (index: number) => new Date(at(index)).toISOString();
    const published = [0, 1, 3].map((index) => ({
      start: at(index),
      end: at(index + 1),
      priceCt: index === 1 ? null : 10 + index,
    }));
    const expected = priceDay.expectedIntervals(
      [4, 1].map((index) => ({ start: iso(index), end: iso(index + 1), amount: 20 + index })),
    );
    assert.deepEqual(
      priceDay.withExpected(published, expected).map((one) => [(one.start - start) / quarterMs, one.priceCt]),
      [
        [0, 10],
        [1, 21],
        [3, 13],
        [4, 24],
      ],
    );
    assert.deepEqual(priceDay.expectedIntervals(), []);
  });

  describe('what is said of tomorrow', () => {
    const timeZone = 'Europe/Berlin';
    const now = Date.parse('2026-11-22T12:00:00Z');
    const hour = (start: string, priceCt: number | null) => ({ start: Date.parse(start), end: 0, priceCt });
    const today = hour('2026-11-22T22:00:00Z', 10);
    for (const [name, intervals, isFailing, news] of [
      ['nothing at all', [], false, 'empty'],
      ['today only', [today], false, 'tomorrow'],
      ['today only, while an error is said', [today], true, undefined],
      ['tomorrow in full', [today, hour('2026-11-22T23:00:00Z', 9)], false, undefined],
      ['tomorrow without prices', [today, hour('2026-11-22T23:00:00Z', null)], false, 'tomorrowUnpriced'],
      [
        'a hole in tomorrow',
        [hour('2026-11-22T23:00:00Z', 9), hour('2026-11-23T00:00:00Z', null)],
        false,
        'tomorrowUnpriced',
      ],
      ['a hole in today', [hour('2026-11-22T22:00:00Z', null)], false, 'tomorrow'],
    ] as const)
      it(name, () => assert.equal(priceDay.tomorrowNews({ intervals, now, timeZone, isFailing }), news));

    // From 14:30 by the clock of the tariff; on the day of a clock change, too.
    for (const [late, day] of [
      ['2026-11-22T13:30:00Z', '2026-11-22'],
      ['2026-07-01T12:30:00Z', '2026-07-01'],
      ['2026-03-29T12:30:00Z', '2026-03-29'],
      ['2026-10-25T13:30:00Z', '2026-10-25'],
    ] as const)
      it(`they are late from 14:30 on, ${day}`, () => {
        const intervals = [hour(`${day}T10:00:00Z`, 10)];
        const at = (instant: number) => priceDay.tomorrowNews({ intervals, now: instant, timeZone });
        assert.deepEqual([at(Date.parse(late) - 1), at(Date.parse(late))], ['tomorrow', 'tomorrowLate']);
      });
  });

  it('weighs the mean by time and leaves unknown prices out', () => {
    const intervals = [
      { start: 0, end: 3 * quarterMs, priceCt: 10 },
      { start: 3 * quarterMs, end: 4 * quarterMs, priceCt: -2 },
      { start: 4 * quarterMs, end: 8 * quarterMs, priceCt: null },
    ];
    assert.deepEqual(priceDay.priceFigures(intervals), { lowestCt: -2, meanCt: 7, highestCt: 10 });
  });

  it('has no figures without a known price', () => {
    assert.equal(priceDay.priceFigures([{ start: 0, end: 1, priceCt: null }]), undefined);
    assert.equal(priceDay.priceFigures([]), undefined);
  });

  it('an edge belongs to the interval that begins there', () => {
    const intervals = [
      { start: 0, end: 10, priceCt: 1 },
      { start: 10, end: 20, priceCt: 2 },
    ];
    assert.equal(priceDay.intervalAt(intervals, 10)?.priceCt, 2);
    assert.equal(priceDay.intervalAt(intervals, 20), undefined);
  });

  it('the cheapest ahead is the earliest of equals, may be on now, and is never unknown or over', () => {
    const intervals = [5, 9, null, 7, 7].map((priceCt, index) => ({
      start: index * 10,
      end: index * 10 + 10,
      priceCt,
    }));
    assert.equal(priceDay.cheapestAhead(intervals, 9)?.start, 0);
    assert.equal(priceDay.cheapestAhead(intervals, 10)?.start, 30);
    assert.equal(priceDay.cheapestAhead(intervals, 50), undefined);
  });
});

function answerOf(prices: readonly (readonly [start: number, amount: number])[]): object {
  const intervals = prices.map(([start, amount]) => ({
    start: new Date(start).toISOString(),
    end: new Date(start + quarterMs).toISOString(),
    amount,
    components: {},
  }));
  return { timeZone: 'Europe/Berlin', intervals, plans: [], now: '' };
}
