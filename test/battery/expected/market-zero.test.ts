import assert from 'node:assert/strict';
import {
  atMarketOf,
  countAmounts,
  isMarketNegative,
  learnedMarginCt,
  type MarketAmounts,
  noAmounts,
} from '#src/battery/expected/market-zero.js';
import { civilDay } from '#src/time/index.js';
import { pricesOf, twoDays, winter, zone } from '../battery-scene.js';

const day = '2026-01-14';

describe('battery: the amount that stands out', () => {
  // How often each amount was seen, in thousandths of a cent.
  const rows: [what: string, counts: MarketAmounts['counts'], marginCt: number | undefined][] = [
    ['nothing was counted', {}, undefined],
    ['seen twenty times', { 1071: 20 }, 1.071],
    ['seen less than twenty times', { 1071: 19.9 }, undefined],
    ['twice as often as the next', { 1071: 20, 5000: 10 }, 1.071],
    ['not twice as often', { 1071: 20, 5000: 10.1 }, undefined],
    ['a rare amount below does not matter', { 500: 1, 1071: 20 }, 1.071],
    ['nor do many that are rare', { 0: 9, 500: 9, 1071: 20, 2000: 9, 3000: 9 }, 1.071],
    ['a hair below zero counts as zero', { 1051: 8, 1071: 12 }, 1.071],
    ['farther below does not', { 1050: 8, 1071: 12 }, undefined],
    ['zero is the highest of a group that is seen often enough', { 1071: 20, 1091: 5 }, 1.091],
    ['a higher one that is rare is chance', { 1071: 20, 1091: 4.9 }, 1.071],
    ['a higher one that is too far is another amount', { 1071: 20, 1092: 5 }, 1.071],
    ['the next may be a group, too', { 1071: 20, 5000: 6, 5010: 5 }, undefined],
    ['what is counted in the group is not counted against it', { 1071: 13, 1085: 11, 1100: 2 }, 1.085],
    ['a tariff may take off something', { '-300': 30, 300: 3 }, -0.3],
    ['and an amount is not its negative', { '-300': 16, 300: 30 }, undefined],
  ];
  for (const [what, counts, marginCt] of rows)
    it(`${what}: ${marginCt ?? 'nothing stands out'}`, () => {
      const found = learnedMarginCt({ counts });
      assert.equal(found?.toFixed(6), marginCt?.toFixed(6));
    });

  it('below it the market is negative, at it and above it is not', () => {
    const isNegative = (priceCt: number | null, components = {}) =>
      isMarketNegative({ start: 0, end: 1, priceCt, components }, 1.071);
    assert.deepEqual(
      [1.0704, 1.0706, 1.071, 5].map((ct) => isNegative(30, { electricity: ct })),
      [true, false, false, false],
    );
    assert.deepEqual(
      [1, 1.071].map((ct) => isNegative(ct)),
      [true, false],
      'without parts the whole price',
    );
    assert.equal(isNegative(null), false);
  });

  it('at another price only the market is another one', () => {
    const interval = { start: 0, end: 1, priceCt: 30, components: { electricity: 10, grid: 20 } };
    assert.deepEqual(atMarketOf(interval, 25, 30), {
      ...interval,
      priceCt: 25,
      components: { electricity: 5, grid: 20 },
    });
    const bare = { ...interval, components: {} };
    assert.deepEqual(atMarketOf(bare, 25, 30), { ...bare, priceCt: 25 });
  });
});

describe('battery: the amounts that are counted', () => {
  const next = '2026-01-15';
  const prices = pricesOf(twoDays(day), (hour) => (hour < 6 ? 1.071 : 20 + hour), { marginCt: 0 });
  const flat = pricesOf(twoDays(day), () => 5, { marginCt: 0 });
  const counted = (before: MarketAmounts, series = prices, now = civilDay(zone, next).start) =>
    countAmounts(before, series, { now, timeZone: zone });

  it('a day counts when it is over, and is remembered by its date', () => {
    assert.equal(counted(noAmounts, prices, civilDay(zone, day).end - 1), noAmounts);
    const once = counted(noAmounts);
    assert.deepEqual([once.counts['1071'], once.countedUntil], [24, day]);
    const both = counted(once, prices, civilDay(zone, next).end);
    assert.deepEqual([both.counts['1071'], both.countedUntil], [47.6, next]);
    assert.equal(counted(noAmounts, []), noAmounts);
  });

  it('a day with a hole or without a beginning does not count, the one after it does', () => {
    const now = civilDay(zone, next).end;
    for (const series of [
      prices.filter(({ start }) => start !== winter(day, '13:00')),
      prices.map((one) => (one.start === winter(day, '13:00') ? { ...one, priceCt: null } : one)),
      prices.slice(1),
    ])
      assert.deepEqual(
        [counted(noAmounts, series, now).counts['1071'], counted(noAmounts, series, now).countedUntil],
        [24, next],
      );
  });

  it('each day takes a sixtieth of what was counted before; what is less than a half is forgotten', () => {
    const { counts } = counted({ counts: { 7: 60, 8: 0.6, 9: 0.5 } }, flat);
    assert.deepEqual([counts['7'], counts['8'], counts['9']], [59, 0.59, undefined]);
  });

  it('of many amounts those are kept that were seen most often', () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [String(90_000 + index), 10 + index]));
    const kept = Object.keys(counted({ counts: many }, flat).counts).map(Number);
    assert.equal(kept.length, 64);
    assert.deepEqual([Math.min(...kept), kept.filter((amount) => amount >= 90_000).sort()[0]], [5_000, 90_017]);
  });

  it('prices without parts tell nothing', () => {
    const bare = pricesOf(twoDays(day), () => 5);
    assert.deepEqual(counted(noAmounts, bare), { counts: {}, countedUntil: day });
  });
});
