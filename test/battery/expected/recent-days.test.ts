import assert from 'node:assert/strict';
import { daysAlike, type RecentDay, withDaysOver } from '#src/battery/expected/recent-days.js';
import { decideBattery, emptyBatteryLog } from '#src/battery/index.js';
import { addDays, civilDay } from '#src/time/index.js';
import { Asked, battery, nightAndEvening, pricesOf, twoDays, winter, zone } from '../battery-scene.js';

const day = '2026-01-14';
const datesFrom = (date: string, count: number) => Array.from({ length: count }, (_, i) => addDays(date, i));
const dates = (days: readonly RecentDay[]) => days.map(({ date }) => date);

describe('battery: what power cost on the last days', () => {
  it('seven days that are over are kept, each once, whatever of them the prices still hold', () => {
    let days: readonly RecentDay[] = [];
    for (const date of datesFrom('2026-01-05', 12)) {
      const prices = pricesOf([addDays(date, -1), date], (hour) => hour);
      const when = { now: winter(date, '12:00'), timeZone: zone };
      days = withDaysOver(days, prices, when);
      assert.equal(withDaysOver(days, prices, when), days);
    }
    assert.deepEqual(dates(days), datesFrom('2026-01-09', 7));
    assert.deepEqual(
      days[0]?.row,
      Array.from({ length: 96 }, (_, quarter) => quarter / 4),
    );
  });

  it('a day with a gap is left out, and one that a clock put back has not come to yet is forgotten', () => {
    const when = { now: winter('2026-01-16', '12:00'), timeZone: zone };
    const prices = pricesOf(datesFrom(day, 2), (hour, date) => (date === day && hour === 3 ? null : hour));
    assert.deepEqual(dates(withDaysOver([], prices, when)), ['2026-01-15']);
    const whole = withDaysOver(
      [],
      pricesOf(datesFrom(day, 2), (hour) => hour),
      when,
    );
    assert.deepEqual(dates(withDaysOver(whole, [], { ...when, now: winter('2026-01-15', '12:00') })), [day]);
  });

  for (const [date, quarters] of [
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ] as const)
    it(`a day of ${quarters} quarter-hours has 96 local ones`, () => {
      const prices = pricesOf([date], (hour) => hour);
      assert.equal(prices.length, quarters);
      const [found] = withDaysOver([], prices, { now: civilDay(zone, date).end, timeZone: zone });
      assert.equal(found?.row.length, 96);
      assert.equal(found?.row.filter((price) => price === null).length, quarters === 92 ? 4 : 0);
    });

  it('what tomorrow may be like counts the days to come of which all is known, and at most seven', () => {
    const over = withDaysOver([], pricesOf(datesFrom('2026-01-07', 7), nightAndEvening), {
      now: winter(day, '12:00'),
      timeZone: zone,
    });
    assert.deepEqual(dates(daysAlike(over, pricesOf(twoDays(day), nightAndEvening), zone)), datesFrom('2026-01-09', 7));
  });

  it('a battery of an earlier version has no such days, plans the same way and begins to remember', () => {
    const prices = pricesOf([addDays(day, -1), ...twoDays(day)], nightAndEvening);
    const asked = new Asked(battery(), prices);
    asked.log = emptyBatteryLog;
    asked.ask(winter(day, '14:00'), { cause: 'readings', readings: { socPercent: 50, powers: {} } });
    assert.deepEqual(dates(asked.log.recent ?? []), [addDays(day, -1)]);
  });

  it('a damaged record does no harm', () => {
    const prices = pricesOf(twoDays(day), nightAndEvening);
    const now = winter(day, '14:00');
    const plan = (recent: unknown) =>
      decideBattery({
        settings: battery(),
        prices,
        log: { ...emptyBatteryLog, recent: recent as readonly RecentDay[] },
        readings: { socPercent: 50, powers: {} },
        cause: 'readings',
        now,
      });
    const sound = plan([]);
    for (const recent of ['x', null, [null], [{ date: 5 }], [{ date: '2026-01-12', row: [1, 'x', Number.NaN] }]]) {
      const { state } = plan(recent);
      assert.equal(state.mode, sound.state.mode);
      assert.ok(Number.isFinite(state.storedValueCt));
    }
  });
});
