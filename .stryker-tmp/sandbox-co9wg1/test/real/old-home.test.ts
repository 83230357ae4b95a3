// @ts-nocheck
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { Bench } from '../support/real/bench.js';
import { dipBetween } from '../support/real/prices.js';

const home = join(packageRoot, 'test', 'real', 'old-home');
const { host, port, refreshToken, price, runs } = JSON.parse(readFileSync(join(home, 'seen.json'), 'utf8'));
const day = '2026-11-22T';

/** Only one such home can run on a machine at a time: its tokens belong to one address. */
async function startHome(tries = 120): Promise<Bench> {
  const options = { host, port, consents: [{ email: 'anna@example.com', refreshToken }] };
  const steered = { start: `${day}16:16:00+01:00`, factor: 6, priceSource: dipBetween('16:00', '16:30') };
  const prepare = (userDir: string) => cpSync(home, userDir, { recursive: true });
  try {
    return await Bench.start({ ...options, ...steered, prepare });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === 0) throw error;
    await wait(500);
    return startHome(tries - 1);
  }
}

describe('a user directory of the version before the house was rebuilt', function () {
  this.timeout(180_000);
  let bench: Bench;

  before(async () => {
    bench = await startHome();
  });
  after(() => bench?.stop());

  it('shows the price and the plans that are stored, without asking for them', async () => {
    const { msg } = await bench.saw('prices-1');
    assert.deepEqual([msg.payload, msg.topic, msg.account], [12, 'nomos/price', 'Home account']);
    assert.deepEqual(Object.keys(msg.price), Object.keys(price));
    assert.equal(bench.priceCalls, 0);
  });

  it('goes on with the run that was under way, for the half hour that it had just begun', async () => {
    const { msg: on, at: since } = await bench.saw('boiler-1');
    // What was missed while nothing ran is made up for, so the end is later than it was planned.
    const wantedMs = Date.parse(runs.boiler[0].end) - Date.parse(runs.boiler[0].start);
    assert.deepEqual([on.payload, on.reason], [true, 'startup']);
    const differenceMs = Math.abs(Date.parse(on.until) - since - wantedMs);
    assert.ok(differenceMs < 60_000, `begun at ${new Date(since).toISOString()}, on until ${on.until}`);
  });

  it('plans the other device as the same settings meant before', async () => {
    const { msg } = await bench.saw('car-2');
    const timesOf = (planned: readonly { start: string; end: string; minutes: number }[]) =>
      planned.map(({ start, end, minutes }) => [start, end, minutes]);
    assert.deepEqual(timesOf(msg.payload.runs), timesOf(runs.car));
  });

  it('is signed in without a new consent, by its own refresh token and once', async () => {
    const { connection } = await bench.accountAnswer('account');
    assert.equal(connection.phase, 'connected');
    const response = await bench.admin('nomos/accounts/account/test', { json: {} });
    assert.deepEqual([response.status, (await response.json()).ok], [200, true]);
    const renewals = bench.sandbox.ledger.entries.filter(({ grant }) => grant === 'refresh_token');
    assert.deepEqual(
      renewals.map(({ status, presented }) => [status, presented]),
      [[200, 1]],
    );
    assert.deepEqual(bench.requests('/authorize'), []);
    assert.deepEqual(bench.sandbox.ledger.findings, []);
  });

  it('does not report usage again that it has reported, and complains about nothing', () => {
    assert.deepEqual(
      bench.seen.filter(({ from }) => from === 'usage-1' || from === 'caught'),
      [],
    );
    assert.deepEqual(
      bench.lines.filter((line) => /\[(error|warn)\] .*(nomos|cheapest)/.test(line)),
      [],
    );
  });
});
