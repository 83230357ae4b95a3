// @ts-nocheck
import assert from 'node:assert/strict';
import { defaultClient } from '../../sandbox/index.js';
import { Bench } from '../support/real/bench.js';
import { nullPrices } from '../support/real/prices.js';
import { observedFlow, watched } from '../support/real/recorder.js';
import { until } from '../support/real/until.js';

const start = '2026-11-22T15:05:00+01:00';
const { clientId } = defaultClient;
const wrong = { credentials: { clientId, clientSecret: 'not-the-secret' } };
const ownClient = { grant: 'client-credentials' };

describe('what goes wrong is said, and mends itself when the cause goes', function () {
  this.timeout(120_000);
  let bench: Bench;

  beforeEach(async () => {
    bench = await Bench.start({ start, factor: 120 });
  });
  afterEach(() => bench?.stop());

  const pricesNode = { id: 'prices', type: 'nomos-prices', version: 1, account: 'account' };
  const windowNode = { id: 'window', type: 'cheapest-window', version: 1, account: 'account', durationMinutes: 60 };
  const deploy = (account: Record<string, unknown> = {}, prices: Record<string, unknown> = {}) =>
    bench.deploy(
      observedFlow(bench.account('account', account), watched({ ...pricesNode, ...prices }), watched(windowNode)),
    );
  const comesBack = async (after: number) => {
    assert.equal((await bench.status('prices', /^(?!.*since).*ct\/kWh/, after)).fill, 'green');
    await bench.saw('prices-1', () => true, after);
    await bench.status('window', /^off · starts .+ at [\d.]+ ct\/kWh$/, after);
    await bench.saw('window-2', ({ payload }) => payload.feasible);
  };

  it('a wrong client secret during the sign-in', async () => {
    await deploy(wrong);
    assert.equal(await bench.connect('account'), 'failed');
    const { attempt, connection } = await bench.accountAnswer('account');
    assert.equal(attempt.state, 'failed');
    assert.equal(attempt.error.code, 'token-refused');
    assert.match(attempt.error.text, /client id or secret/);
    assert.equal(connection.phase, 'new');
    assert.equal((await bench.status('prices', /not connected/)).fill, 'red');
    const before = await deploy();
    assert.equal(await bench.connect('account'), 'connected');
    await comesBack(before);
  });

  it('a client secret that becomes wrong later: the tokens are kept', async () => {
    await deploy();
    assert.equal(await bench.connect('account'), 'connected');
    await comesBack(0);
    const broken = await deploy(wrong);
    bench.skip(120);
    const status = await bench.status('prices', /client id or secret refused/, broken);
    assert.equal(status.fill, 'yellow');
    assert.equal((await bench.accountAnswer('account')).connection.phase, 'config');
    const corrected = await deploy();
    await comesBack(corrected);
    // Prices come from the store at once; the renewal with the right secret follows.
    for (let left = 100; (await bench.accountAnswer('account')).connection.phase !== 'connected'; left -= 1) {
      assert.ok(left > 0, 'the account is connected again');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it('a wrong secret of a client for one customer', async () => {
    await deploy({ ...ownClient, ...wrong });
    assert.equal((await bench.status('prices', /client id or secret refused/)).fill, 'red');
    const { msg } = await bench.saw('window-2');
    assert.deepEqual([msg.payload.feasible, msg.payload.reason], [false, 'missing-prices']);
    await comesBack(await deploy(ownClient));
  });

  it('a denied consent, then an allowed one', async () => {
    await deploy();
    assert.equal(await bench.connect('account', { decision: 'deny' }), 'denied');
    const { attempt } = await bench.accountAnswer('account');
    assert.equal(attempt.error.code, 'consent-denied');
    assert.equal((await bench.status('prices', /not connected/)).fill, 'red');
    assert.equal(await bench.connect('account'), 'connected');
    await comesBack(0);
  });

  it('a consent that is denied while an older one is in force changes nothing', async () => {
    await deploy();
    assert.equal(await bench.connect('account'), 'connected');
    await comesBack(0);
    assert.equal(await bench.connect('account', { decision: 'deny' }), 'denied');
    assert.equal((await bench.accountAnswer('account')).connection.phase, 'connected');
    assert.equal((await bench.admin('nomos/accounts/account/test', { json: {} })).status, 200);
  });

  it('a Nomos that is away from the start', async () => {
    await bench.sandbox.goDown();
    await deploy(ownClient);
    assert.equal((await bench.status('prices', /no connection since/)).fill, 'red');
    await bench.sandbox.comeBack();
    bench.skip(20);
    await comesBack(0);
  });

  it('a Nomos that is away until the known prices have ended', async () => {
    await deploy(ownClient);
    await comesBack(0);
    await bench.sandbox.goDown();
    const tomorrow = '2026-11-24T10:00:00+01:00';
    bench.sandbox.clock.stopAt(tomorrow);
    const before = bench.seen.length;
    bench.moveTo(tomorrow);
    await bench.saw('prices-3', ({ payload }) => payload === 'prices-stale', before);
    await bench.saw('window-2', ({ payload }) => payload.reason === 'missing-prices', before);
    assert.equal((await bench.status('prices', /no connection since/, before)).fill, 'red');
    assert.ok(!bench.seen.slice(before).some(({ from }) => from === 'prices-1'), 'an unknown price is not sent');
    await bench.sandbox.comeBack();
    const back = bench.seen.length;
    bench.skip(20);
    await bench.saw('prices-3', ({ payload }) => payload === 'prices-back', back);
    await comesBack(back);
  });

  it('prices that are all null', async () => {
    bench.sandbox.set({ priceSource: nullPrices });
    await deploy(ownClient);
    const { msg } = await bench.saw('window-2');
    assert.deepEqual([msg.payload.feasible, msg.payload.reason], [false, 'missing-prices']);
    assert.match((await bench.status('prices', /prices/)).text, /waiting for prices|not published/);
    assert.ok(!bench.seen.some(({ from }) => from === 'prices-1'), 'an unknown price is not sent');
    bench.sandbox.set({ priceSource: undefined });
    bench.skip(180);
    await comesBack(0);
  });

  it('a contract that Nomos does not know', async () => {
    await deploy(ownClient, { subscription: 'sub_000000000000000000000000' });
    const status = await bench.status('prices', /choose a contract/);
    assert.equal(status.fill, 'red');
    await comesBack(await deploy(ownClient));
  });

  it('a consent that the customer withdraws, and gives again', async () => {
    await deploy();
    assert.equal(await bench.connect('account'), 'connected');
    await comesBack(0);
    bench.sandbox.revokeConsent('anna@example.com');
    bench.skip(120);
    const status = await bench.status('prices', /sign in again$/);
    assert.equal(status.fill, 'yellow');
    assert.match(status.text, /ct\/kWh/);
    const before = bench.seen.length;
    assert.equal(await bench.connect('account'), 'connected');
    assert.equal((await bench.status('prices', /^(?!.*since).*ct\/kWh/, before)).fill, 'green');
  });

  it('another customer after a disconnect gets his own prices, where no contract was chosen', async () => {
    await deploy();
    assert.equal(await bench.connect('account'), 'connected');
    await comesBack(0);
    await bench.admin('nomos/accounts/account/disconnect', { json: {} });
    const before = bench.seen.length;
    assert.equal(await bench.connect('account', { email: 'ben@example.com' }), 'connected');
    await bench.saw('prices-1', ({ payload }) => payload !== bench.seen[0]?.msg.payload, before);
    await until('the prices of the other contract', () => bench.priceCalls === 2);
    const [ofAnna, ofBen] = bench.requests('/prices');
    assert.notEqual(ofAnna?.path, ofBen?.path);
    assert.notEqual(ofAnna?.family, ofBen?.family);
    assert.ok(bench.requests('/prices').every(({ status }) => status === 200));
  });

  it('another customer than the one whose contract was chosen is told, not silently served', async () => {
    const [subscription] = bench.sandbox.customers[0]!.subscriptions;
    await deploy({ subscription: subscription!.id });
    assert.equal(await bench.connect('account'), 'connected');
    await comesBack(0);
    const before = bench.seen.length;
    assert.equal(await bench.connect('account', { email: 'ben@example.com' }), 'connected');
    const status = await bench.status('prices', /choose a contract/, before);
    assert.equal(status.fill, 'red');
    assert.equal(await bench.connect('account'), 'connected');
    await comesBack(before);
  });
});
