/**
 * Runs the tests of one room against its mutants: a process that `tools/mutation-worker.mjs` starts and, when it hangs, ends. Nothing
 * is written to disk: a mutated file is compiled in place of what was built, and everything of ours is loaded anew for it.
 *
 * Told `{specs, instrumented}` it answers which tests reach which mutant; told a mutant and the tests, its fate.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import Mocha from 'mocha';

const require = createRequire(import.meta.url);
const Module = require('node:module');
const root = fileURLToPath(new URL('..', import.meta.url));
const ours = join(root, 'build') + sep;
const quiet = class {};
const inPlace = new Map();
const compile = Module._extensions['.js'];

for (const name of ['seeds', 'shipped-axios']) require(join(ours, 'test', 'support', 'mocha', name));
// Tests unload what they loaded while nothing else is to be done; this process waits for the next mutant all the same.
setInterval(() => undefined, 1 << 30);
process.on('unhandledRejection', () => undefined);
Module._extensions['.js'] = (module, file) => {
  const text = inPlace.get(file);
  if (text === undefined) compile(module, file);
  else module._compile(text, file);
};
process.on('message', async (message) => {
  try {
    process.send(message.specs === undefined ? await fateOf(message) : await reachOf(message));
  } catch (error) {
    // Whoever began this process waits for it to end.
    console.error(error);
    process.exit(1);
  }
});

/** For each mutant that is reached: the tests, how long they take together, and whether it runs while a module is loaded. */
async function reachOf({ specs, instrumented }) {
  const seen = new Uint8Array(1 + Math.max(...instrumented.map(([, text]) => lastId(text))));
  globalThis.nomosSeen = seen;
  for (const [path, text] of instrumented) inPlace.set(path, counting(text));
  const reached = {};
  const take = (note) => {
    for (let id = seen.indexOf(1); id >= 0; id = seen.indexOf(1, id + 1)) {
      reached[id] ??= { tests: [], atLoad: false };
      note(reached[id]);
    }
    seen.fill(0);
  };
  const tookMs = new Map();
  const rootHooks = {
    beforeEach() {
      take((mutant) => {
        mutant.atLoad = true;
      });
    },
    afterEach() {
      const name = nameOf(this.currentTest);
      tookMs.set(name, this.currentTest.duration ?? 0);
      take(({ tests }) => tests.push(name));
    },
  };
  const failed = new Set(await run(specs, { rootHooks, bail: false }));
  inPlace.clear();
  // What is measured may take too long with marks everywhere; whoever fails without a mutant judges none.
  if (failed.size > tookMs.size / 50) throw new Error(`without any mutant this fails: ${[...failed].join(', ')}`);
  const longer = (one, other) => tookMs.get(one) - tookMs.get(other);
  return Object.fromEntries(
    Object.entries(reached).map(([id, { tests, atLoad }]) => {
      const names = tests.filter((name) => !failed.has(name)).sort(longer);
      return [id, { tests: names, seconds: names.reduce((sum, name) => sum + tookMs.get(name), 0) / 1000, atLoad }];
    }),
  );
}

/** The instrumented text with a mark in place of Stryker's counter, which is asked millions of times; no mutant is active. */
function counting(text) {
  const marks = (ids) =>
    `(${ids
      .match(/\d+/g)
      .map((id) => `nomosSeen[${id}] = `)
      .join('')}1)`;
  return text
    .replace(/stryMutAct_9fa48\("\d+"\)/g, 'false')
    .replace(/stryCov_9fa48\(((?:"\d+"(?:, )?)+)\)/g, (_, ids) => marks(ids));
}

function lastId(text) {
  return Math.max(0, ...[...text.matchAll(/stryCov_9fa48\((?:"\d+", )*"(\d+)"\)/g)].map(([, id]) => Number(id)));
}

async function fateOf({ path, from, until, becomes, tests }) {
  const text = mutated(readFileSync(path, 'utf8'), from, until, becomes);
  if (text === undefined) return 'not-code';
  inPlace.set(path, text);
  const wanted = new Set(tests);
  const specs = [...new Set(tests.map((name) => name.slice(0, name.indexOf('\t'))))];
  try {
    return (await run(specs, { wanted, bail: true })).length === 0 ? 'survived' : 'killed';
  } catch {
    return 'killed';
  } finally {
    inPlace.clear();
  }
}

/** A block stays one; everything else is an expression, and keeps its bounds by brackets where the language lets it. */
function mutated(text, from, until, becomes) {
  const place = (code) => text.slice(0, from) + code + text.slice(until);
  const isBlock = text[from] === '{' && becomes.startsWith('{');
  return [...(isBlock ? [] : [place(`(${becomes})`)]), place(becomes)].find(isCode);
}

function isCode(text) {
  try {
    return new Script(Module.wrap(text)) !== undefined;
  } catch {
    return false;
  }
}

/** Loads everything of ours anew and runs these files, of them the wanted tests; resolves with the names of those that failed. */
function run(specs, { wanted, rootHooks, bail }) {
  for (const file of Object.keys(require.cache)) if (file.startsWith(ours)) delete require.cache[file];
  const mocha = new Mocha({ reporter: quiet, timeout: 60_000, bail, rootHooks });
  for (const spec of specs) mocha.addFile(spec);
  mocha.loadFiles();
  if (wanted !== undefined) {
    mocha.suite.eachTest((test) => {
      test.pending = !wanted.has(nameOf(test));
    });
  }
  return new Promise((resolve) => {
    const failed = [];
    mocha.run(() => resolve(failed)).on('fail', (test) => failed.push(nameOf(test)));
  });
}

function nameOf(test) {
  return `${test.file}\t${test.fullTitle()}`;
}
