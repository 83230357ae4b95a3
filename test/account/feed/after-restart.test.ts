import assert from 'node:assert/strict';
import { afterClockSet, afterRestart } from '#src/account/feed/after-restart.js';
import { type CadenceContext, noAttempts } from '#src/account/feed/cadence.js';
import { buildSeries, type PriceSeries } from '#src/prices/index.js';
import { instantOf, msPerHour, msPerMinute } from '#src/time/index.js';
import { dayPoints } from '../../support/nomos/nomos-days.js';

const berlin = 'Europe/Berlin';
const date = '2026-11-22';
const todayOnly = buildSeries(dayPoints(date));
const bothDays = buildSeries([...dayPoints(date), ...dayPoints('2026-11-23')]);

function at(time: string): number {
  return instantOf(berlin, date, time);
}

function context(series: PriceSeries, now: number): CadenceContext {
  return { timeZone: berlin, phase: 0.5, series, now };
}

describe('account: asking after a restart', () => {
  it('a restart with a series that has ended waits up to a minute, one that lacks tomorrow up to ten', () => {
    const wait = (series: PriceSeries) => {
      const now = at('15:00');
      return afterRestart(noAttempts, context(series, now), () => 0.999999).notBefore - now;
    };
    assert.ok(wait([]) > 59_000 && wait([]) < 60_000);
    assert.ok(wait(todayOnly) > 9.9 * msPerMinute && wait(todayOnly) < 10 * msPerMinute);
    assert.equal(afterRestart(noAttempts, context(bothDays, at('15:00')), () => 0.9).notBefore, 0);
  });

  it('a wait that lies far ahead, because the clock was wrong, is over', () => {
    const now = at('09:00');
    assert.equal(afterClockSet({ ...noAttempts, notBefore: now + 24 * msPerHour }, now).notBefore, now);
    assert.equal(afterClockSet({ ...noAttempts, notBefore: now + msPerHour }, now).notBefore, now + msPerHour);
    const longest = { ...noAttempts, notBefore: now + 3 * msPerHour };
    assert.equal(afterClockSet(longest, now).notBefore, longest.notBefore);
    assert.equal(afterClockSet(longest, now - 1).notBefore, now - 1);
  });

  it('an answer from the future came now at the latest, and none is none', () => {
    const now = at('09:00');
    for (const [answeredAt, expected] of [
      [now + msPerHour, now],
      [now - msPerHour, now - msPerHour],
      [undefined, undefined],
    ] as const)
      assert.equal(afterClockSet({ ...noAttempts, answeredAt }, now).answeredAt, expected);
  });
});
