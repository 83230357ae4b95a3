import assert from 'node:assert/strict';
import { Bench } from '../support/real/bench.js';
import { dipBetween } from '../support/real/prices.js';
import { observedFlow, watched } from '../support/real/recorder.js';

const today = '2026-11-22T';
const tomorrow = '2026-11-23T';
const dayAfter = '2026-11-24T';
const at = (instant: string) => `${instant}:00+01:00`;

describe('a home whose network is gone', function () {
  this.timeout(120_000);
  this.bail(true);
  let bench: Bench;

  before(async () => {
    bench = await Bench.start({ start: at(`${today}15:05`), factor: 120, priceSource: dipBetween('20:00', '20:30') });
    const daily = { type: 'cheapest-window', version: 1, account: 'account', from: '06:00', to: '22:00' };
    await bench.deploy(
      observedFlow(
        bench.account('account', { grant: 'client-credentials' }),
        watched({ id: 'prices', type: 'nomos-prices', version: 1, account: 'account' }),
        watched({ id: 'boiler', ...daily, durationMinutes: 5 }),
      ),
    );
    await bench.saw('prices-2', ({ tomorrow: isThere }) => isThere);
    await bench.saw('boiler-2', ({ payload }) => payload.runs[0]?.start === at(`${today}20:00`));
    await bench.sandbox.goDown();
  });
  after(() => bench?.stop());

  const pass = (instant: string) => {
    const before = bench.seen.length;
    bench.moveTo(at(instant));
    return before;
  };
  const switches = async (to: boolean, before: number) =>
    (await bench.saw('boiler-1', ({ payload }) => payload === to, before)).msg;

  it('today: every price is sent in its quarter-hour, and the device goes on and off as planned', async () => {
    const evening = pass(`${today}19:59`);
    const on = await switches(true, evening);
    assert.equal(on.reason, 'planned');
    const { msg: price } = await bench.saw('prices-1', ({ payload }) => payload === 12, evening);
    assert.equal(price.price.start, at(`${today}20:00`));
    assert.equal((await switches(false, evening)).reason, 'done');
  });

  it('after the death of the process, too: price and plan are there, and tomorrow is planned', async () => {
    const evening = pass(`${today}21:00`);
    await bench.saw('prices-1', ({ price }) => price.start === at(`${today}21:00`), evening);
    const before = await bench.restart('SIGKILL');
    await bench.saw('prices-1', ({ payload }) => payload > 30, before);
    await bench.saw('boiler-2', ({ payload }) => payload.runs[0]?.start === at(`${tomorrow}20:00`), before);
  });

  it('tomorrow: the same with the prices that are known already, and the status says that nobody answers', async () => {
    const evening = pass(`${tomorrow}19:59`);
    assert.equal((await switches(true, evening)).reason, 'planned');
    const status = await bench.status('prices', /ct\/kWh.*since/, evening);
    assert.equal(status.fill, 'yellow');
    assert.equal((await switches(false, evening)).reason, 'done');
  });

  it('when the known prices have ended it says so, and sends no price', async () => {
    const before = pass(`${dayAfter}00:00`);
    for (const output of ['prices-3', 'boiler-3'])
      await bench.saw(output, ({ payload }) => payload === 'prices-stale', before);
    assert.equal((await bench.status('prices', /no connection since/, before)).fill, 'red');
    await bench.status('boiler', /^prices not known yet · no connection since Mon/, before);
    const sent = bench.seen.slice(before).filter(({ from, msg }) => from === 'prices-1' || msg.payload === true);
    assert.deepEqual(sent, []);
  });
});
