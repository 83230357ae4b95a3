import assert from 'node:assert/strict';
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

  it('a hundred take little', () => {
    const prices = pricesOf(twoDays(day), nightAndEvening);
    const hundred = () => {
      for (let count = 0; count < 100; count += 1) planned(prices, at('00:00') + count * msPerMinute);
    };
    const ms = cpuMs(200, hundred);
    assert.ok(ms < 200, `${ms / 100} ms for one`);
  });
});
