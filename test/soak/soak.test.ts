import assert from 'node:assert/strict';
import { linesOf, reportOf } from './report.js';
import { dealOut } from './schedule.js';
import { soak } from './soak-run.js';
import { startSoakSandbox } from './soak-sandbox.js';
import { truePrices } from './true-prices.js';

/** With it the kill comes two days after the change, amid work. */
const seed = 14;
const counts = { kills: 1, stops: 0, wrongs: 0, sleeps: 0, lates: 0, missings: 0, revokes: 0, fullDisks: 0 };

describe('a house over the change to summer time', function () {
  this.timeout(240_000);

  it('with spoilt requests and a kill amid work: every switch is right, no token is lost', async () => {
    const schedule = dealOut('2026-03-27', 5, counts, seed);
    const sandbox = await startSoakSandbox(schedule, seed);
    try {
      const record = await soak(sandbox, schedule, { seed, spoiltShare: 0.1 });
      const report = reportOf(record, schedule, await truePrices(sandbox, schedule), sandbox);
      const said = linesOf(report).join('\n');
      assert.deepEqual([report.wrong, report.pricesWrong, report.errors, report.lost], [[], [], [], 0], said);
      assert.deepEqual(sandbox.ledger.findings, []);
      // That something was there to be judged.
      const exact = report.verdicts.filter(({ by }) => by === 'exact');
      const nightOfTheChange = exact.filter(({ date }) => date === '2026-03-28').map(({ device }) => device);
      assert.deepEqual(nightOfTheChange, ['boiler', 'car', 'pump'], said);
      assert.ok(report.pricesTold > 400 && report.calls.spoilt > 0, said);
      const [fewest, most] = report.handles;
      assert.ok(most - fewest < 10, said);
    } finally {
      await sandbox.stop();
    }
  });
});
