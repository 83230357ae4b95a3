import assert from 'node:assert/strict';
import { addDays } from '#src/time/index.js';
import {
  afterDay,
  afterReading,
  duePeriods,
  isBetter,
  lookedAhead,
  nothingReported,
  type Period,
  type PeriodKind,
  type Quality,
  qualities,
  qualityOf,
  type Reported,
  stretchesOf,
  type UsageOptions,
  usageReport,
  withNewPeriods,
} from '#src/usage/index.js';

/** Lives through days; gives which periods were read on which day, and what is remembered at the end. */
function live(kind: PeriodKind, days: readonly string[], quality: (period: Period, today: string) => Quality) {
  let reported: Reported = nothingReported;
  const read: Record<string, string[]> = {};
  for (const today of days) {
    reported = withNewPeriods(reported, kind, today);
    for (const period of duePeriods(reported, today)) {
      read[period.firstDay] = [...(read[period.firstDay] ?? []), today];
      reported = afterReading(reported, period, quality(period, today));
    }
    reported = JSON.parse(JSON.stringify(afterDay(reported, today)));
  }
  return { read, reported };
}

const every = (from: string, count: number) => Array.from({ length: count }, (_, i) => addDays(from, i));

describe('usage: what is still to be reported', () => {
  it('at first only the last period', () => {
    const { read } = live('day', ['2026-11-23'], () => 'final');
    assert.deepEqual(read, { '2026-11-22': ['2026-11-23'] });
  });

  it('each day once where it is final, and preliminary days once more when they should be', () => {
    const { read, reported } = live('day', every('2026-10-30', 20), (_, today) =>
      today >= '2026-11-12' ? 'final' : 'preliminary',
    );
    assert.deepEqual(read['2026-10-29'], ['2026-10-30', '2026-11-12']);
    assert.deepEqual(read['2026-10-31'], ['2026-11-01', '2026-11-12']);
    assert.deepEqual(read['2026-11-05'], ['2026-11-06']);
    assert.deepEqual(read['2026-11-15'], ['2026-11-16']);
    assert.equal(reported.open[0]?.firstDay, '2026-11-01');
  });

  it('final values that are late are looked for daily, until nobody awaits them', () => {
    const { read, reported } = live('month', every('2026-11-01', 100), () => 'preliminary');
    assert.deepEqual(read['2026-10-01']?.slice(0, 3), ['2026-11-01', '2026-11-12', '2026-11-13']);
    assert.equal(read['2026-10-01']?.at(-1), '2027-01-13');
    assert.deepEqual(
      reported.open.map(({ firstDay }) => firstDay),
      ['2026-11-01', '2026-12-01', '2027-01-01'],
    );
  });

  it('holes are looked at daily for two weeks, and then when final values are due', () => {
    const { read } = live('day', every('2026-10-02', 45), ({ firstDay }) =>
      firstDay === '2026-10-01' ? 'holes' : 'final',
    );
    assert.deepEqual(read['2026-10-01']?.slice(0, 14), [...every('2026-10-02', 13), '2026-11-12']);
  });

  it('after a time without power all periods are caught up with, the newest 31 of them', () => {
    const { read } = live('day', ['2026-11-01', '2026-11-05'], () => 'final');
    assert.deepEqual(Object.keys(read), ['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04']);
    const { read: long } = live('day', ['2026-01-01', '2026-06-01'], () => 'final');
    // Older ones wait until their values should be final.
    assert.deepEqual(Object.keys(long).slice(1, 2), ['2026-05-19']);
  });

  it('a clock that goes back a little adds nothing; one that was far ahead is forgotten', () => {
    const { read } = live('day', ['2026-11-23', '2026-11-22', '2026-11-24'], () => 'final');
    assert.deepEqual(read, { '2026-11-22': ['2026-11-23'], '2026-11-23': ['2026-11-24'] });
    const { read: again, reported } = live('day', ['2031-01-01', '2026-11-24', '2026-11-25'], () => 'preliminary');
    assert.deepEqual(Object.keys(again), ['2030-12-31', '2026-11-23', '2026-11-24']);
    assert.deepEqual(
      reported.open.map(({ firstDay }) => firstDay),
      ['2026-11-23', '2026-11-24'],
    );
  });

  it('a clock that was some days ahead costs nothing: what it opened too early waits for its day', () => {
    let reads = 0;
    const days = ['2026-11-20', '2026-11-22', '2026-11-20', '2026-11-21', '2026-11-22'];
    // The two readings after the first were made two days too early, when there were no values yet.
    const { read } = live('day', days, () => ([2, 3].includes(++reads) ? 'none' : 'final'));
    assert.deepEqual(read, {
      '2026-11-19': ['2026-11-20'],
      '2026-11-20': ['2026-11-22', '2026-11-21'],
      '2026-11-21': ['2026-11-22', '2026-11-22'],
    });
  });

  it('a month that was told is not told again where the clock goes back into it', () => {
    const { read } = live('month', ['2026-11-01', '2026-10-31', '2026-11-02'], () => 'preliminary');
    assert.deepEqual(read, { '2026-10-01': ['2026-11-01'] });
  });

  it('a clock that was years ahead makes nothing new of what is still open', () => {
    const { reported } = live('day', ['2026-11-23'], () => 'preliminary');
    const ahead = withNewPeriods(reported, 'day', '2031-01-01');
    const back = withNewPeriods(ahead, 'day', '2026-11-23');
    assert.deepEqual(back.open, [{ firstDay: '2026-11-22', lastDay: '2026-11-22', told: 'preliminary' }]);
  });

  it('after half a year without power every month is read, and those long past but once', () => {
    const { read, reported } = live('month', ['2026-02-01', '2026-09-15', '2026-09-16'], () => 'preliminary');
    const missed = ['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01', '2026-07-01', '2026-08-01'];
    for (const month of missed) assert.equal(read[month]?.[0], '2026-09-15', month);
    assert.deepEqual(read['2026-05-01'], ['2026-09-15']);
    assert.deepEqual(
      reported.open.map(({ firstDay }) => firstDay),
      ['2026-07-01', '2026-08-01'],
    );
  });

  it('a year in which nothing could be read leaves 75 periods open at most', () => {
    let reported: Reported = nothingReported;
    for (const today of every('2026-01-01', 365)) reported = withNewPeriods(reported, 'day', today);
    assert.deepEqual([reported.open.length, reported.open.at(-1)?.firstDay], [75, '2026-12-30']);
  });

  for (const ahead of [1, 2, 3, 400])
    it(`a first look by a clock that was ${ahead} days ahead counts for nothing, as long as nothing was told`, () => {
      const today = '2026-11-23';
      const wrong = addDays(today, ahead);
      const looked = withNewPeriods(nothingReported, 'day', wrong);
      const [period] = duePeriods(looked, wrong);
      assert.ok(period);
      const none = afterDay(afterReading(looked, period, 'none'), wrong);
      assert.ok(lookedAhead(none, today));
      const { doneOn, ...right } = withNewPeriods(none, 'day', today);
      assert.deepEqual(right, withNewPeriods(nothingReported, 'day', today), String(doneOn));
    });

  it('what was looked for three days ahead or more is forgotten, less than that waits for its day', () => {
    const { reported } = live('day', ['2026-11-19'], () => 'preliminary');
    const ahead = withNewPeriods(reported, 'day', '2026-11-25');
    const back = withNewPeriods(ahead, 'day', '2026-11-20');
    assert.deepEqual(
      back.open.map(({ firstDay }) => firstDay),
      ['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'],
    );
  });

  it('as long as one day that was looked for is over, the clock was right', () => {
    const open = ['2026-11-22', '2026-11-23'].map((day) => ({ firstDay: day, lastDay: day, told: 'none' as const }));
    assert.ok(!lookedAhead({ open, isUntold: true }, '2026-11-23'));
    assert.ok(lookedAhead({ open, isUntold: true }, '2026-11-22'));
  });

  it('what was told stays told, whatever the clock showed; and a first look that was right is no look ahead', () => {
    const looked = withNewPeriods(nothingReported, 'day', '2026-11-23');
    assert.ok(!lookedAhead(looked, '2026-11-23'));
    const ahead = withNewPeriods(nothingReported, 'day', '2026-11-24');
    const [period] = duePeriods(ahead, '2026-11-24');
    assert.ok(period);
    for (const found of ['holes', 'preliminary', 'final'] as const)
      assert.ok(!lookedAhead(afterReading(ahead, period, found), '2026-11-23'), found);
  });

  it('periods that follow one another are read at once', () => {
    const period = (firstDay: string) => ({ firstDay, lastDay: firstDay, told: 'none' as const });
    const stretches = stretchesOf(['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-05'].map(period));
    assert.deepEqual(
      stretches.map(({ firstDay, lastDay, periods }) => [firstDay, lastDay, periods.length]),
      [
        ['2026-10-30', '2026-11-01', 3],
        ['2026-11-05', '2026-11-05', 1],
      ],
    );
  });
});

