import { fingerprint } from './fingerprint.js';
import { defaultRunSettings, type RunSettings, runTable } from './settings.js';

type Name = keyof RunSettings;

/** What no plan depends on. */
const unplanned: readonly Name[] = ['resend', 'sendOnStart', 'outputNoPlan', 'outputOutside', 'priceSource'];

/** The settings that keys have always held, in the order of the first version: stored jobs are compared by these keys. */
const always: readonly Name[] = [
  'mode',
  'objective',
  'durationMinutes',
  'profile',
  'partial',
  'trigger',
  'from',
  'to',
  'weekdays',
  'timeZone',
  'missingPrices',
  'minRunMinutes',
  'minPauseMinutes',
  'maxStarts',
  'tie',
  'startAlignMinutes',
  'replan',
  'energyKwh',
  'powerKw',
  'withinHours',
  'deadline',
  'maxPriceCt',
  'maxPriceAppliesTo',
  'alwaysOnBelowCt',
  'fallbackStart',
];

/** Settings that came later: only what is not as in a new node is in a key, so that none changes by an update. */
const later = (Object.keys(runTable) as Name[]).filter((name) => !always.includes(name) && !unplanned.includes(name));

const keyBySettings = new WeakMap<RunSettings, string>();

/** A fingerprint of the settings that a plan is made with, whatever their order; the same in every version. */
export function settingsKey(settings: RunSettings): string {
  const known = keyBySettings.get(settings);
  if (known !== undefined) return known;
  const set = later.filter((name) => JSON.stringify(settings[name]) !== JSON.stringify(defaultRunSettings[name]));
  const key = fingerprint(Object.fromEntries([...always, ...set].map((name) => [name, settings[name]])));
  keyBySettings.set(settings, key);
  return key;
}
