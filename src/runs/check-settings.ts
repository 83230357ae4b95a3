import { invalidValue } from '../errors.js';
import { localDeadlineOf } from '../protocol/clock-time.js';
import { mostStretches, patterns, phaseBounds } from '../protocol/patterns.js';
import type { Bounds, DailyStretch, Setting } from '../protocol/setting.js';
import { checkTimeZone, parseInstant } from '../time/index.js';
import { isExcludedMinute, minutesOf } from './open-time.js';
import { hasProfile, limitsAverage, type RunSettings, runTable, wantedMinutes } from './settings.js';

const longestMinutes = 7 * 24 * 60;

/** The settings as given; throws `invalid-value` naming the first field that is wrong or does not fit the others. */
export function checkRunSettings(settings: RunSettings): RunSettings {
  checkBounds(settings);
  checkAmounts(settings);
  checkTimes(settings);
  checkExclude(settings);
  checkPrices(settings);
  checkOff(settings);
  checkFit(settings);
  return settings;
}

/** Every number within the bounds of the table. */
function checkBounds(settings: RunSettings): void {
  for (const [name, setting] of Object.entries<Setting>(runTable)) {
    const value = settings[name as keyof RunSettings];
    if (setting.kind === 'number' && value !== undefined) within(name, Number(value), setting);
    if (setting.kind === 'number-or-word' && typeof value === 'number') within(name, value, setting);
  }
}

function checkAmounts(settings: RunSettings): void {
  const { energyKwh, powerKw, profile } = settings;
  if (energyKwh !== undefined && powerKw === undefined) {
    throw invalidValue('powerKw', powerKw, { rule: 'needed-for-energy' });
  }
  for (const phase of profile) {
    within('profile.minutes', phase.minutes, phaseBounds.minutes);
    within('profile.powerKw', phase.powerKw, phaseBounds.powerKw);
  }
  if (profile.length === 0) return;
  if (settings.mode !== 'contiguous') throw invalidValue('profile', profile, { rule: 'contiguous-only' });
  if (profile.every((phase) => phase.powerKw === 0)) {
    throw invalidValue('profile', profile, { rule: 'phase-with-power' });
  }
  if (energyKwh !== undefined) throw invalidValue('energyKwh', energyKwh, { rule: 'empty-with-profile' });
}

function checkTimes(settings: RunSettings): void {
  const { from, to, fallbackStart, deadline, weekdays } = settings;
  checkTimeZone(settings.timeZone);
  clock('from', from);
  clock('to', to);
  if (fallbackStart !== undefined) clock('fallbackStart', fallbackStart);
  if (deadline !== undefined && localDeadlineOf(deadline) !== deadline && parseInstant(deadline) === undefined) {
    throw invalidValue('deadline', deadline, { rule: 'time-or-instant' });
  }
  const known = weekdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
  if (!known || weekdays.length === 0) throw invalidValue('weekdays', weekdays, { rule: 'weekdays' });
}

function checkExclude({ exclude }: RunSettings): void {
  if (exclude.length > mostStretches)
    throw invalidValue('exclude', exclude, { rule: 'stretches', most: mostStretches });
  for (const [index, { from, to }] of exclude.entries()) {
    clock(`exclude.${index}.from`, from);
    clock(`exclude.${index}.to`, to);
    if (from === to) throw invalidValue(`exclude.${index}.to`, to, { rule: 'other-time', time: from });
  }
}

function checkPrices(settings: RunSettings): void {
  const { mode, objective, maxPriceCt } = settings;
  if (mode === 'threshold' && maxPriceCt === undefined) {
    throw invalidValue('maxPriceCt', maxPriceCt, { rule: 'needed-for-threshold' });
  }
  if (objective === 'dearest' && maxPriceCt !== undefined) {
    throw invalidValue('maxPriceCt', maxPriceCt, { rule: 'empty-with-dearest' });
  }
  if (settings.missingPrices === 'fallback' && settings.fallbackStart === undefined) {
    throw invalidValue('fallbackStart', settings.fallbackStart, { rule: 'needed-for-fallback' });
  }
}

