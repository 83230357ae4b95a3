import type { SettingsOf } from '../../protocol/setting.js';
import { usageSettings } from '../../protocol/usage-settings.js';
import { numberField } from '../values/fields.js';
import { migrate } from '../values/migrations.js';
import { decoderOf } from '../values/settings.js';

/** Bounds of a fixed tariff, ct/kWh. */
export const fixedPriceField = () => numberField(usageSettings.fixedPriceCt);

/** What a `nomos-usage` node stores. */
export type UsageNodeSettings = SettingsOf<typeof usageSettings>;

const decode = decoderOf(usageSettings);

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodeUsageSettings(stored: unknown): UsageNodeSettings {
  return decode(migrate('nomos-usage', stored));
}
