/**
 * Builds the product into `dist/` (what is published) and tests, sandbox and benchmarks into `build/`.
 * Node-RED looks for html, icons and locales beside the compiled node, so they are copied there.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { fillDialog, globalName } from './dialog.mjs';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

/** Compiles a project, only what changed since the last time; false when it has errors, which are printed. */
export function compile(project) {
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
  return spawnSync(process.execPath, [tsc, '-p', at(project)], { stdio: 'inherit' }).status === 0;
}

/** Bundles one `<type>.editor.ts` to a script that defines one global, e.g. `nomosAccountEditor`. */
async function editorScript(type) {
  const result = await build({
    entryPoints: [at('nodes', `${type}.editor.ts`)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: globalName(type),
    target: 'es2022',
    loader: { '.css': 'text' },
    charset: 'utf8',
  });
  return `<script type="text/javascript">\n${result.outputFiles[0].text.replaceAll('</script', '<\\/script')}</script>`;
}

/** The tables of settings as they are compiled now. */
function settingsTables() {
  const compiled = at('dist', 'src', 'protocol');
  for (const path of Object.keys(require.cache)) if (path.startsWith(compiled)) delete require.cache[path];
  return require(join(compiled, 'tables.js')).tables;
}

/** Copies `<type>.html` with what follows from its table, and the bundled editor script where it says `<!-- editor -->`. */
async function buildHtml(type, tables) {
  const source = readFileSync(at('nodes', `${type}.html`), 'utf8');
  const html = tables[type] === undefined ? source : fillDialog(source, type, tables[type]);
  const script = existsSync(at('nodes', `${type}.editor.ts`)) ? await editorScript(type) : '';
  writeFileSync(
    at('dist', 'nodes', `${type}.html`),
    html.replace('<!-- editor -->', () => script),
  );
}

/** Everything of `dist/` that no compiler makes: dialogs, icons, texts. */
export async function assemble() {
  mkdirSync(at('dist', 'nodes'), { recursive: true });
  const types = readdirSync(at('nodes'))
    .filter((file) => file.endsWith('.html'))
    .map((file) => basename(file, '.html'));
  const tables = settingsTables();
  await Promise.all(types.map((type) => buildHtml(type, tables)));
  for (const folder of ['icons', 'locales']) cpSync(at(folder), at('dist', 'nodes', folder), { recursive: true });
}

/** Builds all of it, in empty folders. */
async function buildAll() {
  for (const output of ['dist', 'build']) rmSync(at(output), { recursive: true, force: true });
  if (!compile('tsconfig.json')) process.exit(1);
  await assemble();
  if (!compile('tsconfig.outside.json')) process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
