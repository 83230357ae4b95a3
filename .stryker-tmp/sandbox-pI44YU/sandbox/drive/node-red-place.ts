// @ts-nocheck
import { join } from 'node:path';

/** The folder of this package: compiled, this file is `build/sandbox/drive/node-red-place.js`. */
export const packageRoot = join(__dirname, '..', '..', '..');

/** The `node` that runs a Node-RED, the folder of Node-RED, and the one of this package; without that it is a bare one. */
export interface NodeRedPlace {
  readonly node: string;
  readonly nodeRed: string;
  readonly package?: string;
}

/**
 * Where a spawned Node-RED comes from: all of it is this checkout, unless the test matrix says otherwise by environment variables.
 */
export const nodeRedPlace = {
  node: process.env.NOMOS_MATRIX_NODE ?? process.execPath,
  nodeRed: process.env.NOMOS_MATRIX_NODE_RED ?? join(packageRoot, 'node_modules', 'node-red'),
  package: process.env.NOMOS_MATRIX_PACKAGE ?? packageRoot,
} satisfies NodeRedPlace;
