// @ts-nocheck
import assert from 'node:assert/strict';
import { Bench } from '../support/real/bench.js';
import { injector, observedFlow, recorder } from '../support/real/recorder.js';

const day = '2026-11-22T';
const start = `${day}14:00:00+01:00`;
const cheapest = Date.parse(`${day}14:00:00+01:00`);
const prices = Array.from({ length: 10 }, (_, hour) => ({
  start: new Date(cheapest + hour * 3_600_000).toISOString(),
  value: 10 + hour,
}));
const common = {
  type: 'cheapest-window',
  version: 1,
  priceSource: 'message',
  trigger: 'daily',
  wires: [['on'], [], []],
};
const settings = { ...common, from: '00:00', to: '00:00', mode: 'contiguous', durationMinutes: 60, sendOnStart: true };
const boiler = { id: 'boiler', z: 'tab', x: 5, y: 1, ...settings };
const template = [
  {
    id: 'sub',
    type: 'subflow',
    name: 'sub',
    in: [{ x: 1, y: 1, wires: [{ id: 'inner' }] }],
    out: [{ x: 9, y: 1, wires: [{ id: 'inner', port: 0 }] }],
  },
  { id: 'inner', z: 'sub', x: 5, y: 1, ...settings, wires: [[], [], []] },
];
const instance = { id: 'instance', z: 'tab', x: 5, y: 1, type: 'subflow:sub', wires: [['on']] };

describe('a cheapest-window that is disabled or deleted, in a real Node-RED', function () {
  this.timeout(180_000);
  let bench: Bench;

  const flow = (target: string, ...nodes: object[]) => observedFlow(recorder('on'), injector('inject', target), nodes);
  const withTab = (flows: object[], change: object) =>
    flows.map((node) => ('type' in node && node.type === 'tab' ? { ...node, id: 'tab', ...change } : node));
  const without = (flows: object[], id: string) => flows.filter((node) => !('id' in node) || node.id !== id);
  const disabled = (flows: object[], id: string) =>
    flows.map((node) => ('id' in node && node.id === id ? { ...node, d: true } : node));

  beforeEach(async () => {
    bench = await Bench.start({ start, factor: 60 });
  });
  afterEach(() => bench.stop());

  const ways: { name: string; gone: (flows: object[]) => object[]; type: 'full' | 'nodes' }[] = [
    { name: 'the node disabled, whole deploy', gone: (flows) => disabled(flows, 'boiler'), type: 'full' },
    { name: 'the node disabled, changed nodes only', gone: (flows) => disabled(flows, 'boiler'), type: 'nodes' },
    { name: 'its tab disabled', gone: (flows) => withTab(flows, { disabled: true }), type: 'nodes' },
    { name: 'the node deleted, and that undone', gone: (flows) => without(flows, 'boiler'), type: 'full' },
  ];

  /** The reason that output 1 gives when it is asked. */
  async function reason(after: number): Promise<string> {
    await bench.send('inject', { command: 'status' });
    return (await bench.saw('on', ({ command }) => command === 'status', after)).msg.reason;
  }

  it('knows after all that what was cancelled, and the prices that came by message', async () => {
    const flows = flow('boiler', boiler);
    await bench.deploy(flows);
    await bench.send('inject', { payload: prices });
    await bench.saw('on', ({ payload }) => payload === true);
    await bench.send('inject', { command: 'cancel' });
    await bench.saw('on', ({ payload }) => payload === false);
    for (const { name, gone, type } of ways) {
      await bench.deploy(gone(flows), type);
      const before = await bench.deploy(flows, type);
      assert.equal(await reason(before), 'cancelled', name);
    }
    const before = bench.seen.length;
    await bench.deploy(disabled(flows, 'boiler'));
    await bench.restart('SIGTERM');
    await bench.deploy(flows);
    assert.equal(await reason(before), 'cancelled', 'restarted while it was disabled');
    await bench.send('inject', { command: 'plan' });
    await bench.saw('on', ({ payload }) => payload === true, before);
  });

  it('a run that was on goes on, also in a subflow that is disabled', async () => {
    const flows = [...template, ...flow('instance', instance)];
    await bench.deploy(flows);
    await bench.send('inject', { payload: prices });
    await bench.saw('on', ({ payload }) => payload === true);
    await bench.deploy(disabled(flows, 'instance'), 'nodes');
    bench.skip(20);
    const before = await bench.deploy(flows, 'nodes');
    const { msg } = await bench.saw('on', () => true, before);
    assert.equal(msg.payload, true);
    const minutesLeft = (Date.parse(msg.until) - bench.now) / 60_000;
    assert.ok(minutesLeft > 45 && minutesLeft < 60, `${minutesLeft} min: what was not run is made up for`);
  });
});
