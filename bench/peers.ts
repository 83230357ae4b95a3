/**
 * Plans beside those of two other Node-RED packages, on the same real market prices: cost and time. Whoever wants them installs
 * `node-red-contrib-power-saver` and `node-red-contrib-genetic-charging-strategy2` in some folder, and names it in `peersVariable`.
 *
 * They plan a day at a time, so this does, too: midnight to midnight, days of 24 hours, every fourth. Only their functions are called.
 */
import { resolve } from 'node:path';
import { plan, prepare, type Request } from '#src/planner/index.js';
import { type Battery, follow, marks, Room } from '#src/storage/index.js';
import { civilDate, civilDay, type Ms, msPerHour, msPerMinute } from '#src/time/index.js';
import { sharedDir } from '../test/support/nomos/shared-data.js';
import { headline } from './headline.js';
import { allInCt, marketMonths } from './market-prices.js';

/** The environment variable with the folder in which the other packages are installed. */
const peersVariable = 'PEERS';

const timeZone = 'Europe/Berlin';
const [minutesOfQuarter, minutesOfDay] = [15, 1440];
const everyDays = 4;

/** A day from its midnight, ct/kWh of each quarter-hour on the market. */
interface Day {
  readonly start: Ms;
  readonly quarterCt: readonly number[];
}

/** What a package pays for all days, ct, and how long a plan takes. */
interface Paid {
  costCt: number;
  longestMs: number;
}

interface BestSave {
  calculate(
    minuteCt: readonly number[],
    maxMinutesOff: number,
    minMinutesOff: number,
    recoveryPercentage: number,
    recoveryMaxMinutes: number,
    minSaving: number,
  ): boolean[];
}

interface LowestPrice {
  getBestContinuous(minuteCt: readonly number[], count: number): boolean[];
}

interface Genetic {
  calculateBatteryChargingStrategy(config: object): { readonly best: { readonly cost: number } };
}

function days(folder: string): Day[] {
  const byDate = new Map<string, number[]>();
  for (const { start, price } of marketMonths(folder).flatMap(({ items }) => items)) {
    const date = civilDate(timeZone, Date.parse(start));
    byDate.set(date, [...(byDate.get(date) ?? []), price / 10]);
  }
  return [...byDate]
    .map(([date, quarterCt]) => ({ ...civilDay(timeZone, date), quarterCt }))
    .filter(({ start, end, quarterCt }) => end - start === 24 * msPerHour && quarterCt.length === 96)
    .filter((_, index) => index % everyDays === 0);
}

const minutePrices = ({ quarterCt }: Day) =>
  Array.from({ length: minutesOfDay }, (_, minute) => quarterCt[Math.floor(minute / minutesOfQuarter)] as number);

function timed<Result>(paid: Paid, work: () => Result): Result {
  const begun = performance.now();
  const result = work();
  paid.longestMs = Math.max(paid.longestMs, performance.now() - begun);
  return result;
}

/** What 1 kW costs in the minutes in which it is on, ct. */
const costOf = (minuteCt: readonly number[], isOn: (minute: number) => boolean) =>
  minuteCt.reduce((sum, priceCt, minute) => sum + (isOn(minute) ? priceCt / 60 : 0), 0);

/** What our plan costs, ct. */
function ours(day: Day, paid: Paid, request: Request): number {
  const points = day.quarterCt.map((price, index) => {
    const start = day.start + index * minutesOfQuarter * msPerMinute;
    return { start, end: start + minutesOfQuarter * msPerMinute, price };
  });
  const found = timed(paid, () => plan(prepare(points), request));
  if (!found.feasible) throw new Error(`no plan: ${JSON.stringify(found.reason)}`);
  return found.costCt;
}

/** A device that may be off for 1 to 3 h at a time and is on for an hour or more between: as many minutes off as power-saver finds. */
function offAtTimes(all: readonly Day[], { calculate }: BestSave): Record<'here' | 'there', Paid> {
  const [here, there] = [nothing(), nothing()];
  for (const day of all) {
    const minuteCt = minutePrices(day);
    const isOn = timed(there, () => calculate(minuteCt, 180, 60, 100, 60, 0));
    there.costCt += costOf(minuteCt, (minute) => isOn[minute] === true);
    const { start: earliest } = day;
    here.costCt += ours(day, here, {
      kind: 'interruptible',
      earliest,
      latestEnd: earliest + minutesOfDay * msPerMinute,
      durationMs: isOn.filter(Boolean).length * msPerMinute,
      powerW: 1000,
      minRunMs: 60 * msPerMinute,
      minPauseMs: 60 * msPerMinute,
      maxOffMs: 180 * msPerMinute,
      initial: { on: true, forMs: minutesOfDay * msPerMinute },
    });
  }
  return { here, there };
}

