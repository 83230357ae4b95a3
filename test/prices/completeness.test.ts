import assert from 'node:assert/strict';
import { dayComplete, gaps, type PriceSeries, withoutPlaceholders } from '#src/prices/index.js';
import { civilDay, type Interval } from '#src/time/index.js';

const berlin = 'Europe/Berlin';
const quarter = 900_000;

type Fill = (index: number) => { priceCt: number | null; electricity?: number };

function daySeries(day: Interval, fill: Fill, step = quarter): PriceSeries {
  return Array.from({ length: (day.end - day.start) / step }, (_, i) => {
    const { priceCt, electricity } = fill(i);
    const start = day.start + i * step;
    return { start, end: start + step, priceCt, components: electricity === undefined ? {} : { electricity, grid: 9 } };
  });
}

describe('prices: when a day is complete', () => {
  const today = civilDay(berlin, '2026-11-22');
  const day = civilDay(berlin, '2026-11-23');
  const listing = daySeries(today, () => ({ priceCt: 30, electricity: 21 }));
  const bare = daySeries(today, () => ({ priceCt: 30 }));

  const rows: [string, Fill, PriceSeries, boolean][] = [
    ['all prices known', (i) => ({ priceCt: i + 10, electricity: i + 1 }), listing, true],
    ['one price null', (i) => ({ priceCt: i === 40 ? null : 30, electricity: 21 }), listing, false],
    ['a single real zero', (i) => ({ priceCt: i === 40 ? 0 : 30, electricity: i === 40 ? 0 : 21 }), listing, true],
    ['negative prices only', () => ({ priceCt: -3, electricity: -12 }), listing, true],
    ['zeros everywhere', () => ({ priceCt: 0, electricity: 0 }), listing, false],
    ['grid fee and levies only', () => ({ priceCt: 17, electricity: 0 }), listing, false],
    ['the market part left out', () => ({ priceCt: 17 }), listing, false],
    ['no parts listed, as on the stored day', () => ({ priceCt: 30 }), bare, true],
    ['no parts listed, first answer ever', () => ({ priceCt: 30 }), [], true],
    ['no parts listed, zeros everywhere', () => ({ priceCt: 0 }), bare, false],
    ['nulls everywhere', () => ({ priceCt: null }), listing, false],
  ];
  for (const [title, fill, reference, expected] of rows)
    it(`${title}: ${expected}`, () => {
      assert.equal(dayComplete(daySeries(day, fill), day, reference), expected);
    });

  it('an interval that is missing at either end or inside makes it incomplete', () => {
    const whole = daySeries(day, () => ({ priceCt: 30 }));
    for (const gone of [0, 50, whole.length - 1])
      assert.equal(
        dayComplete(
          whole.filter((_, i) => i !== gone),
          day,
          bare,
        ),
        false,
      );
    assert.equal(dayComplete([], day, bare), false);
  });

  for (const [date, quarters] of [
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ] as const)
    it(`${date} is complete with ${quarters} quarter-hours and not with 96 of them`, () => {
      const dst = civilDay(berlin, date);
      const whole = daySeries(dst, () => ({ priceCt: 30 }));
      assert.equal(whole.length, quarters);
      assert.equal(dayComplete(whole, dst, []), true);
      assert.equal(dayComplete(whole.slice(0, 91), dst, []), false);
      assert.equal(
        dayComplete(
          daySeries(dst, () => ({ priceCt: 30 }), 4 * quarter),
          dst,
          [],
        ),
        true,
      );
    });

  it('a placeholder day becomes unknown, the day before it and single zeros stay', () => {
    const answer = [
      ...daySeries(today, (i) => ({ priceCt: i, electricity: i })),
      ...daySeries(day, () => ({ priceCt: 17, electricity: 0 })),
    ];
    const cleaned = withoutPlaceholders(answer, [today, day], []);
    assert.deepEqual(cleaned.slice(0, 96), answer.slice(0, 96));
    assert.deepEqual(gaps(cleaned, { start: today.start, end: day.end }), [day]);
    assert.equal(cleaned.length, answer.length);
  });

  it('every placeholder day becomes unknown, also one that has zeros where it has any price', () => {
    const answer = [
      ...daySeries(today, () => ({ priceCt: 0 })),
      ...daySeries(day, (i) => ({ priceCt: i % 2 === 0 ? 0 : null })),
    ];
    const range = { start: today.start, end: day.end };
    assert.deepEqual(gaps(withoutPlaceholders(answer, [today, day], []), range), [range]);
  });

  it('a day without a single interval is left alone', () => {
    assert.deepEqual(withoutPlaceholders(listing, [today, day], []), listing);
  });
});
