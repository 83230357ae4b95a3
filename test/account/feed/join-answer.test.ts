import assert from 'node:assert/strict';
import { joinAnswer } from '#src/account/feed/join-answer.js';
import { buildSeries, type PriceSeries } from '#src/prices/index.js';
import { addDays, civilDate, instantOf } from '#src/time/index.js';
import { dayPoints } from '../../support/nomos/nomos-days.js';

const timeZone = 'Europe/Berlin';
const first = '2026-10-23';
/** Letters are days: `a` is 23 October 2026, `c` the one of 25 hours. */
const dayOf = (letter: string) => addDays(first, letter.charCodeAt(0) - 97);
const seriesOf = (letters: string, priceCt?: number | null): PriceSeries =>
  buildSeries(
    [...letters].flatMap((letter) =>
      dayPoints(dayOf(letter)).map((point) => (priceCt === undefined ? point : { ...point, priceCt })),
    ),
  );
const lettersOf = (series: PriceSeries) => {
  const days = new Set(series.map(({ start }) => civilDate(timeZone, start)));
  return [...'abcdefgh'].filter((letter) => days.has(dayOf(letter))).join('');
};

describe('account: what is known after an answer', () => {
  for (const [known, answer, [from = '', to = from], expected] of [
    ['', 'a', 'a', 'a'],
    ['', 'ab', 'ab', 'ab'],
    ['', 'abc', 'b', 'b'],
    ['a', 'b', 'b', 'ab'],
    ['ab', 'c', 'c', 'abc'],
    ['abc', 'd', 'd', 'bcd'],
    ['abc', '', 'd', 'abc'],
    ['abc', 'defg', 'eg', 'efg'],
    ['abc', 'a', 'd', 'abc'],
    ['ab', 'f', 'f', 'f'],
    ['ab', 'ab', 'ba', 'ab'],
    ['', '', 'a', ''],
  ] as const)
    it(`known ${known || '-'}, answer ${answer || '-'}, asked ${from}..${to} -> ${expected || '-'}`, () => {
      const asked = { firstDay: dayOf(from), lastDay: dayOf(to), timeZone };
      const joined = joinAnswer(seriesOf(known), seriesOf(answer), asked);
      assert.equal(lettersOf(joined), expected);
      assert.deepEqual(joined, seriesOf(expected), 'whole days');
    });

  it('an answer replaces what is known of its days', () => {
    const asked = { firstDay: dayOf('b'), lastDay: dayOf('b'), timeZone };
    const joined = joinAnswer(seriesOf('ab', 5), seriesOf('b'), asked);
    assert.deepEqual(joined, [...seriesOf('a', 5), ...seriesOf('b')]);
  });

  it('a day of zeros is not out yet', () => {
    const asked = { firstDay: dayOf('b'), lastDay: dayOf('b'), timeZone };
    const zeros = buildSeries(
      dayPoints(dayOf('b')).map(({ start }) => ({ start, priceCt: 0, components: { electricity: 0 } })),
    );
    const joined = joinAnswer(seriesOf('a'), zeros, asked);
    assert.equal(joined.filter(({ priceCt }) => priceCt === 0).length, 0);
  });

  it('an interval over the midnight before the oldest kept day is kept', () => {
    const start = instantOf(timeZone, dayOf('b'), '23:30');
    const over = buildSeries([{ start, end: start + 3_600_000, priceCt: 7, components: {} }]);
    const asked = { firstDay: dayOf('e'), lastDay: dayOf('e'), timeZone };
    assert.equal(joinAnswer(over, seriesOf('e'), asked)[0]?.start, start);
  });
});
