/** Longer than any time that somebody writes. */
const longestText = 40;

const clockPattern = /^(\d{1,2})(?:[:.,](\d\d))?(?: ?(?:uhr|h|o'clock)(?: ?(\d\d))?)?(?: ?(am|pm))?$/;

/**
 * The local wall time `HH:MM` that somebody means by a text such as `7`, `7:00`, `7.00`, `7,00`, `7 Uhr`, `19 Uhr 30` or `7 pm`;
 * undefined where it is not a time. `24:00` is midnight, `00:00`.
 */
export function clockTimeOf(value: unknown): string | undefined {
  const written = tidied(value);
  const found = written === undefined ? null : clockPattern.exec(written);
  if (!found) return undefined;
  const [, hour = '', minute, laterMinute, half] = found;
  if (minute !== undefined && laterMinute !== undefined) return undefined;
  return wallTime(Number(hour), Number(minute ?? laterMinute ?? 0), half);
}

function wallTime(written: number, minute: number, half: string | undefined): string | undefined {
  const isMidnight = half === undefined && written === 24 && minute === 0;
  const hour = isMidnight ? 0 : half === undefined ? written : hourOfHalf(written, half);
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** 12 am is midnight, 12 pm is noon. */
function hourOfHalf(written: number, half: string): number {
  if (written < 1 || written > 12) return Number.POSITIVE_INFINITY;
  return (written % 12) + (half === 'pm' ? 12 : 0);
}

/** ISO weekdays by the beginnings that people write, English and German. */
const weekdays: ReadonlyMap<string, number> = new Map(
  [
    'mo mon monday montag',
    'tu tue tues tuesday di die dienstag',
    'we wed wednesday mi mit mittwoch',
    'th thu thur thurs thursday do don donnerstag',
    'fr fri friday fre freitag',
    'sa sat saturday sam samstag sonnabend',
    'su sun sunday so son sonntag',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
);

/** Before these, `am` is the German word for `on`. */
const germanNames = new Set(
  'mo montag di die dienstag mi mit mittwoch do don donnerstag fr fre freitag sa sam samstag sonnabend so son sonntag'.split(
    ' ',
  ),
);

const shortNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A wall time on a day of the week. */
export interface WeekdayTime {
  /** ISO: Monday is 1. */
  readonly weekday: number;
  /** `HH:MM`. */
  readonly time: string;
}

/**
 * What somebody means by `Sun 18:00`, `18:00 Sun`, `So. 18 Uhr` or `on Sunday at 6 pm`; undefined where it is no weekday with a time.
 * The end of a day, 24:00, is the beginning of the next one.
 */
export function weekdayTimeOf(value: unknown): WeekdayTime | undefined {
  const written = tidied(value) ?? '';
  const dayFirst = /^(?:on |am )?(?<day>[a-z]+)[.,]?,? (?:at |um )?(?<clock>.+)$/.exec(written)?.groups;
  const timeFirst = /^(?:at |um )?(?<clock>.+?),? (?:on |(?<am>am) )?(?<day>[a-z]+)\.?$/.exec(written)?.groups;
  const isDayFirst = weekdays.has(dayFirst?.day ?? '');
  const { day = '', clock = '', am } = (isDayFirst ? dayFirst : timeFirst) ?? {};
  const inMorning = am === undefined || germanNames.has(day) ? undefined : clockTimeOf(`${clock} am`);
  const [weekday, time] = [weekdays.get(day), inMorning ?? clockTimeOf(clock)];
  if (weekday === undefined || time === undefined) return undefined;
  const isEndOfDay = clock.startsWith('24');
  return { weekday: isEndOfDay ? (weekday % 7) + 1 : weekday, time };
}

/** A deadline as settings keep it: `HH:MM`, or `Sun 18:00`; undefined where the value is neither, as is a bare number. */
export function localDeadlineOf(value: unknown): string | undefined {
  // 7 could as well be hours from now.
  if (typeof value !== 'string') return undefined;
  const onWeekday = weekdayTimeOf(value);
  return onWeekday === undefined ? clockTimeOf(value) : weekdayTimeText(onWeekday);
}

function weekdayTimeText({ weekday, time }: WeekdayTime): string {
  return `${shortNames[weekday - 1]} ${time}`;
}

/** In small letters, with single spaces, `a.m.` as `am`; undefined for what is no short text and no whole number. */
function tidied(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : undefined;
  if (typeof value !== 'string' || value.length > longestText) return undefined;
  return value
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/ ?([ap])\.m\.$/, ' $1m');
}
