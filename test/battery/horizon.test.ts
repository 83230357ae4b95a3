import assert from 'node:assert/strict';
import fc from 'fast-check';
import { likePrice, stretchesFrom } from '#src/battery/expected/priced.js';
import { horizonOf } from '#src/battery/horizon.js';
import { nothingUsual, type PriceSeries } from '#src/prices/index.js';
import { civilDay, msPerHour, msPerMinute } from '#src/time/index.js';
import { cpuMs } from '../support/clock/cpu-time.js';
import { battery, nightAndEvening, pricesOf, quarterMs, twoDays, winter, zone } from './battery-scene.js';

const day = '2026-01-14';
const house = Array.from({ length: 96 }, () => 0.1);
const at = (time: string) => winter(day, time);

function planned(prices: PriceSeries, now: number, more: Partial<Parameters<typeof horizonOf>[0]> = {}) {
  return horizonOf({ settings: battery(), prices, house, marginCt: undefined, now, ...more });
}

function assertTiled(steps: readonly { start: number; end: number }[], from: number, to: number) {
  assert.equal(steps[0]?.start, from);
  assert.equal(steps.at(-1)?.end, to);
  for (const [index, step] of steps.entries()) {
    assert.ok(step.end > step.start && step.end - step.start <= msPerHour);
    assert.equal(step.start, steps[index - 1]?.end ?? from);
  }
}

