import assert from 'node:assert/strict';
import { Bench } from '../support/real/bench.js';
import { observedFlow, watched } from '../support/real/recorder.js';

describe('a Node-RED whose settings say lang: "de"', function () {
  this.timeout(60_000);
  let bench: Bench;

  before(async () => {
    bench = await Bench.start({ start: '2026-11-22T15:05:00+01:00', settings: { lang: 'de' } });
    await bench.deploy(
      observedFlow(
        bench.account('account'),
        watched({ id: 'prices', type: 'nomos-prices', version: 1, account: 'account' }),
        watched({ id: 'car', type: 'cheapest-window', version: 1, account: 'account', durationMinutes: 60 }),
      ),
    );
  });
  after(() => bench?.stop());

  it('has statuses in German', async () => {
    await bench.status('prices', /nicht verbunden/);
    assert.equal(await bench.connect('account'), 'connected');
    await bench.status('prices', /^\d\d[.,]\d\d ct\/kWh · Preise bis/);
    await bench.status('car', /^aus · /);
  });

  it('writes its log in German', async () => {
    await bench.sandbox.goDown();
    const before = bench.lines.length;
    bench.moveTo('2026-11-24T10:00:00+01:00');
    await bench.saw('prices-3', ({ payload }) => payload === 'prices-stale');
    const said = 'Die bekannten Preise sind zu Ende.';
    assert.ok(
      bench.lines.slice(before).some((line) => line.includes(said) && /\[warn\]/.test(line)),
      said,
    );
  });
});
