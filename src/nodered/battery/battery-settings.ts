import { type BatteryOptions, type BatterySettings, checkBatterySettings } from '../../battery/index.js';
import { batterySettings } from '../../protocol/battery-settings.js';
import { type SettingsOf, scoped } from '../../protocol/setting.js';
import { migrate } from '../values/migrations.js';
import { decoderOf, optionsDecoderOf } from '../values/settings.js';

const { name, account, subscription, feedInSubscription, topic, priceUnit } = batterySettings;
const nodeTable = { name, account, subscription, feedInSubscription, topic, priceUnit };
const decodeNode = decoderOf(nodeTable);
const decodePlanned = decoderOf(scoped(batterySettings, 'message', 'node'));
const decodeOptions = optionsDecoderOf(scoped(batterySettings, 'message'));

/** What a `home-battery` node stores. */
export type BatteryNodeSettings = SettingsOf<typeof nodeTable> & { readonly battery: BatterySettings };

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodeBatteryNode(stored: unknown): BatteryNodeSettings {
  const lifted = migrate('home-battery', stored);
  return { ...decodeNode(lifted), battery: decodeBatterySettings(lifted) };
}

/** Decodes what a battery is planned by alone, as the editor's preview sends it; throws as above. */
export function decodeBatterySettings(stored: unknown): BatterySettings {
  return checkBatterySettings(decodePlanned(stored));
}

/**
 * Decodes `msg.options`: null takes an option back, and null for all of them all; throws as above. Undefined = none were given.
 */
export function decodeBatteryOptions(options: unknown): Readonly<Record<string, unknown>> | null | undefined {
  if (options === undefined || options === null) return options;
  const { given, asGiven } = decodeOptions(options);
  const taken = Object.entries(asGiven).filter(([, value]) => value === null || value === '');
  const changed: BatteryOptions = given;
  return { ...changed, ...Object.fromEntries(taken.map(([option]) => [option, null])) };
}
