// @ts-nocheck
import assert from 'node:assert/strict';
import { noMessagePrices, withLearned, withMessagePrices } from '#src/nodered/window/message-prices.js';
import { civilDay } from '#src/time/index.js';

const hour = 3_600_000;
const timeZone = 'Europe/Berlin';

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
});
