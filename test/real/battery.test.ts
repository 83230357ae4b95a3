import assert from 'node:assert/strict';
import { msPerMinute } from '#src/time/index.js';
import { Bench } from '../support/real/bench.js';
import { importedExample } from '../support/real/examples.js';
import { injector, recorder } from '../support/real/recorder.js';
import { until } from '../support/real/until.js';
import { prices, today } from './example-day.js';

const flood = {
  z: 'nomos-battery',
  id: 'flood',
  type: 'function',
  func: 'for (let count = 0; count < 500; count += 1) node.send({ payload: { houseW: 300 + count } });\nreturn { command: "status" };',
  outputs: 1,
  libs: [],
  x: 100,
  y: 400,
  wires: [['battery-node']],
};

const isBattery = (node: object) => 'type' in node && node.type === 'home-battery';

describe('home-battery in a real Node-RED, with a simulated inverter', function () {
  this.timeout(180_000);
  let bench: Bench;
  let flow: object[];

  before(async () => {
    bench = await Bench.start({ start: `${today}T12:30:00+01:00`, factor: 2, allNodes: true, priceSource: prices });
    const example = importedExample('battery', { nomosUrl: bench.sandbox.url, mqttPort: 1 });
    const own = [injector('push', 'flood'), injector('order', 'battery-node'), flood, recorder('unused')];
    flow = [...example, ...own.map((node) => ({ ...node, z: 'nomos-battery' }))];
    await bench.deploy(flow);
  });
  after(() => bench?.stop());

  it('leaves the battery to itself until it knows enough, then plans', async () => {
    await bench.saw('seen-battery-shown', ({ payload }) => payload.feasible);
    await bench.saw('seen-battery-battery', ({ payload }) => payload === 'auto');
  });

  it('five hundred readings in a moment make no plan', async () => {
    const before = bench.seen.length;
    await bench.send('push', { payload: 1 });
    await bench.saw('seen-battery-shown', ({ command }) => command === 'status', before);
    const plans = bench.seen.slice(before).filter(({ from }) => from === 'seen-battery-shown');
    assert.ok(plans.length <= 2, `${plans.length} plans, that of the question and that of a quarter-hour included`);
  });

  it('the node is disabled: after 20 minutes of silence the example lets the inverter go back to auto, not before', async () => {
    const shown = (after: number) => bench.seen.slice(after).filter(({ from }) => from === 'seen-battery-battery');
    bench.runAt(600);
    const ordered = bench.seen.length;
    await bench.send('order', { command: 'override', override: { mode: 'hold' } });
    await bench.saw('seen-battery-battery', ({ payload }) => payload === 'hold', ordered);
    // The node says it again every five minutes: as long as it does, nothing falls back.
    const from = bench.now;
    await until('half an hour', () => bench.now > from + 30 * msPerMinute);
    const said = shown(ordered).map(({ msg }) => msg.payload);
    assert.deepEqual([...new Set(said.slice(said.indexOf('hold')))], ['hold']);
    const off = flow.map((node) => (isBattery(node) ? { ...node, d: true } : node));
    const before = await bench.deploy(off, 'nodes');
    await bench.saw('seen-battery-battery', ({ payload }) => payload === 'auto', before);
    await bench.saw('seen-battery-auto', () => true, before);
    const modes = shown(before).map(({ msg }) => msg.payload);
    assert.ok(modes.indexOf('auto') === modes.lastIndexOf('hold') + 1, modes.join());
  });
});
