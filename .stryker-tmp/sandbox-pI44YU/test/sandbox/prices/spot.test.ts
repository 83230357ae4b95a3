// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allInPrice, type Subscription, spotDay } from '../../../sandbox/index.js';
import { calendarPlace, isoSeconds, quartersOf, shiftDate, startOfDate } from '../../../sandbox/local-time.js';

const household: Subscription = {
  id: 'sub_1',
  type: 'consumption',
  status: 'active',
  startAt: '2020-01-01T00:00:00Z',
  endAt: null,
  createdAt: '2020-01-01T00:00:00Z',
  number: '1',
  estimatedUsageKwh: 3500,
  meterType: 'smart',
  resolutionMinutes: 15,
  gridFee: { standardCt: 9 },
  reductions: [],
};

/** Every date of the years from `first` to the last day before `end`. */
function dates(first: string, end: string): string[] {
  const all: string[] = [];
  for (let date = first; date < end; date = shiftDate(date, 1)) all.push(date);
  return all;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('sandbox: generated market prices', () => {
  const days = dates('2025-12-01', '2026-12-01').map((date) => ({
    date,
    spot: spotDay(7, date),
    quarters: quartersOf(date),
  }));
  /** Mean price of the clock hours [from, to) over the days that `chosen` takes. */
  function meanOf(from: number, to: number, chosen: (date: string) => boolean): number {
    const within = (minute: number) => minute >= from * 60 && minute < to * 60;
    const picked = days
      .filter(({ date }) => chosen(date))
      .flatMap(({ spot, quarters }) => spot.filter((_, index) => within(quarters[index]!.minuteOfDay)));
    return mean(picked.map(({ eurPerMwh }) => eurPerMwh));
  }
  const isSummer = (date: string) => [5, 6, 7, 8].includes(calendarPlace(date).month);
  const isWinter = (date: string) => [11, 12, 1, 2].includes(calendarPlace(date).month);
  const isWeekend = (date: string) => calendarPlace(date).weekday > 5;

  it('follow from seed and date alone', () => {
    const anyDate = fc.integer({ min: 0, max: 3650 }).map((days) => shiftDate('2024-01-01', days));
    fc.assert(
      fc.property(fc.integer(), anyDate, (seed, date) => {
        assert.deepEqual(spotDay(seed, date), spotDay(seed, date));
        assert.notDeepEqual(spotDay(seed, date), spotDay(seed + 1, date));
      }),
      { numRuns: 20 },
    );
  });

  it('have two decimals, lie within the auction limits and cover whole local days', () => {
    for (const { date, spot } of days) {
      assert.equal(spot[0]!.start, startOfDate(date));
      assert.equal(spot.at(-1)!.start + 900_000, startOfDate(shiftDate(date, 1)));
      for (const { eurPerMwh } of spot) {
        assert.equal(eurPerMwh, Math.round(eurPerMwh * 100) / 100);
        assert.ok(eurPerMwh > -500 && eurPerMwh <= 4000);
      }
    }
  });

  it('dip at noon in summer, peak in the evening, and are lower at weekends', () => {
    const [noon, evening, night] = [meanOf(12, 15, isSummer), meanOf(19, 22, isSummer), meanOf(0, 5, isSummer)];
    assert.ok(noon < night - 30 && night < evening - 30, `${noon} ${night} ${evening}`);
    assert.ok(meanOf(17, 20, isWinter) > meanOf(0, 5, isWinter) + 30);
    assert.ok(meanOf(0, 24, isWeekend) < meanOf(0, 24, (date) => !isWeekend(date)) - 10);
  });

  it('are negative on some noons, and not on most days', () => {
    const negative = days.filter(({ spot }) => spot.some(({ eurPerMwh }) => eurPerMwh < 0));
    assert.ok(negative.length >= 10 && negative.length <= 120, `${negative.length}`);
  });

  it('make a household pay 20 to 40 ct on average', () => {
    const amounts = days.flatMap(({ spot }) => spot.map((price) => allInPrice(household, price).amount!));
    assert.ok(mean(amounts) > 20 && mean(amounts) < 40, `${mean(amounts)}`);
  });
});

describe('sandbox: all-in prices', () => {
  const at = (instant: string) => Date.parse(instant);
  const componentsAt = (instant: string, subscription = household, eurPerMwh = 95) =>
    Object.fromEntries(
      allInPrice(subscription, { start: at(instant), eurPerMwh }).components.map(({ type, amount }) => [type, amount]),
    );

  it('worked example: 95 EUR/MWh are 30.88 ct', () => {
    const price = allInPrice(household, { start: at('2026-06-01T10:00:00Z'), eurPerMwh: 95 });
    assert.equal(price.timestamp, '2026-06-01T10:00:00Z');
    assert.equal(price.amount, 30.88);
    assert.deepEqual(componentsAt('2026-06-01T10:00:00Z'), { electricity: 13.09, grid: 9, levies: 8.79 });
  });

  it('the market floor of -499.99 EUR/MWh is -39.92 ct', () => {
    assert.equal(allInPrice(household, { start: at('2026-05-01T11:00:00Z'), eurPerMwh: -499.99 }).amount, -39.92);
  });

  it('components add up, whatever the market does', () => {
    fc.assert(
      fc.property(fc.double({ min: -500, max: 4000, noNaN: true }), (eurPerMwh) => {
        const { amount, components } = allInPrice(household, { start: at('2026-06-01T10:00:00Z'), eurPerMwh });
        const sum = components.reduce((total, part) => total + part.amount!, 0);
        assert.equal(amount, Math.round(sum * 100) / 100);
      }),
    );
  });

  it('levies step at New Year, local midnight', () => {
    assert.equal(componentsAt('2025-12-31T22:45:00Z').levies, 8.44);
    assert.equal(componentsAt('2025-12-31T23:00:00Z').levies, 8.79);
  });

  it('a module 3 fee has its levels on the local clock, across midnight and in summer time too', () => {
    const levels = [
      { from: '16:45', to: '20:15', ct: 13.04 },
      { from: '23:15', to: '05:45', ct: 1.58 },
    ];
    const subscription: Subscription = { ...household, gridFee: { standardCt: 8.75, levels } };
    for (const [instant, ct] of [
      ['2026-01-10T15:30:00Z', 8.75],
      ['2026-01-10T15:45:00Z', 13.04],
      ['2026-01-10T19:00:00Z', 13.04],
      ['2026-01-10T19:15:00Z', 8.75],
      ['2026-01-10T22:15:00Z', 1.58],
      ['2026-01-11T04:30:00Z', 1.58],
      ['2026-01-11T04:45:00Z', 8.75],
      ['2026-07-10T14:30:00Z', 8.75],
      ['2026-07-10T14:45:00Z', 13.04],
    ] as const)
      assert.equal(componentsAt(instant, subscription).grid, ct, instant);
  });

  it('a level may hold in some months only', () => {
    const levels = [{ from: '00:00', to: '24:00', ct: 1, months: [1, 12] }];
    const subscription: Subscription = { ...household, gridFee: { standardCt: 8, levels } };
    assert.equal(componentsAt('2026-01-10T12:00:00Z', subscription).grid, 1);
    assert.equal(componentsAt('2026-06-10T12:00:00Z', subscription).grid, 8);
  });

  it('feed-in pays the market price without grid fee and levies', () => {
    const roof: Subscription = { ...household, type: 'feed_in' };
    assert.deepEqual(componentsAt('2026-06-01T10:00:00Z', roof, 100), { electricity: 11.42 });
  });

  it('writes instants in UTC with seconds', () => {
    assert.equal(isoSeconds(0), '1970-01-01T00:00:00Z');
  });
});
