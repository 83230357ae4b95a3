import * as z from 'zod/mini';
import { patterns } from '../../protocol/patterns.js';
import { defaultsOf, isRaw, type Setting, type SettingsOf, type SettingsTable } from '../../protocol/setting.js';
import {
  choiceField,
  type DecodedOptions,
  dayField,
  deadlineField,
  decodeFields,
  decodeOptions,
  type FieldShapes,
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
import { type LazyField, rememberedFields } from './remembered-fields.js';

type Field<Value> = z.ZodMiniType<Value | undefined>;
/** What the settings of a table decode to where any of them may be absent. */
type Present<Table> = { readonly [Name in keyof SettingsOf<Table>]?: SettingsOf<Table>[Name] | undefined };

/** Fields of the kinds that need to know nothing but their kind. */
const plainFields = {
  account: () => textField,
  'base-url': () => textField,
  day: () => dayField,
  deadline: deadlineField,
  flag: flagField,
  home: () => textField,
  invoice: () => patternField(patterns.invoice, 'inv_…'),
  profile: profileField,
  stretches: stretchesField,
  subscription: () => textField,
  text: () => textField,
  time: timeField,
  'time-zone': timeZoneField,
  weekdays: weekdaysField,
  word: () => patternField(patterns.word, ruled('word')),
};

/** Decodes the settings of a table out of stored properties; other properties are left alone. */
export type SettingsDecoder<Table> = (stored: unknown) => SettingsOf<Table>;

/**
 * Makes the decoder of a table. What is not stored, or is null or an empty text, is as in a new node; the decoder throws
 * `invalid-value` naming field, value and what is allowed.
 */
export function decoderOf<Table extends SettingsTable>(table: Table): SettingsDecoder<Table> {
  const defaults = defaultsOf(table);
  const read = rememberedFields(lazyFieldsOf(table));
  return (stored) => {
    const fields = read(plainValue(stored));
    const present = fields.decoded ?? decodeFields(z.object(fields.wrong), stored);
    return { ...defaults, ...presentFields(present as Present<Table>) };
  };
}

/**
 * Makes the decoder of `msg.options` that may have the settings of a table and no others; it throws as `decodeOptions` does.
 * Few flows have options, so their schema is made with the first.
 */
export function optionsDecoderOf<Table extends SettingsTable>(
  table: Table,
): (options: unknown) => DecodedOptions<Present<Table>> {
  let schema: z.ZodMiniType<Present<Table>> | undefined;
  return (options) => {
    schema ??= optionsOf(shapeOf(table)) as unknown as z.ZodMiniType<Present<Table>>;
    return decodeOptions(schema, options);
  };
}

function shapeOf(table: SettingsTable): FieldShapes {
  return Object.fromEntries(decodedIn(table).map(([name, setting]) => [name, fieldOf(setting)]));
}

function lazyFieldsOf(table: SettingsTable): Record<string, LazyField> {
  const lazy = (setting: Setting): LazyField => {
    const schema = () => fieldOf(setting);
    return setting.kind === 'choice' ? { schema, choices: setting.choices } : { schema };
  };
  return Object.fromEntries(decodedIn(table).map(([name, setting]) => [name, lazy(setting)]));
}

function decodedIn(table: SettingsTable): [string, Setting][] {
  return Object.entries(table).filter(([, setting]) => !isRaw(setting));
}

function fieldOf(setting: Setting): Field<unknown> {
  if (setting.kind === 'number') return numberField(setting);
  if (setting.kind === 'choice') return choiceField(setting.choices);
  if (setting.kind === 'number-or-word') return numberOrWordField(setting.words, setting);
  return plainFields[setting.kind as keyof typeof plainFields]();
}
