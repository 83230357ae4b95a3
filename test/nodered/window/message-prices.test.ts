import assert from 'node:assert/strict';
import fc from 'fast-check';
import { noMessagePrices, withLearned, withMessagePrices } from '#src/nodered/window/message-prices.js';
import { decodeTariff } from '#src/tariffs/index.js';
import { addDays, civilDay, type Interval } from '#src/time/index.js';

const hour = 3_600_000;
const timeZone = 'Europe/Berlin';

interface Rows {
  readonly weekday: readonly number[];
  readonly weekend: readonly number[];
}

const wall = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' });

/** The rows after one more day, by what a clock on the wall shows in each of its quarter-hours. */
function moved(rows: Rows, day: Interval, priceAt: (instant: number) => number): Rows {
  const prices = new Map<number, number[]>();
  let name: keyof Rows = 'weekday';
  for (let instant = day.start; instant < day.end; instant += hour / 4) {
    const shown = wall.format(instant);
    const [hours = 0, minutes = 0] = shown.slice(-5).split(':').map(Number);
    const quarter = hours * 4 + minutes / 15;
    prices.set(quarter, [...(prices.get(quarter) ?? []), priceAt(instant)]);
    name = /^S/.test(shown) ? 'weekend' : 'weekday';
  }
  const share = name === 'weekend' ? 0.25 : 0.15;
  const row: number[] = [];
  for (let quarter = 0; quarter < 96; quarter++) {
    const found = prices.get(quarter);
    const mean = found && found.reduce((sum, ct) => sum + ct, 0) / found.length;
    const before = rows[name][quarter];
    const next =
      before !== undefined && mean !== undefined
        ? before + share * (mean - before)
        : (mean ?? before ?? row[quarter - 1] ?? 0);
    row.push(Math.round(next * 1000) / 1000);
  }
  return { ...rows, [name]: row };
}

describe('nodered: prices by message', () => {
  const at = (start: number, priceCt: number | null) => {
    return { start: start * hour, end: (start + 1) * hour, priceCt, components: {} };
  };
  const known = { ...noMessagePrices, series: [at(0, 9), at(100, 20), at(101, 21)] };

  it('later prices are added to those that are known, and old ones go', () => {
    const added = (series: (typeof known)['series'], now: number) =>
      withMessagePrices(known, series, { now, timeZone }).series;
    assert.deepEqual(added([at(101, null), at(102, 22)], 101 * hour), [at(100, 20), at(101, 21), at(102, 22)]);
    assert.deepEqual(added([at(102, 22)], 9_000 * hour), [at(100, 20), at(101, 21), at(102, 22)]);
    assert.equal(withMessagePrices(known, [], { now: 0, timeZone }), known);
  });

  it('four days at once are all learned from, though two of them are dropped', () => {
    const { start } = civilDay(timeZone, '2026-11-24');
    const days = Array.from({ length: 96 }, (_, index) => at(start / hour + index, 10 + Math.floor(index / 24)));
    const { series, usual } = withMessagePrices(noMessagePrices, days, { now: start + 96 * hour, timeZone });
    assert.equal(series.length, 48);
    assert.equal(usual.learnedUntil, '2026-11-27');
    // 10, then 15 % of the way to 11, 12 and 13.
    assert.equal(
      usual.weekday[0],
      [11, 12, 13].reduce((ct, next) => Math.round((ct + 0.15 * (next - ct)) * 1e3) / 1e3, 10),
    );
  });

  it('a day is learned from when it is over, without a further message', () => {
    const { start, end } = civilDay(timeZone, '2026-11-24');
    const day = Array.from({ length: 24 }, (_, index) => at(start / hour + index, 10));
    const fresh = withMessagePrices(noMessagePrices, day, { now: start, timeZone });
    assert.equal(withLearned(fresh, { now: end - 1, timeZone }), fresh);
    assert.equal(withLearned(fresh, { now: end, timeZone }).usual.learnedUntil, '2026-11-24');
  });

  it('of every resolution, with gaps and over clock changes, teach what is usual of each day that is whole', () => {
    const story = fc.record({
      first: fc.constantFrom('2026-03-27', '2026-10-23', '2026-11-20'),
      minutes: fc.constantFrom(15, 30, 60),
      prices: fc.array(
        fc.integer({ min: -100, max: 600 }).map((tenths) => tenths / 10 + 20),
        { minLength: 400, maxLength: 400 },
      ),
      // Of four days: what is left out of the message, and what is null in it.
      absent: fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 4 }),
      unknown: fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 3 }),
      sentAt: fc.integer({ min: -10, max: 30 }),
    });
    let learned = 0;
    fc.assert(
      fc.property(story, ({ first, minutes, prices, absent, unknown, sentAt }) => {
        const step = minutes * 60_000;
        let [known, expected] = [noMessagePrices, noMessagePrices.usual as Rows];
        let last: string | undefined;
        for (let index = 0; index < 4; index++) {
          const date = addDays(first, index);
          const day = civilDay(timeZone, date);
          const count = (day.end - day.start) / step;
          const isGap = (gaps: readonly number[], row: number) => gaps.some((gap) => gap === index * 250 + row);
          const rows = Array.from({ length: count }, (_, row) => row)
            .filter((row) => !isGap(absent, row))
            .map((row) => ({
              start: new Date(day.start + row * step).toISOString(),
              value: isGap(unknown, row) ? null : priceOf(index * 100 + row),
            }));
          const now = day.start + sentAt * hour;
          const { series } = decodeTariff({ payload: rows, unit: 'ct/kWh', choice: 'automatic', timeZone, now });
          known = withLearned(withMessagePrices(known, series, { now, timeZone }), {
            now: Math.max(now, day.end),
            timeZone,
          });
          const isWhole = rows.length === count && rows.every(({ value }) => value !== null);
          if (!isWhole) continue;
          learned += 1;
          last = date;
          expected = moved(expected, day, (instant) => priceOf(index * 100 + Math.floor((instant - day.start) / step)));
        }
        assert.equal(known.usual.learnedUntil, last);
        for (const row of ['weekday', 'weekend'] as const) assert.deepEqual(known.usual[row], expected[row]);

        function priceOf(at: number): number {
          return prices[at] ?? 0;
        }
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 20) },
    );
    assert.ok(learned > 20, `${learned}`);
  });
});
