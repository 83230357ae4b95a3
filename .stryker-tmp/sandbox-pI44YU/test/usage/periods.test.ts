// @ts-nocheck
import assert from 'node:assert/strict';
import { commonDays, lastPeriod, type PeriodKind, periodOf } from '#src/usage/index.js';
import { finalFrom } from '#src/usage/periods.js';

describe('usage: periods', () => {
  const rows: [
    kind: PeriodKind,
    date: string,
    firstDay: string,
    lastDay: string,
    lastFirst: string,
    lastLast: string,
  ][] = [
    ['day', '2026-03-01', '2026-03-01', '2026-03-01', '2026-02-28', '2026-02-28'],
    ['week', '2026-11-29', '2026-11-23', '2026-11-29', '2026-11-16', '2026-11-22'],
    ['week', '2026-11-30', '2026-11-30', '2026-12-06', '2026-11-23', '2026-11-29'],
    ['week', '2027-01-01', '2026-12-28', '2027-01-03', '2026-12-21', '2026-12-27'],
    ['month', '2026-01-31', '2026-01-01', '2026-01-31', '2025-12-01', '2025-12-31'],
    ['month', '2028-02-29', '2028-02-01', '2028-02-29', '2028-01-01', '2028-01-31'],
    ['month', '2026-12-01', '2026-12-01', '2026-12-31', '2026-11-01', '2026-11-30'],
  ];
  for (const [kind, date, firstDay, lastDay, lastFirst, lastLast] of rows)
    it(`${kind} of ${date}, and the last one before it`, () => {
      assert.deepEqual(periodOf(kind, date), { firstDay, lastDay });
      assert.deepEqual(lastPeriod(kind, date), { firstDay: lastFirst, lastDay: lastLast });
    });

  for (const [name, firstDay, lastDay, expected] of [
    ['inside', '2026-10-05', '2026-10-06', ['2026-10-05', '2026-10-06']],
    ['over the first day', '2026-09-05', '2026-10-01', ['2026-10-01', '2026-10-01']],
    ['over the last day', '2026-10-31', '2026-11-01', ['2026-10-31', '2026-10-31']],
    ['all around', '2026-01-01', '2026-12-31', ['2026-10-01', '2026-10-31']],
    ['before', '2026-09-01', '2026-09-30', undefined],
    ['after', '2026-11-01', '2026-11-01', undefined],
  ] as const)
    it(`days of October and of days ${name}`, () => {
      const days = { firstDay, lastDay };
      const common = expected && { firstDay: expected[0], lastDay: expected[1] };
      assert.deepEqual(commonDays(days, periodOf('month', '2026-10-10')), common);
      assert.deepEqual(commonDays(periodOf('month', '2026-10-10'), days), common);
    });

  for (const [lastDay, from] of [
    ['2026-10-31', '2026-11-12'],
    ['2026-10-01', '2026-11-12'],
    ['2026-07-15', '2026-08-13'],
    ['2026-12-31', '2027-01-13'],
  ] as const)
    it(`values of ${lastDay} are final from ${from} on`, () => {
      assert.equal(finalFrom({ firstDay: lastDay, lastDay }), from);
    });
});
