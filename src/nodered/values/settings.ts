import * as z from 'zod';
import { patterns } from '../../protocol/patterns.js';
import { defaultsOf, isRaw, type Setting, type SettingsOf, type SettingsTable } from '../../protocol/setting.js';
import {
  choiceField,
  dayField,
  deadlineField,
  decodeFields,
  flagField,
  numberField,
  numberOrWordField,
  optionsOf,
  patternField,
  presentFields,
  profileField,
  ruled,
  stretchesField,
  textField,
  timeField,
  timeZoneField,
  weekdaysField,
} from './fields.js';
import { plainValue } from './plain-value.js';
import { rememberedFields } from './remembered-fields.js';

type Field<Value> = z.ZodType<Value | undefined>;
/** What the settings of a table decode to where any of them may be absent. */
type Present<Table> = { readonly [Name in keyof SettingsOf<Table>]?: SettingsOf<Table>[Name] | undefined };

/** Fields of the kinds that need to know nothing but their kind. */
const plainFields = {
  account: textField,
  'base-url': textField,
  day: dayField,
  deadline: deadlineField,
  flag: flagField,
  home: textField,
  invoice: patternField(patterns.invoice, 'inv_…'),
  profile: profileField,
  stretches: stretchesField,
  subscription: textField,
  text: textField,
  time: timeField,
  'time-zone': timeZoneField,
  weekdays: weekdaysField,
  word: patternField(patterns.word, ruled('word')),
};

/** Decodes the settings of a table out of stored properties; other properties are left alone. */
export type SettingsDecoder<Table> = (stored: unknown) => SettingsOf<Table>;

/**
 * Makes the decoder of a table. What is not stored, or is null or an empty text, is as in a new node; the decoder throws
 * `invalid-value` naming field, value and what is allowed.
 */
export function decoderOf<Table extends SettingsTable>(table: Table): SettingsDecoder<Table> {
  const shape = shapeOf(table);
  const defaults = defaultsOf(table);
  const read = rememberedFields(shape) as (plain: unknown) => Present<Table> | undefined;
  const refused = (stored: unknown) => decodeFields(z.object(shape) as unknown as z.ZodType<Present<Table>>, stored);
  return (stored) => ({ ...defaults, ...presentFields(read(plainValue(stored)) ?? refused(stored)) });
}

/** The schema of `msg.options` that may have the settings of a table and no others. */
export function optionsSchemaOf<Table extends SettingsTable>(table: Table): z.ZodType<Present<Table>> {
  return optionsOf(shapeOf(table)) as unknown as z.ZodType<Present<Table>>;
}

function shapeOf(table: SettingsTable): z.ZodRawShape {
  const decoded = Object.entries(table).filter(([, setting]) => !isRaw(setting));
  return Object.fromEntries(decoded.map(([name, setting]) => [name, fieldOf(setting)]));
}

function fieldOf(setting: Setting): Field<unknown> {
  if (setting.kind === 'number') return numberField(setting);
  if (setting.kind === 'choice') return choiceField(setting.choices);
  if (setting.kind === 'number-or-word') return numberOrWordField(setting.words, setting);
  return plainFields[setting.kind as keyof typeof plainFields];
}
