import Module from 'node:module';
import { join, sep } from 'node:path';
import { packageRoot } from '../../../sandbox/drive/node-red-place.js';

/**
 * The sources under test get the axios that is published, which `tools/bundle.mjs` has made of the parts that they use; tests
 * that load axios themselves get all of it.
 */
type Resolve = (request: string, parent: { readonly filename?: string } | undefined, ...rest: unknown[]) => string;

const shipped = join(packageRoot, 'dist', 'axios.js');
const product = join(packageRoot, 'build', 'product') + sep;
const resolver = Module as unknown as { _resolveFilename: Resolve };
const resolve = resolver._resolveFilename;
resolver._resolveFilename = (request, parent, ...rest) =>
  request === 'axios' && parent?.filename?.startsWith(product) ? shipped : resolve(request, parent, ...rest);
