import assert from 'node:assert/strict';
import { type HouseProfile, nothingLearned } from '#src/battery/expected/house-profile.js';
import type { MeteredQuarter } from '#src/battery/expected/readings.js';
import { factorIn, factorsOf, summedToday, type Today } from '#src/battery/expected/today.js';
import { civilDay } from '#src/time/index.js';
import { Asked, battery, nightAndEvening, pricesOf, quarterMs, twoDays, winter, zone } from '../battery-scene.js';

const day = '2026-01-14';
const noon = winter(day, '12:00');
const row = Array.from({ length: 96 }, () => 0.1);
const profile: HouseProfile = { ...nothingLearned, house: row, net: row, days: 9, houseDays: 9, learnedAt: noon };

/** Quarter-hours from midnight to noon: a house that draws `houseKwh`, a sun that gives `sunKwh`. */
function morning(houseKwh: number, sunKwh: number | undefined, date = day): MeteredQuarter[] {
  const { start: from } = civilDay(zone, date);
  return Array.from({ length: 48 }, (_, i) => {
    const start = from + i * quarterMs;
    const netKwh = sunKwh === undefined ? undefined : houseKwh - sunKwh;
    return { start, end: start + quarterMs, houseKwh, netKwh };
  });
}

const forecast = [{ start: winter(day, '00:00'), end: winter(day, '24:00'), fromKw: 1, toKw: 1 }];
const sumsOf = (quarters: MeteredQuarter[], more: { profile?: HouseProfile; before?: Today } = {}) =>
  summedToday(more.before, quarters, { profile: more.profile ?? profile, forecast, timeZone: zone });

describe('battery: how today differs', () => {
  it('a house that draws twice as much, a sun that gives half: the rest of the day is expected like that, no later one', () => {
    const factors = factorsOf(sumsOf(morning(0.2, 0.125)), noon, zone);
    assert.ok(factors !== undefined);
    assert.ok(Math.abs(factors.house - 11.6 / 6.8) < 1e-9, `${factors.house}`);
    assert.ok(Math.abs(factors.sun - 8 / 14) < 1e-9, `${factors.sun}`);
    assert.equal(factorIn(factors, { start: noon, end: noon + quarterMs }, 'sun'), factors.sun);
    const tomorrow = civilDay(zone, day).end;
    assert.equal(factorIn(factors, { start: tomorrow, end: tomorrow + quarterMs }, 'sun'), 1);
    assert.equal(factorsOf(sumsOf(morning(0.2, 0.125)), tomorrow, zone), undefined);
  });

  it('one quarter-hour says little, nothing goes beyond bounds, and what is damaged corrects nothing', () => {
    const [first] = morning(0.3, 0.25);
    const little = factorsOf(sumsOf([first as MeteredQuarter]), noon, zone);
    assert.ok(little !== undefined && Math.abs(little.house - 1) < 0.1);
    const much = factorsOf(sumsOf(morning(5, 0)), noon, zone);
    assert.deepEqual([much?.house, much?.sun], [2.5, 0.4]);
    const damaged = { date: day, houseKwh: 'x', usualKwh: 1 } as unknown as Today;
    assert.deepEqual(factorsOf(damaged, noon, zone), { house: 1, sun: 1, until: civilDay(zone, day).end });
  });

  it('before a day is learned, without a forecast and without the house told apart nothing is compared', () => {
    const unlearned = sumsOf(morning(0.2, 0.25), { profile: nothingLearned });
    assert.deepEqual([unlearned?.houseKwh, unlearned?.usualKwh], [0, 0]);
    const dark = summedToday(undefined, morning(0.2, 0.25), { profile, timeZone: zone });
    assert.deepEqual([dark?.sunKwh, dark?.forecastKwh], [0, 0]);
    assert.equal(factorsOf(sumsOf(morning(0.2, undefined)), noon, zone)?.sun, 1);
  });

  for (const [date, hours] of [
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ] as const)
    it(`a day of ${hours} hours ends when it ends, and the next one begins at nothing`, () => {
      const { start, end } = civilDay(zone, date);
      assert.equal(end - start, hours * 4 * quarterMs);
      const sums = summedToday(undefined, morning(0.2, 0.25, date), { profile, timeZone: zone });
      assert.equal(factorsOf(sums, end - 1, zone)?.until, end);
      const late = { start: end, end: end + quarterMs, houseKwh: 0.1, netKwh: 0.1 };
      const next = summedToday(sums, [late], { profile, timeZone: zone });
      assert.equal(next?.houseKwh, 0.1);
    });

  it('a battery that is told all morning of a house that draws more expects more of the afternoon', () => {
    const expectedAt = (houseW: number) => {
      const asked = new Asked(battery(), pricesOf(twoDays(day), nightAndEvening));
      asked.log = { ...asked.log, profile };
      for (let now = winter(day, '00:00'); now <= noon; now += quarterMs / 3) asked.tell(now, 50, { houseW });
      const intervals = asked.decisions.findLast(({ plan }) => plan !== undefined)?.plan?.intervals ?? [];
      const at = (time: number) => intervals.find(({ start }) => start === time)?.netKwh ?? 0;
      return [at(winter(day, '18:00')), at(winter('2026-01-15', '18:00'))] as const;
    };
    const [usual, usualLater] = expectedAt(400);
    const [more, moreLater] = expectedAt(800);
    assert.ok(usual > 0 && more > 1.5 * usual, `${usual} ${more}`);
    assert.equal(moreLater, usualLater);
  });
});
