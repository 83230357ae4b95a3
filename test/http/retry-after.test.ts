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
    ['a number with words', '5 seconds', undefined, undefined],
    ['words with a number', 'x5', undefined, undefined],
    ['half a number', '5.', undefined, undefined],
    ['many decimals', '1.2345', undefined, 1_235],
    ['blanks around it', ' 30 ', undefined, 30_000],
    ['a date without its weekday', '22 Nov 2026 10:00:45 GMT', undefined, undefined],
    ['words that look like a date', 'Sun, soon', undefined, undefined],
    ['a message in other words', undefined, 'Please Wait 7  s', 7_000],
    ['a message with sec', undefined, 'wait 20sec', 20_000],
    ['another number', undefined, 'await 20 seconds', undefined],
    ['other units', undefined, 'wait 20 sectors', undefined],
    ['minutes', undefined, 'wait 20 minutes', undefined],
    ['a message and no header', '', 'Wait 1234567890 seconds', undefined],
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

  it('takes the first wait for a try that is none, and chance where nobody gives it', () => {
    const waits = { firstMs: 4_000, longestMs: 300_000 };
    for (const attempt of [0, -5])
      assert.equal(
        backOffMs(waits, attempt, () => 0),
        1_000,
      );
    const { random } = Math;
    try {
      Math.random = () => 0.5;
      assert.equal(backOffMs(waits, 1), 2_500);
    } finally {
      Math.random = random;
    }
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
