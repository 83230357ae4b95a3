import { invalidValue } from '../errors.js';

/** A typed value as the editor's typed input stores it: text and type. Throws `invalid-value` naming the field. */
export function typedValue(field: string, value: unknown, type: unknown): unknown {
  if (type === 'bool') return flagOf(field, value);
  if (type === 'str') return String(value ?? '');
  if (type === 'num') return numberOf(field, value);
  if (type === 'json') return jsonOf(field, value);
  throw invalidValue(`${field}Type`, type, 'bool | num | str | json');
}

function flagOf(field: string, value: unknown): boolean {
  const flag = [true, false].find((known) => value === known || value === String(known));
  if (flag !== undefined) return flag;
  throw invalidValue(field, value, 'true | false');
}

function numberOf(field: string, value: unknown): number {
  const number = value === '' || value === null ? Number.NaN : Number(value);
  if (Number.isFinite(number)) return number;
  throw invalidValue(field, value, { rule: 'number' });
}

function jsonOf(field: string, value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    throw invalidValue(field, value, 'JSON');
  }
}
