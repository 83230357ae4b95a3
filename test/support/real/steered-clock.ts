/**
 * Preloaded into a Node-RED under test (`node --require`): its clocks and timers run faster, and SIGCONT makes it read
 * anew where its clock stands, so that a test can move it forward, and say so: what was sent after the signal may be
 * handled before it.
 */
import { readFileSync } from 'node:fs';
import { type FastClock, runFast } from '../../../sandbox/demo/fast-clock.js';

/** The environment variable with the path of a file that holds a `FastClock` as JSON. */
export const steeredClockVariable = 'NOMOS_TEST_CLOCK';

/** The line that is printed when the clock was read anew. */
export const clockLine = (clock: FastClock) => `test clock ${JSON.stringify(clock)}`;

const path = process.env[steeredClockVariable];
if (path !== undefined) {
  const read = () => JSON.parse(readFileSync(path, 'utf8')) as FastClock;
  const clock = read();
  runFast(clock);
  process.on('SIGCONT', () => {
    Object.assign(clock, read());
    console.log(clockLine(clock));
  });
}
