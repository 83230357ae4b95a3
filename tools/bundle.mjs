/**
 * Bundles what is published: the runtime in one file for all nodes (`dist/nomos.js`), beside it axios (`dist/axios.js`, loaded
 * with the first request) and Temporal (`dist/temporal.js`, loaded for the first instant that is not reckoned), the editor in
 * one script for all dialogs (`resources/editor.js`), and a small file for each node.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { globalName } from './dialog.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

/** The part of the runtime that is there before any of our nodes is: it decides when the rest is loaded. */
const early = '../src/nodered/first-need.js';

/** The part of the runtime that stands on Temporal. */
const byTemporal = 'src/time/by-temporal.ts';

/** A single character beyond ASCII would make V8 keep twice the bytes. */
const runtimeOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  charset: 'ascii',
  legalComments: 'none',
  metafile: true,
};

/**
 * Lines are short, because Node.js prints the one that threw. Names of functions are not kept: they would cost 4 MB of memory
 * and a tenth of the package; `tools/trace.mjs` finds them again.
 */
const small = { minify: true, lineLimit: 200 };

/** zod can describe a schema as JSON Schema, and brings what that takes into every one; nobody asks ours for that. */
const noJsonSchema = {
  name: 'no JSON schema',
  setup({ onLoad }) {
    const none = (names) => names.map((name) => `export const ${name} = () => undefined;`).join('\n');
    const names = {
      'to-json-schema': ['createToJSONSchemaMethod', 'createStandardJSONSchemaMethod'],
      'json-schema-processors': ['toJSONSchema'],
      'json-schema-generator': ['JSONSchemaGenerator'],
    };
    const filter = /zod\/v4\/core\/((?:to-)?json-schema(?:-processors|-generator)?)\.js$/;
    onLoad({ filter }, ({ path }) => ({ contents: none(names[filter.exec(path)[1]] ?? []) }));
  },
};

/** The types of nodes and plugins: `nodes/<type>.html`. */
export function typesOf() {
  return readdirSync(at('nodes'))
    .filter((file) => file.endsWith('.html'))
    .map((file) => file.slice(0, -'.html'.length));
}

/** What `nodes/<type>.ts` imports of the runtime that is loaded late: pairs of a path and the names. */
function lateImports(type) {
  const text = readFileSync(at('nodes', `${type}.ts`), 'utf8');
  return [...text.matchAll(/^import \{ ([^}]+) \} from '(\.\.\/src\/[^']+)';$/gm)]
    .map(([, names, path]) => ({ path, names: names.split(', ') }))
    .filter(({ path }) => path !== early);
}

/** Stands in place of modules that are in another bundle: loads that one when a name of it is used. */
function lateModule(names, bundled) {
  const getter = (name) =>
    `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => require('${bundled}').${name} });`;
  return names.map(getter).join('\n');
}

/** The functions of a source file that it exports by their own names. */
function functionsOf(path) {
  return [...readFileSync(at(path), 'utf8').matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
}

function nodeBundle(type) {
  const late = new Map(lateImports(type).map(({ path, names }) => [path, names]));
  const plugin = {
    name: 'late runtime',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.\/nomos\.js$/ }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /^\.\.\/src\// }, ({ path }) => {
        if (path === early) return undefined;
        // A second copy of a module would be a second state of it.
        if (!late.has(path)) return { errors: [{ text: 'import it as `import { name } from …` in one line' }] };
        return { path, namespace: 'late' };
      });
      onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
        contents: lateModule(late.get(path), '../nomos.js'),
      }));
    },
  };
  const outfile = `dist/nodes/${type}.js`;
  return build({ ...runtimeOptions, entryPoints: [`nodes/${type}.ts`], outfile, plugins: [plugin] });
}

/** The runtime; with `write: false` and a source map, what `tools/trace.mjs` reads. */
export function runtimeBundle(more = {}) {
  const lines = typesOf()
    .flatMap(lateImports)
    .map(({ path, names }) => `export { ${names.join(', ')} } from '${path}';`);
  const plugin = {
    name: 'axios and Temporal beside',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^axios$/ }, () => ({ path: './axios.js', external: true }));
      onResolve({ filter: /^\.\/temporal\.js$/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /\/src\/time\/by-temporal\.ts$/ }, () => ({
        contents: lateModule(functionsOf(byTemporal), './temporal.js'),
      }));
    },
  };
  const stdin = { contents: lines.join('\n'), resolveDir: at('nodes'), loader: 'ts' };
  const plugins = [plugin, noJsonSchema];
  return build({ ...runtimeOptions, ...small, stdin, outfile: 'dist/nomos.js', plugins, ...more });
}

