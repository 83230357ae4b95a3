/** True for what the runtime takes for "not there", so that the default applies: no property, null or an empty text. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** True for a reference such as `${NAME}`, in place of which Node-RED puts a value of the environment. */
export function isVariable(value: unknown): boolean {
  return typeof value === 'string' && /^\$(\{\S+\}|\(\S+\))$/.test(value);
}

/** A number that may stand as text, with a point or a comma, as the runtime reads it; NaN for all else. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  const digits = typeof value === 'string' ? value.trim().slice(0, 40).replace(',', '.') : '';
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(digits) ? Number(digits) : Number.NaN;
}

/** True for a whole time `HH:MM`. */
export function isClockTime(value: unknown): boolean {
  return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
}

/** True for a list of ISO weekday numbers, empty or not. */
export function isWeekdayList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
}

/** All references in a value and what it consists of, each once, in order. */
export function variablesIn(value: unknown): string[] {
  if (isVariable(value)) return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(variablesIn))];
}

/** A value as the text of a field; what is no text, number or flag stands as JSON. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
