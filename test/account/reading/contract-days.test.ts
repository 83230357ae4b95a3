import assert from 'node:assert/strict';
import { daysOfContract } from '#src/account/reading/contract-days.js';

describe('account: the days on which a contract held', () => {
  const asked = { firstDay: '2026-03-01', lastDay: '2026-03-31' };
  const at = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));

  for (const [name, start, end, days] of [
    ['nothing is known', undefined, undefined, ['2026-03-01', '2026-03-31']],
    ['it held all the time', '2025-01-01T00:00:00Z', '2027-01-01T00:00:00Z', ['2026-03-01', '2026-03-31']],
    ['it began on a local midnight', '2026-03-09T23:00:00Z', undefined, ['2026-03-10', '2026-03-31']],
    ['it ended on a local midnight in summer time', undefined, '2026-03-29T22:00:00Z', ['2026-03-01', '2026-03-29']],
    ['it ended on the last second of a day', undefined, '2026-03-29T21:59:59Z', ['2026-03-01', '2026-03-29']],
    ['it held for a day', '2026-03-09T23:00:00Z', '2026-03-10T23:00:00Z', ['2026-03-10', '2026-03-10']],
  ] as const)
    it(name, () => {
      const { firstDay, lastDay } = daysOfContract(asked, { startAt: at(start), endAt: at(end) } as object);
      assert.deepEqual([firstDay, lastDay], days);
    });

  it('the contract is not known', () => assert.deepEqual(daysOfContract(asked, undefined), asked));

  it('none of them is an error that says from when to when', () => {
    const startAt = Date.parse('2026-05-01T00:00:00+02:00');
    assert.throws(() => daysOfContract(asked, { startAt }), {
      code: 'outside-contract',
      message: /2026-05-01/,
      params: { from: '2026-05-01', to: '…' },
    });
    const endAt = Date.parse('2026-02-01T00:00:00+01:00');
    assert.throws(() => daysOfContract(asked, { endAt }), {
      code: 'outside-contract',
      params: { from: '…', to: '2026-01-31' },
    });
  });
});
