// @ts-nocheck
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { editorHeaders } from '../../sandbox/drive/connect.js';
import { deployFlows } from '../../sandbox/drive/deploy.js';
import { accountFlow, accountId, signIn, testConnection } from './account-flow.js';
import { type Bench, eventually, startBench } from './bench.js';
import { lifeSeconds } from './fast-ageing.js';
import { type HttpStorage, startHttpStorage } from './http-storage.js';

describe('storage of a real Node-RED', function () {
  this.timeout(180_000);
  let storage: HttpStorage;
  let bench: Bench;

  /** A Node-RED on the storage, signed in; access tokens live as long as the sandbox says. */
  async function connected(accessTokenTtlSeconds: number, lacks: 'settings' | '' = ''): Promise<void> {
    storage = await startHttpStorage(lacks);
    bench = await startBench({ accessTokenTtlSeconds }, storage.options);
    await deployFlows(await bench.start(), accountFlow(bench.sandbox.url));
    await signIn(bench.nodeRed.url);
  }
  afterEach(async () => {
    await bench.stop();
    await storage?.stop();
  });

  async function works(): Promise<void> {
    assert.deepEqual(await testConnection(bench.nodeRed.url), { status: 200, code: undefined });
  }

  it('a storage that is not the file system: the user directory is wiped, the account is still connected', async () => {
    await connected(lifeSeconds(2));
    await works();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await wait(1_600);
      await works();
      await bench.nodeRed.stop(signal);
      bench.wipe();
      await bench.start();
      await works();
      assert.equal((await bench.account()).connection.phase, 'connected');
    }
    assert.ok(bench.renewals() >= 2);
    assert.deepEqual(bench.sandbox.ledger.findings, []);
    assert.doesNotMatch(textsBelow(bench.userDir), /nomosTokens/);
  });

  it('a storage without settings: says that nothing is saved, works in memory, does not crash', async () => {
    await connected(lifeSeconds(2), 'settings');
    await works();
    const { connection } = await bench.account();
    assert.equal(connection.phase, 'connected');
    assert.equal(connection.saved, false);
    await wait(1_600);
    await works();
    assert.equal(bench.renewals(), 1);
    assert.match(bench.nodeRed.log(), /is not saved/);
    await bench.restart('SIGTERM');
    assert.deepEqual(await testConnection(bench.nodeRed.url), { status: 400, code: 'not-signed-in' });
  });

  it('readOnly: true: says that nothing is saved, works in memory', async () => {
    storage = await startHttpStorage();
    bench = await startBench({ accessTokenTtlSeconds: lifeSeconds(2) }, { settings: { readOnly: true } });
    await deployFlows(await bench.start(), accountFlow(bench.sandbox.url));
    await signIn(bench.nodeRed.url);
    await works();
    assert.equal((await bench.account()).connection.saved, false);
    await wait(1_600);
    await works();
    assert.equal(bench.renewals(), 1);
  });

  it('case 49: a disk that is full before a renewal: nothing is sent, nothing is lost', async () => {
    await connected(lifeSeconds(8));
    storage.refuseSettings(Number.POSITIVE_INFINITY);
    await wait(6_100);
    await works();
    const { connection } = await bench.account();
    assert.equal(connection.phase, 'waiting');
    assert.equal(connection.error?.code, 'tokens-not-saved');
    await wait(2_000);
    assert.deepEqual(await testConnection(bench.nodeRed.url), { status: 400, code: 'tokens-not-saved' });
    assert.equal(bench.renewals(), 0);
    storage.refuseSettings(0);
    await bench.restart('SIGKILL');
    await works();
    assert.equal(bench.renewals(), 1);
  });

  it('case 51: a save that fails after the answer: the new token is used, shown, and saved a little later', async () => {
    await connected(lifeSeconds(4));
    const unwatch = bench.sandbox.ledger.watch({
      began: ({ path }) => void (path === '/oauth/token' && storage.refuseSettings(1)),
    });
    await wait(3_100);
    bench.sandbox.set({ accessTokenTtlSeconds: 3600 });
    await works();
    unwatch();
    assert.equal(storage.refused, 1);
    assert.equal((await bench.account()).connection.saved, false);
    await eventually('the tokens are saved', async () => (await bench.account()).connection.saved);
    await bench.restart('SIGKILL');
    await works();
    assert.equal(bench.renewals(), 1);
    assert.deepEqual(bench.sandbox.ledger.findings, []);
  });

  it('case 55: a storage that refuses from the start: nobody is sent to consent, and the cause is named', async () => {
    storage = await startHttpStorage();
    bench = await startBench({}, storage.options);
    await deployFlows(await bench.start(), accountFlow(bench.sandbox.url));
    storage.refuseSettings(Number.POSITIVE_INFINITY);
    const response = await fetch(`${bench.nodeRed.url}/nomos/oauth/start`, {
      method: 'POST',
      headers: editorHeaders,
      body: JSON.stringify({ accountId, redirectUri: `${bench.nodeRed.url}/nomos/oauth/callback` }),
    });
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { error: { code: string } }).error.code, 'tokens-not-saved');
  });
});

describe('sealing secret of a real Node-RED', function () {
  this.timeout(180_000);

  it('case 54: own secret set, deployed, changed and changed back: still connected', async () => {
    const bench = await startBench();
    const works = () => testConnection(bench.nodeRed.url);
    try {
      const flows = accountFlow(bench.sandbox.url);
      await deployFlows(await bench.start(), flows);
      await signIn(bench.nodeRed.url);
      await bench.restart('SIGKILL', { settings: { credentialSecret: 'mine' } });
      assert.equal((await works()).status, 200);
      // This deploy makes Node-RED forget the secret that it had made itself.
      await deployFlows(bench.nodeRed, flows);
      await bench.restart('SIGKILL', { settings: { credentialSecret: 'mine' } });
      assert.doesNotMatch(readFileSync(join(bench.userDir, '.config.runtime.json'), 'utf8'), /_credentialSecret/);
      assert.equal((await works()).status, 200);
      await bench.restart('SIGTERM', { settings: { credentialSecret: 'another' } });
      // Node-RED cannot decrypt client id and secret either, and starts without them: that comes first.
      const code = async () => (await bench.account()).connection.error?.code;
      await eventually('the account says what is missing', async () => (await code()) === 'credentials-missing');
      assert.deepEqual(await works(), { status: 400, code: 'credentials-missing' });
      await bench.restart('SIGTERM', { settings: { credentialSecret: 'mine' } });
      assert.equal((await works()).status, 200);
      assert.equal(bench.renewals(), 0);
    } finally {
      await bench.stop();
    }
  });
});

function textsBelow(folder: string): string {
  const names = readdirSync(folder).filter((name) => name !== 'node_modules');
  const texts = names.map((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? textsBelow(path) : readFileSync(path, 'utf8');
  });
  return texts.join('\n');
}
