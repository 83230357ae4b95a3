/**
 * Mutation testing: changes the built code in small ways, one at a time, and looks whether a test notices.
 *
 *   npm run test:mutation                        all mutants of all rooms; those whose fate is known are not tried again
 *   npm run test:mutation -- time prices         of these rooms
 *   npm run test:mutation -- --sample 50         so many, drawn by --seed (1)
 *
 * Fails where fewer are noticed than the stored scores of the rooms let expect: by more than two standard deviations, because a
 * sample of fifty has luck of its own.
 *
 * Stryker's instrumenter makes the mutants; its own runner knows neither the mocha nor the Node.js that we use. A mutant meets the tests
 * of its room (a test lies where its source lies) and of the rooms that `tools/mutation.json` names beside it, and of these those that
 * reach it. What runs only while a module is loaded is not mutated. Fates are kept in `.mutation/fates.json` for as long as neither room
 * nor tests change.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawn, roomOf } from './mutation-room.mjs';
import { MutationWorker } from './mutation-worker.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { rooms, scores, equivalent } = JSON.parse(readFileSync(join(root, 'tools', 'mutation.json'), 'utf8'));
const keptIn = join(root, '.mutation', 'fates.json');

const options = {
  sample: { type: 'string' },
  seed: { type: 'string', default: '1' },
  workers: { type: 'string', default: String(availableParallelism()) },
};
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const wanted = positionals.length > 0 ? positionals : Object.keys(rooms);

const kept = readKept();
const tried = [];
for (const name of wanted) tried.push(await roomOf(name, rooms[name]));
const all = tried.flatMap(({ mutants }) => mutants);
const chosen = new Set(values.sample === undefined ? all : drawn(all, Number(values.sample), values.seed));
for (const mutant of chosen) mutant.fate = kept.get(mutant.key);
const open = new Map(tried.map((room) => [room, room.mutants.filter((one) => chosen.has(one) && !one.fate)]));
await Promise.all(Array.from({ length: Number(values.workers) }, (_, lane) => work(lane)));
report();

/** Takes from the open ones until none is left; lanes begin with different rooms, and meet in the last ones. */
async function work(lane) {
  const rooms = lane % 2 === 0 ? tried : tried.toReversed();
  for (const room of rooms) {
    const worker = new MutationWorker(room);
    for (let mutant = open.get(room).shift(); mutant !== undefined; mutant = open.get(room).shift()) {
      mutant.fate = await worker.fateOf(mutant);
      kept.set(mutant.key, mutant.fate);
      keep();
    }
    worker.end();
  }
}

function isNoticed({ fate }) {
  return fate === 'killed' || fate === 'hung' || fate === 'crashed';
}

function isEquivalent({ file, was, becomes }) {
  return equivalent.some((one) => one.file === file && one.was === was && one.becomes === becomes);
}

/** Those that count: they change what is run, and not to the same. */
function counted(mutants) {
  return mutants.filter(
    (mutant) => mutant.fate !== 'at-load' && mutant.fate !== 'not-code' && (isNoticed(mutant) || !isEquivalent(mutant)),
  );
}

function score(mutants) {
  const judged = counted(mutants);
  return (100 * judged.filter(isNoticed).length) / Math.max(1, judged.length);
}

/** What is to be expected by the stored scores, less two standard deviations; 100 for a room that has none, and for no mutants. */
function leastOf(mutants) {
  const shares = mutants.map(({ room }) => (scores[room] ?? 100) / 100);
  if (shares.length === 0) return 100;
  const expected = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const variance = shares.reduce((sum, share) => sum + share * (1 - share), 0) / shares.length ** 2;
  return 100 * (expected - 2 * Math.sqrt(variance));
}

function scoreText(mutants) {
  const judged = counted(mutants);
  return `${judged.filter(isNoticed).length} of ${judged.length} noticed (${score(mutants).toFixed(1)} %)`;
}

function report() {
  const mutants = [...chosen];
  for (const { name, mutants: own } of tried)
    console.log(`${name}: ${scoreText(own.filter((one) => chosen.has(one)))}`);
  const survivors = counted(mutants).filter((mutant) => !isNoticed(mutant));
  for (const { where, was, becomes, fate } of survivors) console.log(`${fate}: ${where}  ${was}  ->  ${becomes}`);
  const least = leastOf(counted(mutants));
  console.log(`all: ${scoreText(mutants)}; the least that is allowed is ${least.toFixed(1)} %`);
  if (score(mutants) < least) process.exitCode = 1;
}

function readKept() {
  try {
    return new Map(JSON.parse(readFileSync(keptIn, 'utf8')));
  } catch {
    return new Map();
  }
}

function keep() {
  mkdirSync(join(root, '.mutation'), { recursive: true });
  writeFileSync(keptIn, JSON.stringify([...kept]));
}
