import { invalidValue } from '../../errors.js';
import { localDeadlineOf } from '../../protocol/clock-time.js';
import { mostStretches, patterns, phaseBounds } from '../../protocol/patterns.js';
import { misfitOf } from '../../protocol/run-rules.js';
import type { Bounds, Setting } from '../../protocol/setting.js';
import { checkTimeZone, parseInstant } from '../../time/index.js';
import { type RunSettings, runTable } from './settings.js';

/** The settings as given; throws `invalid-value` naming the first field that is wrong or does not fit the others. */
export function checkRunSettings(settings: RunSettings): RunSettings {
  checkBounds(settings);
  checkPhases(settings);
  checkTimes(settings);
  checkExclude(settings);
  const misfit = misfitOf(settings);
  if (misfit !== undefined) throw invalidValue(misfit.field, misfit.value, misfit.allowed);
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

function checkPhases({ profile }: RunSettings): void {
  for (const phase of profile) {
    within('profile.minutes', phase.minutes, phaseBounds.minutes);
    within('profile.powerKw', phase.powerKw, phaseBounds.powerKw);
  }
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
