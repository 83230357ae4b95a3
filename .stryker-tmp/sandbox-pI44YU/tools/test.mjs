/**
 * Runs the built tests in lanes, several at a time.
 *
 *   node tools/test.mjs            all of them
 *   node tools/test.mjs unit       everything without a spawned Node-RED or a browser
 */
// @ts-nocheck

import { runLanes } from './lanes.mjs';
import { laneNames, lanesAtOnce, spawning, specsOf } from './suites.mjs';

const wanted = laneNames.filter((name) => process.argv[2] !== 'unit' || !spawning.includes(name));
// The dozens of Node-REDs of these lanes run what others cover; each would write 5 MB on coverage, or be killed before.
const uncovered = { NODE_V8_COVERAGE: undefined };
const isCovered = (lane) => lane === 'real' || !spawning.includes(lane);
await runLanes(
  wanted.map((name) => ({ name, specs: specsOf(name), env: isCovered(name) ? {} : uncovered })),
  lanesAtOnce,
);
