import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutProfile, kwOf, learned, nothingLearned, smoothed, usualKwh } from '#src/battery/expected/house-profile.js';
import { householdShape } from '#src/battery/expected/house-shape.js';
import { countAmounts, isMarketNegative, learnedMarginCt, noAmounts } from '#src/battery/expected/market-zero.js';
import { type Metering, metered, noMetering, type Powers } from '#src/battery/expected/readings.js';
import { addDays, civilDay, type Ms, msPerHour, msPerMinute } from '#src/time/index.js';
import { pricesOf, quarterMs, winter, zone } from './battery-scene.js';

const start = winter('2026-01-14', '12:00');
const minute = msPerMinute;

/** Tells powers at instants, then the time of `until`; gives the quarter-hours that are over by then. */
function quartersOf(told: readonly (readonly [Ms, Powers])[], until: Ms, hasSun = true) {
  let metering: Metering = noMetering;
  const quarters = [...told, [until, {}] as const].flatMap(([now, powers]) => {
    const next = metered(metering, powers, { now, hasSun });
    metering = next.metering;
    return next.quarters;
  });
  return quarters.map(({ start: from, netKwh, houseKwh }) => [(from - start) / quarterMs, netKwh, houseKwh]);
}

describe('battery: readings', () => {
  it('are weighted by time', () => {
    const told = [
      [start, { houseW: 1_000, solarW: 0 }],
      [start + 5 * minute, { houseW: 4_000 }],
      [start + 8 * minute, { solarW: 3_000 }],
    ] as const;
    const [[, net, house] = []] = quartersOf(told, start + 15 * minute);
    assert.ok(Math.abs(Number(house) - (5 * 1 + 10 * 4) / 60) < 1e-12, `${house}`);
    // The sun of 12:00 holds until 12:08, that of 12:08 until 12:18.
    assert.ok(Math.abs(Number(net) - (5 * 1 + 3 * 4 + 7 * 1) / 60) < 1e-12, `${net}`);
  });

  it('hold for ten minutes, and a quarter-hour counts with 80 % of it told', () => {
    assert.deepEqual(quartersOf([[start, { gridW: 400, batteryW: 0 }]], start + 20 * minute), []);
    const told = [
      [start, { gridW: 400, batteryW: -600 }],
      [start + 10 * minute, { gridW: 400, batteryW: -600 }],
    ] as const;
    assert.deepEqual(quartersOf(told, start + 15 * minute), [[0, 0.25, undefined]]);
    const late = [
      [start + 3 * minute, { gridW: 400, batteryW: 0 }],
      [start + 12 * minute, { gridW: 400, batteryW: 0 }],
    ] as const;
    assert.deepEqual(quartersOf(late, start + 15 * minute), [[0, 0.1, undefined]]);
    const later = [
      [start + 3.1 * minute, { gridW: 400, batteryW: 0 }],
      [start + 12 * minute, { gridW: 400, batteryW: 0 }],
    ] as const;
    assert.deepEqual(quartersOf(later, start + 15 * minute), []);
  });

  it('a house without panels needs nothing but its own power, one with panels needs both', () => {
    const told = [0, 5, 10].map((minutes) => [start + minutes * minute, { houseW: 800 }] as const);
    assert.deepEqual(quartersOf(told, start + 15 * minute, false), [[0, 0.2, 0.2]]);
    assert.deepEqual(quartersOf(told, start + 15 * minute, true), [[0, undefined, 0.2]]);
  });

  it('house minus sun goes before grid minus battery', () => {
    const told = [0, 5, 10].map(
      (m) => [start + m * minute, { houseW: 800, solarW: 400, gridW: 9_000, batteryW: 0 }] as const,
    );
    assert.deepEqual(quartersOf(told, start + 15 * minute), [[0, 0.1, 0.2]]);
  });

  it('told one by one at the same instant they count like one message', () => {
    const told = [0, 5, 10].flatMap((minutes) => [
      [start + minutes * minute, { houseW: 800 }] as const,
      [start + minutes * minute, { solarW: 400 }] as const,
    ]);
    assert.deepEqual(quartersOf(told, start + 15 * minute), [[0, 0.1, 0.2]]);
  });

  it('a clock that is put back begins anew, a long silence makes no energy', () => {
    const told = [
      [start, { houseW: 1_000 }],
      [start - msPerHour, { houseW: 1_000 }],
      [start - msPerHour + 9 * minute, { houseW: 1_000 }],
      [start + 1_000 * msPerHour, { houseW: 1_000 }],
    ] as const;
    assert.deepEqual(quartersOf(told, start + 1_000 * msPerHour + 5 * minute, false), [[-4, 0.25, 0.25]]);
  });

  it('the energy of whole quarter-hours is that of the powers, however often they are told', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 30, maxLength: 120 }), (watts) => {
        const told = watts.map((houseW, index) => [start + index * minute, { houseW }] as const);
        const whole = Math.floor(watts.length / 15);
        const sum = watts.slice(0, whole * 15).reduce((total, w) => total + w / 60_000, 0);
        const quarters = quartersOf(told, start + whole * quarterMs, false).slice(0, whole);
        const found = quarters.reduce((total, [, net]) => total + Number(net), 0);
        assert.ok(Math.abs(found - sum) < 1e-9, `${found} instead of ${sum}`);
      }),
      { numRuns: 100 },
    );
  });
});

