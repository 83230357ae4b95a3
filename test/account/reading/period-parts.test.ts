import assert from 'node:assert/strict';
import { type PeriodPart, PeriodParts } from '#src/account/reading/period-parts.js';
import { addDays } from '#src/time/index.js';

const hour = 3_600_000;
const now = Date.parse('2026-11-22T10:00:00Z');
const part = (firstDay: string, lastDay: string): PeriodPart => ({
  firstDay,
  lastDay,
  meterType: 'smart',
  metered: [],
  prices: [],
});

describe('account: parts of a reading that did not come to its end', () => {
  const short = part('2026-01-01', '2026-01-08');
  const long = part('2026-01-01', '2026-01-31');
  const other = part('2026-02-01', '2026-02-28');

  for (const [name, order] of [
    ['the longer one last', [short, long, other]],
    ['the longer one first', [long, short, other]],
    ['another one first', [other, short, long]],
  ] as const)
    it(`the longest that begins with the day and ends in time, ${name}`, () => {
      const parts = new PeriodParts();
      for (const one of order) parts.add('a', one, now);
      const found = (firstDay: string, lastDay: string, key = 'a') => parts.find(key, firstDay, lastDay, now);
      assert.equal(found('2026-01-01', '2026-02-28'), long);
      assert.equal(found('2026-01-01', '2026-01-31'), long, 'it ends on the last day');
      assert.equal(found('2026-01-01', '2026-01-30'), short);
      assert.equal(found('2026-01-01', '2026-01-07'), undefined);
      assert.equal(found('2026-02-01', '2026-12-31'), other);
      assert.equal(found('2026-01-02', '2026-12-31'), undefined);
      assert.equal(found('2026-01-01', '2026-02-28', 'b'), undefined);
    });

  it('those of a reading that came to its end are forgotten, and no others', () => {
    const parts = new PeriodParts();
    for (const one of [short, long, other]) parts.add('a', one, now);
    parts.drop([long]);
    assert.equal(parts.find('a', '2026-01-01', '2026-12-31', now), short);
    assert.equal(parts.find('a', '2026-02-01', '2026-12-31', now), other);
  });

  it('they are kept for an hour, by a clock that may go back', () => {
    const parts = new PeriodParts();
    parts.add('a', long, now);
    const isKept = (at: number) => parts.find('a', '2026-01-01', '2026-12-31', at) !== undefined;
    assert.deepEqual(
      [hour - 1, hour, 1 - hour, -hour].map((ms) => isKept(now + ms)),
      [true, false, true, false],
    );
  });

  it('25 of them are kept, the newest ones', () => {
    const parts = new PeriodParts();
    const days = Array.from({ length: 26 }, (_, index) => addDays('2026-01-01', index));
    for (const day of days) parts.add('a', part(day, day), now);
    const kept = days.filter((day) => parts.find('a', day, day, now) !== undefined);
    assert.deepEqual(kept, days.slice(1));
  });
});
