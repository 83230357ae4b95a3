/**
 * Runs the suites that drive a real Node-RED and a real browser on Node-RED 5.0 with the Node.js that it needs (`npm test`
 * runs them on the Node-RED of this checkout). Needs the npm registry.
 *
 *   npm run test:matrix           all of them
 *   npm run test:matrix -- real   this lane
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLanes } from './lanes.mjs';
import { installKept, installPackage, pack } from './packed.mjs';
import { lanesAtOnce, spawning, specsOf } from './suites.mjs';

const versions = { 'node-red': '5.0.7', node: '22.23.3' };

const folder = mkdtempSync(join(tmpdir(), 'nomos-matrix-'));
try {
  const modules = installKept(`node-red-${versions['node-red']}-node-${versions.node}`, versions);
  const node = join(modules, 'node', 'bin', 'node');
  const env = {
    NOMOS_MATRIX_NODE: node,
    NOMOS_MATRIX_NODE_RED: join(modules, 'node-red'),
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