/** The quarter-hours of local days, each with its index in the row as kWh, times a factor. */
function seenDays(first: string, factors: readonly number[]) {
  return factors.flatMap((factor, index) => {
    const day = civilDay(zone, addDays(first, index));
    return Array.from({ length: (day.end - day.start) / quarterMs }, (_, quarter) => {
      const from = day.start + quarter * quarterMs;
      return { start: from, end: from + quarterMs, netKwh: factor, houseKwh: factor * 2 };
    });
  });
}

describe('battery: the house that is learned', () => {
  it('counts the first day whole, then moves by less and less, a fifth at least', () => {
    let profile = nothingLearned;
    const values: (number | null | undefined)[] = [];
    for (const [index, factor] of [1, 2, 2, 2, 2, 2, 2, 2].entries()) {
      profile = learned(profile, seenDays(addDays('2026-01-01', index), [factor]), zone);
      values.push(profile.net[40]);
    }
    assert.deepEqual(values.slice(0, 4), [1, 1.5, 1.6667, 1.75]);
    assert.deepEqual(values.slice(5).map(Number), [1.84, 1.872, 1.8976]);
    assert.equal(profile.days, 7, 'the last day is not over');
    assert.equal(profile.house[40], 3.7952);
  });

  for (const [date, count] of [
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ] as const)
    it(`${date} has ${count} quarter-hours and counts as a day`, () => {
      const quarters = seenDays(date, [0.3, 0.3]);
      assert.equal(quarters.length, count + 96);
      const profile = learned(nothingLearned, quarters, zone);
      assert.equal(profile.days, 1);
      assert.equal(profile.net.filter((kwh) => kwh !== null).length, 96);
      const dst = civilDay(zone, date);
      const steps = Array.from({ length: count }, (_, index) => ({
        start: dst.start + index * quarterMs,
        end: dst.start + (index + 1) * quarterMs,
      }));
      const cut = cutProfile(smoothed(profile.net), steps, zone);
      assert.ok(Math.abs(cut.reduce((sum, kwh) => sum + kwh, 0) - count * 0.3) < 1e-9);
    });

  it('a day of which little was seen counts as none', () => {
    const few = seenDays('2026-01-01', [0.1]).slice(50);
    assert.equal(learned(nothingLearned, [...few, ...seenDays('2026-01-02', [0.1])], zone).days, 0);
  });

  for (const [seen, days] of [
    [74, 1],
    [73, 0],
  ] as const)
    it(`a day of which ${seen} quarter-hours were seen counts as ${days}`, () => {
      const quarters = [...seenDays('2026-01-01', [0.1]).slice(-seen), ...seenDays('2026-01-02', [0.1]).slice(0, 1)];
      const both = learned(nothingLearned, quarters, zone);
      assert.deepEqual([both.days, both.houseDays, both.day], [days, days, { date: '2026-01-02', net: 1, house: 1 }]);
      const alone = quarters.map(({ start: from, end, netKwh }) => ({ start: from, end, netKwh, houseKwh: undefined }));
      const net = learned(nothingLearned, alone, zone);
      assert.deepEqual([net.days, net.houseDays, net.day], [days, 0, { date: '2026-01-02', net: 1, house: 0 }]);
      assert.deepEqual(net.house, []);
      assert.equal(net.learnedAt, quarters.at(-1)?.end);
    });

  it('what the house alone draws is known from the first day on, where it was seen', () => {
    const house = Array.from({ length: 96 }, (_, quarter) => (quarter === 50 ? null : quarter / 100));
    const at = (quarter: number, houseDays: number) =>
      usualKwh({ ...nothingLearned, house, houseDays }, winter('2026-01-14', '00:00') + quarter * quarterMs, zone);
    assert.deepEqual([at(0, 1), at(49, 1), at(50, 1), at(95, 1)], [0, 0.49, undefined, 0.95]);
    assert.equal(at(49, 0), undefined);
  });

  it('each quarter-hour is the mean of itself and its neighbours, across midnight; what was not seen is like the mean', () => {
    const row = Array.from({ length: 96 }, (_, quarter) => (quarter === 0 ? 9 : quarter === 50 ? 6 : 3));
    const found = smoothed(row);
    assert.deepEqual(
      [95, 0, 1, 2, 48, 49, 50, 51, 52].map((quarter) => found[quarter]),
      [5, 5, 5, 3, 3, 4, 4, 4, 3],
    );
    const holes = Array.from({ length: 96 }, (_, quarter) => (quarter < 2 ? quarter * 2 : null));
    assert.deepEqual([...new Set(smoothed(holes).slice(3, 95))], [1], 'the mean of 0 and 2');
    assert.deepEqual([...new Set(smoothed([]))], [0]);
  });

  it('power is energy by time', () => {
    assert.equal(kwOf(0.5, { start: 0, end: quarterMs }), 2);
    assert.equal(kwOf(0.5, { start: msPerHour, end: 3 * msPerHour }), 0.25);
  });

  it('a row cut to any intervals keeps its energy', () => {
    const row = smoothed(Array.from({ length: 96 }, (_, quarter) => Math.sin(quarter) + 1));
    const day = civilDay(zone, '2026-01-14');
    const edges = [0, 7, 61, 62, 500, 1_111, 1_440].map((minutes) => day.start + minutes * minute);
    const intervals = edges.slice(1).map((end, index) => ({ start: edges[index] ?? 0, end }));
    const sum = cutProfile(row, intervals, zone).reduce((total, kwh) => total + kwh, 0);
    assert.ok(Math.abs(sum - row.reduce((total, kwh) => total + kwh, 0)) < 1e-9);
  });

  it('the built-in household uses what it is said to use in a year', () => {
    const row = householdShape(3_650);
    assert.equal(row.length, 96);
    assert.ok(Math.abs(row.reduce((sum, kwh) => sum + kwh, 0) - 10) < 1e-9);
    assert.ok(Math.min(...row) > 0.03 && Math.max(...row) < 0.25);
  });
});

