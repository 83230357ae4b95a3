import * as z from 'zod';
import { invalidValue } from '../../errors.js';
import { defaultLevelLimits, type LevelLimits } from '../../prices/index.js';
import { choiceField, decodeFields, numberField, presentFields, textField, timeField } from '../values/fields.js';
import { migrate } from '../values/migrations.js';

const units = ['ct/kWh', 'EUR/kWh', 'EUR/MWh'] as const;
const formats = ['native', 'power-saver'] as const;

/** The unit of the amounts that a node sends. */
export type PriceUnit = (typeof units)[number];
/** The shape of the series on output 2: our own, or the one that power-saver's nodes read. */
export type SeriesFormat = (typeof formats)[number];

const schema = z.object({
  name: textField,
  account: textField,
  subscription: textField,
  topic: textField,
  unit: choiceField(units),
  format: choiceField(formats),
  missingAt: timeField,
});

const levelsSchema = z.object({
  veryCheapBelow: numberField(0, 1),
  cheapBelow: numberField(0, 1),
  normalBelow: numberField(0, 1),
  expensiveBelow: numberField(0, 1),
  minSpreadCt: numberField(0, 1000),
});

/** What a `nomos-prices` node stores. */
export interface PricesNodeSettings {
  readonly name: string;
  readonly account: string;
  /** Empty = the account's own. */
  readonly subscription: string;
  readonly topic: string;
  readonly unit: PriceUnit;
  readonly format: SeriesFormat;
  /** Local wall time `HH:MM` from which on it is news that tomorrow's prices are missing. */
  readonly missingAt: string;
  readonly levels: LevelLimits;
}

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodePricesSettings(stored: unknown): PricesNodeSettings {
  const lifted = migrate('nomos-prices', stored);
  const { name = '', account = '', subscription = '', topic = 'nomos/price', ...other } = decodeFields(schema, lifted);
  const { unit = 'ct/kWh', format = 'native', missingAt = '17:00' } = other;
  const levels = { ...defaultLevelLimits, ...presentFields(decodeFields(levelsSchema, lifted)) };
  return { name, account, subscription, topic, unit, format, missingAt, levels: checkLevels(levels) };
}

function checkLevels(levels: LevelLimits): LevelLimits {
  const order = ['veryCheapBelow', 'cheapBelow', 'normalBelow', 'expensiveBelow'] as const;
  order.slice(1).forEach((name, index) => {
    const below = order[index];
    if (below === undefined || levels[name] >= levels[below]) return;
    throw invalidValue(name, levels[name], `${levels[below]} (${below}) … 1`);
  });
  return levels;
}
