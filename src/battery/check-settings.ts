import { invalidValue } from '../errors.js';
import type { Bounds, Setting } from '../protocol/setting.js';
import { checkTimeZone } from '../time/index.js';
import { type BatterySettings, batteryTable, type StoredBatterySettings } from './settings.js';

/** The settings as given; throws `invalid-value` naming the first field that is missing, wrong or does not fit the others. */
export function checkBatterySettings(settings: StoredBatterySettings): BatterySettings {
  const { capacityKwh, chargeKw, dischargeKw, minSocPercent, maxSocPercent } = settings;
  for (const [name, setting] of Object.entries<Setting>(batteryTable)) {
    const value = settings[name as keyof StoredBatterySettings];
    if (typeof value === 'number' && 'min' in setting) checkBounds(name, value, setting);
  }
  checkTimeZone(settings.timeZone);
  if (capacityKwh === undefined) throw missing('capacityKwh');
  if (chargeKw === undefined) throw missing('chargeKw');
  if (dischargeKw === undefined) throw missing('dischargeKw');
  if (minSocPercent >= maxSocPercent) {
    throw invalidValue('minSocPercent', minSocPercent, { rule: 'below-max-soc', max: maxSocPercent });
  }
  return { ...settings, capacityKwh, chargeKw, dischargeKw };
}

function missing(field: string) {
  return invalidValue(field, undefined, { rule: 'needed-for-battery' });
}

function checkBounds(field: string, value: number, { min, max, above, whole }: Bounds): void {
  if (above && !(value > min)) throw invalidValue(field, value, { rule: 'number-above-zero' });
  const fits = whole ? Number.isInteger(value) : Number.isFinite(value);
  if (fits && value >= min && value <= max) return;
  if (whole) throw invalidValue(field, value, { rule: 'whole-number', least: min, most: max });
  throw invalidValue(field, value, `${min} … ${max}`);
}
