import assert from 'node:assert/strict';
import { type BatteryLog, emptyBatteryLog, previewBattery } from '#src/battery/index.js';
import { msPerHour } from '#src/time/index.js';
import { Asked, battery, nightAndEvening, pricesOf, twoDays, winter } from './battery-scene.js';

const day = '2026-01-14';
const prices = pricesOf(twoDays(day), nightAndEvening);
const now = winter(day, '13:00');

/** The net load of the planned steps that begin at a local hour of a date in winter or summer, kWh. */
function netAt(plan: ReturnType<typeof previewBattery>['plan'], instant: number): number {
  const step = plan.intervals.find(({ start, end }) => start <= instant && instant < end) ?? assert.fail('no step');
  return (step.netKwh * msPerHour) / (step.end - step.start);
}

describe('battery: preview', () => {
  it('of a new battery is an example: half full, a usual house', () => {
    const { plan, socPercent, isExample, state } = previewBattery(battery(), { prices }, now);
    assert.deepEqual(
      [socPercent, isExample, plan.feasible, plan.provisional, plan.forecast],
      [50, true, true, true, 'shape'],
    );
    assert.notEqual(state.reason, 'no-soc');
    assert.equal(plan.intervals[0]?.start, now);
  });

  it('is full as somebody says, unless the battery itself has told it lately', () => {
    const told = (hoursAgo: number): BatteryLog => {
      const at = now - hoursAgo * msPerHour;
      return { ...emptyBatteryLog, stored: { percent: 77, at, toldAt: at } };
    };
    const percent = (known: object) => previewBattery(battery(), { prices, ...known }, now).socPercent;
    assert.equal(percent({ socPercent: 20 }), 20);
    assert.equal(percent({ socPercent: 20, log: told(1) }), 77);
    assert.equal(percent({ socPercent: 20, log: told(3) }), 20);
    assert.equal(percent({ log: emptyBatteryLog }), 50);
  });

  it('shows what the deployed battery does where it is the same', () => {
    const asked = new Asked(battery({ chargeFromGrid: true }), prices);
    const deployed = asked.tell(now, 40);
    const { state, plan } = previewBattery(battery({ chargeFromGrid: true }), { prices, log: asked.log }, now);
    const { until: _, ...own } = deployed.state;
    const { until: __, ...previewed } = state;
    assert.deepEqual(previewed, own);
    assert.equal(plan.planId, deployed.plan?.planId);
  });

  it('goes by the forecast of the sun that the deployed battery was told', () => {
    const roof = battery({ solar: 'yes', chargeFromGrid: false });
    const asked = new Asked(roof, prices);
    asked.tell(now, 40);
    const sun = [{ start: now, end: now + 3 * msPerHour, fromKw: 4, toKw: 4 }];
    const forecast = { sun, at: now };
    const deployed = asked.ask(now, { cause: 'forecast', forecast });
    const { plan, isExample } = previewBattery(roof, { prices, log: asked.log, forecast }, now);
    assert.deepEqual([plan.forecast, isExample], ['sun', false]);
    assert.equal(plan.planId, deployed.plan?.planId);
  });

  it('minds neither what somebody holds it in nor options of today', () => {
    const held: BatteryLog = {
      ...emptyBatteryLog,
      override: { mode: 'charge', until: null },
      options: { minSocPercent: 80 },
    };
    const { state } = previewBattery(battery(), { prices, log: held, socPercent: 50 }, now);
    assert.deepEqual(state, previewBattery(battery(), { prices, socPercent: 50 }, now).state);
  });

  for (const [date, least, most] of [
    ['2026-01-14', 3, 12],
    ['2026-06-17', 25, 45],
  ] as const)
    it(`with panels in ${date.slice(0, 7)}: an example roof, with sun from seven to seven only`, () => {
      const series = pricesOf(twoDays(date), nightAndEvening);
      const midnight = series[0]?.start ?? 0;
      const { plan, isExample } = previewBattery(battery({ solar: 'yes' }), { prices: series }, midnight);
      const house = previewBattery(battery(), { prices: series }, midnight).plan;
      const sunOf = (hour: number) =>
        netAt(house, midnight + hour * msPerHour) - netAt(plan, midnight + hour * msPerHour);
      assert.equal(isExample, true);
      for (const hour of [0, 3, 6.4, 19.6, 23]) assert.ok(Math.abs(sunOf(hour)) < 0.01, `${hour}: ${sunOf(hour)}`);
      const hours = Array.from({ length: 12 }, (_, index) => sunOf(7.5 + index));
      const kwh = hours.reduce((sum, kw) => sum + kw, 0);
      assert.ok(kwh > least && kwh < most, `${kwh} kWh`);
      assert.equal(hours.indexOf(Math.max(...hours)), 5, 'most at noon');
      for (let hour = 0; hour < 6; hour += 1)
        assert.ok(Math.abs((hours[hour] ?? 0) - (hours[11 - hour] ?? 1)) < kwh / 100);
    });

  it('without a price for now says so', () => {
    const { plan, state } = previewBattery(battery(), { prices: [] }, now);
    assert.deepEqual([plan.feasible, plan.reason, state.mode, plan.pricesUntil], [false, 'no-prices', 'auto', null]);
  });
});
