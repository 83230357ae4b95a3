import type { Battery, Step } from '#src/storage/index.js';
import { type House, type HouseKind, simulateHouse } from './house.js';
import { type GridFee, loadStretches, type Quarter } from './prices.js';

/** A kind of home of the table: what it has, what it is paid, what its battery may do. */
export interface HomeKind {
  readonly letter: string;
  readonly what: string;
  readonly capacityKwh: number;
  readonly powerKw: number;
  readonly sun: boolean;
  readonly heatPump: boolean;
  readonly fee: GridFee;
  readonly feedIn: 'none' | 'fixed' | 'unpaid when negative' | 'spot';
  readonly feedFromBattery: boolean;
}

const plain = {
  capacityKwh: 10,
  powerKw: 5,
  sun: false,
  heatPump: false,
  fee: 'flat',
  feedFromBattery: false,
} as const;
const roof = { ...plain, sun: true };

export const homeKinds: readonly HomeKind[] = [
  { ...plain, letter: 'A', what: 'no sun', feedIn: 'none' },
  { ...plain, letter: 'G', what: 'no sun, 5.1 kWh, 2.5 kW', capacityKwh: 5.1, powerKw: 2.5, feedIn: 'none' },
  { ...plain, letter: 'H', what: 'no sun, 5.1 kWh, 0.8 kW', capacityKwh: 5.1, powerKw: 0.8, feedIn: 'none' },
  { ...roof, letter: 'B', what: 'sun, always paid 7.9 ct', feedIn: 'fixed' },
  { ...roof, letter: 'C', what: 'sun, 7.9 ct, unpaid when negative', feedIn: 'unpaid when negative' },
  { ...roof, letter: 'D', what: 'sun, paid the market price', feedIn: 'spot' },
  { ...roof, letter: 'E', what: 'as D, the battery may feed in', feedIn: 'spot', feedFromBattery: true },
  { ...plain, letter: 'K', what: 'no sun, module 3', fee: 'module 3', feedIn: 'none' },
  { ...roof, letter: 'L', what: 'as C, module 3', fee: 'module 3', feedIn: 'unpaid when negative' },
  { ...roof, letter: 'J', what: 'as C, heat pump', heatPump: true, feedIn: 'unpaid when negative' },
];

export const fixedFeedInCt = 7.9;
export const efficiencyPercent = 90;
export const wearCt = 2;

/** Some months of a home without a gap, as they really were. */
export interface Months {
  readonly kind: HomeKind;
  readonly battery: Battery;
  readonly quarters: readonly Quarter[];
  readonly house: House;
  /** One for each quarter-hour, with the net load that came. */
  readonly steps: readonly Step[];
}

/** Which of all there are: another `seed` makes another house; of each stretch the last `days`. */
export interface Choice {
  readonly seed?: number;
  readonly forecastError?: number;
  readonly months?: number;
  readonly days?: number;
}

/** A home on real months, all of them unless chosen otherwise. */
export function homeMonths(folder: string, kind: HomeKind, choice: Choice = {}): Months[] {
  const { seed = 1, forecastError = 0.19, months, days = Number.POSITIVE_INFINITY } = choice;
  const houseKind: HouseKind = {
    kwhPerYear: 4_000,
    heatPumpKwh: kind.heatPump ? 4_000 : 0,
    peakKw: kind.sun ? 8 : 0,
    forecastError,
    seed,
  };
  return loadStretches(folder, kind.fee, months).map((all) => {
    const quarters = days === Number.POSITIVE_INFINITY ? all : all.slice(-96 * days);
    const house = simulateHouse(quarters, houseKind);
    const steps = quarters.map(({ start, end, priceCt, marketCt }, i) => ({
      start,
      end,
      buyCt: priceCt,
      feedInCt: feedInCtOf(kind, marketCt),
      netKwh: (house.usedKwh[i] as number) - (house.sunKwh[i] as number),
      expected: false,
    }));
    return { kind, battery: batteryOf(kind), quarters, house, steps };
  });
}

function feedInCtOf({ feedIn }: HomeKind, marketCt: number): number {
  if (feedIn === 'none') return 0;
  if (feedIn === 'spot') return marketCt;
  return feedIn === 'unpaid when negative' && marketCt < 0 ? 0 : fixedFeedInCt;
}

function batteryOf({ capacityKwh, powerKw, feedFromBattery }: HomeKind): Battery {
  return {
    minKwh: 0,
    maxKwh: capacityKwh,
    chargeKw: powerKw,
    dischargeKw: powerKw,
    chargeEfficiency: Math.sqrt(efficiencyPercent / 100),
    dischargeEfficiency: Math.sqrt(efficiencyPercent / 100),
    wearCt,
    chargeFromGrid: true,
    feedFromBattery,
    leaveRoom: true,
  };
}
