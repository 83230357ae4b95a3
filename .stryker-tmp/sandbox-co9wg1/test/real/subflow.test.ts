// @ts-nocheck
import assert from 'node:assert/strict';
import { Bench } from '../support/real/bench.js';
import { until } from '../support/real/until.js';

const start = '2026-11-22T15:05:00+01:00';

describe('an account inside a subflow', function () {
  this.timeout(120_000);
  let bench: Bench;
  before(async () => {
    bench = await Bench.start({ start });
  });
  after(() => bench?.stop());

  /** A subflow with an account and a node that uses it; `instances` are put on a tab, one of them inside of another subflow. */
  const flow = (instances: readonly string[]) => {
    const place = { x: 100, y: 100, wires: [] };
    const template = (id: string) => ({ id, type: 'subflow', name: id, in: [], out: [] });
    const report = 'node.log("@seen " + JSON.stringify({ from: msg.status.source.id, msg: { status: msg.status } }));';
    return [
      { id: 'tab', type: 'tab', label: 'under test' },
      template('sub'),
      bench.account('account', { z: 'sub' }),
      { id: 'prices', type: 'nomos-prices', z: 'sub', version: 1, account: 'account', x: 1, y: 1, wires: [[], [], []] },
      { id: 'heard', type: 'status', z: 'sub', scope: null, x: 1, y: 1, wires: [['told']] },
      { id: 'told', type: 'function', z: 'sub', func: report, outputs: 0, x: 1, y: 1, wires: [] },
      template('outer'),
      { id: 'inner', type: 'subflow:sub', z: 'outer', ...place },
      { id: 'nested', type: 'subflow:outer', z: 'tab', ...place },
      ...instances.map((id) => ({ id, type: 'subflow:sub', z: 'tab', ...place })),
    ];
  };
  const users = (instances: readonly string[]) => [...instances.map((id) => `${id}-prices`), 'nested-inner-prices'];
  const showPrices = async (instances: readonly string[], after: number) => {
    for (const from of users(instances)) await bench.saw(from, ({ status }) => /ct/.test(status.text), after);
  };

  it('connects all instances, a nested one too, with the one sign-in of its dialog', async () => {
    await bench.deploy(flow(['one', 'two']));
    for (const from of users(['one', 'two'])) await bench.saw(from, ({ status }) => /not connected/.test(status.text));
    assert.equal((await bench.accountAnswer('account')).connection.phase, 'new');
    const before = bench.seen.length;
    assert.equal(await bench.connect('account'), 'connected');
    assert.equal((await bench.accountAnswer('account')).connection.phase, 'connected');
    await showPrices(['one', 'two'], before);
    assert.deepEqual([bench.requests('/oauth/token').length, bench.priceCalls], [1, 1]);
  });

  it('is connected after a restart, with no new tokens', async () => {
    await showPrices(['one', 'two'], await bench.restart('SIGKILL'));
    const isConnected = async () => (await bench.accountAnswer('account')).connection.phase === 'connected';
    await until('the stored tokens to be read', isConnected);
    assert.equal(bench.requests('/oauth/token').length, 1);
  });

  it('goes on when instances come and go', async () => {
    const before = await bench.deploy(flow(['two', 'three']), 'nodes');
    await bench.saw('three-prices', ({ status }) => /ct/.test(status.text), before);
    assert.equal((await bench.accountAnswer('account')).connection.phase, 'connected');
    assert.equal(bench.requests('/oauth/token').length, 1);
  });

  it('says the same in the dialog and in all instances when a person disconnects', async () => {
    const before = bench.seen.length;
    const answer = await bench.admin('nomos/accounts/account/disconnect', { json: {} });
    assert.equal((await answer.json()).connection.phase, 'new');
    for (const from of users(['two', 'three']))
      await bench.saw(from, ({ status }) => /not connected/.test(status.text), before);
  });
});
