/**
 * A house: what a pass costs beside its members' own plans, how near one after the other comes to planning all at once, and
 * what that is worth on real market days (skipped where the shared folder is absent).
 *
 * Costs are all-in: (EUR/MWh / 10 + 1.5) x 1.19 + 17.79 ct/kWh.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from '#src/planner/index.js';
import { buildSeries, type PriceSeries, slice } from '#src/prices/index.js';
import { decideInSteps, defaultRunSettings, emptyRunLog, type RunSettings } from '#src/runs/index.js';
import { addDays, civilDate, instantOf, msPerHour } from '#src/time/index.js';
import { TestHouse } from '../test/home/houses.js';
import { jointOptimum } from '../test/home/joint-optimum.js';
import { type HouseProblem, houseOf, randomHouse } from '../test/home/random-houses.js';
import { highs } from '../test/planner/oracle/highs.js';
import { marketFile, sharedDir } from '../test/support/nomos/shared-data.js';

const timeZone = 'Europe/Berlin';
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

/** Both with new prices each time, so that everything is planned anew. */
function timeOfPass(rounds: number): void {
  const settings = five.map((own): RunSettings => ({ ...defaultRunSettings, timeZone: 'UTC', ...own }));
  const devices = settings.map((own, index) => ({ id: `d${index}`, settings: own }));
  let [alone, together] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const series = twoDays(round);
    const others = twoDays(round);
    alone += cpuMs(() => {
      for (const own of settings) {
        finished(decideInSteps({ settings: own, series, log: emptyRunLog, cause: 'start', now: origin }));
      }
    });
    const house = new TestHouse(devices, others);
    house.house = { limitKw: 30, oneAtATime: false, told: [] };
    together += cpuMs(() => house.decide(origin, 'start'));
  }
  const ratio = (together / alone).toFixed(2);
  console.log(
    `pass of 5 members: ${(together / rounds).toFixed(2)} ms, their own decisions ${(alone / rounds).toFixed(2)} ms: ${ratio} x`,
  );
}

/** Narrow houses with few different prices: as many collisions as can be. */
function adversarial(seed: number): HouseProblem {
  const problem = randomHouse(seed);
  const highest = Math.max(...problem.loads.map(({ kw }) => kw));
  return { ...problem, limitKw: highest, sunKw: problem.prices.map(() => 0) };
}

async function againstAllAtOnce(name: string, problems: readonly HouseProblem[]): Promise<void> {
  const solver = await highs();
  let [optimal, whole, stuck] = [0, 0, 0];
  let [paid, least] = [0, 0];
  for (const problem of problems) {
    const optimum = jointOptimum(solver, problem);
    if (optimum === undefined) continue;
    const house = houseOf(problem);
    house.decide(origin, 'start');
    const costs = [...house.decisions.values()].map(({ plan }) => (plan?.feasible ? (plan.costCt ?? 0) : undefined));
    if (costs.includes(undefined)) stuck += 1;
    else {
      const cost = costs.reduce<number>((sum, ct) => sum + (ct ?? 0), 0);
      whole += 1;
      optimal += cost - optimum < 1e-6 ? 1 : 0;
      paid += cost;
      least += optimum;
    }
  }
  const gap = ((100 * (paid - least)) / Math.abs(least)).toFixed(2);
  console.log(
    `${name}: ${whole + stuck} can be planned, ${optimal} optimal, ${stuck} with a member without plan, ${gap} % above the optimum`,
  );
}

function marketPrices(folder: string): PriceSeries {
  const names = readdirSync(join(folder, 'data')).filter((name) => /^de-lu-15min-.*\.json$/.test(name));
  return names.sort().flatMap((name) =>
    marketFile(folder, name).items.map(({ start, price }) => {
      const from = Date.parse(start);
      return { start: from, end: from + quarterMs, priceCt: (price / 10 + 1.5) * 1.19 + 17.79, components: {} };
    }),
  );
}

/** Two cars (3 h and 2 h, 11 kW) on one connection of 11 kW, 18:00 to 07:00, every night. */
async function twoCars(prices: PriceSeries): Promise<void> {
  const solver = await highs();
  let [nights, ours, joint] = [0, 0, 0];
  const first = prices[0]?.start ?? 0;
  for (
    let date = civilDate(timeZone, first);
    instantOf(timeZone, date, '18:00') < (prices.at(-1)?.end ?? 0);
    date = addDays(date, 1)
  ) {
    const window = { start: instantOf(timeZone, date, '18:00'), end: instantOf(timeZone, addDays(date, 1), '07:00') };
    const night = slice(prices, window);
    if (night.length * quarterMs !== window.end - window.start) continue;
    const house = new TestHouse(
      [180, 120].map((durationMinutes, index) => ({
        id: `car${index}`,
        settings: { mode: 'interruptible', powerKw: 11, durationMinutes, from: '18:00', to: '07:00', timeZone },
      })),
      prices,
    );
    house.house = { limitKw: 11, oneAtATime: false, told: [] };
    house.decide(window.start - msPerHour, 'start');
    const loads = [12, 8].map((hours, index) => {
      return { id: `car${index}`, priority: 5, kw: 2.75, hours, isContiguous: false, from: 0, to: night.length };
    });
    const sunKw = night.map(() => 0);
    const slots = night.map(({ priceCt }) => priceCt ?? 0);
    nights += 1;
    joint +=
      jointOptimum(solver, { prices: slots, loads, limitKw: 2.75, oneAtATime: false, sunKw, feedInCt: 0 }) ??
      Number.NaN;
    ours += [...house.decisions.values()].reduce((sum, { plan }) => sum + (plan?.costCt ?? Number.NaN), 0);
  }
  console.log(
    `two cars on 11 kW, ${nights} nights: ${(ours / nights).toFixed(2)} ct a night, all at once ${(joint / nights).toFixed(2)}`,
  );
}

async function main(): Promise<void> {
  timeOfPass(100);
  await againstAllAtOnce(
    '140 narrow houses',
    Array.from({ length: 140 }, (_, seed) => adversarial(seed + 1)),
  );
  const folder = sharedDir();
  if (folder === undefined) console.log('real days: skipped, there is no shared folder');
  else await twoCars(marketPrices(folder));
}

void main();
