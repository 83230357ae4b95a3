import assert from 'node:assert/strict';
import { ConfigError } from '#src/errors.js';

/** Asserts that the work is refused with `invalid-value` that names the field; gives what is said to be allowed. */
export function refusesField(work: () => unknown, field: string): string {
  let allowed = '';
  assert.throws(work, (error) => {
    assert.ok(error instanceof ConfigError, `${error}`);
    assert.deepEqual([error.code, error.params.field], ['invalid-value', field]);
    allowed = String(error.params.allowed);
    return true;
  });
  return allowed;
}

/** How numbers and dates are written is no text that a test wants to see. */
const formats: Readonly<Record<string, string>> = {
  'format.decimal': '.',
  'format.weekdays': 'Mon Tue Wed Thu Fri Sat Sun',
  'format.months': 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec',
};

/** A lookup that shows what was looked up, as `key` or `key{name=value …}`. */
export function keysOnly(key: string, params: Readonly<Record<string, unknown>> = {}): string {
  if (key === 'format.date') return `${params.day} ${params.month}`;
  if (key === 'format.days') return `${params.from}–${params.to} ${params.month}`;
  const format = formats[key];
  if (format !== undefined) return format;
  const shown = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  return shown.length === 0 ? key : `${key}{${shown.join(' ')}}`;
}
