import { type Ms, msPerHour } from '../time/index.js';
import { checkBatterySettings } from './check-settings.js';
import { learned } from './expected/house-profile.js';
import { metered, type Powers } from './expected/readings.js';
import { summedToday } from './expected/today.js';
import type { BatteryLog } from './log.js';
import type { ToldForecast } from './plan.js';
import { type BatteryOptions, type BatterySettings, withOptions } from './settings.js';

const longestMs = 7 * 24 * msPerHour;

/** What inverter and meter tell at once; all of it is right. */
export interface Readings {
  readonly socPercent?: number;
  readonly powers: Powers;
}

/** When something is told, and to whose settings it belongs. */
interface When {
  readonly settings: BatterySettings;
  readonly now: Ms;
}

/** The log after a clock that was put back, and without options that the settings do not allow any more. */
export function landed(log: BatteryLog, { settings, now }: When): BatteryLog {
  const { stored, step, override, sentAt, savedAt, state, ...rest } = log;
  const isStepPast = step !== undefined && step.start <= now;
  return {
    ...rest,
    options: fitting(log.options, settings),
    ...(stored && { stored: { ...stored, at: Math.min(stored.at, now), toldAt: Math.min(stored.toldAt, now) } }),
    ...(step && isStepPast && { step }),
    ...(state && (isStepPast || step === undefined) && { state }),
    ...(override && { override: { ...override, until: override.until && Math.min(override.until, now + longestMs) } }),
    ...(sentAt !== undefined && { sentAt: Math.min(sentAt, now) }),
    ...(savedAt !== undefined && { savedAt: Math.min(savedAt, now) }),
  };
}

function fitting(options: BatteryOptions, settings: BatterySettings): BatteryOptions {
  if (Object.keys(options).length === 0) return options;
  try {
    checkBatterySettings(withOptions(settings, options));
    return options;
  } catch {
    return {};
  }
}

/** The log with what is told now, and what is learned by that. */
export function withReadings(
  log: BatteryLog,
  readings: Readings,
  { settings, forecast, now }: When & { readonly forecast?: ToldForecast | undefined },
): BatteryLog {
  const { timeZone } = settings;
  const { socPercent, powers } = readings;
  const { metering, quarters } = metered(log.metering, powers, { now, hasSun: settings.solar === 'yes' });
  const { profile } = log;
  const today = summedToday(log.today, quarters, { profile, forecast: forecast?.sun, timeZone });
  return {
    ...log,
    metering,
    profile: learned(profile, quarters, timeZone),
    ...(today && { today }),
    ...(socPercent !== undefined && { stored: { percent: socPercent, at: now, toldAt: now } }),
  };
}
