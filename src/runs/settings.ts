/** One phase of a load that does not draw the same power all the time. */
export interface ProfilePhase {
  readonly minutes: number;
  /** kW, zero allowed (soaking). */
  readonly powerKw: number;
}

/** What a device is switched by: the settings of a `cheapest-window` node, without values and topics. */
export interface RunSettings {
  readonly mode: 'contiguous' | 'interruptible' | 'threshold';
  readonly objective: 'cheapest' | 'dearest';
  /** Run time wanted in one window, minutes; `energyKwh` and `profile` go before it. */
  readonly durationMinutes: number;
  /** Energy wanted in one window, kWh; needs `powerKw`. */
  readonly energyKwh?: number | undefined;
  /** Power while on, kW; without one, costs are per kW. */
  readonly powerKw?: number | undefined;
  /** Phases of a contiguous run in order; empty = constant power. */
  readonly profile: readonly ProfilePhase[];
  /** `exact`: all minutes or none. `maximise`: as many as fit, up to the duration. */
  readonly partial: 'exact' | 'maximise';
  readonly trigger: 'daily' | 'message';
  /** Local wall time `HH:MM` at which the daily window opens. */
  readonly from: string;
  /** Local wall time `HH:MM` at which it ends; equal to `from` = a whole local day. */
  readonly to: string;
  /** ISO weekdays (Monday 1) on which the daily window opens. */
  readonly weekdays: readonly number[];
  /** IANA name. */
  readonly timeZone: string;
  /** Length of the window of a request, hours; 24 where neither this nor `deadline` is set. */
  readonly withinHours?: number | undefined;
  /** End of the window of a request: `HH:MM` or `Sun 18:00` = next such local time, or an ISO 8601 instant. Goes before `withinHours`. */
  readonly deadline?: string | undefined;
  readonly priceSource: 'account' | 'message';
  /** Highest price that is paid, ct/kWh; 0 and negative are real limits. */
  readonly maxPriceCt?: number | undefined;
  /** Absent: the average of a contiguous run, else every interval. */
  readonly maxPriceAppliesTo?: 'interval' | 'average' | undefined;
  /** Inside the window also on while the price is lower than this, ct/kWh; that time is extra and never counted. */
  readonly alwaysOnBelowCt?: number | undefined;
  /** What is done where prices are missing; `expect` plans with usual prices, and is `use-known` where there are none. */
  readonly missingPrices: 'expect' | 'use-known' | 'wait' | 'fallback';
  /** Local wall time `HH:MM`; with `missingPrices: fallback`. */
  readonly fallbackStart?: string | undefined;
  /** A run is at least this long, or as long as what is wanted where that is less; see `leastRunMinutes`. */
  readonly minRunMinutes: number;
  readonly minPauseMinutes: number;
  /** Most times the device is switched on in one window; 0 = any. */
  readonly maxStarts: number;
  readonly tie: 'earliest' | 'latest' | 'fewest';
  readonly startAlignMinutes: 1 | 15;
  readonly replan: 'until-start' | 'locked' | 'always';
  readonly outputNoPlan: OutputChoice;
  readonly outputOutside: OutputChoice;
  /** When output 1 is sent again: on a change only, also when the plan changed, or also every so many minutes. */
  readonly resend: 'change' | 'replan' | number;
  readonly sendOnStart: boolean;
}

/** What the device is told where no plan decides; `none` = nothing. */
export type OutputChoice = 'off' | 'on' | 'none';

/** What belongs to the node as a whole and not to a request or a window. */
type NodeOnly = 'trigger' | 'priceSource' | 'outputOutside' | 'sendOnStart';

/** The settings that one message may change for one request or one window; null unsets an optional one. */
export type RunOptions = {
  readonly [Name in Exclude<keyof RunSettings, NodeOnly>]?: RunSettings[Name] | null;
};

/** The settings of a fresh node. */
export const defaultRunSettings: RunSettings = {
  mode: 'contiguous',
  objective: 'cheapest',
  durationMinutes: 60,
  profile: [],
  partial: 'exact',
  trigger: 'daily',
  from: '00:00',
  to: '00:00',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  timeZone: 'Europe/Berlin',
  priceSource: 'account',
  missingPrices: 'use-known',
  minRunMinutes: 0,
  minPauseMinutes: 0,
  maxStarts: 0,
  tie: 'earliest',
  startAlignMinutes: 1,
  replan: 'until-start',
  outputNoPlan: 'off',
  outputOutside: 'off',
  resend: 'change',
  sendOnStart: true,
};

const mergedBySettings = new WeakMap<RunSettings, WeakMap<RunOptions, RunSettings>>();

/** The settings in force for a request or window: the node's own, with its options laid over them. */
export function withOptions(settings: RunSettings, options: RunOptions): RunSettings {
  const byOptions = mergedBySettings.get(settings) ?? new WeakMap<RunOptions, RunSettings>();
  const known = byOptions.get(options);
  if (known !== undefined) return known;
  const merged = overlaid(settings, options);
  mergedBySettings.set(settings, byOptions.set(options, merged));
  return merged;
}

function overlaid(settings: RunSettings, options: RunOptions): RunSettings {
  const given = Object.entries(options).map(([name, value]) => [name, value ?? undefined]);
  if (given.length === 0) return settings;
  // The message says when it has to be ready, or how much it wants: what the node says instead of that steps back.
  const untilDeadline = options.withinHours != null ? { deadline: undefined } : {};
  const byMinutes = options.durationMinutes != null ? { energyKwh: undefined, profile: [] } : {};
  return { ...settings, ...untilDeadline, ...byMinutes, ...Object.fromEntries(given) };
}

/** Run time wanted in one window, ms: from the profile, else energy over power (up to the next whole minute), else the minutes. */
export function wantedMs(settings: RunSettings): number {
  return wantedMinutes(settings) * 60_000;
}

/** Run time wanted in one window, minutes; see {@link wantedMs}. */
export function wantedMinutes(settings: RunSettings): number {
  const { profile, energyKwh, powerKw, durationMinutes } = settings;
  if (hasProfile(settings)) return profile.reduce((sum, phase) => sum + phase.minutes, 0);
  // The small allowance keeps 3 kWh at 1 kW from becoming 181 minutes by a rounding error.
  if (energyKwh !== undefined && powerKw !== undefined) return Math.ceil((energyKwh / powerKw) * 60 - 1e-6);
  return durationMinutes;
}

/** The shortest run that these settings allow, minutes: whoever wants a quarter-hour gets one, whatever the minimum is. */
export function leastRunMinutes(settings: RunSettings): number {
  const { minRunMinutes, mode } = settings;
  return mode === 'threshold' ? minRunMinutes : Math.min(minRunMinutes, wantedMinutes(settings));
}

/** True when the load is described by phases. */
export function hasProfile(settings: RunSettings): boolean {
  return settings.mode === 'contiguous' && settings.profile.length > 0;
}

/** True when the price limit is one on the average of all runs. */
export function limitsAverage(settings: RunSettings): boolean {
  const appliesTo = settings.maxPriceAppliesTo ?? (settings.mode === 'contiguous' ? 'average' : 'interval');
  return settings.maxPriceCt !== undefined && settings.mode !== 'threshold' && appliesTo === 'average';
}
