/**
 * Runs the suites that drive a real Node-RED and a real browser on Node-RED 5.0 with the Node.js that it needs (`npm test`
 * runs them on the Node-RED of this checkout). Needs the npm registry.
 *
 *   npm run test:matrix           all of them
 *   npm run test:matrix -- real   this lane
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runLanes } from './lanes.mjs';
import { installPackage, npm, pack, run } from './packed.mjs';
import { lanesAtOnce, spawning, specsOf } from './suites.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const versions = { 'node-red': '5.0.7', node: '22.23.3' };

const folder = mkdtempSync(join(tmpdir(), 'nomos-matrix-'));
try {
  const { node, nodeRed } = installNodeRed5();
  const env = {
    NOMOS_MATRIX_NODE: node,
    NOMOS_MATRIX_NODE_RED: nodeRed,
    NOMOS_MATRIX_PACKAGE: installPackage(node, pack(folder), folder),
  };
  const title = `Node-RED ${versions['node-red']} on Node.js ${versions.node}`;
  const wanted = spawning.filter((name) => process.argv[2] === undefined || process.argv[2] === name);
  await runLanes(
    wanted.map((name) => ({ name: `${title}: ${name}`, specs: specsOf(name), env })),
    lanesAtOnce,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
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
  npm(process.execPath, ['install', '--no-audit', '--no-fund'], place);
  writeFileSync(join(place, 'installed'), run(found.node, ['--version'], place));
  return found;
}
