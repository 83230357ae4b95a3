import { costOfFirst, follow, type Mode, type PathStep, type Step } from '../storage/index.js';
import { type Interval, type Ms, msPerHour, msPerMinute } from '../time/index.js';
import type { BatteryReason, BatteryState } from './log.js';
import type { BatteryPlan, HouseSource } from './plan.js';
import { type BatterySettings, percentOf } from './settings.js';

/** One step of a plan as it is shown, [start, end); energies on the AC side but for what is stored at its end. */
export interface BatteryViewStep extends Interval {
  readonly mode: Mode;
  readonly buyCt: number;
  readonly feedInCt: number;
  readonly netKwh: number;
  readonly chargeKwh: number;
  readonly dischargeKwh: number;
  /** Drawn from the grid; negative when fed in. */
  readonly gridKwh: number;
  readonly storedKwh: number;
  readonly socPercent: number;
  readonly storedValueCt: number;
  readonly costCt: number;
  /** True where the price is not published but expected. */
  readonly expected: boolean;
}

/** A plan in instants and numbers. Costs, savings and sums end with the known prices. */
export interface BatteryPlanView {
  /** False where nothing is planned, and why. */
  readonly feasible: boolean;
  readonly reason?: BatteryReason;
  /** True while what is stored is only reckoned, or the house not learned. */
  readonly provisional: boolean;
  readonly intervals: readonly BatteryViewStep[];
  readonly costCt: number;
  readonly saved: { readonly againstSelfUseCt: number; readonly againstNoBatteryCt: number };
  /** How often the battery is emptied by what is taken out. */
  readonly cycles: number;
  readonly chargedFromGridKwh: number;
  readonly pricesUntil: Ms | null;
  readonly house: { readonly learnedDays: number; readonly kwhPerDay: number };
  readonly forecast: HouseSource | null;
  /** Where the prices of what is fed in come from. */
  readonly feedIn: 'contract' | 'fixed';
  /** Equal for equal modes at equal times. */
  readonly planId: string;
}

interface Around {
  readonly settings: BatterySettings;
  readonly state: BatteryState;
  readonly learnedDays: number;
  readonly isProvisional: boolean;
  readonly hasFeedIn: boolean;
  /** The end of the last known price; null where none is known. */
  readonly pricesUntil: Ms | null;
}

/** The plan as it is shown; where there is none, what there is to say without one. */
export function batteryView(plan: BatteryPlan | undefined, around: Around): BatteryPlanView {
  const { settings, state, learnedDays, isProvisional, hasFeedIn, pricesUntil } = around;
  const feedIn = hasFeedIn ? 'contract' : 'fixed';
  if (plan === undefined)
    return { ...nothing, reason: state.reason, pricesUntil, feedIn, house: { learnedDays, kwhPerDay: 0 } };
  const { steps, knownCount, way } = plan;
  const path = way.whole();
  const intervals = path.map((one, index) => viewStep(steps[index] as Step, one, settings));
  const [first, ...rest] = intervals;
  const known = intervals.slice(0, knownCount);
  const sum = (of: (step: BatteryViewStep) => number) => known.reduce((total, step) => total + of(step), 0);
  const shown = first === undefined ? [] : [{ ...first, mode: state.mode }, ...rest];
  return {
    feasible: true,
    provisional: isProvisional,
    intervals: shown,
    costCt: sum(({ costCt }) => costCt),
    saved: savedBy(plan),
    cycles: sum(({ dischargeKwh }) => dischargeKwh) / plan.battery.dischargeEfficiency / settings.capacityKwh,
    chargedFromGridKwh: path.slice(0, knownCount).reduce((total, { boughtKwh }) => total + boughtKwh, 0),
    pricesUntil,
    house: { learnedDays, kwhPerDay: kwhPerDay(intervals) },
    forecast: plan.house,
    feedIn,
    planId: planIdOf(shown),
  };
}

const nothing = {
  feasible: false,
  provisional: true,
  intervals: [],
  costCt: 0,
  saved: { againstSelfUseCt: 0, againstNoBatteryCt: 0 },
  cycles: 0,
  chargedFromGridKwh: 0,
  forecast: null,
  planId: 'none',
} as const;

/** Against leaving the battery to itself and against having none; wear counts, and so does what is left in the battery. */
function savedBy({ battery, steps, marks, storedKwh, knownCount, way }: BatteryPlan) {
  const own = costOfFirst({ steps: way.whole() }, marks, knownCount);
  const known = steps.slice(0, knownCount);
  const cost = (policy: 'auto' | 'none') =>
    costOfFirst(follow(battery, known, { marks, storedKwh, policy }), marks, knownCount);
  return { againstSelfUseCt: cost('auto') - own, againstNoBatteryCt: cost('none') - own };
}

function viewStep({ start, end, buyCt, feedInCt, netKwh, expected }: Step, of: PathStep, settings: BatterySettings) {
  const { mode, chargeKwh, dischargeKwh, gridKwh, storedKwh, storedValueCt, costCt } = of;
  return {
    start,
    end,
    mode,
    buyCt,
    feedInCt,
    netKwh,
    chargeKwh,
    dischargeKwh,
    gridKwh,
    storedKwh,
    socPercent: percentOf(settings, storedKwh),
    storedValueCt,
    costCt,
    expected,
  };
}

function kwhPerDay(intervals: readonly BatteryViewStep[]): number {
  const ms = intervals.reduce((sum, { start, end }) => sum + end - start, 0);
  const kwh = intervals.reduce((sum, { netKwh }) => sum + netKwh, 0);
  return ms === 0 ? 0 : (kwh * 24 * msPerHour) / ms;
}

/** The instants at which the mode changes, with its first letter. */
function planIdOf(intervals: readonly BatteryViewStep[]): string {
  const changes = intervals.filter(({ mode }, index) => mode !== intervals[index - 1]?.mode);
  return changes.map(({ start, mode }) => `${mode[0]}${Math.floor(start / msPerMinute).toString(36)}`).join('');
}
