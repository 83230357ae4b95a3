import { accountSettings } from './account-settings.js';
import { batterySettings } from './battery-settings.js';
import { homeSettings } from './home-settings.js';
import { pricesSettings } from './prices-settings.js';
import { querySettings } from './query-settings.js';
import type { SettingsTable } from './setting.js';
import { usageSettings } from './usage-settings.js';
import { windowSettings } from './window-settings.js';

/** The table of settings of every node, by its type. */
export const tables: Readonly<Record<string, SettingsTable>> = {
  'cheapest-window': windowSettings,
  'home-battery': batterySettings,
  'nomos-account': accountSettings,
  'nomos-home': homeSettings,
  'nomos-prices': pricesSettings,
  'nomos-query': querySettings,
  'nomos-usage': usageSettings,
};