describe('battery: what is planned over', () => {
  it('the known prices from now on, and one expected day after them', () => {
    const prices = pricesOf(twoDays(day), nightAndEvening);
    const now = at('13:20');
    const { steps, knownCount, endValueCt } = planned(prices, now);
    const end = civilDay(zone, '2026-01-15').end;
    assertTiled(steps, now, end + 24 * msPerHour);
    assert.equal(steps[knownCount - 1]?.end, end);
    assert.ok(steps.every(({ expected }, index) => expected === index >= knownCount));
    for (const step of steps.slice(knownCount)) {
      const before = prices.find(({ start }) => start === step.start - 24 * msPerHour);
      assert.equal(step.buyCt, before?.priceCt);
    }
    const mean = prices.slice(96).reduce((sum, { priceCt }) => sum + Number(priceCt), 0) / 96;
    assert.ok(Math.abs(endValueCt - 0.5 * mean * Math.sqrt(0.9)) < 1e-9);
    assert.ok(Math.abs(Number(steps[0]?.netKwh) - 0.1 * (10 / 15)) < 1e-9);
  });

  it('the expected day is half the last one and half the usual one; without that, the last one once more', () => {
    const prices = pricesOf(twoDays(day), nightAndEvening);
    const row = Array.from({ length: 96 }, (_, quarter) => quarter / 4);
    const usual = { weekday: row, weekend: row, timeZone: zone, learnedUntil: '2026-01-13' };
    const { steps, knownCount, endValueCt } = planned(prices, at('13:20'), { usual });
    const expected = steps.slice(knownCount);
    assert.equal(expected.length, 96);
    for (const [quarter, { buyCt }] of expected.entries())
      assert.equal(buyCt, (nightAndEvening(quarter / 4) + quarter / 4) / 2);
    const mean = expected.reduce((sum, { buyCt }) => sum + buyCt, 0) / 96;
    assert.ok(Math.abs(endValueCt - 0.5 * mean * Math.sqrt(0.9)) < 1e-9);
    assert.deepEqual(planned(prices, at('13:20'), { usual: nothingUsual }), planned(prices, at('13:20')));
    const known = (more: object) => planned(prices, at('13:20'), more).steps.slice(0, knownCount);
    assert.deepEqual(known({ usual }), known({}));
  });

  for (const [date, hours] of [
    ['2026-03-28', 47],
    ['2026-10-24', 49],
  ] as const)
    it(`over the change of clocks after ${date}`, () => {
      const prices = pricesOf(twoDays(date), nightAndEvening);
      const { start } = civilDay(zone, date);
      const { steps, knownCount } = planned(prices, start);
      assertTiled(steps, start, start + (hours + 24) * msPerHour);
      assert.equal(knownCount, hours * 4);
    });

  it('a gap and an unknown price take the price of the day before; without one planning ends there', () => {
    const prices = pricesOf(twoDays(day), (hour, date) => hour + (date === day ? 0 : 100));
    const hole =
      (from: string, to: string, date = '2026-01-15') =>
      (one: { start: number }) =>
        one.start < winter(date, from) || one.start >= winter(date, to);
    for (const own of [
      prices.filter(hole('08:00', '10:00')),
      prices.map((one) => (hole('08:00', '10:00')(one) ? one : { ...one, priceCt: null })),
    ]) {
      const { steps, knownCount } = planned(own, at('13:00'));
      assertTiled(steps, at('13:00'), civilDay(zone, '2026-01-15').end + 24 * msPerHour);
      const filled = steps.slice(0, knownCount).filter(({ expected }) => expected);
      assert.deepEqual(
        filled.map(({ buyCt }) => buyCt),
        [8, 8.25, 8.5, 8.75, 9, 9.25, 9.5, 9.75],
      );
    }
    const early = prices.filter(hole('15:00', '16:00', day));
    const { steps } = planned(early, at('13:00'));
    assert.equal(
      steps.find(({ start }) => start === at('15:00')),
      undefined,
    );
  });

  it('hours, quarter-hours and a price for the whole day: no step is longer than an hour', () => {
    const hourly = pricesOf([day], nightAndEvening, { lengthMs: msPerHour });
    const quarters = pricesOf(['2026-01-15'], nightAndEvening);
    const mixed = planned([...hourly, ...quarters], at('12:30'));
    assertTiled(mixed.steps, at('12:30'), civilDay(zone, '2026-01-15').end + 24 * msPerHour);
    assert.equal(mixed.steps[0]?.end, at('13:00'));
    const flat = [{ ...civilDay(zone, day), priceCt: 30, components: {} }];
    assertTiled(planned(flat, at('12:30')).steps, at('12:30'), civilDay(zone, day).end + 24 * msPerHour);
  });

  it('no step where the price of now is not known', () => {
    const prices = pricesOf(['2026-01-15'], nightAndEvening);
    assert.deepEqual(planned(prices, at('12:00')).steps, []);
    assert.deepEqual(planned([], at('12:00')).steps, []);
  });

  it('what is fed in: a contract, else a fixed price, nothing while the market is negative', () => {
    const settings = battery({ solar: 'yes', feedInCt: 8 });
    const prices = pricesOf(twoDays(day), (hour) => (hour < 12 ? 0.5 : 20), { marginCt: 1 });
    const first = (time: string, more: object) => planned(prices, at(time), { settings, ...more }).steps[0];
    assert.equal(first('10:00', {})?.feedInCt, 8, 'as long as the margin is not known');
    assert.equal(first('10:00', { marginCt: 1 })?.feedInCt, 0);
    assert.equal(first('13:00', { marginCt: 1 })?.feedInCt, 8);
    assert.equal(first('10:00', { marginCt: 1, settings: { ...settings, unpaidWhenNegative: false } })?.feedInCt, 8);
    const feedIn = pricesOf([day], (hour) => hour, { lengthMs: quarterMs });
    assert.equal(first('10:00', { marginCt: 1, feedIn })?.feedInCt, 10);
    assert.equal(first('10:00', { marginCt: 1, feedIn: [] })?.feedInCt, 0, 'a contract that tells nothing');
    const coarse = pricesOf([day], nightAndEvening, { lengthMs: msPerHour });
    const cut = planned(coarse, at('12:05'), { settings, feedIn }).steps;
    assert.deepEqual(
      cut.slice(0, 2).map(({ end }) => end),
      [at('12:15'), at('12:30')],
    );
  });

  it('a forecast of the sun is taken off the house; where it tells nothing, what was learned counts', () => {
    const prices = pricesOf(twoDays(day), nightAndEvening);
    const sun = [{ start: at('12:00'), end: at('12:15'), fromKw: 4, toKw: 4 }];
    const net = Array.from({ length: 96 }, () => -0.3);
    const { steps } = planned(prices, at('12:00'), { settings: battery({ solar: 'yes' }), sun, net });
    assert.ok(Math.abs(Number(steps[0]?.netKwh) - (0.1 - 1)) < 1e-9);
    assert.ok(Math.abs(Number(steps[1]?.netKwh) + 0.3) < 1e-9);
  });

  it('today the sun gives half and the house draws double; tomorrow both are as expected', () => {
    const prices = pricesOf(twoDays(day), nightAndEvening);
    const sun = [{ start: at('12:00'), end: at('12:00') + 48 * msPerHour, fromKw: 4, toKw: 4 }];
    const today = { house: 2, sun: 0.5, until: civilDay(zone, day).end };
    const netAt = (instant: number, more: object) =>
      planned(prices, at('12:00'), { today, ...more }).steps.find(({ start }) => start === instant)?.netKwh ??
      Number.NaN;
    const settings = battery({ solar: 'yes' });
    for (const [more, before, after] of [
      [{ settings, sun }, 0.2 - 0.5, 0.1 - 1],
      [{ settings }, 0.1, 0.1],
      [{}, 0.2, 0.1],
    ] as const) {
      assert.ok(Math.abs(netAt(today.until - quarterMs, more) - before) < 1e-9);
      assert.ok(Math.abs(netAt(today.until, more) - after) < 1e-9);
    }
  });

  it('of a step that a forecast tells in part, the rest is as it was learned; else as the house alone is', () => {
    const prices = pricesOf(twoDays(day), nightAndEvening, { lengthMs: msPerHour });
    const sun = [{ start: at('12:00'), end: at('12:15'), fromKw: 4, toKw: 4 }];
    const net = Array.from({ length: 96 }, () => -0.3);
    const today = { house: 2, sun: 1, until: civilDay(zone, day).end };
    const first = (more: object) =>
      planned(prices, at('12:00'), { settings: battery({ solar: 'yes' }), sun, ...more }).steps[0]?.netKwh ??
      Number.NaN;
    assert.ok(Math.abs(first({ net }) - (0.1 - 1 - 3 * 0.3)) < 1e-9);
    assert.ok(Math.abs(first({}) - (0.4 - 1)) < 1e-9);
    assert.ok(Math.abs(first({ net, today }) - (0.2 - 1 - 3 * 0.3)) < 1e-9);
  });

  it('what is left at the end is worth half of the mean of a day, by time and one way of the efficiency', () => {
    const half = [
      { start: at('00:00'), end: at('06:00'), priceCt: 50, components: {} },
      { start: at('06:00'), end: at('24:00'), priceCt: 10, components: {} },
    ];
    const { endValueCt } = planned(half, at('12:00'), { settings: battery({ efficiencyPercent: 81 }) });
    assert.ok(Math.abs(endValueCt - 0.5 * 20 * 0.9) < 1e-9, `${endValueCt}`);
  });

  it('asked on the same prices in any order, the stretches are those of one who never asked before', () => {
    const prices = pricesOf(twoDays(day), nightAndEvening).filter(
      ({ start }) => start !== winter('2026-01-15', '03:00'),
    );
    const row = Array.from({ length: 96 }, (_, quarter) => quarter);
    const feedIns = [undefined, pricesOf(twoDays(day), (hour) => hour, { lengthMs: quarterMs / 3 })];
    const usuals = [undefined, { weekday: row, weekend: row, timeZone: zone, learnedUntil: '2026-01-13' }];
    const asked = fc.record({
      minute: fc.integer({ min: 0, max: 50 * 60 }),
      feedIn: fc.constantFrom(...feedIns),
      usual: fc.constantFrom(...usuals),
      timeZone: fc.constantFrom(zone, 'Europe/London'),
    });
    fc.assert(
      fc.property(fc.array(asked, { minLength: 2, maxLength: 6 }), (all) => {
        const shared = [...prices];
        for (const { minute, ...more } of all) {
          const now = at('00:00') + minute * msPerMinute;
          assert.deepEqual(
            stretchesFrom({ prices: shared, ...more }, now),
            stretchesFrom({ prices: [...prices], ...more }, now),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('prices are cut once for as long as they stay the same, up to the last of them', () => {
    const of = { prices: pricesOf([day], nightAndEvening), timeZone: zone };
    const { after } = stretchesFrom(of, at('12:00'));
    for (const time of ['12:00', '12:01', '18:00', '23:59']) assert.equal(stretchesFrom(of, at(time)).after, after);
    assert.deepEqual(stretchesFrom(of, civilDay(zone, day).end).known, []);
  });

  for (const [date, instant, like] of [
    ['winter', '2026-01-14T12:00:30+01:00', '2026-01-13T12:00:30+01:00'],
    ['the day after summer time began', '2026-03-30T00:30:20+02:00', '2026-03-29T00:30:20+01:00'],
    ['the evening of the day on which it began', '2026-03-29T20:00:00+02:00', '2026-03-28T20:00:00+01:00'],
    ['the day after it ended', '2026-10-26T01:10:40+01:00', '2026-10-25T01:10:40+02:00'],
    ['the evening of the day on which it ended', '2026-10-25T20:00:00+01:00', '2026-10-24T20:00:00+02:00'],
  ] as const)
    it(`the same local time a day before: ${date}`, () => {
      const found = Date.parse(like);
      const only = { start: found, end: found + 1, priceCt: 7, components: {} };
      assert.deepEqual(likePrice([only], Date.parse(instant), zone), { interval: only, at: found });
    });

  it('a price of two days before stands in, one of three days before does not', () => {
    const back = (days: number) => [{ ...civilDay(zone, `2026-01-${14 - days}`), priceCt: days, components: {} }];
    assert.deepEqual(
      [0, 1, 2, 3].map((days) => likePrice(back(days), at('12:00'), zone)?.interval.priceCt),
      [0, 1, 2, undefined],
    );
  });

  it('a hundred take little', () => {
    const prices = pricesOf(twoDays(day), nightAndEvening);
    const hundred = () => {
      for (let count = 0; count < 100; count += 1) planned(prices, at('00:00') + count * msPerMinute);
    };
    const ms = cpuMs(200, hundred);
    assert.ok(ms < 200, `${ms / 100} ms for one`);
  });
});
