/**
 * Runs the built tests in lanes, several at a time; those that spawn a Node-RED drive the package as it is published.
 *
 *   node tools/test.mjs            all of them, and the checks of the sources beside them
 *   node tools/test.mjs unit       everything without a spawned Node-RED or a browser
 *   node tools/test.mjs real       this lane
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLanes } from './lanes.mjs';
import { installPackage, pack } from './packed.mjs';
import { laneNames, lanesAtOnce, spawning, specsOf } from './suites.mjs';

const [asked] = process.argv.slice(2);
const isUnit = (name) => !spawning.includes(name);
const wanted = laneNames.filter((name) => asked === undefined || asked === name || (asked === 'unit' && isUnit(name)));

const folder = mkdtempSync(join(tmpdir(), 'nomos-packed-'));
try {
  const packed = wanted.every(isUnit)
    ? {}
    : { NOMOS_MATRIX_PACKAGE: installPackage(process.execPath, pack(folder), folder) };
  const lanes = wanted.map((name) => ({ name, specs: specsOf(name), env: isUnit(name) ? {} : packed }));
  const checks = asked === undefined ? [{ name: 'checks', script: 'checks' }] : [];
  await runLanes([...checks, ...lanes], lanesAtOnce);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
