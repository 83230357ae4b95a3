import type { Scoped, SettingsOf } from './setting.js';
import type { windowSettings } from './window-settings.js';

/** The settings that have to fit each other. */
export const ruledSettings = [
  ...(['mode', 'partial', 'trigger', 'from', 'to', 'exclude', 'durationMinutes', 'energyKwh', 'powerKw'] as const),
  ...(['profile', 'objective', 'maxPriceCt', 'maxPriceAppliesTo', 'missingPrices', 'fallbackStart'] as const),
  ...(['maxOffMinutes', 'minPauseMinutes', 'toleranceCt'] as const),
] as const;

type Run = SettingsOf<Scoped<typeof windowSettings, 'message' | 'node'>>;

/** What a device is switched by as far as it has to fit, each setting right by itself. */
export type RuledSettings = Pick<Run, (typeof ruledSettings)[number]>;

/** A setting that does not fit the others, and the rule `allowed.<rule>` that it breaks, with the values of its text. */
export interface Misfit {
  readonly field: string;
  readonly value: unknown;
  readonly allowed: { readonly rule: string } & Readonly<Record<string, string | number>>;
}

const longestMinutes = 7 * 24 * 60;

/** The first setting that does not fit the others; undefined where they all do. The runtime refuses it, the editor says why. */
export function misfitOf(settings: RuledSettings): Misfit | undefined {
  return misfitOfAmounts(settings) ?? misfitOfPrices(settings) ?? misfitOfOff(settings) ?? misfitOfRoom(settings);
}

/** Run time wanted in one window, minutes: from the profile, else energy over power (up to the next whole minute), else the minutes. */
export function wantedMinutes(settings: RuledSettings): number {
  const { profile, energyKwh, powerKw, durationMinutes } = settings;
  if (hasProfile(settings)) return profile.reduce((sum, phase) => sum + phase.minutes, 0);
  // The small allowance keeps 3 kWh at 1 kW from becoming 181 minutes by a rounding error.
  if (energyKwh !== undefined && powerKw !== undefined) return Math.ceil((energyKwh / powerKw) * 60 - 1e-6);
  return durationMinutes;
}

/** True when the load is described by phases. */
export function hasProfile({ mode, profile }: Pick<RuledSettings, 'mode' | 'profile'>): boolean {
  return mode === 'contiguous' && profile.length > 0;
}

/** True when the price limit is one on the average of all runs. */
export function limitsAverage({ mode, maxPriceCt, maxPriceAppliesTo }: RuledSettings): boolean {
  const appliesTo = maxPriceAppliesTo ?? (mode === 'contiguous' ? 'average' : 'interval');
  return maxPriceCt !== undefined && mode !== 'threshold' && appliesTo === 'average';
}

/** Whether a minute of the day is excluded; equal times exclude none. */
export function isExcludedMinute(exclude: RuledSettings['exclude']): (minute: number) => boolean {
  const shut = exclude.map(({ from, to }) => ({
    start: minutesOf(from),
    length: (minutesOf(to) - minutesOf(from) + 1440) % 1440,
  }));
  return (minute) => shut.some(({ start, length }) => (minute - start + 1440) % 1440 < length);
}

function misfitOfAmounts({ mode, energyKwh, powerKw, profile }: RuledSettings): Misfit | undefined {
  if (energyKwh !== undefined && powerKw === undefined) return misfit('powerKw', powerKw, 'needed-for-energy');
  if (profile.length === 0) return undefined;
  if (mode !== 'contiguous') return misfit('profile', profile, 'contiguous-only');
  if (profile.every((phase) => phase.powerKw === 0)) return misfit('profile', profile, 'phase-with-power');
  return energyKwh === undefined ? undefined : misfit('energyKwh', energyKwh, 'empty-with-profile');
}

function misfitOfPrices(settings: RuledSettings): Misfit | undefined {
  const { mode, objective, maxPriceCt, missingPrices, fallbackStart } = settings;
  if (mode === 'threshold' && maxPriceCt === undefined) return misfit('maxPriceCt', maxPriceCt, 'needed-for-threshold');
  if (objective === 'dearest' && maxPriceCt !== undefined)
    return misfit('maxPriceCt', maxPriceCt, 'empty-with-dearest');
  if (missingPrices === 'fallback' && fallbackStart === undefined)
    return misfit('fallbackStart', fallbackStart, 'needed-for-fallback');
  return undefined;
}

