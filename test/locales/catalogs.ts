import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keysOf } from '#src/protocol/failure-text.js';
import { tables } from '#src/protocol/tables.js';

/** The folder of this package: compiled, this file is `build/test/locales/catalogs.js`. */
export const packageRoot = join(__dirname, '..', '..', '..');

export const languages = ['en-US', 'de'] as const;
export type Language = (typeof languages)[number];

interface Tree {
  readonly [key: string]: string | Tree;
}

/** The texts of one catalog by dotted key. */
export function catalog(language: Language, name: string): Map<string, string> {
  const file = join(packageRoot, 'locales', language, `${name}.json`);
  return new Map(leaves(JSON.parse(readFileSync(file, 'utf8')) as Tree, []));
}

/** The lookup of a runtime, or of an editor, in that language, as real as its catalogs. */
export function wordsIn(language: Language) {
  const all = Object.keys(tables).flatMap((type) =>
    [...catalog(language, type)].map(([key, text]) => [`${type}:${key}`, text] as const),
  );
  const texts = new Map<string, string>(all);
  return (key: string, params: Readonly<Record<string, unknown>> = {}) => {
    const text = keysOf(key).flatMap((full) => texts.get(full) ?? [])[0];
    return text?.replace(/__(\w+?)__/g, (whole, name) => String(params[name] ?? whole)) ?? key;
  };
}

/** Names of the files in a folder that end in `ending`, without it. */
export function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(packageRoot, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/** The html of a node as the editor gets it: rows and defaults filled in. */
export function builtHtml(type: string): string {
  return readFileSync(join(packageRoot, 'dist', 'nodes', `${type}.html`), 'utf8');
}

/** Every text that may name a key: built html, editor code and runtime code, by path. */
export function sources(): Map<string, string> {
  const html = filesIn('nodes', '.html').map((type) => [`dist/nodes/${type}.html`, builtHtml(type)] as const);
  const found = new Map<string, string>(html);
  for (const folder of ['nodes', 'src']) {
    for (const path of readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts')) continue;
      found.set(join(folder, path), readFileSync(join(packageRoot, folder, path), 'utf8'));
    }
  }
  return found;
}

function leaves(tree: Tree, path: readonly string[]): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, inner]) => {
    const below = [...path, key];
    return typeof inner === 'string' ? [[below.join('.'), inner] as [string, string]] : leaves(inner, below);
  });
}
