/** Which built tests make up a lane. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../build/test/', import.meta.url));

/**
 * Folders, or beginnings of file names, by lane; the first that fits counts. The longest lanes come first, so that none is
 * left over at the end; the lane `others` is everything else.
 */
const lanes = {
  kills: ['kill/kill-loop', 'kill/crash-points'],
  dialogs: ['browser/dialogs', 'browser/stored-forms', 'browser/foreign-pages'],
  storage: ['kill/', 'soak/'],
  journeys: ['browser/'],
  real: ['real/'],
  pure: [
    'planner/',
    'storage/',
    'battery/',
    'runs/',
    'home/',
    'sun/',
    'time/',
    'prices/',
    'usage/',
    'tariffs/',
    'real-data/',
  ],
  account: ['account/', 'clock/'],
  nodes: ['nodered/', 'http/', 'nomos/', 'oauth/'],
};

export const laneNames = [...Object.keys(lanes), 'others'];

/** Those that need a browser, and all that spawn a Node-RED. */
export const inBrowser = ['dialogs', 'journeys'];
export const spawning = ['kills', 'storage', 'real', ...inBrowser];

/** Most of the time of a spawned Node-RED or a browser is waiting: four lanes keep two cores busy. */
export const lanesAtOnce = 4;

/** Paths of a lane's built tests; throws where there are none. */
export function specsOf(lane) {
  const specs = builtTests().filter((path) => laneOf(path) === lane);
  if (specs.length === 0) throw new Error(`the lane ${lane} has no built tests`);
  return specs.map((path) => join(built, path));
}

/** Paths of the built tests whose file names begin like this (`real/skeleton`), or that lie in this folder (`planner/`). */
export function specsBeginning(beginning) {
  const specs = builtTests().filter((path) => path.startsWith(beginning));
  if (specs.length === 0) throw new Error(`there are no built tests ${beginning}`);
  return specs.map((path) => join(built, path));
}

function builtTests() {
  return readdirSync(built, { recursive: true }).filter((path) => path.endsWith('.test.js'));
}

function laneOf(path) {
  const fits = ([, beginnings]) => beginnings.some((beginning) => path.startsWith(beginning));
  return Object.entries(lanes).find(fits)?.[0] ?? 'others';
}
