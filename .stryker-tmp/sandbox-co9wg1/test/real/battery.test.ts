// @ts-nocheck
import assert from 'node:assert/strict';
import { Bench } from '../support/real/bench.js';
import { importedExample } from '../support/real/examples.js';
import { recorder } from '../support/real/recorder.js';
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

describe('home-battery in a real Node-RED, with a simulated inverter', function () {
  this.timeout(180_000);
  let bench: Bench;

  before(async () => {
    bench = await Bench.start({ start: `${today}T12:30:00+01:00`, factor: 2, allNodes: true, priceSource: prices });
    const example = importedExample('battery', { nomosUrl: bench.sandbox.url, mqttPort: 1 });
    const inject = {
      z: 'nomos-battery',
      id: 'push',
      type: 'inject',
      props: [],
      repeat: '',
      x: 60,
      y: 400,
      wires: [['flood']],
    };
    await bench.deploy([...example, inject, flood, recorder('unused')]);
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
});
