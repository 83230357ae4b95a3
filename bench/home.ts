/**
 * A house: what a pass costs beside its members' own plans, how near one after the other comes to planning all at once, and
 * what that is worth on real market days (skipped where the shared folder is absent).
 *
 * Costs are all-in: (EUR/MWh / 10 + 1.5) x 1.19 + 17.79 ct/kWh.
 */
import type { House } from '#src/home/index.js';
import { jointOptimum } from '../test/home/joint-optimum.js';
import type { HouseProblem } from '../test/home/random-houses.js';
import { houseOf, narrowHouse } from '../test/home/random-houses.js';
import { highs } from '../test/planner/oracle/highs.js';
import { sharedDir } from '../test/support/nomos/shared-data.js';
import { headline } from './headline.js';
import { sunny, timeOfPass } from './home/pass-cost.js';
import { twoCars } from './home/two-cars.js';
import { marketPrices } from './market-prices.js';

const origin = Date.parse('2026-06-10T00:00Z');

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
  headline(
    name,
    `${gap} % above planning all at once`,
    `${optimal} of ${whole + stuck} optimal, ${stuck} without a plan`,
  );
  console.log(
    `${name}: ${whole + stuck} can be planned, ${optimal} optimal, ${stuck} with a member without plan, ${gap} % above the optimum`,
  );
}

async function main(): Promise<void> {
  const plain: House = { limitKw: 30, oneAtATime: false, told: [], surplus: [] };
  timeOfPass('a limit that nobody exceeds', plain, 40);
  timeOfPass('a limit that is in the way', { ...plain, limitKw: 12 }, 40);
  timeOfPass('a limit and sun', { ...plain, limitKw: 12, surplus: sunny }, 40);
  await againstAllAtOnce(
    '140 narrow houses',
    Array.from({ length: 140 }, (_, seed) => narrowHouse(seed + 1)),
  );
  const folder = sharedDir();
  if (folder === undefined) console.log('real days: skipped, there is no shared folder');
  else await twoCars(marketPrices(folder));
}

void main();
