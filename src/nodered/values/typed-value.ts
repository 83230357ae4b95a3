import { invalidValue } from '../../errors.js';

/** A typed value as the editor's typed input stores it: text and type. Throws `invalid-value` naming the field. */
export function typedValue(field: string, value: unknown, type: unknown): unknown {
  if (type === 'bool') return flagOf(field, value);
  if (type === 'str') return textOf(field, value);
  if (type === 'num') return numberOf(field, value);
  if (type === 'json') return jsonOf(field, value);
  throw invalidValue(`${field}Type`, type, 'bool | num | str | json');
}

function textOf(field: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object' || typeof value === 'function') throw invalidValue(field, value, { rule: 'text' });
  return String(value);
}

function flagOf(field: string, value: unknown): boolean {
  const flag = [true, false].find((known) => value === known || value === String(known));
  if (flag !== undefined) return flag;
  throw invalidValue(field, value, 'true | false');
}

function numberOf(field: string, value: unknown): number {
  const number = typeof value === 'number' || typeof value === 'string' ? numberIn(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw invalidValue(field, value, { rule: 'number' });
}

function numberIn(value: number | string): number {
  return value === '' ? Number.NaN : Number(value);
}

function jsonOf(field: string, value: unknown): unknown {
  try {
    return JSON.parse(typeof value === 'string' ? value : JSON.stringify(value));
  } catch {
    throw invalidValue(field, value, 'JSON');
  }
}
