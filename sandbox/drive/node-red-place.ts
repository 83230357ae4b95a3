import { join } from 'node:path';

/** The folder of this package: compiled, this file is `build/sandbox/drive/node-red-place.js`. */
export const packageRoot = join(__dirname, '..', '..', '..');

/**
 * Where a spawned Node-RED comes from: the `node` that runs it, its own folder, and the folder of this package as installed.
 * All of it is this checkout, unless the test matrix says otherwise by environment variables.
 */
export const nodeRedPlace = {
  node: process.env.NOMOS_MATRIX_NODE ?? process.execPath,
  nodeRed: process.env.NOMOS_MATRIX_NODE_RED ?? join(packageRoot, 'node_modules', 'node-red'),
  package: process.env.NOMOS_MATRIX_PACKAGE ?? packageRoot,
};
