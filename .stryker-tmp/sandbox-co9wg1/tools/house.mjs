/**
 * Writes what follows from the list of floors (`floors.json`): the import rules of the linter and the project of the pure
 * floors. `--check` writes nothing and fails where they differ from the list.
 */
// @ts-nocheck

import { readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const floors = JSON.parse(readFileSync(join(root, 'tools', 'floors.json'), 'utf8'));
const isOneFile = (name) => name === 'errors';
const noDate = { Date: 'Pure floors know no clock: time comes in as an argument.' };

/** How a file of `floor` writes an import of any file of `other`, relative to its own folder. */
function reach(floor, other) {
  const from = isOneFile(floor) ? 'src' : posix.join('src', floor);
  const path = posix.relative(from, posix.join('src', other));
  const written = path.startsWith('.') ? path : `./${path}`;
  return isOneFile(other) ? `${written}.js` : `${written}/*.js`;
}

function rule({ name, why, may = [], packages = [], pure = false }) {
  const group = ['**', ...(isOneFile(name) ? [] : ['!./*']), ...may.map((other) => `!${reach(name, other)}`)];
  const allowed = packages.map((known) => `!${known}`);
  const style = {
    noRestrictedImports: { level: 'error', options: { patterns: [{ group: [...group, ...allowed], message: why }] } },
    ...(pure ? { noRestrictedGlobals: { level: 'error', options: { deniedGlobals: noDate } } } : {}),
  };
  return { includes: [isOneFile(name) ? `src/${name}.ts` : `src/${name}/*.ts`], linter: { rules: { style } } };
}

const written = {
  'biome.floors.json': { overrides: floors.map(rule) },
  'tsconfig.pure.json': {
    extends: './tsconfig.base.json',
    compilerOptions: { noEmit: true },
    include: floors.filter(({ pure }) => pure).map(({ name }) => `src/${name}${isOneFile(name) ? '' : '/**/*'}.ts`),
  },
};

for (const [name, content] of Object.entries(written)) {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  const path = join(root, name);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))) !== JSON.stringify(content)) {
    console.error(`${name} does not follow from tools/floors.json: run "npm run fix"`);
    process.exitCode = 1;
  }
}
