/**
 * Runs the tests of one room against its mutants: a process that `tools/mutation.mjs` starts and, when it hangs, ends. Nothing is
 * written to disk: the mutated code, with a switch for every mutant, is compiled in place of what was built.
 *
 * It is told `{room, mutants, instrumented}` (paths of built files and their mutated text) and `{kind: 'run', mutant}`; it tells
 * `{kind: 'ready'}`, then for each mutant its fate.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import Mocha from 'mocha';

const require = createRequire(import.meta.url);
const Module = require('node:module');
const root = fileURLToPath(new URL('..', import.meta.url));
const quiet = class {};

process.once('message', ({ specs, instrumented }) => void begin(specs, new Map(instrumented)));

async function begin(specs, instrumented) {
  process.chdir(root);
  const compile = Module._extensions['.js'];
  Module._extensions['.js'] = (module, file) => {
    const text = instrumented.get(file);
    if (text === undefined) compile(module, file);
    else module._compile(text, file);
  };
  const switches = { mutantCoverage: undefined, activeMutant: undefined, currentTestId: undefined };
  globalThis.__stryker__ = switches;
  for (const support of ['patience', 'seeds']) require(`../build/test/support/mocha/${support}.js`);
  const mocha = new Mocha({ reporter: quiet, timeout: 60_000, rootHooks: hooks(switches) });
  mocha.cleanReferencesAfterRun(false);
  for (const spec of specs) mocha.addFile(spec);
  mocha.loadFiles();
  const begun = performance.now();
  const dry = await run(mocha);
  if (dry.failed !== undefined) throw new Error(`without any mutant this fails: ${dry.failed}`);
  const coverage = switches.mutantCoverage ?? { static: {}, perTest: {} };
  mocha.bail(true);
  process.on('message', async ({ mutant }) => {
    const covering = Object.keys(coverage.perTest).filter((test) => coverage.perTest[test][mutant] > 0);
    if (covering.length === 0) {
      process.send({ kind: 'fate', fate: coverage.static[mutant] > 0 ? 'at-load' : 'uncovered' });
      return;
    }
    Object.assign(switches, { activeMutant: mutant, mutantCoverage: undefined });
    const { failed } = await run(mocha, new Set(covering));
    switches.activeMutant = undefined;
    process.send({ kind: 'fate', fate: failed === undefined ? 'survived' : 'killed', by: failed });
  });
  process.send({ kind: 'ready', seconds: (performance.now() - begun) / 1000 });
}

function hooks(switches) {
  return {
    beforeEach() {
      switches.currentTestId = this.currentTest.fullTitle();
    },
    afterEach() {
      switches.currentTestId = undefined;
    },
  };
}

/** Runs all tests, or the named ones; resolves with the title of one that failed. */
function run(mocha, wanted) {
  return new Promise((resolve) => {
    let failed;
    mocha.suite.eachTest((test) => {
      test.pending = wanted !== undefined && !wanted.has(test.fullTitle());
    });
    mocha
      .run(() => resolve({ failed }))
      .on('fail', (test) => {
        failed ??= test.fullTitle();
      });
  });
}
