/**
 * Runs the suites that drive a real Node-RED and a real browser against the packed package, as the palette manager installs
 * it: on the Node-RED of this checkout, and on Node-RED 5.0 with the Node.js that it needs. Needs the npm registry.
 *
 *   npm run test:matrix               all of them
 *   npm run test:matrix -- 5.0 real   those whose names contain these words
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runLanes } from './lanes.mjs';
import { inBrowser, lanesAtOnce, spawning, specsOf } from './suites.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.env.npm_execpath;
const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const versions = { 'node-red': '5.0.7', node: '22.23.3' };

if (npm === undefined) throw new Error('start it with: npm run test:matrix');
const folder = mkdtempSync(join(tmpdir(), 'nomos-matrix-'));
try {
  const tarball = pack();
  const own = { node: process.execPath, nodeRed: join(root, 'node_modules', 'node-red') };
  const [old, young] = [own, installNodeRed5()].map((place) => environment(place, tarball));
  const title = `Node-RED ${versions['node-red']} on Node.js ${versions.node}, packed`;
  const lane = (place, env) => (name) => ({ name: `${place}: ${name}`, specs: specsOf(name), env });
  const lanes = [...spawning.map(lane(title, young)), ...inBrowser.map(lane('Node-RED 4.1, packed', old))];
  const isWanted = ({ name }) => process.argv.slice(2).every((word) => name.includes(word));
  await runLanes(lanes.filter(isWanted), lanesAtOnce);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function pack() {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  return join(folder, JSON.parse(run(process.execPath, [npm, ...args], root))[0].filename);
}

/** Makes the suites drive the packed package in this Node-RED. */
function environment({ node, nodeRed }, tarball) {
  return {
    NOMOS_MATRIX_NODE: node,
    NOMOS_MATRIX_NODE_RED: nodeRed,
    NOMOS_MATRIX_PACKAGE: installPackage(node, tarball),
  };
}

/** The arguments are those of Node-RED's palette manager. */
function installPackage(node, tarball) {
  const home = mkdtempSync(join(folder, 'home-'));
  writeFileSync(join(home, 'package.json'), '{"name":"node-red-project","version":"0.0.1","private":true}');
  const quiet = ['--no-audit', '--no-update-notifier', '--no-fund'];
  run(node, [npm, 'install', ...quiet, '--save', '--save-prefix=~', '--omit=dev', '--engine-strict', tarball], home);
  return join(home, 'node_modules', name);
}

/** Kept between runs, in a folder of its own for each pair of versions. */
function installNodeRed5() {
  const place = join(root, '.matrix', `node-red-${versions['node-red']}-node-${versions.node}`);
  const found = {
    node: join(place, 'node_modules', 'node', 'bin', 'node'),
    nodeRed: join(place, 'node_modules', 'node-red'),
  };
  const isThere = existsSync(join(place, 'installed'));
  if (isThere) return found;
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
  run(process.execPath, [npm, 'install', '--no-audit', '--no-fund'], place);
  writeFileSync(join(place, 'installed'), run(found.node, ['--version'], place));
  return found;
}

function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${status ?? error}:\n${stdout}${stderr}`);
}
