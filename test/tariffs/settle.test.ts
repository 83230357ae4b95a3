import assert from 'node:assert/strict';
import fc from 'fast-check';
import { drawn, tariffOf } from './asked.js';
import { firstStart } from './payloads.js';

const minute = 60_000;
const iso = (minutes: number, moreMs = 0) => new Date(firstStart + minutes * minute + moreMs).toISOString();
const inCt = { unit: 'ct/kWh' };
const inEur = { unit: 'EUR/kWh' };
const hours = (more: (index: number) => object) => [0, 1, 2].map((index) => ({ value: 20 + index, ...more(index) }));
const threeHours = [
  [0, 60, 20],
  [60, 60, 21],
  [120, 60, 22],
];

describe('tariffs: small holes', () => {
  for (const [name, rows] of [
    ['starts a second late', hours((index) => ({ start: iso(index * 60, 1000), end: iso(index * 60 + 60) }))],
    ['starts a minute late', hours((index) => ({ start: iso(index * 60 + 1), end: iso(index * 60 + 60) }))],
    ['starts a minute late without ends', hours((index) => ({ start: iso(index * 60 + 1) }))],
    ['ends on the last millisecond', hours((index) => ({ start: iso(index * 60), end: iso(index * 60 + 60, -1) }))],
    ['ends on the last second', hours((index) => ({ start: iso(index * 60), end: iso(index * 60 + 60, -1000) }))],
    ['ends on the last minute', hours((index) => ({ start: iso(index * 60), end: iso(index * 60 + 59) }))],
    ['ends that reach over', hours((index) => ({ start: iso(index * 60), end: iso(index * 60 + 60, 1000) }))],
  ] as const)
    it(`${name} are none`, () => {
      assert.deepEqual(drawn(tariffOf(rows, inCt)), threeHours);
    });

  it('between neighbours off the usual steps are none either', () => {
    const rows = [0, 1].map((index) => ({ start: iso(2 + index * 17, 40_000), end: iso(19 + index * 17), value: 20 }));
    const { series } = tariffOf(rows, inCt);
    assert.equal(series[0]?.end, series[1]?.start);
  });

  it('nor between prices of few minutes, up to one; a second more is a gap', () => {
    for (const [holeMs, lengthMs] of [
      [30_000, 3 * minute],
      [60_000, 3 * minute],
      [61_000, 3 * minute - 61_000],
    ] as const) {
      const rows = [0, 3].map((at) => ({ start: iso(at, 5_000), end: iso(at + 3, 5_000 - holeMs), value: 20 + at }));
      const { series } = tariffOf(rows, inCt);
      assert.equal((series[0]?.end ?? 0) - (series[0]?.start ?? 0), lengthMs);
      assert.equal((series[1]?.end ?? 0) - (series[1]?.start ?? 0), 3 * minute - holeMs, 'the last has no neighbour');
    }
  });

  it('a missing quarter stays a gap', () => {
    const rows = [0, 15, 45].map((at) => ({ start: iso(at), end: iso(at + 15), value: 20 }));
    assert.deepEqual(drawn(tariffOf(rows, inCt)), [
      [0, 15, 20],
      [15, 15, 20],
      [45, 15, 20],
    ]);
  });

  for (const [name, startMs, endMs, expected] of [
    ['two seconds late', 2_000, 2_000, [0, 60]],
    ['two seconds early', -2_000, -2_000, [0, 60]],
    ['a minute late', minute, minute, [0, 60]],
    ['a minute early', -minute, -minute, [0, 60]],
    ['more than a minute late', 2 * minute, 2 * minute, [2, 60]],
    ['an end far from a full minute', 0, 90_000, [0, 61.5]],
  ] as const)
    it(`an hour that is told ${name} is ${expected[1]} minutes from ${expected[0]}`, () => {
      const rows = [{ start: iso(0, startMs), end: iso(60, endMs), value: 20 }];
      assert.deepEqual(drawn(tariffOf(rows, inCt)), [[...expected, 20]]);
    });

  it('an interval so short that its ends mean one minute stays as it was told', () => {
    const rows = [{ start: iso(0, 500), end: iso(0, 1_500), value: 20 }];
    const { series } = tariffOf(rows, inCt);
    assert.deepEqual([series[0]?.start, series[0]?.end], [firstStart + 500, firstStart + 1_500]);
  });

  it('starts less than five minutes apart are taken at their minute, not at the next full five', () => {
    for (const order of [
      [1, 5, 9],
      [9, 5, 1],
      [5, 15, 1, 9],
    ]) {
      const rows = order.map((at) => ({ start: iso(at), end: iso(at + 4), value: 20 + at }));
      assert.deepEqual(
        drawn(tariffOf(rows, inCt)),
        order.toSorted((a, b) => a - b).map((at) => [at, 4, 20 + at]),
      );
    }
  });

  it('prices of single minutes keep their minutes', () => {
    const rows = [0, 1, 2, 3].map((at) => ({ start: iso(at), end: iso(at + 1), value: 20 + at }));
    assert.deepEqual(
      drawn(tariffOf(rows, inCt)),
      [0, 1, 2, 3].map((at) => [at, 1, 20 + at]),
    );
  });
});

