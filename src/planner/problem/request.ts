import type { Interval, Ms } from '../../time/index.js';

/** One stretch [start, end) of a plan at one power, in W. */
export interface Segment {
  readonly start: Ms;
  readonly end: Ms;
  readonly powerW: number;
}

/** Of two plans of equal cost: the one that is on at the first (last) instant where they differ, or the one with fewer runs. */
export type TieBreak = 'earliest' | 'latest' | 'fewest';

/** What the device was doing up to `earliest`, and for how long, in ms. */
export interface InitialState {
  readonly on: boolean;
  readonly forMs: number;
}

/** An older plan that stays when a fresh one is better by no more than `keepIfWithinCt`. */
export interface Incumbent {
  readonly segments: readonly Segment[];
  readonly keepIfWithinCt: number;
}

/** What every kind of request has; the window is [earliest, latestEnd), prices are ct/kWh, fractions of a ms are rounded. */
export interface RequestBase {
  /** Default cheapest; dearest is for feed-in. */
  readonly objective?: 'cheapest' | 'dearest' | undefined;
  readonly earliest: Ms;
  readonly latestEnd: Ms;
  /**
   * When the load is off, whatever that costs, in any order; default never. Prices there count as unknown, in averages too. No
   * run spans such a time, not even in a phase of 0 W.
   */
  readonly closed?: readonly Interval[] | undefined;
  /** Default earliest. */
  readonly tieBreak?: TieBreak | undefined;
  /** No power is drawn where the price is above this limit. */
  readonly maxPriceCt?: number | undefined;
  /** maximise: what does not fit is left out, most run time first, then cost. A profile is never shortened. Default exact. */
  readonly partial?: 'exact' | 'maximise' | undefined;
  readonly initial?: InitialState | undefined;
  /**
   * Never off for longer than this inside the window, whole minutes: before the first run, between runs, and up to
   * the window's end. Goes before the run time, which then is at least what is wanted, and before `maxPriceCt`, above which
   * only that is used which this rule forces. What is too late already is made up for as early as it can be.
   */
  readonly maxOffMs?: number | undefined;
  /** How much of `maxOffMs` is over at `earliest`; default what `initial` says. */
  readonly offBeforeMs?: number | undefined;
  readonly incumbent?: Incumbent | undefined;
}

/** One run of `durationMs` at constant power; a run already on (`initial`) goes on at once. */
export interface ContiguousRequest extends RequestBase {
  readonly kind: 'contiguous';
  readonly durationMs: number;
  readonly powerW: number;
  /** Starts are whole multiples of this since 1970 (UTC); default any ms. */
  readonly startAlignMs?: number | undefined;
}

/**
 * What makes a plan care about runs. With any of them (or `startCostCt`) lengths are whole minutes, `earliest` is
 * rounded up and `latestEnd` down to the minute.
 */
export interface RunRules {
  readonly minRunMs?: number | undefined;
  readonly minPauseMs?: number | undefined;
  /** Starts still allowed; going on with a run that is on is none. Absent = any number, 0 = no further start. */
  readonly maxStarts?: number | undefined;
  /** Wear and the like per start, in ct; part of the plan's cost. */
  readonly startCostCt?: number | undefined;
}

/** `durationMs` of run time in as many runs as pay, at constant power. */
export interface InterruptibleRequest extends RequestBase, RunRules {
  readonly kind: 'interruptible';
  readonly durationMs: number;
  readonly powerW: number;
}

/** One phase of a profile; 0 W is allowed (soaking) and may lie where no price is known. */
export interface Phase {
  readonly durationMs: number;
  readonly powerW: number;
}

/** Phases that follow one another without a pause; a run already on (`initial`) goes on at once. */
export interface ProfileRequest extends RequestBase {
  readonly kind: 'profile';
  readonly profile: readonly Phase[];
  readonly startAlignMs?: number | undefined;
}

/**
 * Energy into a battery.
 *
 * `energyWh` and `maxEnergyWh` (default `energyWh`) count what arrives in the battery, powers what the grid gives;
 * battery = efficiency x grid. More than `energyWh` is taken only where that lowers the cost. The charger may switch
 * at any instant, so the cheapest plan runs at `maxPowerW` and `minPowerW` only bounds the power that a plan may show.
 * With run rules the energy is rounded up to whole minutes at `maxPowerW`.
 */
export interface EnergyRequest extends RequestBase, RunRules {
  readonly kind: 'energy';
  readonly energyWh: number;
  readonly maxEnergyWh?: number | undefined;
  readonly minPowerW: number;
  readonly maxPowerW: number;
  /** Above 0, at most 1. */
  readonly efficiency: number;
}

/** On wherever the price is within `maxPriceCt`, as far as the rules for runs allow; above it only for `maxOffMs`. */
export interface BelowRequest extends RequestBase, RunRules {
  readonly kind: 'below';
  readonly powerW: number;
  readonly maxPriceCt: number;
  readonly maxOffMs: number;
}

/** What a device with a load of its own can ask. */
export type Request = ContiguousRequest | InterruptibleRequest | ProfileRequest | EnergyRequest;

/** Everything the planner can be asked. */
export type AnyRequest = Request | BelowRequest;
