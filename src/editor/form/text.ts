import { numberOf, shownValue } from './stored-value.js';

/** Values for the `__name__` placeholders of a text. */
export type TextParams = Record<string, string | number>;

/** The text of a catalog key in the editor's language; the first part of the key names the catalog. */
export function text(key: string, params: TextParams = {}): string {
  const catalog = key.slice(0, key.indexOf('.'));
  return RED._(`node-red-contrib-nomos/${catalog}:${key}`, params);
}

/** The text of a key that runtime and editor share, in the editor's language. */
export function sharedText(key: string, params: TextParams = {}): string {
  return RED._(`node-red-contrib-nomos/nomos-account:${key}`, params);
}

/** Date and time of an instant (ms or ISO 8601) in the browser's zone, short. */
export function shownInstant(instant: number | string): string {
  return new Intl.DateTimeFormat(RED.i18n.lang(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(instant),
  );
}

/** Wall time `HH:MM` of an instant (ms or ISO 8601) in the given zone. */
export function shownTime(instant: number | string, timeZone: string): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone };
  return new Intl.DateTimeFormat(RED.i18n.lang(), options).format(new Date(instant));
}

/** So far ahead a weekday may be the one of this week or of the next. */
const ambiguousMs = 6 * 86_400_000;

/**
 * Weekday and wall time of an instant (ms or ISO 8601) in the given zone, for plans that reach over midnight; with its date
 * where it is six days or more from `now` (ms), and its weekday alone might be another one.
 */
export function shownDayTime(instant: number | string, timeZone: string, now?: number): string {
  const at = new Date(instant);
  const isFar = now !== undefined && Math.abs(at.getTime() - now) >= ambiguousMs;
  const day = { weekday: 'short', timeZone, ...(isFar && ({ day: 'numeric', month: 'short' } as const)) } as const;
  return `${new Intl.DateTimeFormat(RED.i18n.lang(), day).format(at)} ${shownTime(instant, timeZone)}`;
}

/** The civil date of an instant (ms) in a zone, `YYYY-MM-DD`. */
export function dateIn(timeZone: string, instant: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(instant);
}

/** From so long on a wall time alone does not say on which day a stretch ends. */
const longMs = 12 * 3_600_000;

/** From when to when, in one piece that no line end breaks; with the weekday of its end where it is long; `now` (ms) as for `shownDayTime`. */
export function shownStretch(
  { start, end }: Readonly<Record<'start' | 'end', number | string>>,
  timeZone: string,
  now?: number,
): string {
  const [from, to] = [new Date(start).getTime(), new Date(end).getTime()];
  const isUnclear = to - from > longMs && dateIn(timeZone, from) !== dateIn(timeZone, to);
  const until = isUnclear ? shownDayTime(end, timeZone, now) : shownTime(end, timeZone);
  // After a dash a line may end, whatever kind of space follows.
  return `${shownDayTime(start, timeZone, now)} –\u2060 ${until}`.replaceAll(' ', '\u00a0');
}

/** A number with a fixed count of decimals, in the editor's language; what they cannot show has no sign. */
export function shownNumber(value: number, decimals: number): string {
  const isNothing = Math.abs(value) < 0.5 / 10 ** decimals;
  return new Intl.NumberFormat(RED.i18n.lang(), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(isNothing ? 0 : value);
}

/** A number as it stands in a field, with all its decimals and the decimal sign of the editor's language; any other value as it is stored. */
export function shownAmount(value: unknown): string {
  const shown = shownValue(value);
  return Number.isFinite(numberOf(value)) ? shown.replace(/[.,]/, decimalSign()) : shown;
}

// Other signs than these two nobody could type: the runtime would not read them.
function decimalSign(): string {
  return shownNumber(0.5, 1).includes(',') ? ',' : '.';
}

/** A number with as many decimals as it needs, two at most, in the editor's language. */
export function shortNumber(value: number): string {
  return new Intl.NumberFormat(RED.i18n.lang(), { maximumFractionDigits: 2 }).format(value);
}

/** A power in kW with as many decimals as it needs, two at most. */
export function shownKw(kw: number): string {
  return `${shortNumber(kw)} kW`;
}

/** An amount of money, ct: with one decimal, or in euro where it is 100 ct or more. */
export function shownMoney(amountCt: number): string {
  if (Math.abs(amountCt) < 99.95) return `${shownNumber(amountCt, 1)} ct`;
  return new Intl.NumberFormat(RED.i18n.lang(), { style: 'currency', currency: 'EUR' }).format(amountCt / 100);
}

/** A price in ct/kWh with one decimal. */
export function shownPrice(priceCt: number): string {
  return `${shownNumber(priceCt, 1)} ct/kWh`;
}

/** Wall time of an instant (ms) on the hour, or the weekday where a local day begins. */
export function dayOrTime(instant: number, timeZone: string): string {
  const time = shownTime(instant, timeZone);
  if (time !== '00:00') return time;
  return new Intl.DateTimeFormat(RED.i18n.lang(), { weekday: 'short', timeZone }).format(new Date(instant));
}