describe('tariffs: the same time told twice', () => {
  const hour = (index: number, value: number) => ({ start: iso(index * 60), end: iso(index * 60 + 60), value });
  const quarter = (index: number, value: number) => ({ start: iso(index * 15), end: iso(index * 15 + 15), value });
  const quarters = Array.from({ length: 8 }, (_, index) => quarter(index, 20 + index));
  const coarse = [hour(0, 21.5), hour(1, 25.5), hour(2, 30)];
  const finerWins = [...quarters.map(({ value }, index) => [index * 15, 15, value]), [120, 60, 30]];

  for (const [name, payload] of [
    ['hours before quarters', [...coarse, ...quarters]],
    ['quarters before hours', [...quarters, ...coarse]],
    ['hours between quarters', [...quarters, ...coarse].sort((a, b) => a.start.localeCompare(b.start))],
    ['hours and quarters in lists of their own', { hourly: coarse, quarterly: quarters }],
  ] as const)
    it(`${name}: the finer wins, and nothing is unknown`, () => {
      const tariff = tariffOf(payload, inCt);
      assert.deepEqual(drawn(tariff), finerWins);
      assert.deepEqual(tariff.reading, { from: 'plain', unit: 'ct/kWh' });
    });

  for (const [from, to] of [
    [120, 360],
    [0, 480],
    [600, 1440],
  ] as const)
    it(`a price of a day goes on around another one from minute ${from} to ${to} of it`, () => {
      const day = { start: iso(0), end: iso(1440), value: 32 };
      const { series, reading } = tariffOf([day, { start: iso(from), end: iso(to), value: 20 }], inCt);
      const at = (minutes: number) =>
        series.find(({ start, end }) => start <= firstStart + minutes * minute && firstStart + minutes * minute < end);
      for (let minutes = 0; minutes < 1440; minutes += 60)
        assert.equal(at(minutes)?.priceCt, minutes >= from && minutes < to ? 20 : 32, `${minutes}`);
      assert.equal(reading.contradictions, undefined);
    });

  it('of prices that hold for weeks the later one counts, however long it holds', () => {
    const week = 7 * 1440;
    const rows = [
      { start: iso(-week), end: iso(2 * week), value: 32 },
      { start: iso(0), end: iso(4 * week), value: 20 },
    ];
    assert.deepEqual(drawn(tariffOf(rows, inCt)).at(-1), [0, 4 * week, 20]);
  });

  it('without ends, hours and then quarters are told apart by their distances', () => {
    const bare = (rows: readonly { start: string; value: number }[]) =>
      rows.map(({ start, value }) => ({ start, value }));
    const day = [...coarse, hour(3, 31)];
    const tariff = tariffOf([...bare(day), ...bare(quarters)], inCt);
    assert.deepEqual(drawn(tariff), [...finerWins, [180, 60, 31]]);
  });

  for (const [name, hours, isApart] of [
    ['four hours', 4, true],
    ['three hours', 3, false],
  ] as const)
    it(`without ends, ${name} and then quarters are ${isApart ? '' : 'not '}told apart: too few could be anything`, () => {
      const rows = [...Array.from({ length: hours }, (_, index) => hour(index, 30)), ...quarters];
      const drawing = drawn(
        tariffOf(
          rows.map(({ start, value }) => ({ start, value })),
          inCt,
        ),
      );
      assert.equal(drawing.at(-1)?.[1] === 60, isApart);
    });

  it('without ends, descending hours and then ascending quarters are told apart, too', () => {
    const day = [hour(3, 31), hour(2, 30), hour(1, 25.5), hour(0, 21.5)];
    const bare = [...day, ...quarters].map(({ start, value }) => ({ start, value }));
    assert.deepEqual(drawn(tariffOf(bare, inCt)), [...finerWins, [180, 60, 31]]);
  });

  it('a finer price that is unknown leaves the coarser one', () => {
    const payload = [
      hour(0, 21.5),
      ...quarters.slice(0, 4).map((row, index) => (index === 2 ? { ...row, value: null } : row)),
    ];
    assert.deepEqual(drawn(tariffOf(payload, inCt))[2], [30, 15, 21.5]);
  });

  for (const [name, amounts, unit, ct] of [
    ['equal amounts', [20.5, 20.5], inCt, 20.5],
    ['a rounded amount', [0.3561, 0.36], inEur, 35.61],
    ['a rounded amount first', [0.36, 0.3561, 0.356], inEur, 35.61],
    ['a noise of binary fractions', [0.1 + 0.2, 0.3], inEur, 30],
    ['a whole number beside its tenth', [25, 24.6], inCt, 24.6],
    ['an unknown amount', [null, 20.5], inCt, 20.5],
    ['only unknown amounts beside one', [null, null, 20.5, null], inCt, 20.5],
    ['the last digit of a rounding', [20.5, 20.55], inCt, 20.55],
    ['an amount with an exponent', [3e-7, 3.4e-7], { unit: 'EUR/Wh' }, 0.034],
  ] as const)
    it(`${name} agree`, () => {
      const payload = amounts.map((value) => ({ start: iso(0), end: iso(60), value }));
      const tariff = tariffOf(payload, unit);
      assert.ok(Math.abs((tariff.series[0]?.priceCt ?? 0) - ct) < 1e-6);
      assert.equal('contradictions' in tariff.reading, false);
    });

  for (const [name, amounts, unit] of [
    ['two amounts', [20.5, 7], inCt],
    ['two amounts of the same exactness', [20.51, 20.52], inCt],
    ['a cent and none', [0, 0.36], inEur],
    ['an amount and one further away than its rounding', [20.5, 20.61], inCt],
    ['a whole number and one that it is no rounding of', [25, 24.4], inCt],
    ['a rough amount that would hide more than half a cent', [0.3, 0.344], inEur],
    ['two that a third is a rounding of', [0.36, 0.3561, 0.3642], inEur],
  ] as const)
    it(`${name} contradict each other: unknown, and counted`, () => {
      const payload = [hour(1, amounts[0]), ...amounts.map((value) => ({ start: iso(0), end: iso(60), value }))];
      const tariff = tariffOf(payload, unit);
      assert.deepEqual(drawn(tariff)[0], [0, 60, null]);
      assert.notEqual(drawn(tariff)[1]?.[2], null);
      assert.equal(tariff.reading.contradictions, 1);
    });

  it('an amount in two units is one', () => {
    const told = (value: number, unit: string) => ({ start: iso(0), end: iso(60), value, unit });
    const tariff = tariffOf([told(31.5, 'ct/kWh'), told(0.315, 'EUR/kWh'), told(315, 'EUR/MWh')]);
    assert.deepEqual([drawn(tariff), tariff.reading.contradictions], [[[0, 60, 31.5]], undefined]);
  });

  it('an end that reaches into the next entry is cut there', () => {
    const rows = [0, 1].map((index) => ({ start: iso(index * 60), end: iso(index * 60 + 120), value: 20 }));
    assert.deepEqual(drawn(tariffOf(rows, inCt)), [
      [0, 60, 20],
      [60, 120, 20],
    ]);
  });
});