/** A limit on time off has to leave room for what keeps the device off, and it decides over prices. */
function misfitOfOff(settings: RuledSettings): Misfit | undefined {
  const { maxOffMinutes, minPauseMinutes, mode, maxPriceAppliesTo, toleranceCt } = settings;
  if (maxOffMinutes === 0) return undefined;
  const pause = mode === 'contiguous' ? 0 : minPauseMinutes;
  if (maxOffMinutes < pause) return misfit('maxOffMinutes', maxOffMinutes, 'off-pause', { minutes: pause });
  const excluded = longestExcluded(settings);
  if (maxOffMinutes < excluded) return misfit('maxOffMinutes', maxOffMinutes, 'off-exclude', { minutes: excluded });
  // Without a run time it has no effect.
  if (toleranceCt > 0 && mode !== 'threshold') return misfit('toleranceCt', toleranceCt, 'off-tolerance');
  return limitsAverage(settings) ? misfit('maxPriceAppliesTo', maxPriceAppliesTo, 'off-interval') : undefined;
}

function misfitOfRoom(settings: RuledSettings): Misfit | undefined {
  const { mode, partial, trigger, exclude } = settings;
  const openMinutes = roomMinutes(settings);
  if (openMinutes === 0) return misfit('exclude', exclude, 'something-left');
  if (mode === 'threshold' || partial === 'maximise') return undefined;
  const wanted = wantedMinutes(settings);
  const field = hasProfile(settings) ? 'profile' : settings.energyKwh === undefined ? 'durationMinutes' : 'energyKwh';
  const room = trigger === 'daily' ? windowMinutes(settings) : longestMinutes;
  if (wanted > room) return misfit(field, settings[field], 'run-time-in-window', { minutes: room });
  if (wanted > openMinutes) return misfit(field, settings[field], 'run-time-beside-exclude', { minutes: openMinutes });
  return trigger === 'daily' && settings.missingPrices === 'fallback' ? misfitOfFallback(settings) : undefined;
}

function misfitOfFallback(settings: RuledSettings): Misfit | undefined {
  const { from, to, fallbackStart } = settings;
  if (fallbackStart === undefined) return undefined;
  const isInside = (minutesOf(fallbackStart) - minutesOf(from) + 1440) % 1440 < windowMinutes(settings);
  return isInside ? undefined : misfit('fallbackStart', fallbackStart, 'time-in-window', { from, to });
}

function misfit(
  field: keyof RuledSettings,
  value: unknown,
  rule: string,
  params: Readonly<Record<string, string | number>> = {},
): Misfit {
  return { field, value, allowed: { ...params, rule } };
}

function windowMinutes({ from, to }: Pick<RuledSettings, 'from' | 'to'>): number {
  return (minutesOf(to) - minutesOf(from) + 1440) % 1440 || 1440;
}

/**
 * The run time that a window holds beside what is excluded, on a day without a clock change: in one piece where the device
 * runs in one.
 */
function roomMinutes(settings: RuledSettings): number {
  const { exclude, trigger, from, mode } = settings;
  const [first, length] = trigger === 'daily' ? [minutesOf(from), windowMinutes(settings)] : [0, longestMinutes];
  if (exclude.length === 0) return length;
  const isShut = isExcludedMinute(exclude);
  let [total, piece, longest] = [0, 0, 0];
  for (let minute = first; minute < first + length; minute += 1) {
    const isOpen = !isShut(minute);
    piece = isOpen ? piece + 1 : 0;
    total += isOpen ? 1 : 0;
    longest = Math.max(longest, piece);
  }
  return mode === 'contiguous' ? longest : total;
}

/** The longest time of day without a break that is excluded, minutes. */
function longestExcluded({ exclude }: RuledSettings): number {
  const isShut = isExcludedMinute(exclude);
  let [piece, longest] = [0, 0];
  for (let minute = 0; minute < 2 * 1440; minute += 1) {
    piece = isShut(minute) ? piece + 1 : 0;
    longest = Math.max(longest, piece);
  }
  return longest;
}

/** Minutes since midnight of a wall time `HH:MM`. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
