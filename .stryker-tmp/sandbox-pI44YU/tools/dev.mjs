/**
 * Builds what changes, as soon as it changes, and runs the tests of it:
 *
 *   npm run dev                                  the test that lies where the changed file lies
 *   npm run dev -- test/planner/plan.test.ts     always these (files, or patterns in quotes)
 */
// @ts-nocheck

import { spawnSync } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assemble, compile } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const chosen = process.argv.slice(2);
const quietMs = 50;
const changed = new Set();
let timer;
/** One build at a time. */
let working = Promise.resolve();

/** The compiled test of a source or test file, or undefined where none lies there. */
function testOf(path) {
  const test = path.endsWith('.test.ts') ? path : path.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');
  return existsSync(join(root, test)) ? compiled(test) : undefined;
}

function compiled(test) {
  return `build/${test.replace(/\.ts$/, '.js')}`;
}

async function work(paths) {
  const begun = performance.now();
  const isProduct = paths.some((path) => /^(src|nodes|locales|icons)\//.test(path));
  if (isProduct && !compile('tsconfig.json')) return;
  if (isProduct) await assemble();
  if (!compile('tsconfig.outside.json')) return;
  const tests = chosen.length > 0 ? chosen.map(compiled) : [...new Set(paths.map(testOf).filter(Boolean))];
  console.log(`built in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  if (tests.length === 0) return;
  spawnSync(process.execPath, [join(root, 'node_modules/mocha/bin/mocha.js'), ...tests], {
    cwd: root,
    stdio: 'inherit',
  });
  console.log(`from the change to the result: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

async function flush() {
  const paths = [...changed];
  changed.clear();
  if (paths.length > 0) await work(paths);
}

await work(['src/errors.ts', 'nodes/all']);
console.log('watching; end with Ctrl-C');
for (const folder of ['src', 'nodes', 'locales', 'icons', 'test', 'sandbox', 'bench']) {
  watch(join(root, folder), { recursive: true }, (_event, name) => {
    if (name === null) return;
    changed.add(`${folder}/${name}`);
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(flush);
    }, quietMs);
  });
}