describe('battery: where the market is at zero', () => {
  const days = Array.from({ length: 30 }, (_, index) => addDays('2026-05-01', index));
  /** The market in ct: at zero from 12 to 13 h, a hair below to 13.5 h, far below to 14 h, else anywhere. */
  const market = (hour: number, date: string) => {
    if (hour >= 12 && hour < 13) return 0;
    if (hour >= 13 && hour < 13.5) return -0.001;
    return hour >= 13.5 && hour < 14 ? -3 - hour : 5 + hour + Number(date.slice(8)) / 7;
  };
  const marginCt = 1.071;
  const series = pricesOf(days, (hour, date) => (market(hour, date) + marginCt / 1.19) * 1.19, { marginCt });
  const now = series.at(-1)?.end ?? 0;

  it('what the tariff adds is found to a thousandth', () => {
    const amounts = countAmounts(noAmounts, series, { now, timeZone: zone });
    assert.equal(learnedMarginCt(amounts), 1.071);
    for (const [index, interval] of series.entries())
      assert.equal(
        isMarketNegative(interval, learnedMarginCt(amounts)),
        market((index / 4) % 24, '2026-05-01') < 0,
        `${index}`,
      );
    assert.ok(Object.keys(amounts.counts).length <= 64);
  });

  it('each day counts once, however often it is asked, in whatever pieces it comes', () => {
    const once = countAmounts(noAmounts, series, { now, timeZone: zone });
    let pieces = noAmounts;
    for (const date of days) {
      const day = civilDay(zone, date);
      const known = series.filter(({ start: from }) => from >= day.start - 24 * msPerHour && from < day.end);
      pieces = countAmounts(pieces, known, { now: day.end + 1, timeZone: zone });
      assert.equal(countAmounts(pieces, known, { now: day.end + 2, timeZone: zone }), pieces);
    }
    assert.deepEqual(pieces, once);
  });

  it('nothing stands out in a winter without zeros, and then nothing is negative', () => {
    const cold = pricesOf(days, (hour, date) => 20 + hour * 1.1 + Number(date.slice(8)) / 13, { marginCt });
    const amounts = countAmounts(noAmounts, cold, { now, timeZone: zone });
    assert.equal(learnedMarginCt(amounts), undefined);
    assert.equal(isMarketNegative({ start: 0, end: 1, priceCt: -50, components: {} }, undefined), false);
  });
});
