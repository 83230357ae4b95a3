import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import { longestTurnMs } from '../../support/clock/cpu-time.js';
import { type AnyMessage, loadNode, standAt, unloadNode } from '../../support/nodered/node-bench.js';

const now = '2026-11-22T14:07:00+01:00';
const prices = Array.from({ length: 136 }, (_, index) => {
  const start = Date.parse('2026-11-22T14:00:00+01:00') + index * 900_000;
  return { start: new Date(start).toISOString(), value: index % 7 };
});
const node = {
  type: 'home-battery',
  version: 1,
  priceSource: 'message',
  priceUnit: 'ct/kWh',
  capacityKwh: 10,
  chargeKw: 5,
  dischargeKw: 5,
};

describe('home-battery: hundreds of messages in a row', () => {
  beforeEach(() => standAt(now));
  afterEach(() => unloadNode());

  it('keep Node-RED busy for no longer than 50 ms at a stretch', async () => {
    const bench = await loadNode({ node });
    await bench.receive({ payload: prices });
    await bench.receive({ payload: { socPercent: 40 } });
    const tested = helper.getNode('tested') as unknown as AnyMessage;
    let answers = bench.sent[2].length;
    const longestMs = await longestTurnMs(50, {
      begin: () => {
        answers += 300;
        for (let sent = 0; sent < 300; sent += 1) tested.receive({ command: 'status' });
      },
      isDone: () => bench.sent[2].length >= answers,
    });
    assert.ok(longestMs <= 50, `${longestMs.toFixed(1)} ms`);
    assert.deepEqual(bench.errors, []);
  });
});
