/**
 * Runs the built tests in lanes, each a process of its own, two at a time, and sums them up: most of the time of a spawned
 * Node-RED or a browser is waiting.
 *
 *   node tools/test.mjs            all of them
 *   node tools/test.mjs unit       everything without a spawned Node-RED or a browser
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const spawning = { real: ['real'], kill: ['kill'], browser: ['browser'] };
const atOnce = 2;

function testsUnder(folder) {
  return readdirSync(join(root, 'build', 'test', folder), { recursive: true })
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join('build', 'test', folder, name));
}

function lanesOf(wanted) {
  const others = readdirSync(join(root, 'build', 'test')).filter(
    (name) => !Object.values(spawning).flat().includes(name),
  );
  const unit = { unit: others.filter((name) => !name.includes('.')) };
  return Object.entries(wanted === 'unit' ? unit : { ...spawning, ...unit });
}

/** Runs one lane; its output comes in one piece, because that of another lane would tear it. */
async function run([name, folders], place) {
  const file = join(place, `${name}.json`);
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const args = [
    mocha,
    '--reporter',
    join(root, 'build', 'test', 'support', 'tally.js'),
    ...folders.flatMap(testsUnder),
  ];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, TALLY_FILE: file } });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
  const begun = performance.now();
  const [status] = await once(child, 'close');
  process.stdout.write(`\n=== ${name}\n${Buffer.concat(printed)}`);
  const seconds = Math.round((performance.now() - begun) / 1000);
  return { name, seconds, status, tally: status === null ? undefined : readTally(file) };
}

function readTally(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function sum(results, count) {
  return results.reduce((total, { tally }) => total + (tally === undefined ? 0 : count(tally)), 0);
}

const place = mkdtempSync(join(tmpdir(), 'nomos-tests-'));
const waiting = lanesOf(process.argv[2]);
const results = [];
async function work() {
  for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) results.push(await run(lane, place));
}
await Promise.all(Array.from({ length: atOnce }, work));
rmSync(place, { recursive: true, force: true });

console.log('');
for (const { name, seconds, status, tally } of results) {
  // A lane that ends without a tally, or in which nothing ran, has not passed.
  if (status !== 0 || tally === undefined || tally.passed === 0) process.exitCode = 1;
  console.log(`${name}: ${seconds} s${tally === undefined ? ', broke off' : ''}`);
}
const lists = { skipped: 'skipped', repeated: 'repeated (none is normal)' };
for (const [list, words] of Object.entries(lists))
  for (const title of results.flatMap(({ tally }) => tally?.[list] ?? [])) console.log(`${words}: ${title}`);
const passed = sum(results, (tally) => tally.passed);
const failed = sum(results, (tally) => tally.failed);
const skipped = sum(results, (tally) => tally.skipped.length);
console.log(`repeated tests: ${sum(results, (tally) => tally.repeated.length)}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
