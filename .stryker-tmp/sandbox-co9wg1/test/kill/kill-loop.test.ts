// @ts-nocheck
import assert from 'node:assert/strict';
import { isByUs } from './judge.js';
import { type KillReport, runKillLoop } from './kill-loop.js';

const seed = 20261122;

/** The long runs are `npm run test:kill`. */
describe('kill loop, short', function () {
  this.timeout(300_000);

  function assertAlive(report: KillReport): void {
    assert.ok(report.renewals >= 2, `it hardly renewed: ${JSON.stringify(report)}`);
    assert.equal(report.silent, 0, 'it did not try to renew');
    assert.equal(report.findings['concurrent-refresh'], undefined);
  }

  it('case 59: kill -9 against a strict server: nothing lost by us', async () => {
    const report = await runKillLoop({ kills: 8, seed, signal: 'SIGKILL', rotation: 'strict', answerDelayMs: 0 });
    assertAlive(report);
    assert.deepEqual(report.losses.filter(isByUs), []);
  });

  it('case 59: kill -9, slow answers, 30 s of grace: nothing lost by us', async () => {
    const report = await runKillLoop({ kills: 4, seed, signal: 'SIGKILL', rotation: 'grace', answerDelayMs: 300 });
    assertAlive(report);
    // Kills that kept it from asking again for 30 s would use up the grace, on a slow machine.
    assert.deepEqual(report.losses.filter(isByUs), []);
  });

  it('case 61: SIGTERM against a strict server: nothing lost at all', async () => {
    const report = await runKillLoop({ kills: 4, seed, signal: 'SIGTERM', rotation: 'strict', answerDelayMs: 0 });
    assertAlive(report);
    assert.deepEqual(report.losses, []);
  });

  it('case 69: an uncaught exception of another node, strict server: nothing lost by us', async () => {
    const report = await runKillLoop({ kills: 4, seed, signal: 'crash', rotation: 'strict', answerDelayMs: 0 });
    assertAlive(report);
    assert.deepEqual(report.losses.filter(isByUs), []);
  });
});
