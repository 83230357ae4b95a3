import { accountSettings } from '../../protocol/account-settings.js';
import type { SettingsOf } from '../../protocol/setting.js';
import { migrate } from '../values/migrations.js';
import { decoderOf } from '../values/settings.js';

export const defaultBaseUrl = accountSettings.baseUrl.default;

/** What a `nomos-account` node stores, as far as the runtime needs it, without its credentials. */
export type AccountNodeSettings = SettingsOf<typeof accountSettings>;

const decode = decoderOf(accountSettings);

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodeAccountSettings(stored: unknown): AccountNodeSettings {
  return decode(migrate('nomos-account', stored));
}
