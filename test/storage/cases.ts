import {
  type Battery,
  type Marks,
  type ModeNow,
  marks,
  modeNow,
  type Room,
  type Standing,
  type Step,
  soundBattery,
  steadyMode,
} from '#src/storage/index.js';

const msPerHour = 3_600_000;
const from = Date.UTC(2026, 10, 27, 23);

/** Ten kWh that may do everything; `changes` replace what a test is about. */
export function batteryOf(changes: Partial<Battery> = {}): Battery {
  return {
    minKwh: 1,
    maxKwh: 10,
    chargeKw: 5,
    dischargeKw: 5,
    chargeEfficiency: Math.sqrt(0.9),
    dischargeEfficiency: Math.sqrt(0.9),
    wearCt: 2,
    chargeFromGrid: true,
    feedFromBattery: true,
    leaveRoom: true,
    ...changes,
  };
}

/** Steps of an hour, one for each price; net load and feed-in price are those of `rest`, or 0.5 kWh and 8 ct. */
export function stepsOf(prices: readonly number[], rest: Partial<Step> = {}): Step[] {
  return prices.map((buyCt, i) => ({
    start: from + i * msPerHour,
    end: from + (i + 1) * msPerHour,
    buyCt,
    feedInCt: 8,
    netKwh: 0.5,
    expected: false,
    ...rest,
  }));
}

/** The marks of the first step. */
export function firstMarks(
  battery: Battery,
  steps: readonly Step[],
  { endValueCt = 0, room }: { endValueCt?: number; room?: Room } = {},
): Marks {
  return marks(battery, steps, endValueCt, room)[0]!;
}

/** What an inverter is told by the marks of a step, whatever was on before. */
export function told(battery: Battery, mark: Marks, standing: Standing): ModeNow {
  const mode = steadyMode(soundBattery(battery), { steps: [], marks: [mark], at: 0 }, standing);
  return modeNow(battery, mark, { ...standing, mode });
}
