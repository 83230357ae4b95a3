import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  gaps,
  isUsualDay,
  learnUsualDay,
  nothingUsual,
  type PriceInterval,
  type PriceSeries,
  quartersOf,
  type UsualDay,
  withExpected,
} from '#src/prices/index.js';
import { addDays, civilDay, instantOf, isoWeekday } from '#src/time/index.js';

const timeZone = 'Europe/Berlin';
const quarter = 900_000;
const noon = (date: string) => instantOf(timeZone, date, '12:00');

/** The prices of local days, by date and quarter of the day counted in real time; `step` in quarters. */
function days(from: string, count: number, priceCt: (date: string, index: number) => number | null, step = 1) {
  const series: PriceInterval[] = [];
  for (let date = from, day = 0; day < count; date = addDays(date, 1), day += 1) {
    const { start, end } = civilDay(timeZone, date);
    for (let at = start; at < end; at += step * quarter)
      series.push({
        start: at,
        end: at + step * quarter,
        priceCt: priceCt(date, (at - start) / quarter),
        components: {},
      });
  }
  return series;
}

const flat = (ct: number) => () => ct;
const learn = (series: PriceSeries, date: string, usual: UsualDay = nothingUsual) =>
  learnUsualDay(usual, series, { timeZone, now: noon(date) });

/** An oracle that knows neither Temporal nor our series: the hands of a clock as Intl shows them. */
const hands = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
function slotOf(instant: number): number {
  const [hour, minute] = hands.format(instant).split(':').map(Number);
  return (hour ?? 0) * 4 + Math.floor((minute ?? 0) / 15);
}

function rowByHand(series: PriceSeries, date: string): (number | undefined)[] {
  const { start, end } = civilDay(timeZone, date);
  const heard = Array.from({ length: 96 }, (): number[] => []);
  for (const interval of series)
    for (let at = interval.start; at < interval.end; at += quarter)
      if (at >= start && at < end) heard[slotOf(at)]?.push(interval.priceCt ?? Number.NaN);
  return heard.map((prices) =>
    prices.length === 0 ? undefined : prices.reduce((sum, price) => sum + price, 0) / prices.length,
  );
}

