// @ts-nocheck
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { deployFlows } from '../../sandbox/drive/deploy.js';
import { accountFlow, signIn, testConnection } from './account-flow.js';
import { type Bench, startBench } from './bench.js';
import { lifeSeconds } from './fast-ageing.js';

describe('a real Node-RED on a disk that is full', function () {
  this.timeout(180_000);
  let disk: string;
  let bench: Bench;
  let isMounted = false;

  before(function () {
    disk = mkdtempSync(join(tmpdir(), 'nomos-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk], { stdio: 'pipe' });
      isMounted = true;
    } catch (error) {
      console.warn(
        `      SKIPPED, NOTHING OF THIS WAS TESTED: no small disk can be mounted here (${String(error).trim()})`,
      );
      this.skip();
    }
  });
  after(() => {
    if (isMounted) execFileSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true });
  });

  beforeEach(async () => {
    const userDir = mkdtempSync(join(disk, 'node-red-'));
    bench = await startBench({ accessTokenTtlSeconds: lifeSeconds(4) }, { userDir });
    await deployFlows(await bench.start(), accountFlow(bench.sandbox.url));
    await signIn(bench.nodeRed.url);
  });
  afterEach(async () => {
    empty();
    await bench?.stop();
  });

  const settingsFile = () => join(bench.userDir, '.config.runtime.json');
  const works = () => testConnection(bench.nodeRed.url);
  /** Takes all space that is left. */
  function fill(): void {
    const { bavail, bsize } = statfsSync(disk);
    mkdirSync(join(disk, 'filler'));
    writeFileSync(join(disk, 'filler', 'film'), Buffer.alloc(bavail * bsize));
  }
  const empty = () => rmSync(join(disk, 'filler'), { recursive: true, force: true });

  it('nothing is sent, the good file stays, and it heals when there is space', async () => {
    fill();
    const before = readFileSync(settingsFile(), 'utf8');
    await wait(4_100);
    assert.deepEqual(await works(), { status: 400, code: 'disk-full' });
    const { connection } = await bench.account();
    assert.deepEqual([connection.phase, connection.error?.code], ['waiting', 'disk-full']);
    assert.match(connection.error?.text ?? '', /^The disk is full/);
    assert.equal(bench.renewals(), 0);
    assert.equal(readFileSync(settingsFile(), 'utf8'), before);
    empty();
    await bench.restart('SIGKILL');
    assert.deepEqual(await works(), { status: 200, code: undefined });
    assert.equal(bench.renewals(), 1);
    assert.deepEqual(bench.sandbox.ledger.findings, []);
  });

  it('a file that somebody else emptied is whole again after the close, and the account is still connected', async () => {
    truncateSync(settingsFile(), 0);
    rmSync(`${settingsFile()}.backup`, { force: true });
    await bench.restart('SIGTERM');
    assert.deepEqual(await works(), { status: 200, code: undefined });
    assert.equal((await bench.account()).connection.phase, 'connected');
  });
});
