import { clockTimeOf, localDeadlineOf } from '../../protocol/clock-time.js';
import { longestText, mostStretches, patterns, phaseBounds } from '../../protocol/patterns.js';
import type { Bounds, Setting, SettingsTable } from '../../protocol/setting.js';
import { spanText } from '../../protocol/span-text.js';
import {
  isAbsent,
  isClockTime,
  isDay,
  isFieldsList,
  isInstant,
  isVariable,
  isWeekdayList,
  noChoice,
  numberOf,
} from './stored-value.js';
import { shownAmount, text } from './text.js';
import type { Validator } from './verdicts.js';
import { daysOf } from './weekdays-field.js';

/** True, or the sentence that says what is allowed: what Node-RED expects of a validator with two arguments. */
type Verdict = true | string;
type Check = (value: unknown) => Verdict;

const isPhaseMinutes = within(phaseBounds.minutes);
const isPhasePower = within(phaseBounds.powerKw);

/** Checks of the kinds that need to know nothing but their kind; a typed input checks itself, and Node-RED an account. */
const plainChecks: Readonly<Partial<Record<Setting['kind'], Check>>> = {
  'base-url': (value) => isBaseUrl(value) || text('nomos-account.invalid.baseUrl'),
  day: (value) => isDay(value) || text('nomos-query.invalid.day'),
  deadline: (value) =>
    localDeadlineOf(value) !== undefined || isInstant(value) || text('cheapest-window.invalid.deadline'),
  flag: (value) => ['true', 'false'].includes(String(value)) || text('cheapest-window.invalid.flag'),
  invoice: (value) => hasPattern(value, patterns.invoice) || text('nomos-query.invalid.invoice'),
  profile: (value) => isProfile(value) || text('cheapest-window.invalid.profile'),
  'redirect-uri': (value) => isRedirectUri(value) || text('nomos-account.invalid.redirectUri'),
  stretches: stretchesVerdict,
  subscription: isText,
  text: isText,
  time: (value) => isClockTime(value) || text('cheapest-window.invalid.time'),
  'time-zone': (value) => isTimeZone(value) || text('cheapest-window.invalid.timeZone'),
  weekdays: (value) => isWeekdays(value) || text('cheapest-window.invalid.weekdays'),
  word: (value) => hasPattern(value, patterns.word) || text('nomos-query.invalid.word'),
};

/**
 * One validator for each setting of a table that can be wrong by itself, and those of `more`, which look at other settings:
 * where both are, the setting has to pass both.
 *
 * A property that the node does not have is fine by itself, as are null and an empty text: its default applies. So is a
 * reference to the environment, which only the runtime can look into.
 */
export function validatorsOf(
  table: SettingsTable,
  more: Readonly<Record<string, Validator>> = {},
): Readonly<Record<string, Validator>> {
  const made = Object.entries(table).map(([name, setting]) => [name, checkOf(setting), more[name]] as const);
  const needed = made.filter(([, check, own]) => check !== undefined || own !== undefined);
  return Object.fromEntries(needed.map(([name, check, own]) => [name, both(check, own)]));
}

function both(check: Check | undefined, own: Validator | undefined): Validator {
  // Node-RED takes a sentence only from a function that has two parameters.
  return function (this: EditorNode, value: unknown, _options?: object) {
    const verdict = check === undefined || isAbsent(value) || isVariable(value) || check(value);
    return verdict === true && own !== undefined ? own.call(this, value) : verdict;
  };
}

function checkOf(setting: Setting): Check | undefined {
  if (setting.kind === 'number') return setting.row?.as === 'duration' ? lastsWithin(setting) : within(setting);
  if (setting.kind === 'choice') return oneOf(setting.choices);
  if (setting.kind !== 'number-or-word') return plainChecks[setting.kind];
  const isNumber = within(setting);
  return (value) => setting.words.includes(String(value)) || isNumber(value);
}

/** Makes a check for a number between two bounds. */
export function within({ min, max, above, whole, orZero }: Bounds): Check {
  return (value) => {
    const number = numberOf(value);
    const inside = number >= min && number <= max && !(above && number === min);
    if (orZero && number === 0) return true;
    if (inside && (!whole || Number.isInteger(number))) return true;
    const bounds = { min: shownAmount(min), max: shownAmount(max) };
    if (above) return text('cheapest-window.invalid.above', bounds);
    return text(whole ? 'cheapest-window.invalid.whole' : 'cheapest-window.invalid.number', bounds);
  };
}

