import assert from 'node:assert/strict';
import { defaultClient, type Sandbox, startSandbox } from '../../../sandbox/index.js';
import {
  type AnyMessage,
  countTimers,
  loadNode,
  type NodeBench,
  standAt,
  unloadNode,
} from '../../support/nodered/node-bench.js';
import { dipBetween, nullPrices } from '../../support/real/prices.js';
import { until } from '../../support/real/until.js';

const now = '2026-11-22T14:07:00+01:00';
const { clientId, clientSecret } = defaultClient;

describe('nomos-prices in a flow', () => {
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox();
    sandbox.clock.stopAt(now);
  });
  after(() => sandbox.stop());
  beforeEach(() => {
    standAt(now);
    sandbox.set({ priceSource: dipBetween('03:00', '04:00') });
  });
  afterEach(() => unloadNode());

  const load = (more: Record<string, unknown> = {}): Promise<NodeBench> =>
    loadNode({
      node: { type: 'nomos-prices', version: 1, account: 'account', ...more },
      others: [
        {
          id: 'account',
          type: 'nomos-account',
          name: 'Home',
          version: 1,
          baseUrl: sandbox.url,
          grant: 'client-credentials',
        },
      ],
      credentials: { account: { clientId, clientSecret } },
    });
  const withPrices = async (more: Record<string, unknown> = {}) => {
    const bench = await load(more);
    await until('the first price', () => bench.sent[1].length > 0);
    return bench;
  };
  const without = ({ _msgid, ...message }: AnyMessage) => message;

  it('sends the current price in exactly the documented shape', async () => {
    const bench = await withPrices();
    assert.deepEqual(bench.sent[1].map(without), [
      {
        topic: 'nomos/price',
        account: 'Home',
        payload: 30.56,
        price: {
          start: '2026-11-22T14:00:00+01:00',
          end: '2026-11-22T14:15:00+01:00',
          amount: 30.56,
          components: { electricity: 20.56, grid: 10 },
          level: 'normal',
          rank: 57,
          of: 96,
          quantile: 56 / 96,
        },
        unit: 'ct/kWh',
      },
    ]);
  });

  it('a contract that has ended: said once by an event, and for as long as it holds by the status', async () => {
    sandbox.set({ inactivePrices: 'null' });
    const ended = sandbox.customers[0]?.subscriptions.find(({ status }) => status === 'ended');
    assert.ok(ended);
    const bench = await load({ subscription: ended.id });
    await until('the event', () => bench.sent[3].length > 0);
    assert.deepEqual(
      bench.sent[3].map(({ payload }) => payload),
      ['contract-inactive'],
    );
    assert.match(bench.sent[3][0].text, /not active/);
    assert.deepEqual([bench.sent[1], bench.statuses.at(-1)?.fill], [[], 'red']);
    assert.match(bench.statuses.at(-1)?.text ?? '', /not active/);
  });

  it('sends the whole series in exactly the documented shape', async () => {
    const bench = await withPrices({ topic: 'home/price' });
    assert.equal(bench.sent[2].length, 1);
    const { payload, stats, ...figures } = without(bench.sent[2][0]);
    assert.equal(payload.length, 192);
    assert.deepEqual(payload[12], {
      start: '2026-11-22T03:00:00+01:00',
      end: '2026-11-22T03:15:00+01:00',
      amount: 12,
      components: { electricity: 2, grid: 10 },
    });
    assert.deepEqual(Object.keys(stats).sort(), ['max', 'mean', 'median', 'min']);
    assert.deepEqual([stats.min, stats.max], [12, 30.95]);
    assert.deepEqual(figures, {
      topic: 'home/price',
      account: 'Home',
      unit: 'ct/kWh',
      resolution: 15,
      horizon: '2026-11-24T00:00:00+01:00',
      tomorrow: true,
    });
  });

  it('answers any message with price and series, its other properties passing', async () => {
    const bench = await withPrices();
    await bench.receive({ payload: 'lost', topic: 'lost', room: 'kitchen' });
    for (const output of [1, 2] as const) {
      assert.equal(bench.sent[output].length, 2);
      const message = bench.sent[output].at(-1);
      assert.deepEqual([message.room, message.topic], ['kitchen', 'nomos/price']);
      assert.notEqual(message.payload, 'lost');
    }
    assert.deepEqual(bench.errors, []);
  });

  it('sends nothing for an unknown price, not even null', async () => {
    sandbox.set({ priceSource: nullPrices });
    const bench = await load();
    await until('the answer of Nomos', () => sandbox.ledger.entries.at(-1)?.path.endsWith('/prices'));
    await bench.receive({ room: 'kitchen' });
    assert.deepEqual(bench.sent[1], []);
    const reply = bench.sent[2].at(-1);
    assert.equal(reply.room, 'kitchen');
    assert.ok(reply.payload.every(({ amount }: AnyMessage) => amount === null));
    assert.equal(reply.stats, null);
    assert.equal(reply.tomorrow, false);
  });

  it('says the same at the same time: a restart is no news about tomorrow', async () => {
    const first = await withPrices();
    assert.deepEqual(
      first.sent[3].map(({ payload }) => payload),
      ['tomorrow-available'],
    );
    const calls = sandbox.ledger.entries.length;
    await unloadNode('keep');
    standAt('2026-11-22T14:08:00+01:00');
    const bench = await withPrices();
    await bench.receive({});
    assert.deepEqual(bench.sent[3], []);
    assert.equal(sandbox.ledger.entries.length, calls, 'a restart asks for nothing');
  });

  const wrong: Record<string, { node: Record<string, unknown>; names: RegExp }> = {
    'no account': { node: { account: '' }, names: /^This node has no usable Nomos account/ },
    'an account that is gone': { node: { account: 'gone' }, names: /^This node has no usable Nomos account/ },
    'a unit that does not exist': { node: { unit: 'SEK' }, names: /^unit is "SEK"; allowed: ct\/kWh/ },
    'limits in the wrong order': { node: { cheapBelow: 0.05 }, names: /^cheapBelow is 0.05/ },
    'a version from the future': { node: { version: 99 }, names: /^This node was saved by a newer version/ },
  };
  for (const [name, { node, names }] of Object.entries(wrong)) {
    it(`says under the node and to every message that there is ${name}`, async () => {
      const bench = await load(node);
      await bench.receive({});
      assert.match(bench.errors[0] ?? '', names);
      assert.match(
        bench.statuses.at(-1)?.text ?? '',
        /^(no account|wrong setting: [\w ]+|failed|needs a newer version)$/,
      );
      assert.deepEqual([bench.sent[1], bench.sent[2]], [[], []]);
    });
  }

  it('is silent once it is unloaded in the middle of a request', async () => {
    sandbox.fault({ on: 'prices', kind: 'hang' });
    const timers = countTimers();
    const bench = await load();
    await until('the request', () => sandbox.ledger.entries.at(-1)?.fault === 'hang');
    assert.ok(timers.pending() > 0);
    await unloadNode();
    assert.equal(timers.pending(), 0);
    timers.end();
    assert.deepEqual(bench.sent, { 1: [], 2: [], 3: [] });
    await until('the request to be cut off', () => sandbox.ledger.entries.at(-1)?.outcome === 'cut');
    sandbox.clearFaults();
  });
});