describe('tariffs: whatever is told', () => {
  const row = fc.record({
    at: fc.nat(200),
    minutes: fc.option(fc.constantFrom(15, 30, 60, 90), { nil: undefined }),
    value: fc.option(fc.integer({ min: -50, max: 400 })),
  });

  it('intervals are in order, none is empty or over another, and each price was told for a stretch that holds it', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (told) => {
        const rows = told.map(({ at, minutes, value }) => ({
          start: iso(at * 15),
          ...(minutes !== undefined && { end: iso(at * 15 + minutes) }),
          value,
        }));
        const tariff = tariffOf(rows, inCt);
        let before = Number.NEGATIVE_INFINITY;
        for (const { start, end, priceCt } of tariff.series) {
          assert.ok(before <= start && start < end);
          before = end;
          if (priceCt === null) continue;
          const at = (start - firstStart) / minute;
          const known = told.filter((one) => one.value === priceCt && one.at * 15 <= at);
          assert.ok(known.some((one) => one.minutes === undefined || at < one.at * 15 + one.minutes));
        }
        const starts = new Set(rows.map(({ start }) => Date.parse(start)));
        const covered = (at: number) => tariff.series.some(({ start, end }) => start <= at && at < end);
        assert.ok([...starts].every(covered), 'every start has a price or is known to have none');
      }),
      { numRuns: 200 },
    );
  });
});

describe('tariffs: an open end', () => {
  const rate = (valid_from: string, valid_to: string | null, value_inc_vat: number) => ({
    value_exc_vat: 1,
    value_inc_vat,
    valid_from,
    valid_to,
  });

  it('holds until further notice in a tariff that seldom changes', () => {
    const results = [rate(iso(600), null, 28), rate('2021-04-01T00:00:00Z', iso(600), 24)];
    const tariff = tariffOf({ results });
    assert.deepEqual([tariff.series.length, tariff.reading], [2, { from: 'octopus', unit: 'p/kWh' }]);
    assert.deepEqual(drawn(tariff)[1]?.slice(0, 1), [600]);
    assert.ok((tariff.series[1]?.end ?? 0) > firstStart + 30 * 24 * 60 * minute);
    assert.equal(drawn(tariffOf({ results: [rate('2021-04-01T00:00:00Z', null, 24)] }))[0]?.[2], 24);
  });

  it('holds also beside prices of half a day', () => {
    const { series } = tariffOf({ results: [rate(iso(720), null, 28), rate(iso(0), iso(720), 24)] });
    assert.ok((series[1]?.end ?? 0) > firstStart + 30 * 24 * 60 * minute);
  });

  it('is as long as its neighbours in a tariff of half-hours', () => {
    const results = [rate(iso(30), null, 28), rate(iso(0), iso(30), 24)];
    assert.deepEqual(drawn(tariffOf({ results })), [
      [0, 30, 24],
      [30, 30, 28],
    ]);
  });
});
