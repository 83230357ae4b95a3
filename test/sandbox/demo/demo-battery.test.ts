import assert from 'node:assert/strict';
import { demoBattery } from '../../../sandbox/demo/demo-battery.js';

interface FunctionNode {
  readonly id: string;
  readonly func?: string;
}
interface Readings {
  readonly socPercent: number;
  readonly houseW: number;
  readonly solarW: number;
  readonly batteryW: number;
  readonly gridW: number;
}

const midnight = Date.parse('2026-11-22T00:00:00+01:00');
const minuteMs = 60_000;

/** A function node of the demo as Node-RED calls it. */
function called(id: string) {
  const node = demoBattery('account').find((one) => (one as FunctionNode).id === id) as FunctionNode;
  const kept = new Map<string, unknown>();
  const context = { get: (key: string) => kept.get(key), set: (key: string, value: unknown) => kept.set(key, value) };
  const call = new Function('msg', 'context', 'node', node.func ?? '');
  return (msg: object) => call(msg, context, { status: () => undefined }) as { payload: Readings } | null;
}

describe('demo: the simulated house of the battery', () => {
  it('does for a day what it is told, and its readings add up', () => {
    const house = called('demo-battery-house');
    const orders = ['auto', 'hold', 'charge', 'keep', 'discharge'];
    let before: number | undefined;
    for (let minute = 0; minute <= 24 * 60; minute += 1) {
      const order = orders[Math.floor(minute / 30) % orders.length];
      if (minute % 30 === 0)
        assert.equal(house({ topic: 'battery', payload: order, powerKw: 3, targetPercent: 60 }), null);
      const told = house({ topic: '', payload: midnight + minute * minuteMs })?.payload as Readings;
      const { socPercent, houseW, solarW, batteryW, gridW } = told;
      assert.ok(Math.abs(gridW - houseW + solarW - batteryW) <= 1.5, JSON.stringify(told));
      assert.ok(socPercent >= 10 && socPercent <= 100 && Math.abs(batteryW) <= 5_000, JSON.stringify(told));
      if (order === 'hold') assert.ok(batteryW >= 0);
      if (order === 'keep') assert.ok(batteryW <= 0);
      if (order === 'charge' && (before ?? 100) < 60 && minute % 30 > 0)
        assert.ok(batteryW > 0, `${minute}: ${batteryW}`);
      if (before !== undefined) assert.equal(Math.sign(socPercent - before), Math.sign(Math.round(batteryW * 10)) || 0);
      before = socPercent;
    }
  });

  it('the roof is foretold by the hour, under the topic that the battery listens to', () => {
    const told = called('demo-battery-sun')({ payload: midnight }) as unknown as {
      topic: string;
      payload: { kwh: number }[];
    };
    assert.match(told.topic, /solar-forecast$/);
    assert.ok(told.payload.length >= 24 && told.payload.some(({ kwh }) => kwh > 1));
    assert.ok(told.payload.every(({ kwh }) => kwh >= 0 && kwh <= 1.5));
  });
});
