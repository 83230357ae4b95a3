/**
 * What this package weighs: on disk, and in a Node-RED beside a bare one, medians of five.
 *
 * Measures the Node-RED of this checkout, and 5.0 where `npm run test:matrix` has installed it. One starts after the other, and all
 * stay until their memory has settled: that takes 2 GB and three minutes.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type NodeRedPlace, nodeRedPlace, packageRoot } from '../sandbox/drive/node-red-place.js';
import { startSandbox } from '../sandbox/index.js';
import { plannedHome } from './footprint/battery-home.js';
import { emptyHome, type Footprint, measure, signedInHome } from './footprint/homes.js';
import { type Installed, install } from './footprint/installed.js';
import { headline } from './headline.js';

const rounds = 5;

/** The Node-REDs of the test matrix that are installed. */
function otherPlaces(): NodeRedPlace[] {
  const matrix = join(packageRoot, '.matrix');
  if (!existsSync(matrix)) return [];
  return readdirSync(matrix)
    .filter((name) => name.startsWith('node-red-') && existsSync(join(matrix, name, 'installed')))
    .map((name) => {
      const modules = join(matrix, name, 'node_modules');
      return { node: join(modules, 'node', 'bin', 'node'), nodeRed: join(modules, 'node-red') };
    });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Adds a line: a figure, what it may be at most, and whether it is; beside the other benchmarks it says in which Node-RED. */
function line(name: string, figure: number, target: number, unit: string, where = ''): void {
  const verdict = figure <= target ? 'ok' : 'ABOVE';
  if (Number.isFinite(target))
    headline(`${where}${name}`, `${figure.toFixed(2)} ${unit}`.trim(), `at most ${target}: ${verdict}`);
  console.log(`  ${name.padEnd(46)} ${figure.toFixed(2).padStart(8)} ${unit.padEnd(3)} (<= ${target})  ${verdict}`);
}

function reportDisk({ packedKb, onDiskMb, charts, deadMaps }: Installed): void {
  console.log('on disk, installed as the palette manager does it');
  line('packed', packedKb, 260, 'kB');
  line('installed, with all it stands on', onDiskMb, 2, 'MB');
  line('copies of the charts', charts.length, 1, '');
  line('names of source maps that are not there', deadMaps.length, 0, '');
}

async function reportNodeRed(place: NodeRedPlace, ours: string): Promise<void> {
  const { package: _, ...bare } = place;
  const with_ = { ...bare, package: ours };
  const sandbox = await startSandbox({ seed: 1 });
  const homes: string[] = [];
  const begun: Record<keyof Footprints, (() => Promise<Footprint>)[]> = { bare: [], unused: [], used: [] };
  for (let round = 0; round < rounds; round++)
    for (const kind of ['bare', 'unused', 'used'] as const) {
      const home = kind === 'used' ? await signedInHome(sandbox, with_) : emptyHome();
      homes.push(home);
      begun[kind].push(await measure(home, kind === 'bare' ? bare : with_));
    }
  const ended = (kind: keyof Footprints) => Promise.all(begun[kind].map((end) => end()));
  const { version } = JSON.parse(readFileSync(join(place.nodeRed, 'package.json'), 'utf8'));
  reportFootprints(`Node-RED ${version}`, {
    bare: await ended('bare'),
    unused: await ended('unused'),
    used: await ended('used'),
  });
  await sandbox.stop();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
}

type Footprints = Readonly<Record<'bare' | 'unused' | 'used', readonly Footprint[]>>;

function reportFootprints(name: string, seen: Footprints): void {
  const middle = (kind: keyof Footprints, figure: keyof Footprint) => median(seen[kind].map((one) => one[figure]));
  const above = (kind: keyof Footprints, figure: keyof Footprint) => middle(kind, figure) - middle('bare', figure);
  const where = `${name}: `;
  console.log(
    `${where}bare ${middle('bare', 'settledMb').toFixed(1)} MB, ${middle('bare', 'cpuS').toFixed(2)} s to its flows`,
  );
  line('installed, unused, above bare', above('unused', 'settledMb'), 8, 'MB', where);
  line('installed, unused, above bare', above('unused', 'cpuS'), 0.2, 's', where);
  line('one account, five nodes, above bare', above('used', 'settledMb'), 14, 'MB', where);
  const anything = Number.POSITIVE_INFINITY;
  line('the same 5 s after the start, chance included', above('used', 'soonMb'), anything, 'MB');
  line('one account, five nodes, above bare', above('used', 'cpuS'), anything, 's');
}

/** What the first battery adds in a home in which another node of ours plans already. */
async function reportBattery(place: NodeRedPlace): Promise<void> {
  const homes: string[] = [];
  const begun: Record<'without' | 'with', (() => Promise<Footprint>)[]> = { without: [], with: [] };
  for (let round = 0; round < rounds; round++)
    for (const kind of ['without', 'with'] as const) {
      const home = plannedHome(kind === 'with');
      homes.push(home);
      begun[kind].push(await measure(home, place));
    }
  const held = async (kind: keyof typeof begun) =>
    median((await Promise.all(begun[kind].map((end) => end()))).map(({ heldMb }) => heldMb));
  const without = await held('without');
  line('first battery beside a device, held', (await held('with')) - without, 1, 'MB');
  for (const home of homes) rmSync(home, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const home = emptyHome();
  try {
    const installed = install(home);
    reportDisk(installed);
    await reportBattery({ ...nodeRedPlace, package: installed.folder });
    await reportNodeRed(nodeRedPlace, installed.folder);
    const others = otherPlaces();
    for (const place of others) await reportNodeRed(place, installed.folder);
    if (others.length === 0) console.log('Node-RED 5.0 is not installed here: npm run test:matrix does it');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

void main();
