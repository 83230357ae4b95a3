/** Days since 1970-01-01, before it negative. */
type DayNumber = number;

/** More than a year; who shows more days than that in turn makes some texts again. */
const mostTexts = 512;

const texts = new Map<DayNumber, string>();

const daysPerEra = 146_097;
/** From 0000-03-01, where a leap day is the last one of its year, to 1970-01-01. */
const daysToEpoch = 719_468;

/** The date of a day, `YYYY-MM-DD`, for the years 0000 to 9999. */
export function dateText(day: DayNumber): string {
  const known = texts.get(day);
  if (known !== undefined) return known;
  const text = madeText(day);
  if (texts.size >= mostTexts) texts.clear();
  texts.set(day, text);
  return text;
}

/** The day of a date `YYYY-MM-DD`; undefined for any other text, and for a day that its month does not have. */
export function dayNumber(text: string): DayNumber | undefined {
  const [, years, months, days] = /(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? [];
  const [month, date] = [Number(months), Number(days)];
  const year = Number(years) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const day = era * daysPerEra + dayOfEra - daysToEpoch;
  // Whatever else the text holds, too, is no date.
  return dateText(day) === text ? day : undefined;
}

/** Two digits. */
export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function madeText(day: DayNumber): string {
  const shifted = day + daysToEpoch;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const leapDays = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(date)}`;
}