/** A length in minutes, told in hours and minutes. */
function lastsWithin(bounds: Bounds): Check {
  const isInside = within(bounds);
  const shown = { min: spanText(bounds.min), max: spanText(bounds.max) };
  const key = bounds.orZero ? 'cheapest-window.invalid.noneOrDuration' : 'cheapest-window.invalid.duration';
  return (value) => isInside(value) === true || text(key, shown);
}

function oneOf(choices: readonly (string | number)[]): Check {
  const isKnown = (value: unknown) =>
    choices.some((choice) => choice === (typeof choice === 'number' ? numberOf(value) : value));
  return (value) => isKnown(value) || text('cheapest-window.invalid.choice', { choices: choices.join(', ') });
}

/** Reads the settings of an open dialog that no single field holds. */
type ListsReader = () => Readonly<Record<string, unknown>>;
const listsIn = new WeakMap<Element, ListsReader>();

/** Lets checks know the lists of a dialog that is open, for as long as it is there. */
export function tellLists(dialog: HTMLElement, read: ListsReader): void {
  listsIn.set(dialog, read);
}

/** The value of another setting: while the dialog of this very node is open, its fields count, not what was stored before. */
export function chosen(node: EditorNode, property: string): unknown {
  const dialog = document.querySelector(`.nomos-dialog[data-node-id="${CSS.escape(node.id)}"]`);
  const lists = dialog ? listsIn.get(dialog)?.() : undefined;
  if (lists !== undefined && property in lists) return lists[property];
  const field = dialog?.querySelector(`#node-input-${property}, #node-config-input-${property}`);
  return field ? $(field).val() : node[property];
}

/** An account that exists, is enabled and set up, or a reference to one. */
export function accountVerdict(value: unknown): Verdict {
  if (isVariable(value)) return true;
  const account = typeof value === 'string' && value !== noChoice ? RED.nodes.node(value) : null;
  if (!account) return text('cheapest-window.invalid.account');
  if (account.d === true) return text('cheapest-window.invalid.accountDisabled');
  return account.valid !== false || text('cheapest-window.invalid.accountSettings');
}

function isText(value: unknown): Verdict {
  const isShort = typeof value === 'string' && value.length <= longestText;
  return isShort || text('cheapest-window.invalid.text', { max: longestText });
}

function hasPattern(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

/** https, or http on this machine only; nothing but the host. */
function isBaseUrl(value: unknown): boolean {
  const url = parsedUrl(value);
  if (url === undefined || url.pathname + url.search + url.hash + url.username + url.password !== '/') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isRedirectUri(value: unknown): boolean {
  const url = parsedUrl(value);
  return (url?.protocol === 'https:' || url?.protocol === 'http:') && url.hash === '';
}

/** An IANA time zone that this browser knows, or an offset, which older browsers do not take. */
function isTimeZone(value: unknown): boolean {
  if (hasPattern(value, /^[+-]([01]\d|2[0-3])(:?[0-5]\d)?$/)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(value) });
    return true;
  } catch {
    return false;
  }
}

/** At least one ISO weekday number. */
function isWeekdays(value: unknown): boolean {
  const days = Array.isArray(value) ? value.filter((day) => !isVariable(day)) : daysOf(value);
  return isWeekdayList(days) && (days.length > 0 || (Array.isArray(value) && value.length > 0));
}

/** A list of phases, each with its minutes and kW. */
function isProfile(value: unknown): boolean {
  return isFieldsList(value) && value.length <= phaseBounds.most && value.every(isPhase);
}

function isPhase({ minutes, powerKw }: Readonly<Record<string, unknown>>): boolean {
  return isVariableOr(isPhaseMinutes, minutes) && isVariableOr(isPhasePower, powerKw);
}

/** A list of stretches of the day, each between two times that differ; how many there may be is said where they are more. */
function stretchesVerdict(value: unknown): Verdict {
  const isTooLong = Array.isArray(value) && value.length > mostStretches;
  if (isTooLong) return text('cheapest-window.invalid.manyStretches', { max: mostStretches });
  return (isFieldsList(value) && value.every(isStretch)) || text('cheapest-window.invalid.stretches');
}

function isStretch({ from, to }: Readonly<Record<string, unknown>>): boolean {
  const areTimes = [from, to].every((time) => isVariable(time) || isClockTime(time));
  return areTimes && (isVariable(from) || clockTimeOf(from) !== clockTimeOf(to));
}

function isVariableOr(check: Check, value: unknown): boolean {
  return isVariable(value) || check(value) === true;
}

function parsedUrl(value: unknown): URL | undefined {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