/** What axios brings along and `src/http/exchange.ts` never uses, with what stands in its place: a third of it. */
const unusedByAxios = [
  // Adapters for browsers; the one for fetch would load all of undici.
  [/^\.\/xhr\.js$/, 'export default false;'],
  [/^\.\/fetch\.js$/, 'export const getFetch = undefined;'],
  // We send no forms, and they bring a table of all media types.
  [/^form-data$/, 'module.exports = FormData;'],
  [
    /\/(formDataToStream|formDataToJSON|toFormData|toURLEncodedForm|setFormDataHeaders)\.js$/,
    'export default () => undefined;',
  ],
  // Nor addresses that hold their data themselves, and nobody watches how fast it goes.
  [/\/fromDataURI\.js$/, 'export default () => undefined;'],
  [
    /\/estimateDataURLDecodedBytes\.js$/,
    'export const estimateDataURLBufferAllocation = () => 0; export default () => 0;',
  ],
  [/\/AxiosTransformStream\.js$/, 'export default class {}'],
  // Requests end by a signal, and we know their codes.
  [/\/CancelToken\.js$/, 'export default class {}'],
  [/\/HttpStatusCode\.js$/, 'export default {};'],
  // Redirects are switched off, and HTTP/2 is not asked for.
  [/^follow-redirects$/, 'export default {};'],
  [/^http2$/, 'export default {};'],
  [/^\.\.\/helpers\/Http2Sessions\.js$/, 'export default class {}'],
  // Prints what is under way where an environment variable says so.
  [/^debug$/, 'module.exports = () => Object.assign(() => {}, { enabled: false });'],
];

function axiosBundle() {
  const plugin = {
    name: 'only what is used',
    setup({ onResolve, onLoad }) {
      for (const [filter, contents] of unusedByAxios) {
        onResolve({ filter }, ({ path }) => ({ path, namespace: 'unused', pluginData: contents }));
      }
      onLoad({ filter: /.*/, namespace: 'unused' }, ({ pluginData }) => ({ contents: pluginData }));
    },
  };
  const stdin = { contents: "export { Axios } from 'axios';", resolveDir: root };
  return build({ ...runtimeOptions, ...small, stdin, outfile: 'dist/axios.js', plugins: [plugin] });
}

function temporalBundle() {
  return build({ ...runtimeOptions, ...small, entryPoints: [byTemporal], outfile: 'dist/temporal.js' });
}

/** One script with a global for each `<type>.editor.ts`, e.g. `nomosAccountEditor`; run again it changes nothing. */
function editorBundle() {
  const lines = typesOf()
    .filter((type) => existsSync(at('nodes', `${type}.editor.ts`)))
    .map((type) => {
      return `export * as ${globalName(type)} from './nodes/${type}.editor.ts';`;
    });
  return build({
    absWorkingDir: root,
    stdin: { contents: lines.join('\n'), resolveDir: root, loader: 'ts' },
    outfile: 'resources/editor.js',
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'nomosEditor',
    banner: { js: 'if (!globalThis.nomosEditor) {' },
    footer: { js: 'globalThis.nomosEditor = nomosEditor;\nObject.assign(globalThis, nomosEditor);\n}' },
    target: 'es2022',
    loader: { '.css': 'text' },
    legalComments: 'none',
    metafile: true,
  });
}

/** The folders of the packages whose code is in a bundle, as paths from the root. */
function packagesIn(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap((output) => used(output.inputs)));
  const folders = inputs.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

function used(inputs) {
  return Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
}

/** The text of a licence: a file of its own or, in older packages, the end of the readme; throws where there is neither. */
function licenceText(folder) {
  const read = (pattern) => {
    const name = readdirSync(at(folder)).find((entry) => pattern.test(entry));
    return name === undefined ? undefined : readFileSync(at(folder, name), 'utf8');
  };
  const text = read(/^licen[cs]e/i) ?? /^(?:#+ *)?Licen[cs]e\s([\s\S]+)/im.exec(read(/^readme/i) ?? '')?.[1];
  if (text === undefined) throw new Error(`${folder} has no licence to be bundled`);
  return text.trim();
}

/** What is in the bundles, each package with its version and its licence in full. */
function licences(folders) {
  return folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(at(folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${licenceText(folder)}\n`;
  });
}

/** Writes all bundles and, in `dist/licenses.txt`, the licences of what is in them. */
export async function bundle() {
  const results = await Promise.all([
    runtimeBundle(),
    axiosBundle(),
    temporalBundle(),
    editorBundle(),
    ...typesOf().map(nodeBundle),
  ]);
  const folders = packagesIn(results.map(({ metafile }) => metafile));
  writeFileSync(at('dist', 'licenses.txt'), licences(folders).join(`\n${'-'.repeat(80)}\n\n`));
}
