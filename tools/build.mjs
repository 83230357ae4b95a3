/**
 * Builds what is published into `dist/` and `resources/`, and into `build/` the product file by file, for tests, with tests,
 * sandbox and benchmarks. Node-RED looks for html, icons and locales beside the compiled node, so they are copied there.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, typesOf } from './bundle.mjs';
import { fillDialog } from './dialog.mjs';
import { fillHelp } from './help.mjs';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);
const editorScript = '<script src="resources/node-red-contrib-nomos/editor.js"></script>';

/** Compiles a project, only what changed since the last time; false when it has errors, which are printed. */
export function compile(project) {
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
  return spawnSync(process.execPath, [tsc, '-p', at(project)], { stdio: 'inherit' }).status === 0;
}

/** The tables of settings as they are compiled now. */
function settingsTables() {
  const compiled = at('build', 'product', 'src', 'protocol');
  for (const path of Object.keys(require.cache)) if (path.startsWith(compiled)) delete require.cache[path];
  return require(join(compiled, 'tables.js')).tables;
}

/** Copies `<type>.html` with what follows from its table, and a reference to the editor's script where it says `<!-- editor -->`. */
function buildHtml(type, tables) {
  const source = readFileSync(at('nodes', `${type}.html`), 'utf8');
  const html = tables[type] === undefined ? source : fillDialog(source, type, tables[type]);
  writeFileSync(at('dist', 'nodes', `${type}.html`), html.replace('<!-- editor -->', editorScript));
}

/** Fills the words of the dialogs into the copied help of every language, and writes its catalogs without what only people need. */
function buildTexts() {
  const locales = at('dist', 'nodes', 'locales');
  const files = readdirSync(locales, { recursive: true }).map((file) => join(locales, file));
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
  for (const path of files.filter((file) => file.endsWith('.html'))) {
    const catalog = read(path.replace(/html$/, 'json'));
    writeFileSync(path, fillHelp(readFileSync(path, 'utf8'), catalog[basename(path, '.html')]));
  }
  for (const path of files.filter((file) => file.endsWith('.json'))) writeFileSync(path, JSON.stringify(read(path)));
}

/** All that is published and that no compiler makes: bundles, dialogs, icons, texts. */
export async function assemble() {
  mkdirSync(at('dist', 'nodes'), { recursive: true });
  const tables = settingsTables();
  for (const type of typesOf()) buildHtml(type, tables);
  for (const folder of ['icons', 'locales'])
    cpSync(at(folder), at('dist', 'nodes', folder), { recursive: true, filter: (path) => !path.endsWith('.md') });
  buildTexts();
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
