import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PriceSource } from '../../sandbox/server/modes.js';
import { Bench } from '../support/real/bench.js';
import { dipBetween } from '../support/real/prices.js';
import { observedFlow, watched } from '../support/real/recorder.js';
import { until } from '../support/real/until.js';

describe('runs at usual prices, while Nomos is away', function () {
  this.timeout(120_000);
  this.bail(true);
  let bench: Bench;

  /** Anna's power is cheap at three every night, all others' at four. */
  const prices: PriceSource = (subscription, date) => {
    const isAnnas = bench.sandbox.customers[0]?.subscriptions.some(({ id }) => id === subscription.id);
    return (isAnnas ? dipBetween('03:00', '04:00') : dipBetween('04:00', '05:00'))(subscription, date);
  };
  const night = { type: 'cheapest-window', version: 1, from: '00:00', to: '06:00', durationMinutes: 60 };
  const accountOf = (name: string) => `account-${name}`;
  const windowOf = (account: string) =>
    watched({ id: account, account: accountOf(account), ...night, missingPrices: 'expect', maxOffMinutes: 360 });
  /** Wants the last hour of the day, and must not be off for longer than four. */
  const heat = watched({
    id: 'heat',
    account: accountOf('anna'),
    type: 'cheapest-window',
    version: 1,
    mode: 'interruptible',
    objective: 'dearest',
    durationMinutes: 60,
    minRunMinutes: 60,
    minPauseMinutes: 30,
    maxOffMinutes: 240,
    missingPrices: 'expect',
  });
  const hours = (iso: string) => iso.slice(0, 16);
  const expectedRuns = async (account: string, after: number) => {
    const isExpected = ({ payload }: { payload: { runs: { expected?: true; start: string }[] } }) =>
      payload.runs?.some(({ expected, start }) => expected && start.startsWith('2026-11-24'));
    const { msg } = await bench.saw(`${account}-2`, isExpected, after);
    return msg.payload.runs.map(({ start, end }: { start: string; end: string }) => [hours(start), hours(end)]);
  };
  const threeToFour = ['2026-11-24T03:00', '2026-11-24T04:00'];
  const fourToFive = ['2026-11-24T04:00', '2026-11-24T05:00'];

  before(async () => {
    bench = await Bench.start({ start: '2026-11-22T15:05:00+01:00', factor: 10 });
    bench.sandbox.set({ priceSource: prices });
  });
  after(() => bench?.stop());

  it('each account expects what its own prices were, also after the death of the process', async () => {
    await bench.deploy(
      observedFlow(
        bench.account(accountOf('anna')),
        bench.account(accountOf('ben')),
        windowOf('anna'),
        windowOf('ben'),
        heat,
      ),
    );
    assert.equal(await bench.connect(accountOf('anna')), 'connected');
    assert.equal(await bench.connect(accountOf('ben'), { email: 'ben@example.com' }), 'connected');
    for (const account of ['anna', 'ben']) await bench.saw(`${account}-2`, ({ payload }) => payload.feasible);
    // Whoever dies before anything is stored has nothing to go by.
    const stored = () => {
      const { nomosPrices } = JSON.parse(readFileSync(join(bench.userDir, '.config.runtime.json'), 'utf8'));
      return Object.keys(JSON.parse(nomosPrices?.entries ?? '{}'));
    };
    await until('the prices of both to be stored', () => stored().length === 2);
    await bench.sandbox.goDown();
    bench.moveTo('2026-11-24T00:30:00+01:00');
    const before = await bench.restart('SIGKILL');
    assert.deepEqual(await expectedRuns('anna', before), [threeToFour]);
    assert.deepEqual(await expectedRuns('ben', before), [fourToFive]);
  });

  it('a run that has begun blind goes on after the death of the process, for what is left of it', async () => {
    const beforeRun = bench.seen.length;
    bench.moveTo('2026-11-24T02:59:58+01:00');
    await bench.saw('anna-1', ({ payload }) => payload === true, beforeRun);
    await bench.saw('anna-3', ({ payload }) => payload === 'fallback', beforeRun);
    const killed = await bench.restart('SIGKILL');
    const { msg } = await bench.saw('anna-1', ({ payload }) => payload === true, killed);
    // What was lost while nothing ran is made up for, and no more.
    const lateMs = Date.parse(msg.until) - Date.parse('2026-11-24T04:00:00+01:00');
    assert.ok(lateMs >= 0 && lateMs < 10 * 60_000, msg.until);
    assert.deepEqual(await expectedRuns('ben', killed), [fourToFive]);
    assert.equal(
      bench.seen.some(({ from, msg: other }) => from === 'ben-1' && other.payload === true),
      false,
    );
  });

  it('after hours without power, what must not be off for long is on at once and says why', async () => {
    const back = await bench.restart('SIGKILL', new Date('2026-11-24T11:30:00+01:00'));
    const { msg } = await bench.saw('heat-1', ({ payload }) => payload === true, back);
    assert.equal(msg.reason, 'off-limit');
    // Dead since three o'clock, when it had not been off for four hours yet; all of it counts.
    assert.ok(msg.offMinutes > 240 && msg.offMinutes <= 240 + 512, `off for ${msg.offMinutes} min`);
    const lateMs = Date.parse(msg.until) - Date.parse('2026-11-24T12:30:00+01:00');
    assert.ok(lateMs >= 0 && lateMs < 10 * 60_000, msg.until);
    const { payload: plan } = (await bench.saw('heat-2', ({ payload }) => payload.runs?.length > 0, back)).msg;
    const runs: { start: string; end: string }[] = plan.runs.filter(({ end }: { end: string }) => end > msg.until);
    const edges = [msg.until, ...runs.flatMap(({ start, end }) => [start, end]), plan.window.end].map(Date.parse);
    const offs = edges.flatMap((edge, index) => (index % 2 === 0 ? [(edges[index + 1] ?? edge) - edge] : []));
    assert.ok(Math.max(...offs) <= 4 * 3_600_000, JSON.stringify(plan.runs));
  });
});
