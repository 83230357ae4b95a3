import type { RunSettings } from '#src/runs/index.js';
import type { SunForecast } from '#src/sun/index.js';
import { type Random, randomOf, tenths } from '../planner/oracle/random.js';
import { type Device, hour, hourly, midnight, TestHouse } from './houses.js';

/** A house as an integer programme sees it: hours, powers in kW, prices in ct/kWh. */
export interface HouseProblem {
  readonly prices: readonly number[];
  readonly limitKw: number | undefined;
  readonly oneAtATime: boolean;
  readonly loads: readonly Load[];
  readonly sunKw: readonly number[];
  readonly feedInCt: number;
}

/** One device of it: `from` and `to` are hours of the day, [from, to). */
export interface Load {
  readonly id: string;
  readonly priority: number;
  readonly kw: number;
  readonly hours: number;
  readonly isContiguous: boolean;
  readonly from: number;
  readonly to: number;
}

const clock = (at: number) => `${String(at % 24).padStart(2, '0')}:00`;

/** A random house: mostly so narrow that its members are in each other's way. */
export function randomHouse(seed: number): HouseProblem {
  const random = randomOf(seed);
  const hasSun = random.chance(0.4);
  const prices = tenths(random, 24).map((price) => (price ?? 300) / 10);
  const lowest = Math.min(...prices);
  const loads = Array.from({ length: random.whole(2, 5) }, (_, index) => randomLoad(random, index));
  const highest = Math.max(...loads.map(({ kw }) => kw));
  const all = loads.reduce((sum, { kw }) => sum + kw, 0);
  const isLimited = random.chance(0.85);
  return {
    prices,
    loads,
    limitKw: isLimited ? random.pick([highest, highest * 1.5, (highest + all) / 2, all]) : undefined,
    oneAtATime: random.chance(0.15),
    sunKw: prices.map(() => (hasSun && random.chance(0.5) ? random.whole(0, 90) / 10 : 0)),
    feedInCt: Math.min(lowest, random.whole(0, 12)),
  };
}

/** A random house as narrow as can be: no more than its largest member at a time. */
export function narrowHouse(seed: number): HouseProblem {
  const problem = randomHouse(seed);
  const limitKw = Math.max(...problem.loads.map(({ kw }) => kw));
  return { ...problem, limitKw, sunKw: problem.prices.map(() => 0) };
}

function randomLoad(random: Random, index: number): Load {
  const from = random.chance(0.5) ? 0 : random.whole(0, 16);
  const to = random.chance(0.5) ? 24 : random.whole(from + 4, 24);
  return {
    id: `load${index}`,
    priority: random.chance(0.7) ? 5 : random.whole(1, 9),
    kw: random.pick([2, 3, 3.7, 7.4, 11]),
    hours: random.whole(1, Math.min(5, to - from)),
    isContiguous: random.chance(0.3),
    from,
    to,
  };
}

/** The house itself, as it decides at midnight. */
export function houseOf({ prices, limitKw, oneAtATime, loads, sunKw, feedInCt }: HouseProblem): TestHouse {
  const house = new TestHouse(loads.map(deviceOf), hourly(prices));
  house.house = { limitKw, oneAtATime, told: [] };
  const hasSun = sunKw.some((kw) => kw > 0);
  const forecast: SunForecast = sunKw.map((kw, index) => {
    const start = midnight + index * hour;
    return { start, end: start + hour, fromKw: kw, toKw: kw };
  });
  if (hasSun) house.sun = { forecast, baseLoadKw: 0, feedInCt };
  return house;
}

function deviceOf({ id, priority, kw, hours, isContiguous, from, to }: Load): Device {
  const settings: Partial<RunSettings> = {
    mode: isContiguous ? 'contiguous' : 'interruptible',
    powerKw: kw,
    durationMinutes: hours * 60,
    from: clock(from),
    to: clock(to),
  };
  return { id, priority, settings };
}
