import { invalidValue } from '../errors.js';
import { checkTimeZone, parseInstant } from '../time/index.js';
import { hasProfile, type RunSettings, wantedMinutes } from './settings.js';
import { isLocalDeadline } from './windows.js';

const longestMinutes = 7 * 24 * 60;
const clockPattern = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The settings as given; throws `invalid-value` naming the first field that is wrong or does not fit the others. */
export function checkRunSettings(settings: RunSettings): RunSettings {
  checkAmounts(settings);
  checkTimes(settings);
  checkPrices(settings);
  checkShape(settings);
  checkFit(settings);
  return settings;
}

function checkAmounts(settings: RunSettings): void {
  const { durationMinutes, energyKwh, powerKw, profile } = settings;
  within('durationMinutes', durationMinutes, { least: 1, most: longestMinutes, whole: true });
  if (powerKw !== undefined) positive('powerKw', powerKw);
  if (energyKwh !== undefined) {
    positive('energyKwh', energyKwh);
    if (powerKw === undefined) throw invalidValue('powerKw', powerKw, { rule: 'needed-for-energy' });
  }
  for (const phase of profile) {
    within('profile.minutes', phase.minutes, { least: 1, most: longestMinutes, whole: true });
    within('profile.powerKw', phase.powerKw, { least: 0, most: Number.MAX_VALUE });
  }
  if (profile.length === 0) return;
  if (settings.mode !== 'contiguous') throw invalidValue('profile', profile, { rule: 'contiguous-only' });
  if (profile.every((phase) => phase.powerKw === 0)) {
    throw invalidValue('profile', profile, { rule: 'phase-with-power' });
  }
  if (energyKwh !== undefined) throw invalidValue('energyKwh', energyKwh, { rule: 'empty-with-profile' });
}

function checkTimes(settings: RunSettings): void {
  const { from, to, fallbackStart, deadline, withinHours, weekdays } = settings;
  checkTimeZone(settings.timeZone);
  clock('from', from);
  clock('to', to);
  if (fallbackStart !== undefined) clock('fallbackStart', fallbackStart);
  if (deadline !== undefined && !isLocalDeadline(deadline) && parseInstant(deadline) === undefined) {
    throw invalidValue('deadline', deadline, { rule: 'time-or-instant' });
  }
  if (withinHours !== undefined) {
    positive('withinHours', withinHours);
    within('withinHours', withinHours, { least: 0, most: longestMinutes / 60 });
  }
  const known = weekdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
  if (!known || weekdays.length === 0) throw invalidValue('weekdays', weekdays, { rule: 'weekdays' });
}

function checkPrices(settings: RunSettings): void {
  const { mode, objective, maxPriceCt, alwaysOnBelowCt } = settings;
  if (maxPriceCt !== undefined) finite('maxPriceCt', maxPriceCt);
  if (alwaysOnBelowCt !== undefined) finite('alwaysOnBelowCt', alwaysOnBelowCt);
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

function checkShape(settings: RunSettings): void {
  const { resend } = settings;
  within('minRunMinutes', settings.minRunMinutes, { least: 0, most: longestMinutes, whole: true });
  within('minPauseMinutes', settings.minPauseMinutes, { least: 0, most: longestMinutes, whole: true });
  within('maxStarts', settings.maxStarts, { least: 0, most: 1000, whole: true });
  if (typeof resend === 'number') within('resend', resend, { least: 1, most: longestMinutes });
}

function checkFit(settings: RunSettings): void {
  const { mode, partial, trigger } = settings;
  if (mode === 'threshold' || partial === 'maximise') return;
  const wanted = wantedMinutes(settings);
  const field = hasProfile(settings) ? 'profile' : settings.energyKwh === undefined ? 'durationMinutes' : 'energyKwh';
  const room = trigger === 'daily' ? windowMinutes(settings) : longestMinutes;
  if (wanted > room) throw invalidValue(field, settings[field], { rule: 'run-time-in-window', minutes: room });
  if (trigger === 'daily' && settings.missingPrices === 'fallback') checkFallback(settings);
}

function checkFallback(settings: RunSettings): void {
  const { from, to, fallbackStart } = settings;
  if (fallbackStart === undefined || from === to) return;
  const inside = (minutesOf(fallbackStart) - minutesOf(from) + 1440) % 1440 < windowMinutes(settings);
  if (!inside) throw invalidValue('fallbackStart', fallbackStart, { rule: 'time-in-window', from, to });
}

function windowMinutes({ from, to }: RunSettings): number {
  return (minutesOf(to) - minutesOf(from) + 1440) % 1440 || 1440;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function clock(field: string, time: string): void {
  if (!clockPattern.test(time)) throw invalidValue(field, time, 'HH:MM, 00:00 … 23:59');
}

function finite(field: string, value: number): void {
  if (!Number.isFinite(value)) throw invalidValue(field, value, { rule: 'number' });
}

function positive(field: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0) throw invalidValue(field, value, { rule: 'number-above-zero' });
}

function within(field: string, value: number, range: { least: number; most: number; whole?: true }): void {
  const { least, most, whole } = range;
  const fits = whole ? Number.isInteger(value) : Number.isFinite(value);
  if (fits && value >= least && value <= most) return;
  if (whole) throw invalidValue(field, value, { rule: 'whole-number', least, most });
  throw invalidValue(field, value, most === Number.MAX_VALUE ? `≥ ${least}` : `${least} … ${most}`);
}
