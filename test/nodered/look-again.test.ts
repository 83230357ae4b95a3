import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import { systemClock } from '#src/clock/clock.js';
import { WindowMemory } from '#src/nodered/window/window-memory.js';
import { type AnyMessage, loadNode, unloadNode } from '../support/nodered/node-bench.js';
import { until } from '../support/real/until.js';

const iso = (time: string) => `2026-11-22T${time}:00+01:00`;
const prices = Array.from({ length: 34 }, (_, hour) => ({
  start: new Date(Date.parse(iso('14:00')) + hour * 3_600_000).toISOString(),
  value: 10 + hour,
}));
const common = { version: 1, priceSource: 'message', priceUnit: 'ct/kWh' };
const device = { ...common, type: 'cheapest-window', from: '00:00', to: '00:00', durationMinutes: 5, powerKw: 2 };
const battery = { ...common, type: 'home-battery', capacityKwh: 10, chargeKw: 5, dischargeKw: 5 };
const house = { id: 'house', type: 'nomos-home', version: 1, name: 'Home', limitKw: 11 };

/** How much faster than in truth time goes by. */
const factor = 100;
const { after } = systemClock;
const { learned } = WindowMemory.prototype;

describe('a node that could not decide when it was time', () => {
  beforeEach(() => {
    const begun = performance.now();
    Date.now = () => Date.parse(iso('14:57')) + (performance.now() - begun) * factor;
    systemClock.after = (delayMs, callback) => after(delayMs / factor, callback);
  });
  afterEach(() => {
    systemClock.after = after;
    WindowMemory.prototype.learned = learned;
    return unloadNode();
  });

  for (const [name, home] of [
    ['alone', ''],
    ['in a house', 'house'],
  ] as const) {
    it(`switches a device off all the same, a little late, ${name}`, async () => {
      const bench = await loadNode({ node: { ...device, home }, others: [house] });
      const failures: string[] = [];
      const node = helper.getNode('tested') as unknown as AnyMessage;
      node.on('call:error', ({ args }: { args: [string] }) => failures.push(args[0]));
      await bench.receive({ payload: prices });
      await until('the device to be on', () => bench.sent[1].at(-1)?.payload === true);
      WindowMemory.prototype.learned = () => {
        throw new Error('broken');
      };
      await until('the failure', () => failures.some((text) => /broken/.test(text)));
      WindowMemory.prototype.learned = learned;
      await until('the device to be off', () => bench.sent[1].at(-1)?.payload === false);
      assert.equal(failures.length, 1);
    });
  }

  it('plans a battery all the same', async () => {
    const bench = await loadNode({ node: battery });
    await bench.receive({ payload: prices });
    await bench.receive({ payload: { socPercent: 50 } });
    const node = helper.getNode('tested') as unknown as AnyMessage;
    const { wires } = node;
    let failures = 0;
    const refuse = () => {
      failures += 1;
      throw new Error('broken');
    };
    Object.defineProperty(node, 'wires', { configurable: true, get: refuse });
    await until('the failure', () => failures > 0);
    Object.defineProperty(node, 'wires', { configurable: true, value: wires, writable: true });
    const plans = bench.sent[2].length;
    await until('another plan', () => bench.sent[2].length > plans);
  });
});
