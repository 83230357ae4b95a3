// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backOffMs } from '#src/http/back-off.js';
import { retryAfterMs } from '#src/http/retry-after.js';

const now = Date.parse('2026-11-22T10:00:00Z');

describe('http: how long the server asks us to wait', () => {
  const table: readonly [string, string | undefined, string | undefined, number | undefined][] = [
    ['seconds', '30', undefined, 30_000],
    ['a fraction', '1.5', undefined, 1_500],
    ['nothing', undefined, undefined, undefined],
    ['only a message', undefined, 'Too many requests. Wait 30 seconds before retrying.', 30_000],
    ['both: the longer one', '5', 'Wait 20 seconds', 20_000],
    ['a date', 'Sun, 22 Nov 2026 10:00:45 GMT', undefined, 45_000],
    ['a date that is past', 'Sun, 22 Nov 2026 09:00:00 GMT', undefined, 1_000],
    ['an old form of date', 'Sunday, 22-Nov-26 10:00:45 GMT', undefined, 45_000],
    ['a day', '86400', undefined, 3_600_000],
    ['zero', '0', undefined, 1_000],
    ['negative', '-1', undefined, undefined],
    ['no number', 'abc', undefined, undefined],
    ['empty', '', undefined, undefined],
    ['a huge number', '9'.repeat(400), undefined, 3_600_000],
    ['a message without a number', undefined, 'wait some seconds', undefined],
  ];
  for (const [what, header, message, expected] of table)
    it(`case 18: ${what}`, () => {
      const headers = header === undefined ? {} : { 'retry-after': header };
      assert.equal(retryAfterMs({ headers, message, now }), expected);
    });

  it('case 18: whatever is written, the wait is absent or between 1 s and 1 h', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (header, message) => {
        const wait = retryAfterMs({ headers: { 'retry-after': header }, message, now });
        return wait === undefined || (wait >= 1_000 && wait <= 3_600_000);
      }),
    );
  });

  it('a wait is whole milliseconds, whatever fraction of a second is written', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (seconds) =>
        Number.isInteger(retryAfterMs({ headers: { 'retry-after': seconds.toFixed(7) }, now })),
      ),
    );
  });
});

describe('http: back-off', () => {
  it('doubles up to its ceiling, whatever chance says', () => {
    const attempts = [1, 2, 3, 7, 8, 1_000];
    const most = attempts.map((attempt) => backOffMs({ firstMs: 5_000, longestMs: 300_000 }, attempt, () => 1));
    assert.deepEqual(most, [5_000, 10_000, 20_000, 300_000, 300_000, 300_000]);
  });

  it('H10: is spread over its range, and never close to zero', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, chance) => {
          const ceiling = Math.min(300_000, 5_000 * 2 ** (attempt - 1));
          const wait = backOffMs({ firstMs: 5_000, longestMs: 300_000 }, attempt, () => chance);
          return wait >= ceiling / 4 - 1 && wait <= ceiling;
        },
      ),
    );
  });
});
