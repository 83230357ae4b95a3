import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../../sandbox/index.js';
import { read, refreshWith, signIn } from '../../support/nomos/sandbox-requests.js';

describe('sandbox: the control interface', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ control: 'on' });
  });
  after(() => sandbox.stop());

  async function order(command: string, body: unknown = {}, headers: Record<string, string> = {}) {
    const answer = await fetch(`${sandbox.controlUrl}/${command}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
    return answer.status;
  }

  it('sets modes, and refuses those that it does not know', async () => {
    assert.equal(await order('set', { accessTokenTtlSeconds: 2, rotation: 'grace' }), 200);
    assert.equal(sandbox.modes.accessTokenTtlSeconds, 2);
    assert.equal(await order('set', { accessTokenTtl: 2 }), 400);
    assert.equal(await order('set', { accessTokenTtlSeconds: 3600, rotation: 'strict' }), 200);
  });

  it('plans and clears faults', async () => {
    assert.equal(await order('fault', { on: 'token', kind: 'status', status: 503, times: 'always' }), 200);
    assert.equal((await refreshWith(sandbox, 'x')).status, 503);
    assert.equal(await order('clear-faults'), 200);
    assert.equal((await refreshWith(sandbox, 'x')).status, 401);
    assert.equal(await order('fault', { on: 'token', kind: 'typo' }), 400);
  });

  it('moves the clock', async () => {
    assert.equal(await order('clock', { stopAt: '2027-01-01T00:00:00Z' }), 200);
    assert.equal(await order('clock', { advanceMs: 1000 }), 200);
    assert.equal(sandbox.clock.now(), Date.parse('2027-01-01T00:00:01Z'));
    assert.equal(await order('clock', { moveTo: 'never' }), 400);
    assert.equal(await order('clock'), 200);
    assert.ok(Math.abs(sandbox.clock.now() - Date.now()) < 1000);
  });

  it('withdraws a consent and changes a contract', async () => {
    const { accessToken } = await signIn(sandbox);
    const { id } = sandbox.customers[0]!.subscriptions[0]!;
    assert.equal(await order('subscription', { id, status: 'ended' }), 200);
    const { body } = await read(sandbox, `/subscriptions/${id}`, { accessToken });
    assert.equal(body.status, 'ended');
    assert.equal(await order('subscription', { id: 'sub_unknown' }), 400);
    assert.equal(await order('revoke', { email: 'anna@example.com' }), 200);
    assert.equal((await read(sandbox, '/subscriptions', { accessToken })).status, 401);
  });

  it('reports the ledger, in which its own requests do not stand', async () => {
    assert.equal(await order('clear-ledger'), 200);
    await refreshWith(sandbox, 'x');
    const ledger = (await (await fetch(`${sandbox.controlUrl}/ledger`)).json()) as Record<string, unknown[]>;
    assert.deepEqual([ledger.entries!.length, ledger.findings!.length, ledger.evil!.length], [1, 0, 0]);
    const state = (await (await fetch(`${sandbox.controlUrl}/state`)).json()) as { modes: unknown };
    assert.deepEqual(state.modes, JSON.parse(JSON.stringify(sandbox.modes)));
  });

  it('takes no form of a foreign page, and no unknown command', async () => {
    assert.equal(await order('clear-faults', {}, { 'content-type': 'text/plain' }), 400);
    assert.equal(await order('nothing'), 400);
    assert.equal((await fetch(`${sandbox.controlUrl}/nothing`)).status, 400);
  });

  it('is not there unless switched on', async () => {
    const plain = await startSandbox();
    assert.equal(plain.controlUrl, undefined);
    assert.equal((await fetch(`${plain.url}/__control/ledger`)).status, 404);
    await plain.stop();
  });
});

describe('sandbox: start and end', () => {
  it('says so when its port is taken, and leaves nothing running', async () => {
    const first = await startSandbox();
    const port = Number(new URL(first.url).port);
    await assert.rejects(startSandbox({ port }), { code: 'EADDRINUSE' });
    await first.stop();
    await (await startSandbox({ port })).stop();
  });

  it('goes down and comes back at the same address, with every token still known', async () => {
    const sandbox = await startSandbox();
    const { refreshToken, accessToken } = await signIn(sandbox);
    await sandbox.goDown();
    await assert.rejects(refreshWith(sandbox, refreshToken), /fetch failed/);
    await sandbox.comeBack();
    assert.equal((await read(sandbox, '/subscriptions', { accessToken })).status, 200);
    assert.equal((await refreshWith(sandbox, refreshToken)).status, 200);
    await sandbox.stop();
    await sandbox.stop();
  });

  it('answers /health and strange paths', async () => {
    const sandbox = await startSandbox();
    assert.equal(await (await fetch(`${sandbox.url}/health`)).text(), 'OK');
    for (const path of ['//', '//x?y', '/subscriptions/%', '/.well-known/openid-configuration', '/oauth/consent/x']) {
      const { status } = await fetch(sandbox.url + path);
      assert.ok(status >= 400 && status < 500, `${path} ${status}`);
    }
    await sandbox.stop();
  });

  it('speaks HTTPS with a given certificate', async function () {
    if (spawnSync('openssl', ['version']).status !== 0) {
      console.log('      skipped: there is no openssl to make a certificate with');
      this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-tls-'));
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', ...curve, ...name, '-keyout', keyFile, '-out', certFile], {
      stdio: 'pipe',
    });
    const [key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')];
    rmSync(folder, { recursive: true });
    const sandbox = await startSandbox({ tls: { key, cert } });
    const reach = (ca?: string) =>
      new Promise((resolve, reject) => {
        request(`${sandbox.url}/health`, { ca, agent: false }, (answer) => resolve(answer.resume().statusCode))
          .on('error', reject)
          .end();
      });
    assert.match(sandbox.url, /^https:/);
    await assert.rejects(reach(), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    assert.equal(await reach(cert), 200);
    await sandbox.stop();
  });
});
