/**
 * What this package weighs: on disk, and in a Node-RED beside a bare one, in pairs, medians of five.
 *
 * Measures the Node-RED of this checkout, and 5.0 where `npm run test:matrix` has installed it.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type NodeRedPlace, nodeRedPlace, packageRoot } from '../sandbox/drive/node-red-place.js';
import { startSandbox } from '../sandbox/index.js';
import { plannedHome } from './footprint/battery-home.js';
import { emptyHome, type Footprint, measure, signedInHome } from './footprint/homes.js';
import { type Installed, install } from './footprint/installed.js';
import { headline } from './headline.js';

const rounds = 5;

/** The Node-REDs of the test matrix that are installed. */
function otherPlaces(): [string, NodeRedPlace][] {
  const matrix = join(packageRoot, '.matrix');
  if (!existsSync(matrix)) return [];
  return readdirSync(matrix)
    .filter((name) => existsSync(join(matrix, name, 'installed')))
    .map((name) => {
      const modules = join(matrix, name, 'node_modules');
      return [name, { node: join(modules, 'node', 'bin', 'node'), nodeRed: join(modules, 'node-red') }];
    });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Adds a line: a figure, what it may be at most, and whether it is. */
function line(name: string, figure: number, target: number, unit: string): void {
  const verdict = figure <= target ? 'ok' : 'ABOVE';
  if (Number.isFinite(target)) headline(name, `${figure.toFixed(2)} ${unit}`, `at most ${target}: ${verdict}`);
  console.log(`  ${name.padEnd(46)} ${figure.toFixed(2).padStart(8)} ${unit.padEnd(3)} (<= ${target})  ${verdict}`);
}

function reportDisk({ packedKb, onDiskMb, charts, deadMaps }: Installed): void {
  console.log('on disk, installed as the palette manager does it');
  line('packed', packedKb, 260, 'kB');
  line('installed, with all it stands on', onDiskMb, 2, 'MB');
  line('copies of the charts', charts.length, 1, '');
  line('names of source maps that are not there', deadMaps.length, 0, '');
}

async function reportNodeRed(name: string, place: NodeRedPlace, ours: string): Promise<void> {
  const { package: _, ...bare } = place;
  const with_ = { ...bare, package: ours };
  const sandbox = await startSandbox({ seed: 1 });
  const homes = { bare: emptyHome(), unused: emptyHome(), used: await signedInHome(sandbox, with_) };
  const seen: Record<keyof typeof homes, Footprint[]> = { bare: [], unused: [], used: [] };
  for (let round = 0; round < rounds; round++)
    for (const kind of ['bare', 'unused', 'used'] as const)
      seen[kind].push(await measure(homes[kind], kind === 'bare' ? bare : with_));
  await sandbox.stop();
  for (const home of Object.values(homes)) rmSync(home, { recursive: true, force: true });

  const middle = (kind: keyof typeof homes, figure: keyof Footprint) => median(seen[kind].map((one) => one[figure]));
  const above = (kind: keyof typeof homes, figure: keyof Footprint) => middle(kind, figure) - middle('bare', figure);
  console.log(
    `${name}: bare ${middle('bare', 'residentMb').toFixed(1)} MB, ${middle('bare', 'cpuS').toFixed(2)} s to its flows`,
  );
  line('installed, unused, above bare', above('unused', 'residentMb'), 8, 'MB');
  line('installed, unused, above bare', above('unused', 'cpuS'), 0.2, 's');
  line('one account, five nodes, above bare', above('used', 'residentMb'), 14, 'MB');
  line('one account, five nodes, above bare', above('used', 'cpuS'), Number.POSITIVE_INFINITY, 's');
}

/** What the first battery adds in a home in which another node of ours plans already. */
async function reportBattery(place: NodeRedPlace): Promise<void> {
  const homes = { without: plannedHome(false), with: plannedHome(true) };
  const added: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const without = await measure(homes.without, place);
    added.push((await measure(homes.with, place)).heldMb - without.heldMb);
  }
  for (const home of Object.values(homes)) rmSync(home, { recursive: true, force: true });
  line('first battery beside a device, held', median(added), 1, 'MB');
}

async function main(): Promise<void> {
  const home = emptyHome();
  try {
    const installed = install(home);
    reportDisk(installed);
    await reportBattery({ ...nodeRedPlace, package: installed.folder });
    await reportNodeRed('Node-RED of this checkout', nodeRedPlace, installed.folder);
    const others = otherPlaces();
    for (const [name, place] of others) await reportNodeRed(name, place, installed.folder);
    if (others.length === 0) console.log('Node-RED 5.0 is not installed here: npm run test:matrix does it');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

void main();
