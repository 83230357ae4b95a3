import { civilDate, clockTime, dayCount, isoWeekday, type Ms } from '../../time/index.js';
import type { Translate } from '../platform/texts.js';

/** How many days a weekday names without doubt. */
const daysOfNames = 6;

/** A number with a fixed count of decimals, with the decimal sign of the runtime's language. */
export function shownNumber(translate: Translate, value: number, decimals: number): string {
  // What the decimals cannot show has no sign.
  const shown = value.toFixed(decimals).replace(/^-(?=[0.]*$)/, '');
  return shown.replace('.', translate('format.decimal'));
}

/** A price in ct/kWh. */
export function shownPrice(translate: Translate, priceCt: number, decimals: number): string {
  return `${shownNumber(translate, priceCt, decimals)} ct/kWh`;
}

/** An amount of money, ct: with one decimal, or in euro where it is 100 ct or more. */
export function shownMoney(translate: Translate, amountCt: number): string {
  if (Math.abs(amountCt) < 99.95) return `${shownNumber(translate, amountCt, 1)} ct`;
  const amount = translate('format.euro', { amount: shownNumber(translate, Math.abs(amountCt) / 100, 2) });
  return amountCt < 0 ? `-${amount}` : amount;
}

/** An instant in the runtime's language, as short as it is clear: `14:15` today, `Sun 14:15` near, `26 Nov 14:15` far. */
export function shownInstant(translate: Translate, timeZone: string, instant: Ms, now: Ms): string {
  const time = clockTime(timeZone, instant);
  const [date, today] = [civilDate(timeZone, instant), civilDate(timeZone, now)];
  if (date === today) return time;
  const isNear = Math.abs(dayCount(today, date) - 1) <= daysOfNames;
  return `${isNear ? nthWord(translate('format.weekdays'), isoWeekday(date)) : shownDate(translate, date)} ${time}`;
}

/** A civil date `YYYY-MM-DD` without its year in the runtime's language: `26 Nov`, `26.11.`. */
export function shownDate(translate: Translate, date: string): string {
  const [, month = '', day = ''] = date.split('-');
  return translate('format.date', { day, month: nthWord(translate('format.months'), Number(month)) });
}

/** Several civil dates as one stretch, the month once where it is one, or the date that both are. */
export function shownPeriod(translate: Translate, from: string, to: string): string {
  if (from === to) return shownDate(translate, from);
  if (from.slice(0, 7) !== to.slice(0, 7)) return `${shownDate(translate, from)} – ${shownDate(translate, to)}`;
  const month = nthWord(translate('format.months'), Number(from.slice(5, 7)));
  return translate('format.days', { from: from.slice(8), to: to.slice(8), month });
}

/** The n-th of some words, counted from 1. */
function nthWord(words: string, place: number): string {
  return words.split(' ')[place - 1] ?? '';
}
