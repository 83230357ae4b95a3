import assert from 'node:assert/strict';
import { Account } from '#src/account/account.js';
import { loadNode, standAt, unloadNode } from '../../support/nodered/node-bench.js';
import { until } from '../../support/real/until.js';

const now = '2026-11-22T14:07:00+01:00';
const prices = Array.from({ length: 10 }, (_, hour) => ({
  start: new Date(Date.parse('2026-11-22T14:00:00+01:00') + hour * 3_600_000).toISOString(),
  value: 10 + hour,
}));
const house = { id: 'house', type: 'nomos-home', version: 1, name: 'Home' };
const account = { id: 'acc', type: 'nomos-account', version: 1, name: 'ours', baseUrl: 'http://127.0.0.1:9' };
const credentials = { acc: { clientId: 'client', clientSecret: 'secret' } };
const device = {
  type: 'cheapest-window',
  version: 1,
  priceSource: 'message',
  from: '00:00',
  to: '00:00',
  durationMinutes: 60,
  // As a property of a subflow, or a variable of a tab, names it.
  home: '$' + '{NOMOS_TEST_CONFIG}',
};

describe('a node that names an account or a house by a variable', () => {
  beforeEach(() => standAt(now));
  afterEach(() => {
    delete process.env.NOMOS_TEST_CONFIG;
    return unloadNode();
  });

  it('goes on in the house after that was deployed with other settings', async () => {
    process.env.NOMOS_TEST_CONFIG = 'house';
    const bench = await loadNode({ node: device, others: [house] });
    await bench.receive({ payload: prices });
    assert.equal(bench.sent[1].at(-1)?.payload, true);
    await bench.redeploy({ house: { name: 'House' } });
    const plans = bench.sent[2].length;
    await bench.receive({ command: 'plan' });
    assert.equal(bench.sent[2].slice(plans).at(-1)?.payload.home.name, 'House');
    await bench.receive({ command: 'override', override: { state: 'off' } });
    assert.equal(bench.sent[1].at(-1)?.payload, false);
    assert.deepEqual(bench.errors, []);
  });

  it('works again when a house that was disabled is there again', async () => {
    process.env.NOMOS_TEST_CONFIG = 'house';
    const bench = await loadNode({ node: device, others: [house] });
    await bench.redeploy({ house: { d: true } });
    await until('the device to miss its house', () => /house/.test(bench.statuses.at(-1)?.text ?? ''));
    await bench.redeploy({ house: {} });
    await until('the device to start', async () => {
      await bench.receive({ payload: prices });
      return bench.sent[1].at(-1)?.payload === true;
    });
  });

  describe('for the feed-in prices of a house', () => {
    const { watchPrices } = Account.prototype;
    const paid = { ...house, feedIn: 'contract', account: '$' + '{NOMOS_TEST_CONFIG}' };
    const node = { ...device, home: 'house', powerKw: 2 };
    let watched: { account: Account; isStopped: boolean }[];
    beforeEach(() => {
      process.env.NOMOS_TEST_CONFIG = 'acc';
      watched = [];
      Account.prototype.watchPrices = function (this: Account, ...given) {
        const [watch, entry] = [watchPrices.apply(this, given), { account: this, isStopped: false }];
        const stop = watch.stop.bind(watch);
        watch.stop = () => {
          entry.isStopped = true;
          stop();
        };
        watched.push(entry);
        return watch;
      };
    });
    afterEach(() => {
      Account.prototype.watchPrices = watchPrices;
    });

    it('minds the account as it is deployed, and does without one that is disabled', async () => {
      const bench = await loadNode({ node, others: [account, paid], credentials });
      await bench.redeploy({ acc: { name: 'theirs', baseUrl: 'http://127.0.0.1:8' } });
      await until('the new account to be watched', () => watched.length === 2);
      assert.notEqual(watched[0]?.account, watched[1]?.account);
      await bench.redeploy({ acc: { d: true } });
      await until('no account to be watched', () => watched.every(({ isStopped }) => isStopped));
      await bench.receive({ payload: prices });
      assert.equal(bench.sent[1].at(-1)?.payload, true);
    });

    it('finds the account that stands behind it in the flows', async () => {
      const bench = await loadNode({ node, others: [paid, account], credentials });
      await until('the account to be watched', () => watched.length === 1);
      await bench.receive({ payload: prices });
      assert.equal(bench.sent[1].at(-1)?.payload, true);
      assert.deepEqual(bench.errors, []);
    });

    it('says so where that is in a tab that is disabled, and does without', async () => {
      const off = { id: 'off', type: 'tab', label: 'off', disabled: true };
      const bench = await loadNode({ node, others: [paid, off, { ...account, z: 'off' }], credentials });
      await until('the house to warn', () => bench.logOf('house').some((text) => /no usable Nomos account/.test(text)));
      await bench.receive({ payload: prices });
      assert.equal(bench.sent[1].at(-1)?.payload, true);
      assert.deepEqual(watched, []);
    });

    it('does not start with an account that is not there', async () => {
      process.env.NOMOS_TEST_CONFIG = 'nobody';
      const bench = await loadNode({ node, others: [paid, account], credentials });
      await until('the device to say so', () => /account/i.test(bench.statuses.at(-1)?.text ?? ''));
      assert.deepEqual(watched, []);
    });
  });

  it('uses the account as it is deployed', async () => {
    process.env.NOMOS_TEST_CONFIG = 'acc';
    const node = { type: 'nomos-prices', version: 1, account: '$' + '{NOMOS_TEST_CONFIG}' };
    const bench = await loadNode({ node, others: [account], credentials });
    await bench.receive({});
    assert.equal(bench.sent[2].at(-1)?.account, 'ours');
    await bench.redeploy({ acc: { name: 'theirs' } });
    await bench.receive({});
    assert.equal(bench.sent[2].at(-1)?.account, 'theirs');
    await bench.redeploy({ acc: { name: 'theirs' }, tested: { topic: 'mine' } });
    await bench.receive({});
    assert.deepEqual([bench.sent[2].at(-1)?.account, bench.sent[2].at(-1)?.topic], ['theirs', 'mine']);
  });
});