describe('usage: how good what is known of a period is', () => {
  const hour = 3_600_000;
  const options: UsageOptions = { range: { start: 0, end: 2 * hour }, timeZone: 'UTC' };
  const value = (from: number, to: number, isPreliminary = false) => {
    return { start: from * hour, end: to * hour, usageKwh: 0, isPreliminary };
  };
  const price = (from: number, to: number, priceCt: number | null = 0) => {
    return { start: from * hour, end: to * hour, priceCt, components: {} };
  };
  for (const [name, metered, prices, expected] of [
    ['no value', [], [price(0, 2)], 'none'],
    ['a value is missing', [value(0, 1)], [price(0, 2)], 'holes'],
    ['a price is missing', [value(0, 1), value(1, 2)], [price(0, 1)], 'holes'],
    ['a price is unknown', [value(0, 1), value(1, 2)], [price(0, 1), price(1, 2, null)], 'holes'],
    ['both are missing, elsewhere', [value(0, 1)], [price(1, 2)], 'holes'],
    ['one value may still be corrected', [value(0, 1), value(1, 2, true)], [price(0, 2)], 'preliminary'],
    ['a value may be corrected, and one is missing', [value(1, 2, true)], [price(0, 2)], 'holes'],
    ['all is there, also where it is zero', [value(0, 1), value(1, 2)], [price(0, 2)], 'final'],
  ] as const)
    it(`${name}: ${expected}`, () => {
      assert.equal(qualityOf(usageReport(metered, prices, options)), expected);
    });

  it('only what comes later in the row is better', () => {
    for (const [i, found] of qualities.entries())
      for (const [j, told] of qualities.entries()) assert.equal(isBetter(found, told), i > j, `${found} after ${told}`);
    assert.deepEqual(qualities, ['none', 'holes', 'preliminary', 'final']);
  });
});