/** Three hours in a row between 10 and 16 h. */
function inARow(all: readonly Day[], { getBestContinuous }: LowestPrice): Record<'here' | 'there', Paid> {
  const [here, there] = [nothing(), nothing()];
  const [from, to, count] = [10 * 60, 16 * 60, 180];
  for (const day of all) {
    const minuteCt = minutePrices(day).slice(from, to);
    const isOn = timed(there, () => getBestContinuous(minuteCt, count));
    there.costCt += costOf(minuteCt, (minute) => isOn[minute] === true);
    const [earliest, latestEnd] = [day.start + from * msPerMinute, day.start + to * msPerMinute];
    here.costCt += ours(day, here, {
      kind: 'contiguous',
      earliest,
      latestEnd,
      durationMs: count * msPerMinute,
      powerW: 1000,
    });
  }
  return { here, there };
}

/** The battery, the house and the search that the genetic scheduler's dialog begins with, without losses and wear, which it counts in its own way. */
const battery: Battery = {
  minKwh: 0,
  maxKwh: 5,
  chargeKw: 2.5,
  dischargeKw: 3.5,
  chargeEfficiency: 1,
  dischargeEfficiency: 1,
  wearCt: 0,
  chargeFromGrid: true,
  feedFromBattery: false,
  leaveRoom: true,
};
const houseKw = 1;
const search = { populationSize: 50, generations: 100, mutationRate: 0.03, numberOfPricePeriods: 24 };

/** Hourly prices with what a customer in Germany pays on top of them; the scheduler plans nothing that is past, so its days are years ahead. */
function ofBattery(all: readonly Day[], { calculateBatteryChargingStrategy }: Genetic): Record<'here' | 'there', Paid> {
  const [here, there] = [nothing(), nothing()];
  const room = new Room();
  const ahead = 20 * 365 * 24 * msPerHour;
  for (const { start, quarterCt } of all) {
    const hours = Array.from({ length: 24 }, (_, hour) => {
      const meanCt = quarterCt.slice(4 * hour, 4 * hour + 4).reduce((sum, priceCt) => sum + priceCt / 4, 0);
      return { start: start + hour * msPerHour, buyCt: allInCt(meanCt) };
    });
    const { best } = timed(there, () =>
      calculateBatteryChargingStrategy({
        ...search,
        priceData: hours.map((hour) => ({ value: hour.buyCt, start: new Date(hour.start + ahead).toISOString() })),
        consumptionForecast: [],
        productionForecast: [],
        averageConsumption: houseKw,
        batteryMaxEnergy: battery.maxKwh,
        batteryMaxInputPower: battery.chargeKw,
        batteryMaxOutputPower: battery.dischargeKw,
        batteryCost: 0,
        efficiency: 1,
        excessPvEnergyUse: 1,
        soc: 0,
      }),
    );
    there.costCt += best.cost;
    const steps = hours.map((hour) => ({
      ...hour,
      end: hour.start + msPerHour,
      feedInCt: 0,
      netKwh: houseKw,
      expected: false,
    }));
    const path = timed(here, () => follow(battery, steps, { marks: marks(battery, steps, 0, room), storedKwh: 0 }));
    here.costCt += path.costCt;
  }
  return { here, there };
}

const nothing = (): Paid => ({ costCt: 0, longestMs: 0 });

function report(
  what: string,
  peer: string,
  { here, there }: Record<'here' | 'there', Paid>,
  unit: string,
  units: number,
) {
  const text = ({ costCt, longestMs }: Paid) =>
    `${(costCt / units).toFixed(2)} ${unit}, at most ${longestMs.toFixed(1)} ms`;
  console.log(`${what}: here ${text(here)}; ${peer} ${text(there)}`);
  headline(what, text(here), `${peer} ${text(there)}`);
}

function main(): void {
  const [folder, peers] = [sharedDir(), process.env[peersVariable]];
  if (folder === undefined || peers === undefined) {
    console.log('SKIPPED: needs the folder with market prices, and in PEERS one with the other packages.');
    return;
  }
  const load = (path: string): unknown => require(resolve(peers, 'node_modules', path));
  const all = days(folder);
  console.log(`${all.length} days`);
  const powerSaver = 'node-red-contrib-power-saver/src/strategy';
  const best = load(`${powerSaver}-best-save-functions.js`) as BestSave;
  report('on, but for 1 to 3 h at a time', 'power-saver', offAtTimes(all, best), 'ct a day', all.length);
  const lowest = load(`${powerSaver}-lowest-price-functions.js`) as LowestPrice;
  report('3 h in a row, 10-16, market price', 'power-saver', inARow(all, lowest), 'ct a day', all.length);
  const genetic = load(
    'node-red-contrib-genetic-charging-strategy2/src/strategy-battery-charging-functions.js',
  ) as Genetic;
  report('battery 5 kWh, house 1 kW', 'genetic scheduler', ofBattery(all, genetic), 'ct a day', all.length);
}

main();