describe('prices: the usual day', () => {
  // 2026-11-23 is a Monday.
  it('the first day sets its row, and stands in for the other one', () => {
    const usual = learn(
      days('2026-11-23', 1, (_, i) => i),
      '2026-11-24',
    );
    assert.deepEqual(
      usual.weekday,
      Array.from({ length: 96 }, (_, i) => i),
    );
    assert.deepEqual([usual.weekend, usual.learnedUntil], [[], '2026-11-23']);
    const sunday = civilDay(timeZone, '2026-11-29');
    assert.equal(withExpected([], usual, sunday)[40]?.priceCt, 40);
    const onSunday = learn(
      days('2026-11-22', 1, (_, i) => i),
      '2026-11-24',
    );
    assert.equal(withExpected([], onSunday, civilDay(timeZone, '2026-11-24'))[40]?.priceCt, 40);
  });

  for (const date of ['2026-11-23', '2026-10-25', '2026-03-29'])
    it(`the quarter-hours of ${date} cost the mean of what was heard in them, by the hands of a clock`, () => {
      const series = days(date, 1, (_, i) => i, 4);
      assert.deepEqual(quartersOf(series, civilDay(timeZone, date), timeZone), rowByHand(series, date));
    });

  it('a further working day moves it by 15 %, a further Sunday by 25 %', () => {
    const series = days(
      '2026-11-20',
      4,
      (date) => ({ '2026-11-20': 10, '2026-11-21': 20, '2026-11-22': 40 })[date] ?? 30,
    );
    const usual = learn(series, '2026-11-24');
    assert.equal(usual.weekday[0], 10 + 0.15 * 20);
    assert.equal(usual.weekend[0], 20 + 0.25 * 20);
  });

  for (const [name, series, at] of [
    ['a day that is not over', days('2026-11-23', 1, flat(30)), '2026-11-23'],
    ['a day that is to come', days('2026-11-23', 1, flat(30)), '2026-11-20'],
    ['a day with an unknown price', days('2026-11-23', 1, (_, i) => (i === 7 ? null : 30)), '2026-11-25'],
    ['a day of which the end is missing', days('2026-11-23', 1, flat(30)).slice(0, 95), '2026-11-25'],
    ['a day of zeros', days('2026-11-23', 1, flat(0)), '2026-11-25'],
    [
      'a day without its market part',
      days('2026-11-23', 1, flat(17)).map((interval) => ({ ...interval, components: { electricity: 0, grid: 17 } })),
      '2026-11-25',
    ],
    ['no prices', [], '2026-11-25'],
  ] as const)
    it(`${name} is not taken`, () => {
      assert.equal(learn(series, at), nothingUsual);
    });

  it('a day is taken once, also when it comes again with other prices, and an older one is not taken afterwards', () => {
    const usual = learn(days('2026-11-24', 1, flat(30)), '2026-11-25');
    assert.equal(learn(days('2026-11-23', 2, flat(50)), '2026-11-25', usual), usual);
  });

  it('a day that was taken is not taken again where the prices begin with it', () => {
    const usual = learn(days('2026-11-23', 1, flat(30)), '2026-11-24');
    assert.equal(learn(days('2026-11-23', 1, flat(50)), '2026-11-25', usual), usual);
    const later = learn(days('2026-11-23', 2, flat(50)), '2026-11-25', usual);
    assert.deepEqual([later.weekday[0], later.learnedUntil], [33, '2026-11-24']);
  });

  it('where spring leaves out midnight, a first day begins with its first price', () => {
    const there = 'Africa/Cairo';
    const { start, end } = civilDay(there, '2026-04-24');
    const series: PriceInterval[] = [];
    for (let at = start; at < end; at += quarter)
      series.push({ start: at, end: at + quarter, priceCt: 20 + (at - start) / quarter, components: {} });
    const { weekday } = learnUsualDay(nothingUsual, series, { timeZone: there, now: end + 1 });
    assert.deepEqual(weekday.slice(0, 6), [20, 20, 20, 20, 20, 21]);
  });

  it('a day that is not complete does not keep a later one back', () => {
    const series = days('2026-11-23', 2, (date, i) => (date === '2026-11-23' && i === 0 ? null : 30));
    assert.equal(learn(series, '2026-11-25').learnedUntil, '2026-11-24');
  });

  it('what autumn repeats counts with its mean', () => {
    const usual = learn(
      days('2026-10-25', 1, (_, i) => i),
      '2026-10-26',
    );
    assert.equal(usual.weekend[7], 7);
    assert.equal(usual.weekend[8], (8 + 12) / 2);
    assert.equal(usual.weekend[12], 16);
  });

  it('what spring leaves out stays, and on a first day costs what the quarter-hour before it did', () => {
    const spring = days('2026-03-29', 1, (_, i) => i);
    assert.deepEqual(learn(spring, '2026-03-30').weekend.slice(6, 14), [6, 7, 7, 7, 7, 7, 8, 9]);
    const before = learn(days('2026-03-28', 1, flat(100)), '2026-03-29');
    assert.deepEqual(learn(spring, '2026-03-30', before).weekend.slice(7, 13), [76.75, 100, 100, 100, 100, 77]);
  });

  it('in another time zone the hours are others: it begins anew there, and until then keeps what it has', () => {
    const usual = learn(days('2026-11-23', 1, flat(30)), '2026-11-24');
    const there = { timeZone: 'Asia/Kathmandu', now: noon('2026-11-26') };
    assert.equal(learnUsualDay(usual, [], there), usual);
    const anew = learnUsualDay(usual, days('2026-11-22', 4, flat(50)), there);
    assert.deepEqual([anew.weekday[0], anew.timeZone, anew.learnedUntil], [50, 'Asia/Kathmandu', '2026-11-25']);
  });

  it('an hourly price fills four quarter-hours', () => {
    const usual = learn(
      days('2026-11-23', 1, (_, i) => i, 4),
      '2026-11-24',
    );
    assert.deepEqual(usual.weekday.slice(2, 6), [0, 0, 4, 4]);
  });

  it('any days, both clock changes among them: each row is the decayed mean that an oracle finds', () => {
    const anyDays = fc.record({
      first: fc.constantFrom('2026-03-25', '2026-10-20', '2026-01-30', '2025-12-28'),
      count: fc.integer({ min: 1, max: 12 }),
      step: fc.constantFrom(1, 2, 4),
      salt: fc.integer({ min: 1, max: 1_000 }),
      cuts: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(anyDays, ({ first, count, step, salt, cuts }) => {
        const series = days(first, count, (date, i) => ((i * salt + Number(date.slice(8))) % 61) - 5.5, step);
        // However the days arrive, what is learned is the same.
        let usual = nothingUsual;
        for (const cut of [...cuts.filter((day) => day < count).sort((a, b) => a - b), count])
          usual = learn(series, addDays(first, cut), usual);
        const rows: Record<string, number[]> = {};
        for (let day = 0; day < count; day += 1) {
          const date = addDays(first, day);
          const name = isoWeekday(date) >= 6 ? 'weekend' : 'weekday';
          let last = 0;
          rows[name] = rowByHand(series, date).map((price, slot) => {
            const old = rows[name]?.[slot];
            last = price ?? old ?? last;
            if (old === undefined || price === undefined) return last;
            return old * (name === 'weekend' ? 0.75 : 0.85) + price * (name === 'weekend' ? 0.25 : 0.15);
          });
        }
        for (const name of ['weekday', 'weekend'] as const)
          for (const [slot, price] of (rows[name] ?? []).entries())
            assert.ok(Math.abs((usual[name][slot] ?? Number.NaN) - price) < 0.004, `${name} ${slot}`);
      }),
    );
  });
});

describe('prices: a usual day as it is stored', () => {
  const row = Array.from({ length: 96 }, (_, i) => i / 8);
  const right = { weekday: row, weekend: row, timeZone, learnedUntil: '2026-11-23' };
  const learnedDay = learn(days('2026-11-23', 1, flat(30)), '2026-11-24');
  for (const [name, value, expected] of [
    ['nothing', nothingUsual, true],
    ['one row', learnedDay, true],
    ['both rows', right, true],
    ['more than we know', { ...right, later: 1 }, true],
    ['undefined', undefined, false],
    ['null', null, false],
    ['a text', 'weekday', false],
    ['a list', [], false],
    ['no rows', {}, false],
    ['no weekend', { ...right, weekend: undefined }, false],
    ['no weekday', { ...right, weekday: undefined }, false],
    ['a row that is a text', { ...right, weekday: 'x'.repeat(96) }, false],
    ['a row that is too short', { ...right, weekday: row.slice(1) }, false],
    ['a row that is too long', { ...right, weekend: [...row, 1] }, false],
    ['a price that is no number', { ...right, weekday: [...row.slice(1), null] }, false],
    ['a price that is a text', { ...right, weekend: [...row.slice(1), '1'] }, false],
    ['rows that are learned nowhere', { ...right, timeZone: undefined }, false],
    ['rows that are learned never', { ...right, learnedUntil: undefined }, false],
    ['rows of nowhere and never', { weekday: row, weekend: [] }, false],
    ['the other row of nowhere and never', { weekday: [], weekend: row }, false],
    ['rows of nowhere and never that cancel out', { weekday: row, weekend: row }, false],
    ['no rows, but a day', { ...nothingUsual, learnedUntil: '2026-11-23' }, false],
    ['no rows, but a time zone', { ...nothingUsual, timeZone }, false],
    ['a time zone in a list', { ...right, timeZone: [timeZone] }, false],
    ['a day in a list', { ...right, learnedUntil: ['2026-11-23'] }, false],
    ['a time zone that there is not', { ...right, timeZone: 'Mars/Olympus' }, false],
    ['a time zone that is no text', { ...right, timeZone: 1 }, false],
    ['a day that there is not', { ...right, learnedUntil: '2026-02-30' }, false],
    ['a day in other words', { ...right, learnedUntil: '20261123' }, false],
    ['a day that is no text', { ...right, learnedUntil: 20261123 }, false],
  ] as const)
    it(`${name}: ${expected ? 'can be read' : 'is refused'}`, () => {
      assert.equal(isUsualDay(value === undefined ? value : JSON.parse(JSON.stringify(value))), expected);
    });
});

describe('prices: what is expected', () => {
  const usual: UsualDay = {
    timeZone,
    weekday: Array.from({ length: 96 }, (_, i) => i),
    weekend: Array.from({ length: 96 }, (_, i) => 1_000 + i),
  };

  it('nothing is missing, or nothing is learned: the same series', () => {
    const series = days('2026-11-23', 1, flat(30));
    const day = civilDay(timeZone, '2026-11-23');
    assert.equal(withExpected(series, usual, day), series);
    assert.equal(withExpected([], nothingUsual, day).length, 0);
  });

  it('any series, any range: no gap is left in it, what is known is untouched, and the rest is the usual price of its local time', () => {
    const first = noon('2026-10-24');
    /** Often whole quarter-hours, at which prices begin and end. */
    const minutes = (min: number, max: number) =>
      fc.oneof(
        fc.integer({ min, max }),
        fc.integer({ min: Math.ceil(min / 15), max: Math.floor(max / 15) }).map((quarters) => quarters * 15),
      );
    const anyCase = fc.record({
      known: fc.array(
        fc.record({ at: fc.integer({ min: 0, max: 400 }), ct: fc.option(fc.integer({ min: -9, max: 99 })) }),
        {
          maxLength: 40,
        },
      ),
      from: minutes(0, 6_000),
      minutes: minutes(1, 2_000),
    });
    fc.assert(
      fc.property(anyCase, ({ known, from, minutes }) => {
        const starts = [...new Map(known.map(({ at, ct }) => [at, ct]))].sort(([a], [b]) => a - b);
        const series = starts.map(([at, priceCt]) => {
          const start = first + at * quarter;
          return { start, end: start + quarter, priceCt, components: {} };
        });
        const range = { start: first + from * 60_000, end: first + (from + minutes) * 60_000 };
        const filled = withExpected(series, usual, range);
        assert.deepEqual(gaps(filled, range), []);
        for (const [i, { start, end, priceCt, expected }] of filled.entries()) {
          assert.ok(start < end && end <= (filled[i + 1]?.start ?? end), 'in order, without overlaps');
          if (!expected) continue;
          assert.ok(start >= range.start && end <= range.end && end - start <= quarter);
          const isWeekend = new Date(start).toLocaleDateString('en-US', { timeZone, weekday: 'short' }).startsWith('S');
          assert.equal(priceCt, slotOf(start) + (isWeekend ? 1_000 : 0));
        }
        const stays = series.filter(({ start, end, priceCt }) => {
          return priceCt !== null || end <= range.start || start >= range.end;
        });
        if (gaps(series, range).length === 0) assert.equal(filled, series);
        else
          assert.deepEqual(
            filled.filter(({ expected }) => !expected),
            stays,
          );
      }),
    );
  });
});
