/** Runs built tests and other checks in lanes, each a process of its own, several at a time, and sums them up. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const slowestShown = 10;
// Characters of the reason of a failure in the sum, where a log of many thousand lines may be cut above it.
const reasonShown = 1500;

/**
 * Runs lanes (`name`, the `specs` for mocha or a `script` of npm, how the environment differs from the usual, `env`, and which
 * `node` runs the tests, if another than this one), so many `atOnce`, in this order. Prints what each printed, and the sum; a
 * lane that fails, or in which nothing passed, fails the process. Throws where there is no lane.
 */
export async function runLanes(lanes, atOnce) {
  if (lanes.length === 0) throw new Error('there is no such lane: nothing was tested');
  const place = mkdtempSync(join(tmpdir(), 'nomos-tests-'));
  const waiting = [...lanes.entries()];
  const results = [];
  async function work() {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, lane] = next;
      results.push(await run(lane, join(place, `${index}.json`)));
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  rmSync(place, { recursive: true, force: true });
  report(results);
}

/** Runs one lane; its output comes in one piece, because that of another lane would tear it. */
async function run(lane, tallyFile) {
  const { name, script, env, node = process.execPath } = lane;
  const args = script === undefined ? mochaArgs(lane) : [process.env.npm_execpath, 'run', '--silent', script];
  const child = spawn(node, args, { cwd: root, env: { ...process.env, ...env, TALLY_FILE: tallyFile } });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
  const begun = performance.now();
  const [status] = await once(child, 'close');
  process.stdout.write(`\n=== ${name}\n${Buffer.concat(printed)}`);
  const seconds = Math.round((performance.now() - begun) / 1000);
  if (script !== undefined) return { name, seconds, status };
  return { name, seconds, status, tally: status === null ? undefined : readTally(tallyFile), isTested: true };
}

function mochaArgs({ specs }) {
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  // A test that was given up may leave a server open, which would keep the lane from ever ending.
  return [mocha, '--exit', '--reporter', join(root, 'build', 'test', 'support', 'mocha', 'tally.js'), ...specs];
}

function readTally(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A lane of tests that ends without a tally, or in which nothing ran, has not passed. */
function hasPassed({ status, isTested, tally }) {
  return status === 0 && (!isTested || tally?.passed > 0);
}

function outcome({ status, isTested, tally }) {
  if (!isTested) return status === 0 ? 'passed' : 'FAILED';
  return tally === undefined ? 'broke off' : `${tally.passed} passed, ${tally.failures.length} failed`;
}

function report(results) {
  console.log('');
  for (const result of results) {
    if (!hasPassed(result)) process.exitCode = 1;
    console.log(`${result.name}: ${result.seconds} s, ${outcome(result)}`);
  }
  const all = (list) => results.flatMap(({ tally }) => tally?.[list] ?? []);
  const passed = results.reduce((total, { tally }) => total + (tally?.passed ?? 0), 0);
  const slowest = all('durations').sort((a, b) => b.ms - a.ms);
  for (const { title, ms } of slowest.slice(0, slowestShown)) console.log(`slow: ${(ms / 1000).toFixed(1)} s ${title}`);
  for (const title of all('skipped')) console.log(`skipped: ${title}`);
  for (const title of all('repeated')) console.log(`repeated (none is normal): ${title}`);
  console.log(`repeated tests: ${all('repeated').length}`);
  const failures = all('failures');
  for (const { title, reason } of failures) console.log(`failed: ${title}\n${reason.slice(0, reasonShown)}`);
  console.log(`${passed} passed, ${failures.length} failed, ${all('skipped').length} skipped`);
}
