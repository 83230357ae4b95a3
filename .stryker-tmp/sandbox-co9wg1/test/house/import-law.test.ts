// @ts-nocheck
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { floors, isOneFile, laws } from './laws.js';

const root = join(__dirname, '..', '..', '..');

/** Other ways of writing an import; each reaches for Node-RED from the planner. */
const forms: readonly [name: string, statement: string, rule: string][] = [
  ['a type', "import type { Red } from '../nodered/platform/red.js';\nexport type R = Red;", 'noRestrictedImports'],
  ['a re-export', "export * from '../nodered/platform/red.js';", 'noRestrictedImports'],
  ['a dynamic import', "export const late = () => import('../nodered/platform/red.js');", 'noRestrictedImports'],
  ['a require', "export const early = require('../nodered/platform/red.js');", 'noCommonJs'],
];

const pureFolders = floors.filter((floor) => floor.pure === true && !isOneFile(floor)).map(({ name }) => name);

/** Statements that need something outside of the language; `Date` is in the language, so the linter refuses it. */
const impure: readonly [word: string, statement: string][] = [
  ['fetch', "void fetch('http://localhost');"],
  ['setTimeout', 'setTimeout(() => {}, 1);'],
  ['process', 'export const home = process.env;'],
  ['Buffer', 'export const bytes = Buffer.alloc(1);'],
  ['document', 'export const title = document.title;'],
  ['performance', 'export const now = performance.now();'],
];

interface Diagnostic {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
}

/** A copy of the sources in which anything may be planted; the caller removes it. */
function copySources(): string {
  const copy = mkdtempSync(join(tmpdir(), 'nomos-import-law-'));
  for (const name of ['src', 'nodes', 'sandbox', 'tsconfig.base.json', 'tsconfig.pure.json'])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  cpSync(join(root, 'test', 'house'), join(copy, 'test', 'house'), { recursive: true });
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  writeFileSync(join(copy, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
  cpSync(join(root, 'biome.floors.json'), join(copy, 'biome.floors.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  return copy;
}

function run(copy: string, script: string, args: readonly string[]): string {
  const { stdout, error } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (error) throw error;
  return stdout;
}

function lint(copy: string): Diagnostic[] {
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', 'src', 'nodes', 'sandbox', 'test'];
  const { diagnostics } = JSON.parse(run(copy, '@biomejs/biome/bin/biome', args));
  return diagnostics.map(
    ({ category, location }: { category: string; location: { path: string; start: { line: number } } }) => ({
      path: location.path,
      line: location.start.line,
      rule: category.split('/').at(-1),
    }),
  );
}

function allowedFile(file: string): string {
  return `${file}-allowed.ts`.replace('.editor-allowed', '-allowed.editor');
}

describe('house: the import law', function () {
  // Half a dozen runs of linter and compiler over all sources: on a busy machine a minute is not enough.
  this.timeout(300_000);
  let copy: string;
  let found: Diagnostic[];
  let compiled: string;
  const written = new Set<string>();

  function plant(path: string, text: string): void {
    written.add(path);
    writeFileSync(join(copy, path), text);
  }
  const at = (path: string, rule: string) => found.filter((one) => one.path === path && one.rule === rule);
  const imports = (specifiers: readonly string[]) => specifiers.map((name) => `import '${name}';\n`).join('');

  before(() => {
    copy = copySources();
    for (const folder of pureFolders)
      for (const [word, statement] of impure) plant(`src/${folder}/impure-${word.toLowerCase()}.ts`, statement);
    compiled = run(copy, 'typescript/bin/tsc', ['-p', 'tsconfig.pure.json', '--pretty', 'false']);
    for (const { file, allowed, refused } of laws) {
      plant(allowedFile(file), imports(allowed));
      const rest = file === 'src/errors' ? readFileSync(join(root, 'src', 'errors.ts'), 'utf8') : '';
      plant(`${file}.ts`, imports(refused) + rest);
    }
    for (const [index, [, statement]] of forms.entries()) plant(`src/planner/form-${index}.ts`, statement);
    for (const folder of pureFolders)
      plant(`src/${folder}/dated.ts`, 'export const now = Date.now();\nexport const day = new Date(0);\n');
    plant('src/prices/ring-a.ts', "import { b } from './ring-b.js';\nexport const a = () => b;\n");
    plant('src/prices/ring-b.ts', "import { a } from './ring-a.js';\nexport const b = () => a;\n");
    found = lint(copy);
  });
  after(() => {
    if (copy !== undefined) rmSync(copy, { recursive: true, force: true });
  });

  for (const { place, file, allowed, refused } of laws) {
    it(`${place}: refuses ${refused.length} imports`, () => {
      const lines = new Set(at(`${file}.ts`, 'noRestrictedImports').map(({ line }) => line));
      const passed = refused.filter((_, index) => !lines.has(index + 1));
      assert.deepEqual(passed, [], 'these were let in');
    });

    if (allowed.length === 0) continue;
    it(`${place}: allows ${allowed.length} imports`, () => {
      const lines = at(allowedFile(file), 'noRestrictedImports').map(({ line }) => allowed[line - 1]);
      assert.deepEqual(lines, [], 'these were refused');
    });
  }

  for (const [index, [name, , rule]] of forms.entries())
    it(`refuses ${name} just so`, () => {
      assert.equal(at(`src/planner/form-${index}.ts`, rule).length, 1);
    });

  for (const folder of pureFolders) {
    it(`${folder}: Date is refused`, () => {
      assert.equal(at(`src/${folder}/dated.ts`, 'noRestrictedGlobals').length, 2);
    });

    it(`${folder}: ${impure.map(([word]) => word).join(', ')} do not compile`, () => {
      const refusals = compiled.split('\n').filter((line) => line.startsWith(`src/${folder}/impure-`));
      const known = impure.filter(
        ([word]) =>
          !refusals.some((line) => line.includes(`impure-${word.toLowerCase()}.ts(1,`) && line.includes(`'${word}'`)),
      );
      assert.deepEqual(known, [], 'these compiled');
    });
  }

  it('two files must not import each other', () => {
    for (const path of ['src/prices/ring-a.ts', 'src/prices/ring-b.ts'])
      assert.equal(at(path, 'noImportCycles').length, 1, path);
  });

  it('finds nothing in what was not planted', () => {
    const rules = ['noRestrictedImports', 'noRestrictedGlobals', 'noImportCycles', 'noCommonJs'];
    assert.deepEqual(
      found.filter(({ path, rule }) => !written.has(path) && rules.includes(rule)),
      [],
    );
    const own = compiled.split('\n').filter((line) => /\): error/.test(line) && !written.has(line.split('(')[0] ?? ''));
    assert.deepEqual(own, []);
  });
});
