import { type Interval, type Ms, msPerHour, msPerMinute, msPerQuarterHour, quarterStart } from '../../time/index.js';

/** What a meter or an inverter tells, W: grid + = drawn, battery + = charging, house and sun are never below 0. */
export const powerNames = ['gridW', 'batteryW', 'houseW', 'solarW'] as const;
export type PowerName = (typeof powerNames)[number];
export type Powers = { readonly [Name in PowerName]?: number };

/** How long a power counts after it was told, and how much of a quarter-hour has to be told. */
const heldMs = 10 * msPerMinute;
const leastShare = 0.8;

interface Told {
  readonly w: number;
  readonly at: Ms;
}

/** Energy so far, and how long it was told; W times ms. */
interface Sum {
  readonly wMs: number;
  readonly ms: number;
}

/** The readings of the quarter-hour that is running. */
export interface Metering {
  readonly told: { readonly [Name in PowerName]?: Told };
  /** Up to when it is summed up; absent before the first reading. */
  readonly at?: Ms;
  readonly net: Sum;
  readonly house: Sum;
}

/** A quarter-hour that is over: kWh of house minus sun, and of the house alone; undefined where too little was told. */
export interface MeteredQuarter extends Interval {
  readonly netKwh: number | undefined;
  readonly houseKwh: number | undefined;
}

/** Now, and whether there are panels: without them the house is all. */
interface When {
  readonly now: Ms;
  readonly hasSun: boolean;
}

interface Metered {
  readonly metering: Metering;
  readonly quarters: MeteredQuarter[];
}

const nothing: Sum = { wMs: 0, ms: 0 };

/** Before the first reading. */
export const noMetering: Metering = { told: {}, net: nothing, house: nothing };

/**
 * Adds powers that are told at `now`, and gives the quarter-hours that are over by that. What was told holds for ten minutes
 * at most. A clock that was put back begins the quarter-hour anew.
 */
export function metered(before: Metering, powers: Powers, when: When): Metered {
  const { now } = when;
  const entries = Object.entries(powers).map(([name, w]) => [name, { w, at: now }]);
  const isBack = before.at !== undefined && before.at > now;
  const { metering, quarters } = reached(isBack ? noMetering : before, when);
  return { metering: { ...metering, at: now, told: { ...metering.told, ...Object.fromEntries(entries) } }, quarters };
}

/** House minus sun at an instant, W; undefined where it is not known. */
export function netWatts({ told }: Metering, { now, hasSun }: When): number | undefined {
  return powersAt(told, now, hasSun).net;
}

function reached(metering: Metering, { now, hasSun }: When): Metered {
  const quarters: MeteredQuarter[] = [];
  const { told } = metering;
  let { net, house } = metering;
  let at = metering.at ?? now;
  while (at < now) {
    const quarterEnd = quarterStart(at) + msPerQuarterHour;
    const edges = Object.values(told).map((one) => one.at + heldMs);
    const to = Math.min(now, quarterEnd, ...edges.filter((edge) => edge > at));
    const powers = powersAt(told, at, hasSun);
    net = added(net, powers.net, to - at);
    house = added(house, powers.house, to - at);
    at = to;
    if (at !== quarterEnd) continue;
    const quarter = { start: at - msPerQuarterHour, end: at, netKwh: kwhOf(net), houseKwh: kwhOf(house) };
    if (quarter.netKwh !== undefined || quarter.houseKwh !== undefined) quarters.push(quarter);
    net = nothing;
    house = nothing;
    // Nothing holds any more: what follows up to now is not told.
    if (edges.every((edge) => edge <= at)) at = now;
  }
  return { metering: { told, net, house }, quarters };
}

function powersAt(told: Metering['told'], at: Ms, hasSun: boolean) {
  const power = (name: PowerName) => {
    const one = told[name];
    return one !== undefined && at >= one.at && at < one.at + heldMs ? one.w : undefined;
  };
  const [grid, battery, ownHouse] = [power('gridW'), power('batteryW'), power('houseW')];
  const sun = power('solarW') ?? (hasSun ? undefined : 0);
  const byHouse = ownHouse === undefined || sun === undefined ? undefined : ownHouse - sun;
  const byGrid = grid === undefined || battery === undefined ? undefined : grid - battery;
  const net = byHouse ?? byGrid;
  return { net, house: ownHouse ?? (net === undefined || sun === undefined ? undefined : net + sun) };
}

function added(sum: Sum, w: number | undefined, ms: number): Sum {
  return w === undefined ? sum : { wMs: sum.wMs + w * ms, ms: sum.ms + ms };
}

/** What was told for a part of the quarter-hour stands for the whole. */
function kwhOf({ wMs, ms }: Sum): number | undefined {
  if (ms < leastShare * msPerQuarterHour) return undefined;
  return ((wMs / ms) * msPerQuarterHour) / msPerHour / 1_000;
}
