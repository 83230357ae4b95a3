/**
 * Prints how long planning takes, against one pass over an array of the same length ("floor") and against HiGHS in the
 * same process.
 */
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import loadHighs from 'highs';
import { type Prepared, type PricePoint, plan, prepare, type Request } from '#src/planner/index.js';
import { integerOptimum } from '../test/planner/oracle/highs.js';
import { headline } from './headline.js';

const minute = 60_000;
const quarter = 15 * minute;
const hour = 60 * minute;
const day = 24 * hour;
const origin = Date.parse('2026-01-01T00:00:00Z');

/** A dip at noon, a peak in the evening, noise by a fixed seed: ct/kWh with three decimals. */
function prices(count: number): PricePoint[] {
  let state = 42;
  return Array.from({ length: count }, (_, i) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const clock = ((i % 96) / 96) * 2 * Math.PI;
    const price = 28 - 6 * Math.cos(clock * 2) + 4 * Math.sin(clock) + (state / 2 ** 32) * 5;
    return { start: origin + i * quarter, end: origin + (i + 1) * quarter, price: Math.round(price * 1000) / 1000 };
  });
}

/** Microseconds a call takes: the best of many short batches, which other work on the machine disturbs least. */
function microseconds(call: () => unknown): number {
  const runFor = (times: number) => {
    const begun = performance.now();
    for (let i = 0; i < times; i++) call();
    return ((performance.now() - begun) * 1000) / times;
  };
  for (const until = performance.now() + 150; performance.now() < until; ) runFor(10);
  let times = 1;
  while (runFor(times) * times < 500 && times < 1e6) times *= 2;
  return Math.min(...Array.from({ length: 200 }, () => runFor(times)));
}

let sink = 0;

function floorOf(count: number): number {
  const numbers = Float64Array.from(prices(count), ({ price }) => price ?? 0);
  return microseconds(() => {
    let sum = 0;
    for (let i = 0; i < numbers.length; i++) sum += numbers[i] as number;
    sink += sum;
  });
}

interface Measured {
  readonly what: string;
  readonly us: number;
  readonly floor: number;
  readonly target: number;
}

const window = (length: number) => ({ earliest: origin, latestEnd: origin + length });
const contiguous: Omit<Request, 'earliest' | 'latestEnd'> = {
  kind: 'contiguous',
  durationMs: 2 * hour,
  powerW: 1000,
} as Request;
const cheapest = { kind: 'interruptible', durationMs: 6 * hour, powerW: 1000 } as const;
const ruled = { ...cheapest, minRunMs: hour, minPauseMs: hour, startCostCt: 1 } as const;

function measure(): Measured[] {
  const two = prepare(prices(192));
  const year = prepare(prices(365 * 96));
  const [floorTwo, floorYear] = [floorOf(192), floorOf(365 * 96)];
  const row = (what: string, target: number, [series, floor]: [Prepared, number], request: object): Measured => {
    const length = series === two ? 2 * day : 365 * day;
    const whole = { ...request, ...window(length) } as Request;
    return { what, us: microseconds(() => plan(series, whole)), floor, target };
  };
  const days: [Prepared, number] = [two, floorTwo];
  return [
    row('contiguous, 2 days', 6, days, contiguous),
    row('k cheapest, 2 days', 12, days, cheapest),
    row('minRun + minPause + start cost, 2 days, g = 15 min', 100, days, ruled),
    row('the same + maxStarts 3', 250, days, { ...ruled, maxStarts: 3, startCostCt: 0.001, minRunMs: 30 * minute }),
    row('contiguous, one year', 3, [year, floorYear], contiguous),
    row('k cheapest, one year', 12, [year, floorYear], { ...cheapest, durationMs: 1000 * hour }),
  ];
}

/** 364 plans, each over two days of the year, from one prepared series of its own. */
function rolling(request: object): number {
  const all = prices(366 * 96);
  const series = Array.from({ length: 364 }, (_, i) => prepare(all.slice(i * 96, i * 96 + 192)));
  return microseconds(() => {
    for (const [i, two] of series.entries()) {
      const earliest = origin + i * day;
      plan(two, { ...request, earliest, latestEnd: earliest + 2 * day } as Request);
    }
  });
}

async function againstHighs(): Promise<string> {
  const solver = await loadHighs();
  const points = prices(192);
  const request = { ...ruled, ...window(2 * day) };
  const begun = process.cpuUsage();
  const cells = integerOptimum(solver, { points, request, gridMinutes: 15 });
  const solverUs = process.cpuUsage(begun).user;
  const two = prepare(points);
  const ours = plan(two, request);
  let [theirs, before] = [0, false];
  for (const [i, on] of (cells ?? []).entries()) {
    if (on) theirs += (points[i]?.price ?? 0) / 4 + (before ? 0 : request.startCostCt);
    before = on;
  }
  const us = microseconds(() => plan(two, request));
  const same = Math.abs(theirs - ours.costCt) < 1e-6 ? 'same cost' : `COST ${ours.costCt} NOT ${theirs}`;
  headline(
    'plan of two days with a minimum run, a minimum pause and a price for each start',
    `${us.toFixed(0)} us`,
    `HiGHS ${(solverUs / 1000).toFixed(0)} ms (${(solverUs / us).toFixed(0)} times as long), ${same}`,
  );
  return `HiGHS, 2 days with rules: ${(solverUs / 1000).toFixed(0)} ms, ${(solverUs / us).toFixed(0)}x ours (target 1000x), ${same}`;
}

/** The rooms with an algorithm in them; the others check requests, prepare prices, or judge and explain a plan. */
const isAlgorithm = (file: string) => /^src\/planner\/(program|shape)\//.test(file);

async function size(): Promise<string> {
  const entryPoints = ['src/planner/index.ts'];
  const result = await build({ entryPoints, bundle: true, minify: true, write: false, format: 'esm', metafile: true });
  const bytes = result.outputFiles[0]?.contents ?? new Uint8Array();
  const inputs = Object.values(result.metafile.outputs)[0]?.inputs ?? {};
  const cores = Object.entries(inputs)
    .filter(([file]) => isAlgorithm(file))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  const [plain, packed, core] = [bytes.length, gzipSync(bytes).length, cores].map((n) => (n / 1024).toFixed(1));
  return `size: ${plain} kB minified (target 12), ${core} kB of it algorithms; ${packed} kB compressed`;
}

async function main(): Promise<void> {
  console.log('case | us | x floor | target');
  for (const { what, us, floor, target } of measure()) {
    const ratio = us / floor;
    console.log(`${what} | ${us.toFixed(2)} | ${ratio.toFixed(1)} | ${target} ${ratio <= target ? 'met' : 'NOT MET'}`);
  }
  const floor = floorOf(192);
  for (const [what, request, target] of [
    ['contiguous', contiguous, 2],
    ['rules for runs', ruled, 10],
  ] as const) {
    const us = rolling(request);
    console.log(
      `364 rolling plans, ${what} | ${(us / 1000).toFixed(2)} ms (target ${target} ms) | ${(us / 364 / floor).toFixed(1)} x floor each`,
    );
  }
  const fine = { ...ruled, durationMs: 597 * minute, earliest: origin + minute, latestEnd: origin + 2 * day };
  const two = prepare(prices(192));
  const fineUs = microseconds(() => plan(two, fine as Request));
  console.log(`rules for runs, g = 1 min, Q = 597 | ${(fineUs / 1000).toFixed(2)} ms`);
  console.log(await againstHighs());
  console.log(await size());
}

void main().then(() => sink);
