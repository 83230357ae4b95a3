import { invalidValue } from '../../errors.js';
import { type SettingsOf, scoped } from '../../protocol/setting.js';
import { windowSettings } from '../../protocol/window-settings.js';
import { checkRunSettings, defaultRunSettings, type RunOptions, type RunSettings } from '../../runs/index.js';
import { migrate } from '../values/migrations.js';
import { decoderOf, optionsDecoderOf } from '../values/settings.js';

const { name, account, subscription, topic, priceUnit, home, priority } = windowSettings;
const nodeTable = { name, account, subscription, topic, priceUnit, home, priority };
const decodeNode = decoderOf(nodeTable);
const decodeRun = decoderOf(scoped(windowSettings, 'message', 'node'));
const decodeOptions = optionsDecoderOf(scoped(windowSettings, 'message'));

/** What a `cheapest-window` node stores, without the typed on and off values. */
export type WindowNodeSettings = SettingsOf<typeof nodeTable> & { readonly run: RunSettings };

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodeWindowSettings(stored: unknown): WindowNodeSettings {
  const lifted = migrate('cheapest-window', stored);
  return { ...decodeNode(lifted), run: decodeRunSettings(lifted) };
}

/** Decodes run settings alone, as the editor's preview sends them; throws as above. */
export function decodeRunSettings(stored: unknown): RunSettings {
  return checkRunSettings(decodeRun(stored));
}

/**
 * Decodes `msg.options`: any run setting of a request or window, where null takes an optional one (and a list) back; throws as above, also
 * for a null where the node cannot do without a value.
 */
export function decodeRunOptions(options: unknown): RunOptions {
  if (options === undefined) return {};
  const { given, asGiven } = decodeOptions(options);
  const taken = Object.entries(asGiven).filter(([, value]) => value === null);
  return { ...given, ...Object.fromEntries(taken.map(([option]) => [option, takenBack(option)])) };
}

function takenBack(option: string): null | readonly [] {
  if (option === 'profile' || option === 'exclude') return [];
  if (option in defaultRunSettings) throw invalidValue(option, null, { rule: 'value' });
  return null;
}
