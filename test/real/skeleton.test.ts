import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bench } from '../support/real/bench.js';
import { dipBetween } from '../support/real/prices.js';
import { observedFlow, watched } from '../support/real/recorder.js';

const day = '2026-11-22T';
const at = (time: string) => Date.parse(`${day}${time}:00+01:00`);

describe('the whole product in a real Node-RED', function () {
  this.timeout(180_000);
  this.bail(true);
  let bench: Bench;

  before(async () => {
    const start = `${day}13:40:00+01:00`;
    // The run is far enough away for a slow machine to restart twice before it begins.
    bench = await Bench.start({ start, factor: 90, priceSource: dipBetween('20:00', '20:30') });
    await bench.deploy(
      observedFlow(
        bench.account('account'),
        watched({ id: 'prices', type: 'nomos-prices', version: 1, account: 'account' }),
        watched({
          id: 'boiler',
          type: 'cheapest-window',
          version: 1,
          account: 'account',
          name: 'boiler',
          mode: 'contiguous',
          trigger: 'daily',
          from: '06:00',
          to: '22:00',
          durationMinutes: 30,
          powerKw: 2,
        }),
      ),
    );
  });
  after(() => bench?.stop());

  it('asks to sign in before anything else', async () => {
    const status = await bench.status('prices', /not connected/);
    assert.equal(status.fill, 'red');
    assert.equal(bench.priceCalls, 0);
  });

  it('signs in and sends price, series and plan', async () => {
    assert.equal(await bench.connect('account'), 'connected');
    const { msg: price } = await bench.saw('prices-1');
    assert.equal(price.payload, price.price.amount);
    assert.equal(price.topic, 'nomos/price');
    assert.ok(price.payload >= 30 && price.payload < 31);
    const { msg: series } = await bench.saw('prices-2', ({ tomorrow }) => tomorrow);
    assert.equal(series.payload.length, 192);
    const { msg: plan } = await bench.saw('boiler-2', ({ payload }) => payload.feasible);
    const [run] = plan.payload.runs;
    assert.deepEqual(
      { start: run.start, end: run.end, minutes: run.minutes, averageCt: run.averageCt, costCt: run.costCt },
      { start: `${day}20:00:00+01:00`, end: `${day}20:30:00+01:00`, minutes: 30, averageCt: 12, costCt: 12 },
    );
    const { msg: told } = await bench.saw('boiler-1', ({ reason }) => reason === 'planned' || reason === 'waiting');
    assert.equal(told.payload, false);
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`is there again after ${signal}: no sign-in, no request, the plan and the price at once`, async () => {
      const requests = bench.sandbox.ledger.entries.length;
      const before = await bench.restart(signal);
      const { msg } = await bench.saw('boiler-1', () => true, before);
      assert.equal(msg.payload, false);
      assert.equal(msg.reason, 'startup');
      await bench.saw('prices-1', () => true, before);
      await bench.saw('boiler-2', ({ payload }) => payload.runs[0].start === `${day}20:00:00+01:00`, before);
      assert.equal((await bench.status('prices', /ct\/kWh/, before)).fill, 'green');
      assert.equal(bench.sandbox.ledger.entries.length, requests);
    });
  }

  it('switches on when the cheap half hour begins', async () => {
    bench.moveTo(`${day}19:58:00+01:00`);
    const { msg, at: seenAt } = await bench.saw('boiler-1', ({ payload }) => payload === true);
    assert.equal(msg.reason, 'planned');
    assert.ok(seenAt >= at('20:00'));
    await bench.saw('boiler-3', ({ payload }) => payload === 'started');
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`tells the device at once that it is on, after ${signal} in the middle of the run`, async () => {
      const calls = bench.priceCalls;
      const before = await bench.restart(signal);
      const { msg } = await bench.saw('boiler-1', () => true, before);
      assert.equal(msg.payload, true);
      assert.equal(msg.reason, 'startup');
      assert.equal(bench.priceCalls, calls);
    });
  }

  it('switches off when the wanted minutes are done', async () => {
    const { msg } = await bench.saw('boiler-1', ({ payload, reason }) => payload === false && reason === 'done');
    assert.ok(bench.now >= at('20:30'), 'not before the half hour is over');
    assert.ok('until' in msg);
    await bench.saw('boiler-3', ({ payload }) => payload === 'finished');
  });

  it('made one request for prices of this afternoon, and no protocol mistake', () => {
    assert.equal(bench.priceCalls, 1);
    assert.deepEqual(bench.sandbox.ledger.findings, []);
    // One sign-in; whether the renewal after the jump has come by now is a matter of how fast this machine is.
    const grants = bench.requests('/oauth/token').map(({ grant }) => grant);
    assert.ok(['authorization_code', 'authorization_code refresh_token'].includes(grants.join(' ')), grants.join(' '));
  });

  it('keeps no token in the settings file that anyone could read', () => {
    const { nomosTokens } = JSON.parse(readFileSync(join(bench.userDir, '.config.runtime.json'), 'utf8'));
    assert.ok(nomosTokens !== undefined, 'the tokens are kept in the settings');
    assert.doesNotMatch(JSON.stringify(nomosTokens), /eyJ/);
  });
});
