import { invalidValue } from '../errors.js';
import type { FoundList } from './find-lists.js';
import { tenMillionths } from './shapes.js';
import { parseUnit, type TariffUnit, type UnitWords, unitOf, unitWords } from './units.js';

/** What a person may set as the unit of lists that name none. */
export type UnitChoice = 'automatic' | 'ct/kWh' | 'EUR/kWh' | 'EUR/MWh';

/** The units that a person can choose. */
export const unitNames = ['ct/kWh', 'EUR/kWh', 'EUR/MWh'] as const;

/** What is said of the unit besides the list, and its highest amount. */
interface SaidUnits {
  /** What the message names. */
  readonly beside: unknown;
  readonly choice: UnitChoice;
  /** Without its sign. */
  readonly highest: number;
}

/** Twice what an exchange allows at most; kronor may come near it. */
const mostUsualCt = 1_000;
const unitFields = ['unit', 'units', 'unit_of_measurement', 'price_unit', 'priceUnit', 'uom'];
const centFields = ['price_in_cents', 'priceInCents', 'use_cents'];

/**
 * The unit of a list: what its columns or its shape make certain, else what stands in it or around it, else what the
 * message says beside it, else what its shape usually has, else the choice of the person.
 *
 * Undefined when nobody says it. Throws `invalid-value` naming where an unknown unit stands.
 */
export function listUnit(list: FoundList, said: SaidUnits): TariffUnit | undefined {
  const { column } = list.price;
  if (column.unit === tenMillionths) return { name: 'EUR/kWh', ctPerKwh: 0.000_01 };
  const usual = parseUnit(column.unit);
  if (column.isCertain) return usual;
  return (
    unitInside(list, usual) ??
    unitBeside(said.beside) ??
    (usual && likely(usual, said.highest)) ??
    parseUnit(said.choice)
  );
}

/** What a row itself says of its unit: rows that say the same have the same unit; empty where it says nothing. */
export function unitSaidBy(row: unknown): string {
  if (typeof row !== 'object' || row === null) return '';
  const fields = row as Readonly<Record<string, unknown>>;
  const said = [...unitFields, 'currency', ...centFields].map((name) => fields[name]);
  return said.map((value) => (typeof value === 'string' || value === true ? String(value).slice(0, 60) : '')).join('');
}

/** The usual unit, unless it would make prices that nobody has ever paid: then it was another's list of the same shape. */
function likely(usual: TariffUnit, highest: number): TariffUnit | undefined {
  return highest * usual.ctPerKwh > mostUsualCt ? undefined : usual;
}

function unitBeside(unit: unknown): TariffUnit | undefined {
  if (unit === undefined || unit === null || unit === '') return undefined;
  const parsed = parseUnit(unit);
  if (parsed === undefined) throw invalidValue('unit', unit, unitNames.join(' | '));
  return parsed;
}

/** What the rows and everything around them say, the nearest first; a part that nobody says is the usual one. */
function unitInside({ rows, around, path }: FoundList, usual: TariffUnit | undefined): TariffUnit | undefined {
  const row = rows.find((one) => typeof one === 'object' && one !== null) as Record<string, unknown> | undefined;
  let words: UnitWords = {};
  for (const fields of row === undefined ? around : [row, ...around]) {
    for (const name of unitFields) words = joined(words, ownWords(fields[name], `${path}.${name}`));
    words = { ...(unitWords(fields.currency) ?? {}), ...words };
    if (centFields.some((name) => fields[name] === true) && !words.isHundredth) words = { ...words, ...inHundredths };
  }
  const { currency, energy } = words;
  if (currency === undefined) return energy === undefined || usual === undefined ? undefined : usualBut(usual, words);
  return unitOf(words) ?? (usual && usualBut(usual, words));
}

/** A currency without an energy that stands nearer says what the hundredths of a unit around it are of. */
function joined(nearer: UnitWords, unit: UnitWords): UnitWords {
  const isWhose = unit.isHundredth === true && nearer.energy === undefined && nearer.isHundredth === false;
  return isWhose ? { ...nearer, ...unit } : { ...unit, ...nearer };
}

const inHundredths: UnitWords = { currency: 'ct', isHundredth: true };

function usualBut(usual: TariffUnit, words: UnitWords): TariffUnit | undefined {
  return unitOf({ ...unitWords(usual.name), ...words });
}

function ownWords(text: unknown, field: string): UnitWords {
  const words = unitWords(text);
  if (words === undefined && typeof text === 'string' && text.includes('/')) {
    throw invalidValue(field, text, unitNames.join(' | '));
  }
  return words ?? {};
}
