// @ts-nocheck
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type DeploymentType, deployFlows } from '../../sandbox/drive/deploy.js';
import { accountFlow, accountId, signIn, testConnection } from './account-flow.js';
import { type Bench, eventually, startBench } from './bench.js';
import { lifeSeconds } from './fast-ageing.js';

const types: readonly DeploymentType[] = ['full', 'flows', 'nodes'];

describe('deploys of a real Node-RED', function () {
  this.timeout(180_000);
  let bench: Bench;

  /** A signed-in account whose access token lives so long. */
  async function connected(accessTokenTtlSeconds: number): Promise<void> {
    bench = await startBench({ accessTokenTtlSeconds });
    await deployFlows(await bench.start(), flows());
    await signIn(bench.nodeRed.url);
  }
  afterEach(() => bench.stop());

  /** The flows with another name of the account, so that every kind of deploy restarts it. */
  const flows = (name = 'Home') =>
    accountFlow(bench.sandbox.url).map((node) => (node.id === accountId ? { ...node, name } : node));
  const test = (id = accountId) => testConnection(bench.nodeRed.url, { id });
  const settingsFile = () => join(bench.userDir, '.config.runtime.json');
  const stored = () => JSON.parse(readFileSync(settingsFile(), 'utf8'));
  const markOf = (id = accountId): number | undefined => stored().nomosTokens.accounts[id]?.removedAt;

  it('case 63: 200 deploys of all kinds: at most one renewal in the life of a token', async () => {
    const ttlSeconds = 20;
    await connected(lifeSeconds(ttlSeconds));
    const began = Date.now();
    for (let count = 0; count < 200; count += 1) {
      await deployFlows(bench.nodeRed, flows(`Home ${count}`), types[count % 3]);
      if (count % 10 === 0) assert.equal((await test()).status, 200);
    }
    const lives = (Date.now() - began) / (ttlSeconds * 1_000);
    // Before use, with a quarter of its life left, a token is renewed.
    const most = Math.floor(lives / 0.75);
    assert.ok(bench.renewals() <= most, `${bench.renewals()} renewals in ${lives} lives`);
    assert.deepEqual(bench.sandbox.ledger.findings, []);
    assert.equal(bench.nodeRed.log().match(/Account Home( \d+)? is connected/g)?.length, 1);
  });

  it('case 62: 100 deploys during one renewal: one request, nothing lost', async () => {
    await connected(lifeSeconds(2));
    // Whichever renewal comes first is the slow one, however fast this machine is.
    bench.sandbox.set({ accessTokenTtlSeconds: lifeSeconds(3600) });
    bench.sandbox.fault({ kind: 'delay', ms: 2_000, on: 'token' });
    let asked: Promise<unknown> = Promise.resolve();
    await eventually('the renewal is under way', () => {
      asked = test();
      return bench.sandbox.ledger.pending().some(({ path }) => path === '/oauth/token');
    });
    const deploys = Array.from({ length: 100 }, (_, count) =>
      fetch(`${bench.nodeRed.url}/flows`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'Node-RED-API-Version': 'v2',
          'Node-RED-Deployment-Type': types[count % 3] ?? 'full',
        },
        body: JSON.stringify({ flows: flows(`Home ${count}`) }),
      }),
    );
    await asked;
    const statuses = new Set((await Promise.all(deploys)).map(({ status }) => status));
    assert.deepEqual([...statuses], [200]);
    await eventually('it works again', async () => (await test()).status === 200);
    assert.equal(bench.renewals(), 1);
    assert.deepEqual(bench.sandbox.ledger.findings, []);
    await bench.restart('SIGKILL');
    assert.equal((await test()).status, 200);
    assert.equal(bench.renewals(), 1);
  });

  it('case 67: a node that was deleted, and is undone, is still connected; its mark is gone', async () => {
    await connected(lifeSeconds(3600));
    const others = flows().filter(({ id }) => id !== accountId);
    await deployFlows(bench.nodeRed, others);
    await eventually('the tokens are marked', () => markOf() !== undefined);
    assert.equal((await test()).code, 'unknown-account');
    await bench.restart('SIGTERM');
    await deployFlows(bench.nodeRed, flows());
    assert.equal((await test()).status, 200);
    await eventually('the mark is gone', () => markOf() === undefined);
    assert.equal(bench.renewals(), 0);
  });

  it('case 67: after 7 days the tokens of a deleted node are gone; those of a disabled one stay', async () => {
    await connected(lifeSeconds(3600));
    const disabled = flows().map((node) => (node.id === accountId ? { ...node, d: true } : node));
    await deployFlows(bench.nodeRed, disabled);
    await wait(300);
    assert.equal(markOf(), undefined);
    await deployFlows(
      bench.nodeRed,
      flows().filter(({ id }) => id !== accountId),
    );
    await eventually('the tokens are marked', () => markOf() !== undefined);
    await bench.nodeRed.stop();
    const settings = stored();
    settings.nomosTokens.accounts[accountId].removedAt -= 86_400_000;
    settings.nomosTokens.accounts[accountId].removedDays = 6;
    writeFileSync(settingsFile(), JSON.stringify(settings));
    await bench.start();
    await eventually('the tokens are gone', () => !(accountId in stored().nomosTokens.accounts));
  });

  it('case 68: a copy asks for its own consent; the original is unaffected', async () => {
    await connected(lifeSeconds(3600));
    const [original] = flows().filter(({ id }) => id === accountId);
    await deployFlows(bench.nodeRed, [...flows(), { ...original, id: 'copy', name: 'Copy' }]);
    assert.deepEqual(await test('copy'), { status: 400, code: 'not-signed-in' });
    assert.equal((await bench.account('copy')).connection.phase, 'new');
    assert.equal((await test()).status, 200);
    await signIn(bench.nodeRed.url, 'copy');
    assert.equal((await test('copy')).status, 200);
    assert.equal((await test()).status, 200);
    const families = new Set(bench.sandbox.ledger.entries.map(({ family }) => family).filter(Boolean));
    assert.equal(families.size, 2);
  });
});
