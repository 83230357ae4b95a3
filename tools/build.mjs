/**
 * Builds what is published into `dist/` and `resources/`, and into `build/` the product file by file, for tests, with tests,
 * sandbox and benchmarks. Node-RED looks for html, icons and locales beside the compiled node, so they are copied there.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, typesOf } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);
const editorScript = '<script src="resources/node-red-contrib-nomos/editor.js"></script>';

/** Compiles a project, only what changed since the last time; false when it has errors, which are printed. */
export function compile(project) {
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
  return spawnSync(process.execPath, [tsc, '-p', at(project)], { stdio: 'inherit' }).status === 0;
}

/** Copies `<type>.html`, putting a reference to the script of the editor where the html says `<!-- editor -->`. */
function copyHtml(type) {
  const html = readFileSync(at('nodes', `${type}.html`), 'utf8');
  writeFileSync(at('dist', 'nodes', `${type}.html`), html.replace('<!-- editor -->', editorScript));
}

/** All that is published and that no compiler makes: bundles, dialogs, icons, texts. */
export async function assemble() {
  mkdirSync(at('dist', 'nodes'), { recursive: true });
  for (const type of typesOf()) copyHtml(type);
  for (const folder of ['icons', 'locales']) cpSync(at(folder), at('dist', 'nodes', folder), { recursive: true });
  await bundle();
}

/** Builds all of it, in empty folders. */
async function buildAll() {
  for (const output of ['dist', 'resources', 'build']) rmSync(at(output), { recursive: true, force: true });
  if (!compile('tsconfig.json')) process.exit(1);
  await assemble();
  if (!compile('tsconfig.outside.json')) process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
