/**
 * Mutation testing: changes the built code in small ways, one at a time, and looks whether a test notices.
 *
 *   npm run test:mutation                        all mutants of all rooms, those that are known left out
 *   npm run test:mutation -- time prices         of these rooms
 *   npm run test:mutation -- --sample 50         so many, drawn by --seed (1); fails below the stored score
 *
 * Stryker's instrumenter makes the mutants; its own runner knows neither the mocha nor the Node.js that we use. A mutant meets the tests
 * of its room (a test lies where its source lies) and of the rooms that `tools/mutation.json` names beside it, and of these those that
 * reach it. What runs only while a module is loaded is
 * not mutated. Fates are kept in `.mutation/fates.json` for as long as neither room nor tests change.
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Instrumenter } from '@stryker-mutator/instrumenter';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);
const { rooms, leastScore, equivalent } = JSON.parse(readFileSync(at('tools', 'mutation.json'), 'utf8'));
const hangsAfterMs = 60_000;
const keptIn = at('.mutation', 'fates.json');

const options = { sample: { type: 'string' }, seed: { type: 'string', default: '1' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const wanted = positionals.length > 0 ? positionals : Object.keys(rooms);

const kept = readKept();
const all = [];
for (const room of wanted) all.push(...(await mutantsOf(room)));
const chosen = values.sample === undefined ? all : drawn(all, Number(values.sample), Number(values.seed));
for (const room of wanted)
  await judgeRoom(
    room,
    chosen.filter((mutant) => mutant.room === room),
  );
report();

/** All mutants of a room, with the mutated text of its files. */
async function mutantsOf(room) {
  const folder = at('build', 'product', 'src', room);
  const files = readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.js'))
    .map((path) => join(folder, path));
  const specs = [room, ...rooms[room]].flatMap((tested) =>
    readdirSync(at('build', 'test', tested), { recursive: true })
      .filter((path) => path.endsWith('.test.js'))
      .map((path) => at('build', 'test', tested, path)),
  );
  const sources = files.map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true }));
  const logger = new Proxy({}, { get: () => () => undefined });
  const result = await new Instrumenter(logger).instrument(sources, {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
  });
  const hash = createHash('sha256');
  for (const file of [...files, ...specs]) hash.update(readFileSync(file));
  const shared = {
    room,
    specs,
    state: hash.digest('base64').slice(0, 12),
    instrumented: result.files.map(({ name, content }) => [name, content]),
  };
  return result.mutants.map((mutant) => {
    const { start, end } = mutant.location;
    const source = sources.find(({ name }) => name === mutant.fileName).content.split('\n');
    const was =
      start.line === end.line
        ? source[start.line].slice(start.column, end.column)
        : `${source[start.line].slice(start.column)} …`;
    const where = `${relative(folder, mutant.fileName)}:${start.line + 1}:${start.column + 1}`;
    return {
      ...shared,
      id: mutant.id,
      where: `${room}/${where}`,
      was,
      becomes: mutant.replacementCode ?? mutant.replacement,
      fate: undefined,
    };
  });
}

/** So many of them, the same for the same seed. */
function drawn(mutants, count, seed) {
  const key = ({ where, becomes }) => createHash('sha256').update(`${seed}/${where}/${becomes}`).digest('hex');
  const order = mutants.map((mutant) => ({ mutant, key: key(mutant) })).sort((a, b) => a.key.localeCompare(b.key));
  return order.slice(0, count).map(({ mutant }) => mutant);
}

async function judgeRoom(room, mutants) {
  const open = mutants.filter((mutant) => {
    mutant.fate = kept.get(keyOf(mutant));
    return mutant.fate === undefined;
  });
  let child;
  for (const mutant of open) {
    child ??= await start(mutant);
    mutant.fate = await fateOf(child, mutant);
    if (mutant.fate === 'hung' || mutant.fate === 'crashed') child = undefined;
    kept.set(keyOf(mutant), mutant.fate);
  }
  child?.kill('SIGKILL');
  if (open.length > 0) keep();
  if (mutants.length > 0) console.log(`${room}: ${scoreText(mutants)}`);
}

function start({ room, specs, instrumented }) {
  const child = fork(at('tools', 'mutants.mjs'), { cwd: root, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const complaints = [];
  child.stderr.on('data', (chunk) => complaints.push(chunk));
  child.send({ specs, instrumented });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('close', (code, signal) =>
      reject(new Error(`${room} ended with ${signal ?? code}: ${Buffer.concat(complaints)}`)),
    );
  });
}

function fateOf(child, { id }) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      finish('hung');
    }, hangsAfterMs);
    const finish = (fate) => {
      clearTimeout(timer);
      child.removeAllListeners('message').removeAllListeners('exit');
      resolve(fate);
    };
    child.removeAllListeners('exit');
    child.once('message', ({ fate }) => finish(fate));
    child.once('exit', () => finish('crashed'));
    child.send({ mutant: id });
  });
}

function isNoticed({ fate }) {
  return fate === 'killed' || fate === 'hung' || fate === 'crashed';
}

function isEquivalent({ where, was, becomes }) {
  const file = where.replace(/:\d+:\d+$/, '');
  return equivalent.some((one) => one.file === file && one.was === was && one.becomes === becomes);
}

/** Those that count: neither equivalent nor at load only. */
function counted(mutants) {
  return mutants.filter((mutant) => mutant.fate !== 'at-load' && (isNoticed(mutant) || !isEquivalent(mutant)));
}

function scoreText(mutants) {
  const judged = counted(mutants);
  const noticed = judged.filter(isNoticed).length;
  return `${noticed} of ${judged.length} noticed (${((100 * noticed) / Math.max(1, judged.length)).toFixed(1)} %)`;
}

function report() {
  const survivors = counted(chosen).filter((mutant) => !isNoticed(mutant));
  for (const { where, was, becomes, fate } of survivors) console.log(`${fate}: ${where}  ${was}  ->  ${becomes}`);
  console.log(`all: ${scoreText(chosen)}; the least that is allowed is ${leastScore} %`);
  const judged = counted(chosen);
  if (judged.length === 0 || (100 * judged.filter(isNoticed).length) / judged.length < leastScore) process.exitCode = 1;
}

function keyOf({ where, was, becomes, state }) {
  return [state, where, was, becomes].join('\t');
}

function readKept() {
  try {
    return new Map(JSON.parse(readFileSync(keptIn, 'utf8')));
  } catch {
    return new Map();
  }
}

function keep() {
  mkdirSync(at('.mutation'), { recursive: true });
  writeFileSync(keptIn, JSON.stringify([...kept]));
}
