import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

interface Law {
  readonly floor: string;
  /** Where the imports are planted, without `.ts`. */
  readonly file: string;
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
}

/** What every floor of the product must never reach. */
const outside = ['../../sandbox/index.js', '../../test/support/fake-clock.js', '../../nodes/nomos-prices.js'];

const laws: readonly Law[] = [
  {
    ...{ floor: 'errors', file: 'src/errors' },
    allowed: [],
    refused: ['./time.js', 'zod', 'node:util'],
  },
  {
    ...{ floor: 'time', file: 'src/time/planted' },
    allowed: ['./interval.js', '../errors.js', 'temporal-polyfill'],
    refused: ['../prices/index.js', 'node:timers', 'zod', ...outside],
  },
  {
    ...{ floor: 'prices', file: 'src/prices/planted' },
    allowed: ['./series.js', '../time/index.js', '../errors.js'],
    refused: ['../planner/index.js', '../nomos/client.js', 'temporal-polyfill', 'node:fs', ...outside],
  },
  {
    ...{ floor: 'planner', file: 'src/planner/planted' },
    allowed: ['./plan.js', '../prices/index.js', '../time/index.js', '../errors.js'],
    refused: ['../runs/index.js', '../http/door.js', '../nodered/red.js', 'axios', 'node:fs', ...outside],
  },
  {
    ...{ floor: 'runs', file: 'src/runs/planted' },
    allowed: ['./log.js', '../planner/index.js', '../prices/index.js', '../time/index.js', '../errors.js'],
    refused: ['../account/clock.js', '../nodered/red.js', 'zod', 'node:timers', ...outside],
  },
  {
    ...{ floor: 'http', file: 'src/http/planted' },
    allowed: ['./door.js', '../errors.js', '../time/index.js', 'axios', 'node:http', 'node:timers/promises'],
    refused: ['../nomos/client.js', '../oauth/pkce.js', '../prices/index.js', 'zod', ...outside],
  },
  {
    ...{ floor: 'nomos', file: 'src/nomos/planted' },
    allowed: ['./decode.js', '../http/door.js', '../prices/index.js', '../time/index.js', '../errors.js', 'zod'],
    refused: ['../account/session.js', '../oauth/pkce.js', 'axios', 'node:http', ...outside],
  },
  {
    ...{ floor: 'oauth', file: 'src/oauth/planted' },
    allowed: ['./pkce.js', '../http/door.js', '../time/index.js', '../errors.js', 'zod', 'node:crypto'],
    refused: ['../nomos/client.js', '../account/session.js', 'axios', 'node:fs', ...outside],
  },
  {
    ...{ floor: 'account', file: 'src/account/planted' },
    allowed: ['./session.js', '../nomos/client.js', '../oauth/pkce.js', '../http/door.js', '../prices/index.js', 'zod'],
    refused: ['../nodered/settings-store.js', '../runs/index.js', '../planner/index.js', 'axios', ...outside],
  },
  {
    ...{ floor: 'nodered', file: 'src/nodered/planted' },
    allowed: ['./red.js', '../errors.js', '../account/account.js', '../runs/index.js', 'zod', 'node:crypto'],
    refused: ['../editor/dom.js', 'axios', 'temporal-polyfill', 'node-red', ...outside],
  },
  {
    ...{ floor: 'nodes', file: 'nodes/planted' },
    allowed: ['../src/nodered/prices-node.js'],
    refused: ['../src/account/account.js', '../src/planner/index.js', './nomos-prices.js', 'zod', 'node:fs'],
  },
  {
    ...{ floor: 'editor', file: 'src/editor/planted' },
    allowed: ['./dom.js', '../nodered/admin-api.js', 'uplot'],
    refused: ['../nodered/red.js', '../planner/index.js', '../errors.js', 'zod', 'node:fs', ...outside],
  },
  {
    ...{ floor: 'editor scripts', file: 'nodes/planted.editor' },
    allowed: ['../src/editor/dom.js', '../src/nodered/admin-api.js'],
    refused: ['../src/nodered/red.js', '../src/runs/index.js', 'zod'],
  },
  {
    ...{ floor: 'sandbox', file: 'sandbox/planted' },
    allowed: ['./clock.js', 'node:http', 'node:timers/promises', 'temporal-polyfill'],
    refused: ['../src/errors.js', '#src/errors.js', '../dist/src/errors.js', './demo/chart.js', 'axios', 'zod'],
  },
  {
    ...{ floor: 'demo', file: 'sandbox/demo/planted' },
    allowed: ['./chart.js', '../index.js', 'node:fs', 'temporal-polyfill'],
    refused: ['../../src/errors.js', '#src/errors.js', '../../dist/src/errors.js', 'axios'],
  },
  {
    ...{ floor: 'tests', file: 'test/house/planted' },
    allowed: ['#src/errors.js', '#nodes/nomos-prices.js', '../../sandbox/index.js', 'fast-check', 'node:fs'],
    refused: ['../../src/errors.js', '../../nodes/nomos-prices.js', '../../dist/src/errors.js'],
  },
];

/** Other ways of writing an import; each stands for `../nodered/red.js` in the planner. */
const forms: readonly [name: string, statement: string, rule: string][] = [
  ['a type', "import type { Red } from '../nodered/red.js';\nexport type R = Red;", 'noRestrictedImports'],
  ['a re-export', "export * from '../nodered/red.js';", 'noRestrictedImports'],
  ['a dynamic import', "export const late = () => import('../nodered/red.js');", 'noRestrictedImports'],
  ['a require', "export const early = require('../nodered/red.js');", 'noCommonJs'],
];

const pureFolders = ['time', 'prices', 'planner', 'runs'];

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
  this.timeout(60_000);
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

  for (const { floor, file, allowed, refused } of laws) {
    it(`${floor}: refuses ${refused.length} imports`, () => {
      const lines = new Set(at(`${file}.ts`, 'noRestrictedImports').map(({ line }) => line));
      const passed = refused.filter((_, index) => !lines.has(index + 1));
      assert.deepEqual(passed, [], 'these were let in');
    });

    if (allowed.length === 0) continue;
    it(`${floor}: allows ${allowed.length} imports`, () => {
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
