import { homeSettings } from '../../protocol/home-settings.js';
import type { SettingsOf } from '../../protocol/setting.js';
import { migrate } from '../values/migrations.js';
import { decoderOf } from '../values/settings.js';

/** What a `nomos-home` node stores. */
export type HomeNodeSettings = SettingsOf<typeof homeSettings>;

const decode = decoderOf(homeSettings);

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodeHomeSettings(stored: unknown): HomeNodeSettings {
  return decode(migrate('nomos-home', stored));
}
