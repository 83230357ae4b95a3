/** A room of the house as mutation testing sees it: its built files, the tests that judge it, and its mutants. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Instrumenter } from '@stryker-mutator/instrumenter';

const root = fileURLToPath(new URL('..', import.meta.url));
const product = join(root, 'build', 'product', 'src');
const instrumenter = new Instrumenter(new Proxy({}, { get: () => () => undefined }));

/**
 * A room by its name, judged by its own tests and by those of the rooms beside it: `specs`, `instrumented` (pairs of a path
 * and its text with a counter at every mutant), `mutants` and, once somebody has found it out, which of them the tests have `reached`.
 */
export async function roomOf(name, beside) {
  const files = filesIn(join(product, name), '.js');
  // What leads into a room only names what is in it.
  const mutated = files.filter((path) => !path.endsWith(`${sep}index.js`));
  const specs = [name, ...beside].flatMap((tested) => filesIn(join(root, 'build', 'test', tested), '.test.js'));
  const sources = mutated.map((path) => ({ name: path, content: readFileSync(path, 'utf8'), mutate: true }));
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { files: made, mutants } = await instrumenter.instrument(sources, options);
  const state = stateOf([...files, ...specs]);
  const texts = new Map(sources.map(({ name: path, content }) => [path, content]));
  return {
    name,
    specs,
    instrumented: made.map(({ name: path, content }) => [path, content]),
    mutants: mutants
      .map((mutant) => ({ room: name, ...described(mutant, texts.get(mutant.fileName), state) }))
      .filter(({ path, from }) => !isCompilers(texts.get(path), from)),
    reached: undefined,
  };
}

function filesIn(folder, ending) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path));
}

function stateOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest('base64').slice(0, 12);
}

function described({ id, fileName, location, replacementCode, replacement, mutatorName }, text, state) {
  const [from, until] = [offsetIn(text, location.start), offsetIn(text, location.end)];
  const was = text.slice(from, until);
  const becomes = replacementCode ?? replacement;
  const file = relative(product, fileName);
  const where = `${file}:${location.start.line + 1}:${location.start.column + 1}`;
  const key = [state, where, was, mutatorName, becomes].join('\t');
  return { id, path: fileName, file, from, until, was: inOneLine(was), becomes, where, key, fate: undefined };
}

/** True in what the compiler puts before our own code: its helpers, and the mark of a module. */
function isCompilers(text, at) {
  const mark = 'Object.defineProperty(exports, "__esModule", { value: true });';
  return at < text.indexOf(mark) + mark.length && text.includes(mark);
}

/** Of a place that counts lines and columns from 0. */
function offsetIn(text, { line, column }) {
  let start = 0;
  for (let passed = 0; passed < line; passed += 1) start = text.indexOf('\n', start) + 1;
  return start + column;
}

function inOneLine(code) {
  const [first, ...more] = code.split('\n');
  return more.length > 0 ? `${first} …` : first;
}

/** So many of them, the same for the same seed. */
export function drawn(mutants, count, seed) {
  const lot = ({ where, becomes }) => createHash('sha256').update(`${seed}/${where}/${becomes}`).digest('hex');
  const lots = mutants.map((mutant) => ({ mutant, lot: lot(mutant) })).sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return lots.slice(0, count).map(({ mutant }) => mutant);
}