/** A limit on time off has to leave room for what keeps the device off, and it decides over prices. */
function checkOff(settings: RunSettings): void {
  const { maxOffMinutes, minPauseMinutes, mode, maxPriceAppliesTo, toleranceCt } = settings;
  if (maxOffMinutes === 0) return;
  const pause = mode === 'contiguous' ? 0 : minPauseMinutes;
  if (maxOffMinutes < pause) throw invalidValue('maxOffMinutes', maxOffMinutes, { rule: 'off-pause', minutes: pause });
  const excluded = longestExcluded(settings);
  if (maxOffMinutes < excluded)
    throw invalidValue('maxOffMinutes', maxOffMinutes, { rule: 'off-exclude', minutes: excluded });
  if (toleranceCt > 0) throw invalidValue('toleranceCt', toleranceCt, { rule: 'off-tolerance' });
  if (limitsAverage(settings)) throw invalidValue('maxPriceAppliesTo', maxPriceAppliesTo, { rule: 'off-interval' });
}

function checkFit(settings: RunSettings): void {
  const { mode, partial, trigger, exclude } = settings;
  const openMinutes = roomMinutes(settings);
  if (openMinutes === 0) throw invalidValue('exclude', exclude, { rule: 'something-left' });
  if (mode === 'threshold' || partial === 'maximise') return;
  const wanted = wantedMinutes(settings);
  const field = hasProfile(settings) ? 'profile' : settings.energyKwh === undefined ? 'durationMinutes' : 'energyKwh';
  const room = trigger === 'daily' ? windowMinutes(settings) : longestMinutes;
  if (wanted > room) throw invalidValue(field, settings[field], { rule: 'run-time-in-window', minutes: room });
  if (wanted > openMinutes)
    throw invalidValue(field, settings[field], { rule: 'run-time-beside-exclude', minutes: openMinutes });
  if (trigger === 'daily' && settings.missingPrices === 'fallback') checkFallback(settings);
}

function checkFallback(settings: RunSettings): void {
  const { from, to, fallbackStart } = settings;
  if (fallbackStart === undefined) return;
  const inside = (minutesOf(fallbackStart) - minutesOf(from) + 1440) % 1440 < windowMinutes(settings);
  if (!inside) throw invalidValue('fallbackStart', fallbackStart, { rule: 'time-in-window', from, to });
}

function windowMinutes({ from, to }: DailyStretch): number {
  return (minutesOf(to) - minutesOf(from) + 1440) % 1440 || 1440;
}

/**
 * The run time that a window holds beside what is excluded, on a day without a clock change: in one piece where the device
 * runs in one.
 */
function roomMinutes(settings: RunSettings): number {
  const { exclude, trigger, from, mode } = settings;
  const [first, length] = trigger === 'daily' ? [minutesOf(from), windowMinutes(settings)] : [0, longestMinutes];
  if (exclude.length === 0) return length;
  const isShut = isExcludedMinute(exclude);
  let [total, piece, longest] = [0, 0, 0];
  for (let minute = first; minute < first + length; minute += 1) {
    piece = isShut(minute) ? 0 : piece + 1;
    total += isShut(minute) ? 0 : 1;
    longest = Math.max(longest, piece);
  }
  return mode === 'contiguous' ? longest : total;
}

/** The longest time of day without a break that is excluded, minutes. */
function longestExcluded({ exclude }: RunSettings): number {
  const isShut = isExcludedMinute(exclude);
  let [piece, longest] = [0, 0];
  for (let minute = 0; minute < 2 * 1440; minute += 1) {
    piece = isShut(minute) ? piece + 1 : 0;
    longest = Math.max(longest, piece);
  }
  return longest;
}

function clock(field: string, time: string): void {
  if (!patterns.time.test(time)) throw invalidValue(field, time, 'HH:MM, 00:00 … 23:59');
}

function within(field: string, value: number, { min, max, above, whole, orZero }: Bounds): void {
  if (orZero && value === 0) return;
  if (above && !(value > min)) throw invalidValue(field, value, { rule: 'number-above-zero' });
  const fits = whole ? Number.isInteger(value) : Number.isFinite(value);
  if (fits && value >= min && value <= max) return;
  const rule = orZero ? 'zero-or-whole' : 'whole-number';
  if (whole) throw invalidValue(field, value, { rule, least: min, most: max });
  throw invalidValue(field, value, `${min} … ${max}`);
}
