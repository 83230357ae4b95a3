import assert from 'node:assert/strict';
import { Bench } from '../support/real/bench.js';
import { observedFlow, watched } from '../support/real/recorder.js';

const start = '2026-11-22T15:05:00+01:00';
const five = [1, 2, 3, 4, 5];

describe('sharing an account', function () {
  this.timeout(120_000);
  this.bail(true);
  let bench: Bench;

  before(async () => {
    // All of it is within one quarter-hour, on however slow a machine.
    bench = await Bench.start({ start, factor: 1 });
  });
  after(() => bench?.stop());

  const pricesOf = (account: string, id: string) => watched({ id, type: 'nomos-prices', version: 1, account });
  const windowOf = (account: string, id: string) =>
    watched({ id, type: 'cheapest-window', version: 1, account, from: '00:00', to: '00:00', durationMinutes: 60 });

  it('asks Nomos once for ten nodes of an account', async () => {
    await bench.deploy(
      observedFlow(
        bench.account('anna'),
        ...five.map((number) => pricesOf('anna', `prices${number}`)),
        ...five.map((number) => windowOf('anna', `window${number}`)),
      ),
    );
    assert.equal(await bench.connect('anna'), 'connected');
    for (const number of five) {
      await bench.saw(`prices${number}-1`);
      await bench.saw(`window${number}-2`, ({ payload }) => payload.feasible);
    }
    assert.equal(bench.priceCalls, 1);
    assert.equal(bench.requests('/subscriptions').length, 1);
    assert.equal(bench.requests('/oauth/token').length, 1);
  });

  it('gives all of them the same price', () => {
    const prices = five.map((number) => bench.seen.find(({ from }) => from === `prices${number}-1`)?.msg.payload);
    assert.equal(new Set(prices).size, 1);
  });

  it('asks at most once in three seconds for a reader who asks 450 times', async () => {
    const before = bench.requests('/subscriptions').length;
    const startedAt = bench.now;
    const listed = Array.from({ length: 400 }, () => bench.admin('nomos/accounts/anna/subscriptions'));
    const tested = Array.from({ length: 50 }, () => bench.admin('nomos/accounts/anna/test', { json: {} }));
    const answers = await Promise.all([...listed, ...tested]);
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    const asked = bench.requests('/subscriptions').length - before;
    assert.ok(asked <= 1 + (bench.now - startedAt) / 3_000, `${asked} questions`);
    assert.ok(asked < 200, `${asked} questions`);
  });

  it('asks for nothing again when the flow is deployed again', async () => {
    const flow = observedFlow(
      bench.account('anna'),
      ...five.map((number) => pricesOf('anna', `prices${number}`)),
      ...five.map((number) => windowOf('anna', `window${number}`)),
      bench.account('ben'),
      pricesOf('ben', 'prices-ben'),
      windowOf('ben', 'window-ben'),
    );
    const before = await bench.deploy(flow);
    for (const number of five) await bench.saw(`prices${number}-1`, () => true, before);
    await bench.status('prices-ben', /not connected/, before);
    assert.equal(bench.priceCalls, 1);
    assert.equal(bench.requests('/oauth/token').length, 1);
  });

  it('keeps two accounts apart: own consent, own contract, own prices', async () => {
    assert.equal(await bench.connect('ben', { email: 'ben@example.com' }), 'connected');
    const { msg } = await bench.saw('prices-ben-1');
    const ofAnna = bench.seen.findLast(({ from }) => from === 'prices1-1')?.msg;
    assert.equal(msg.price.start, ofAnna.price.start);
    assert.notEqual(msg.payload, ofAnna.payload);
    assert.notEqual(msg.account, ofAnna.account);
    assert.equal(bench.priceCalls, 2);
    const [anna, ben] = bench.requests('/prices');
    assert.notEqual(anna?.family, ben?.family);
    assert.notEqual(anna?.path, ben?.path);
  });

  it('disconnects one without touching the other', async () => {
    const before = bench.seen.length;
    const answer = await bench.admin('nomos/accounts/ben/disconnect', { json: {} });
    assert.equal((await answer.json()).connection.phase, 'new');
    await bench.status('prices-ben', /not connected/, before);
    const anna = await (await bench.admin('nomos/accounts/anna')).json();
    assert.equal(anna.connection.phase, 'connected');
    const tested = await bench.admin('nomos/accounts/anna/test', { json: {} });
    assert.deepEqual(await tested.json(), { ok: true, subscriptions: 3 });
    const refused = await bench.admin('nomos/accounts/ben/test', { json: {} });
    assert.equal((await refused.json()).error.code, 'not-signed-in');
  });

  it('warns of nothing and makes no protocol mistake', () => {
    assert.deepEqual(bench.sandbox.ledger.findings, []);
    const warnings = bench.lines.filter((line) => /MaxListeners|\[error\]|Unhandled/.test(line));
    assert.deepEqual(warnings, []);
  });
});
