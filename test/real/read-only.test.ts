import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeRedPlace } from '../../sandbox/drive/node-red-place.js';
import { installOffline, manifest, pack } from '../house/package-files.js';
import { Bench } from '../support/real/bench.js';
import { dipBetween } from '../support/real/prices.js';
import { observedFlow, watched } from '../support/real/recorder.js';

const day = '2026-11-22T';
/** Root may write everywhere, whatever the modes say: its Node-RED runs as `nobody`, whom every system knows and who has no home. */
const uid = process.getuid?.() === 0 ? 65_534 : undefined;
const writable = 0o222;

/** A folder and everything in it. */
function within(folder: string): string[] {
  return [folder, ...readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path)))];
}

/** Every file and folder in a folder, with mode, size and the instant of its last change. */
function stateOf(folder: string): string[] {
  return within(folder).map((path) => {
    const { mode, size, mtimeMs } = statSync(path);
    return `${path} ${mode.toString(8)} ${size} ${mtimeMs}`;
  });
}

/** Whether the user whom Node-RED runs as may read (R_OK) or write (W_OK) a path. */
function may(access: 'R_OK' | 'W_OK', path: string): boolean {
  const script = `fs.accessSync(process.argv[1], fs.constants.${access})`;
  const as = uid === undefined ? {} : { uid, gid: uid };
  return spawnSync(nodeRedPlace.node, ['-e', script, path], { ...as, cwd: '/', env: {} }).status === 0;
}

describe('a package that is read-only, without HOME and TZ', function () {
  this.timeout(120_000);
  this.bail(true);
  let bench: Bench;
  let installed = '';
  let atFirst: string[];

  function install(userDir: string): void {
    const place = mkdtempSync(join(tmpdir(), 'nomos-packed-'));
    installOffline(pack(place).tarball, userDir);
    rmSync(place, { recursive: true });
    rmSync(join(userDir, 'package'), { recursive: true });
    installed = join(userDir, 'node_modules');
    for (const path of within(installed)) chmodSync(path, statSync(path).mode & ~writable);
    if (uid !== undefined) chownSync(userDir, uid, uid);
    atFirst = stateOf(installed);
  }

  before(async function () {
    if (!may('R_OK', join(nodeRedPlace.nodeRed, 'red.js')) || !may('R_OK', __filename)) {
      console.warn(`      SKIPPED, NOTHING OF THIS WAS TESTED: user ${uid} cannot read this checkout`);
      this.skip();
    }
    const env = { HOME: undefined, TZ: undefined };
    const priceSource = dipBetween('20:00', '20:30');
    const as = uid === undefined ? {} : { uid };
    bench = await Bench.start({ start: `${day}13:40:00+01:00`, env, priceSource, prepare: install, ...as });
  });
  after(async () => {
    // Who is not root cannot remove it otherwise.
    if (existsSync(installed)) for (const path of within(installed)) chmodSync(path, 0o755);
    await bench?.stop();
  });

  it('is what Node-RED loads, and cannot be written into', async () => {
    const folder = join(installed, manifest().name);
    for (const path of within(folder)) assert.ok((statSync(path).mode & writable) === 0, path);
    assert.deepEqual([may('R_OK', folder), may('W_OK', folder)], [true, false]);
    assert.equal(may('W_OK', bench.userDir), true);
    const sets = (await (await bench.admin('nodes', { headers: { accept: 'application/json' } })).json()) as {
      module: string;
      version: string;
      err?: string;
    }[];
    const ours = sets.filter(({ module }) => module === manifest().name);
    assert.equal(ours.length, Object.keys(manifest()['node-red'].nodes).length);
    for (const { version, err } of ours) assert.deepEqual([version, err], [manifest().version, undefined]);
  });

  it('signs in, sends a price and makes a plan', async () => {
    await bench.deploy(
      observedFlow(
        bench.account('account'),
        watched({ id: 'prices', type: 'nomos-prices', version: 1, account: 'account' }),
        watched({
          id: 'boiler',
          type: 'cheapest-window',
          version: 1,
          account: 'account',
          from: '06:00',
          to: '22:00',
          durationMinutes: 30,
        }),
      ),
    );
    assert.equal(await bench.connect('account'), 'connected');
    const { msg: price } = await bench.saw('prices-1');
    assert.ok(price.payload >= 30 && price.payload < 31, String(price.payload));
    const { msg: plan } = await bench.saw('boiler-2', ({ payload }) => payload.feasible);
    assert.equal(plan.payload.runs[0].start, `${day}20:00:00+01:00`);
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const)
    it(`has plan and price again after ${signal}, without a request`, async () => {
      const requests = bench.sandbox.ledger.entries.length;
      const before = await bench.restart(signal);
      await bench.saw('prices-1', () => true, before);
      await bench.saw('boiler-2', ({ payload }) => payload.runs[0]?.start === `${day}20:00:00+01:00`, before);
      assert.equal(bench.sandbox.ledger.entries.length, requests);
    });

  it('was not changed by any of this, and nobody complained', () => {
    assert.deepEqual(stateOf(installed), atFirst);
    assert.doesNotMatch(bench.lines.join('\n'), /EACCES|EROFS|EPERM|\[error\]/);
  });
});
