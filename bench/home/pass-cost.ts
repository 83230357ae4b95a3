import { type House, housePass } from '#src/home/index.js';
import { finished } from '#src/planner/index.js';
import { buildSeries, type PriceSeries } from '#src/prices/index.js';
import {
  type Decision,
  decideInSteps,
  defaultRunSettings,
  emptyRunLog,
  type HouseShare,
  type RunSettings,
  type Steps,
} from '#src/runs/index.js';

const quarterMs = 900_000;
const origin = Date.parse('2026-06-10T00:00Z');

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Five members as people have them, without a limit that binds. */
const five: readonly Partial<RunSettings>[] = [
  { mode: 'interruptible', durationMinutes: 180, powerKw: 11, minRunMinutes: 30, minPauseMinutes: 30 },
  { mode: 'interruptible', durationMinutes: 120, powerKw: 2, minRunMinutes: 30, minPauseMinutes: 30 },
  { mode: 'interruptible', durationMinutes: 480, powerKw: 3, minRunMinutes: 30, minPauseMinutes: 30 },
  { mode: 'contiguous', durationMinutes: 120, powerKw: 1 },
  { mode: 'contiguous', durationMinutes: 90, powerKw: 2 },
];

function twoDays(seed: number): PriceSeries {
  let state = seed;
  return buildSeries(
    Array.from({ length: 192 }, (_, index) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const priceCt = 25 + 8 * Math.sin(index / 8) + (state / 2 ** 32) * 4;
      return { start: origin + index * quarterMs, end: origin + (index + 1) * quarterMs, priceCt };
    }),
  );
}

const settings = five.map((own): RunSettings => ({ ...defaultRunSettings, timeZone: 'UTC', ...own }));
const batchSize = 20;

/** Sun from 6 to 20 o'clock on both days, 6 kW at most. */
export const sunny: House['surplus'] = Array.from({ length: 192 }, (_, index) => {
  const w = Math.round(6000 * Math.sin((((index % 96) / 4 - 6) / 14) * Math.PI));
  return { start: origin + index * quarterMs, end: origin + (index + 1) * quarterMs, w, feedInCt: 8 };
}).filter(({ w }) => w > 0);

function ownDecision(series: PriceSeries, own: RunSettings, house?: HouseShare): Steps<Decision> {
  return decideInSteps({ settings: own, series, log: emptyRunLog, cause: 'start', now: origin, house });
}

/** One pass; gives what each member was left every time it was asked. */
function pass(series: PriceSeries, house: House): { own: RunSettings; share: HouseShare }[] {
  const asked: { own: RunSettings; share: HouseShare }[] = [];
  const members = settings.map((own, index) => ({
    id: `d${index}`,
    name: '',
    priority: 5,
    settings: own,
    log: emptyRunLog,
    decide: (share: HouseShare) => {
      asked.push({ own, share });
      return ownDecision(series, own, share);
    },
  }));
  finished(housePass(members, house, origin));
  return asked;
}

/**
 * Passes over batches of new prices beside the very decisions that their members made in them, each with what it was left,
 * and beside those of the same devices without a house. Processor time, in one process, in turns that change their order;
 * the median of the ratios, because other programs and the collector of garbage disturb single ones.
 */
export function timeOfPass(name: string, house: House, rounds: number): void {
  const [ofOwn, ofAlone]: [number[], number[]] = [[], []];
  for (let round = -3; round < rounds; round += 1) {
    const batch = () => Array.from({ length: batchSize }, (_, index) => twoDays(1000 + round * batchSize + index));
    const asked = batch().map((series) => pass(series, house));
    const [first, second, third] = [batch(), batch(), batch()];
    const times = { pass: 0, own: 0, alone: 0 };
    const works = [
      () => {
        times.pass = cpuMs(() => first.forEach((series) => void pass(series, house)));
      },
      () => {
        times.own = cpuMs(() => {
          for (const [index, series] of second.entries())
            for (const { own, share } of asked[index] ?? []) finished(ownDecision(series, own, share));
        });
      },
      () => {
        times.alone = cpuMs(() => {
          for (const series of third) for (const own of settings) finished(ownDecision(series, own));
        });
      },
    ];
    for (const work of round % 2 === 0 ? works : works.toReversed()) work();
    if (round < 0) continue;
    ofOwn.push(times.pass / times.own);
    ofAlone.push(times.pass / times.alone);
  }
  const [own, alone] = [median(ofOwn), median(ofAlone)].map((ratio) => ratio.toFixed(2));
  console.log(`pass of 5 members, ${name}: ${own} x their own decisions in it, ${alone} x those without a house`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
