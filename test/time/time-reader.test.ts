import assert from 'node:assert/strict';
import { timeReader } from '#src/time/index.js';

const berlin = timeReader('Europe/Berlin');
const at = Date.parse('2026-11-22T13:00:00Z');
const lines = (...instants: string[]) => instants.map((instant) => Date.parse(instant));

describe('time: reading what a source sends', () => {
  for (const [name, value, expected] of [
    ['seconds', at / 1e3, [at]],
    ['milliseconds', at, [at]],
    ['microseconds', at * 1e3, [at]],
    ['nanoseconds', at * 1e6, [at]],
    ['parts of seconds', at / 1e3 + 0.25, [at + 250]],
    ['parts of milliseconds', at + 0.4, [at]],
    ['the last seconds', 1e11 - 1, [1e14 - 1000]],
    ['the first milliseconds', 1e11, [1e11]],
    ['the last milliseconds', 1e14 - 1, [1e14 - 1]],
    ['the first microseconds', 1e14, [1e11]],
    ['seconds as text', String(at / 1e3), [at]],
    ['milliseconds as text, with blanks', ` ${at} `, [at]],
    ['seconds with a part, as text', `${at / 1e3}.5`, [at + 500]],
    ['nine digits', '946684800', [946_684_800_000]],
    ['nineteen digits', '1763816400000000000', [1_763_816_400_000]],
    ['a date of JavaScript', new Date(at), [at]],
    ['a text with an offset', '2026-11-22T14:00:00+01:00', [at]],
    ['a text in UTC', '2026-11-22T13:00Z', [at]],
    ['a local time', '2026-11-22 14:00', [at]],
    ['a local date', '2026-11-22', [at - 14 * 3_600_000]],
    ['a local time that autumn repeats', '2026-10-25T02:30', lines('2026-10-25T00:30Z', '2026-10-25T01:30Z')],
    ['a local time that spring leaves out', '2026-03-29T02:30', []],
    ['zero', 0, []],
    ['less than zero', -at, []],
    ['no number', Number.NaN, []],
    ['without end', Number.POSITIVE_INFINITY, []],
    ['true', true, []],
    ['false', false, []],
    ['null', null, []],
    ['nothing', undefined, []],
    ['an object', {}, []],
    ['no text', '', []],
    ['words', 'now', []],
    ['eight digits', '94668480', []],
    ['twenty digits', '17638164000000000000', []],
    ['digits among words', 'since 1763816400', []],
    ['digits and words', '1763816400 s', []],
    ['more blanks than anybody sends', '1763816400'.padEnd(41), []],
  ] as const)
    it(`${name}: ${expected.length === 0 ? 'no time' : new Date(expected[0] ?? 0).toISOString()}`, () => {
      assert.deepEqual(berlin(false)(value), expected);
    });

  it('40 characters are not too many', () => {
    assert.deepEqual(berlin(false)('1763816400'.padEnd(40)), [1_763_816_400_000]);
  });

  it('a source that tells its times in UTC means that where it says no offset', () => {
    const read = berlin(true);
    assert.deepEqual(read('2026-11-22T14:00'), [at + 3_600_000]);
    assert.deepEqual(read('2026-11-22T14:00+01:00'), [at]);
    assert.deepEqual(read('2026-10-25T02:30'), lines('2026-10-25T02:30Z'));
    assert.deepEqual(read(at / 1e3), [at]);
  });
});
