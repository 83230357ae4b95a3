// @ts-nocheck
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';

// biome-ignore lint/suspicious/noExplicitAny: messages and nodes of any shape.
type Any = any;

/** Runs the code of a function node of an example once, as Node-RED does. */
function run(example: string, id: string, msg: object, memory: Map<string, unknown> = new Map()): Any {
  const flow: Any[] = JSON.parse(readFileSync(join(packageRoot, 'examples', `${example}.json`), 'utf8'));
  const { func } = flow.find((node) => node.id === id);
  const context = {
    get: (key: string) => memory.get(key),
    set: (key: string, value: unknown) => memory.set(key, value),
  };
  const node = { status: () => undefined };
  return new Function('msg', 'context', 'flow', 'node', func)(msg, context, { get: () => undefined }, node);
}

const orders = [
  { payload: 'auto', minimumPercent: 10 },
  { payload: 'hold', minimumPercent: 43 },
  { payload: 'charge', powerKw: 2.5, targetPercent: 80, minimumPercent: 80 },
  { payload: 'keep', minimumPercent: 10 },
  { payload: 'discharge', powerKw: 2.5, targetPercent: 20, minimumPercent: 20 },
];
/** What the fall-back sends: nothing but the mode. */
const fallback = { payload: 'auto' };

describe('examples of home-battery: what an order becomes', () => {
  it('Home Assistant: an option for each mode, and the power where there is one', () => {
    const options = orders.map((order) => {
      const [actions] = run('battery-home-assistant', 'battery-home-assistant-order', order);
      return actions.map(({ payload }: Any) => payload.data.option ?? payload.data.value);
    });
    assert.deepEqual(options, [
      ['Self consumption'],
      ['No discharge'],
      ['Force charge', 2500],
      ['No charge'],
      ['Force discharge', 2500],
    ]);
    assert.equal(
      run('battery-home-assistant', 'battery-home-assistant-order', fallback)[0][0].payload.data.option,
      'Self consumption',
    );
  });

  it('Victron: minimum, schedule and charge power', () => {
    const values = [...orders, fallback].map((order) => {
      const [settings] = run('battery-victron', 'battery-victron-order', order);
      return settings.map(({ payload }: Any) => JSON.parse(payload).value);
    });
    assert.deepEqual(values, [
      [10, -7, 100, -1],
      [43, -7, 100, -1],
      [80, 7, 80, -1],
      [10, -7, 100, 0],
      [20, -7, 20, -1],
      [10, -7, 100, -1],
    ]);
    const soc = { topic: 'N/portal/system/0/Dc/Battery/Soc', payload: '{"value": 61.5}' };
    assert.deepEqual(run('battery-victron', 'battery-victron-value', soc), { payload: { socPercent: 61.5 } });
    assert.equal(run('battery-victron', 'battery-victron-value', { topic: 'N/other', payload: { value: 1 } }), null);
  });

  it('evcc: its three modes, and readings with its signs', () => {
    const modes = [...orders, fallback].map((order) => run('battery-evcc', 'battery-evcc-order', order).payload);
    assert.deepEqual(modes, ['normal', 'hold', 'charge', 'normal', 'normal', 'normal']);
    const state = { battery: { soc: 48, power: -300 }, homePower: 650, pvPower: 0, grid: { power: 950 } };
    assert.deepEqual(run('battery-evcc', 'battery-evcc-reading', { payload: { result: state } }).payload, {
      socPercent: 48,
      houseW: 650,
      solarW: 0,
      gridW: 950,
      batteryW: 300,
    });
  });

  it('Modbus: both rates before the control, signed in 16 bits', () => {
    const writes = [...orders, fallback].map((order) => {
      const [registers] = run('battery-modbus', 'battery-modbus-order', order);
      return registers.map(({ payload }: Any) => [payload.address - 40_355, payload.value]);
    });
    const register = (out: number, into: number, control: number) => [
      [12, out],
      [13, into],
      [5, control],
    ];
    assert.deepEqual(writes, [
      register(10_000, 10_000, 0),
      register(0, 10_000, 2),
      register(65_536 - 5_000, 10_000, 3),
      register(10_000, 0, 1),
      register(10_000, 65_536 - 5_000, 3),
      register(10_000, 10_000, 0),
    ]);
  });

  it('the simulated inverter obeys every mode, within its limits', () => {
    const { now } = Date;
    const noon = Date.parse('2026-01-14T12:00:00');
    const after = (order: object, hours: number) => {
      const memory = new Map<string, unknown>();
      Date.now = () => noon;
      run('battery', 'battery-inverter', { topic: 'battery', ...order }, memory);
      Date.now = () => noon + hours * 3_600_000;
      return run('battery', 'battery-inverter', {}, memory).payload;
    };
    try {
      const [auto, hold, charge, keep, discharge] = orders.map((order) => after(order, 1));
      assert.ok(Math.abs(auto.socPercent - (50 - 3 / Math.sqrt(0.9))) < 0.01);
      assert.deepEqual([auto.batteryW, auto.gridW], [-300, 0]);
      assert.deepEqual([hold.socPercent, hold.gridW], [50, 300]);
      assert.ok(Math.abs(charge.socPercent - (50 + 25 * Math.sqrt(0.9))) < 0.01);
      assert.ok(Math.abs(charge.gridW - 2_800) < 0.01 && Math.abs(charge.batteryW - 2_500) < 0.01);
      assert.deepEqual(keep, auto);
      assert.ok(Math.abs(discharge.gridW + 2_200) < 0.01);
    } finally {
      Date.now = now;
    }
  });
});
