/**
 * Runs the built tests in lanes, two at a time: most of the time of a spawned Node-RED or a browser is waiting.
 *
 *   node tools/test.mjs            all of them
 *   node tools/test.mjs unit       everything without a spawned Node-RED or a browser
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runLanes } from './lanes.mjs';

const built = fileURLToPath(new URL('../build/test/', import.meta.url));
const atOnce = 2;

/** Folders by lane, the longest lanes first, so that none is left over at the end; the lane `others` is everything else. */
const lanes = {
  browser: ['browser'],
  kill: ['kill'],
  pure: ['planner', 'storage', 'runs', 'time', 'prices', 'usage', 'tariffs', 'real-data'],
  account: ['account', 'clock'],
  real: ['real'],
  nodes: ['nodered', 'http', 'nomos', 'oauth'],
};
const spawning = ['browser', 'kill', 'real'];

const tests = readdirSync(built, { recursive: true }).filter((path) => path.endsWith('.test.js'));

function laneOf(path) {
  const isIn = ([, folders]) => folders.some((folder) => path.startsWith(join(folder, '/')));
  return Object.entries(lanes).find(isIn)?.[0] ?? 'others';
}

const wanted = [...Object.keys(lanes), 'others'].filter(
  (name) => process.argv[2] !== 'unit' || !spawning.includes(name),
);
// The dozens of Node-REDs of these lanes run what others cover; each would write 5 MB on coverage, or be killed before.
const uncovered = { NODE_V8_COVERAGE: undefined };
const isCovered = (lane) => lane !== 'browser' && lane !== 'kill';
const specsOf = (lane) => tests.filter((path) => laneOf(path) === lane).map((path) => join(built, path));
await runLanes(
  wanted.map((name) => ({ name, specs: specsOf(name), env: isCovered(name) ? {} : uncovered })),
  atOnce,
);
