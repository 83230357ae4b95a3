import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import { deployedHouses } from '#src/nodered/home/home-node.js';
import { type AnyMessage, loadNode, standAt, unloadNode } from '../../support/nodered/node-bench.js';
import { until } from '../../support/real/until.js';

const now = '2026-11-22T14:07:00+01:00';
const iso = (text: string) => `2026-11-22T${text}:00+01:00`;
/** Cheapest now, and dearer by the hour. */
const prices = Array.from({ length: 10 }, (_, hour) => ({
  start: new Date(Date.parse(iso('14:00')) + hour * 3_600_000).toISOString(),
  value: 10 + hour,
}));
const device = {
  type: 'cheapest-window',
  version: 1,
  priceSource: 'message',
  trigger: 'daily',
  from: '00:00',
  to: '00:00',
  durationMinutes: 60,
  home: 'house',
  powerKw: 11,
};
const house = { id: 'house', type: 'nomos-home', version: 1, name: 'Home', limitKw: 11 };
const boiler = { ...device, id: 'other', z: 'tab', name: 'Boiler', topic: 'boiler', priority: 9 };

describe('a house of which one device is deployed', () => {
  beforeEach(() => standAt(now));
  afterEach(() => unloadNode());

  /** A car that is on, and a boiler that waits until there is room for it. */
  async function twoDevices() {
    const other = { ...boiler, wires: [['out1'], ['out2'], ['out3']] };
    const bench = await loadNode({
      node: { ...device, name: 'Car', priority: 1, topic: 'car' },
      others: [house, other],
    });
    await bench.receive({ payload: prices });
    (helper.getNode('other') as unknown as AnyMessage).receive({ payload: prices });
    const last = (topic: string) => bench.sent[1].findLast((message) => message.topic === topic)?.payload;
    await until('the boiler to wait', () => last('car') === true && last('boiler') === false);
    bench.sent[1].length = 0;
    return { ...bench, last, names: () => deployedHouses('house')[0]?.order.map(({ member }) => member.name) };
  }

  it('keeps its place meanwhile: nobody else begins because of that', async () => {
    const { redeploy, sent, names } = await twoDevices();
    await redeploy({ tested: { name: 'Car of mine' } });
    await until('the car to be back', () => names()?.includes('Car of mine') === true);
    assert.deepEqual(
      sent[1].filter(({ topic }) => topic === 'boiler'),
      [],
    );
    assert.deepEqual(names(), ['Car of mine', 'Boiler']);
  });

  it('has room for others when one does not come back', async () => {
    const { redeploy, last, names } = await twoDevices();
    await redeploy({ tested: { d: true } });
    await until('the boiler to begin', () => last('boiler') === true);
    assert.deepEqual(names(), ['Boiler']);
  });
});
