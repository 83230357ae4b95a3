import { isPhaseList } from './profile-field.js';
import { isAbsent, isClockTime, isVariable, isWeekdayList, numberOf } from './stored-value.js';
import { text } from './text.js';
import { daysOf } from './weekdays-field.js';

/**
 * True, or the sentence that says what is allowed: what Node-RED expects of a validator with two arguments.
 *
 * A property that the node does not have is fine, as are null and an empty text: its default applies. So is a reference
 * to the environment, which only the runtime can look into.
 */
type Verdict = true | string;

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly whole?: true;
}

/** The API address: https, or http on this machine only. The second argument is Node-RED's sign for "gives a sentence". */
export function isBaseUrl(value: unknown, _options?: object): Verdict {
  if (isAbsent(value) || isVariable(value)) return true;
  const url = parsedUrl(value);
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  return safe || text('nomos-account.invalid.baseUrl');
}

/** A redirect address, or nothing for this editor's own. */
export function isRedirectUri(value: unknown, _options?: object): Verdict {
  const url = parsedUrl(value);
  const usable = (url?.protocol === 'https:' || url?.protocol === 'http:') && url.hash === '';
  return isAbsent(value) || isVariable(value) || usable || text('nomos-account.invalid.redirectUri');
}

/** Makes a validator for a number between two bounds, both allowed. */
export function numberBetween(bounds: Bounds): (value: unknown, options?: object) => Verdict {
  return (value, _options) => {
    if (isAbsent(value) || isVariable(value)) return true;
    const number = numberOf(value);
    const inside = number >= bounds.min && number <= bounds.max && (!bounds.whole || Number.isInteger(number));
    const range = { min: bounds.min, max: bounds.max };
    if (inside) return true;
    return bounds.whole ? text('cheapest-window.invalid.whole', range) : text('cheapest-window.invalid.number', range);
  };
}

/** A wall time `HH:MM`. */
export function isTime(value: unknown, _options?: object): Verdict {
  return isAbsent(value) || isVariable(value) || isClockTime(value) || text('cheapest-window.invalid.time');
}

/** A deadline: a wall time, an ISO 8601 instant, or nothing. */
export function isDeadline(value: unknown, _options?: object): Verdict {
  if (isAbsent(value) || isVariable(value) || isClockTime(value)) return true;
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
  return instant.test(String(value)) || text('cheapest-window.invalid.deadline');
}

/** An IANA time zone that this browser knows. */
export function isTimeZone(value: unknown, _options?: object): Verdict {
  if (isAbsent(value) || isVariable(value)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(value) });
    return true;
  } catch {
    return text('cheapest-window.invalid.timeZone');
  }
}

/** Every so many minutes, or one of the two words. */
export function isResend(value: unknown, _options?: object): Verdict {
  return value === 'change' || value === 'replan' || everyMinutes(value);
}

const everyMinutes = numberBetween({ min: 1, max: 1440, whole: true });

/** An account that exists and is set up, unless the prices come by message. */
export function hasPrices(this: EditorNode, value: unknown, _options?: object): Verdict {
  if (chosen(this, 'priceSource') === 'message' || isVariable(value)) return true;
  const account = typeof value === 'string' && value !== '_ADD_' ? RED.nodes.node(value) : null;
  if (!account) return text('cheapest-window.invalid.account');
  return account.valid !== false || text('cheapest-window.invalid.accountSettings');
}

/** A price limit in ct/kWh; negative and 0 are real limits; needed where the limit is all there is. */
export function isPriceLimit(this: EditorNode, value: unknown, _options?: object): Verdict {
  if (isAbsent(value) && chosen(this, 'mode') === 'threshold') return text('cheapest-window.invalid.limit');
  return isPriceOrEmpty(value);
}

const isPriceOrEmpty = numberBetween({ min: -10_000, max: 10_000 });

/** A power in kW; needed where the time to run follows from an energy. */
export function isPower(this: EditorNode, value: unknown, _options?: object): Verdict {
  const isNeeded = !isAbsent(chosen(this, 'energyKwh'));
  if (isNeeded && isAbsent(value)) return text('cheapest-window.invalid.power');
  return isPowerOrEmpty(value);
}

const isPowerOrEmpty = numberBetween({ min: 0.001, max: 1000 });

/** A wall time, needed where missing prices make the device start at a fixed time. */
export function isFallbackStart(this: EditorNode, value: unknown, _options?: object): Verdict {
  const isNeeded = chosen(this, 'missingPrices') === 'fallback';
  return isNeeded && isAbsent(value) ? text('cheapest-window.invalid.time') : isTime(value);
}

/** Makes a validator for a share from the one below it, at least, to 1. */
export function levelAbove(below: string): (this: EditorNode, value: unknown, options?: object) => Verdict {
  return function (this: EditorNode, value: unknown, _options?: object): Verdict {
    const min = numberOf(chosen(this, below));
    return numberBetween({ min: Number.isFinite(min) ? min : 0, max: 1 })(value);
  };
}

/** The value of another setting: while the dialog of this very node is open, its fields count, not what was stored before. */
export function chosen(node: EditorNode, property: string): unknown {
  const dialog = document.querySelector(`.nomos-dialog[data-node-id="${CSS.escape(node.id)}"]`);
  const field = dialog?.querySelector(`#node-input-${property}`);
  return field ? $(field).val() : node[property];
}

/** At least one ISO weekday number. */
export function isWeekdays(value: unknown, _options?: object): Verdict {
  if (isAbsent(value) || isVariable(value)) return true;
  const days = Array.isArray(value) ? value.filter((day) => !isVariable(day)) : daysOf(value);
  const isChosen = isWeekdayList(days) && (days.length > 0 || (Array.isArray(value) && value.length > 0));
  return isChosen || text('cheapest-window.invalid.weekdays');
}

/** A list of phases, each with its minutes and kW. */
export function isProfile(value: unknown, _options?: object): Verdict {
  if (isAbsent(value) || isVariable(value)) return true;
  if (!isPhaseList(value)) return text('cheapest-window.invalid.profile');
  const isRight = value.every(
    ({ minutes, powerKw }) =>
      ![minutes, powerKw].some(isAbsent) && isPhaseMinutes(minutes) === true && isPhasePower(powerKw) === true,
  );
  return isRight || text('cheapest-window.invalid.profile');
}

const isPhaseMinutes = numberBetween({ min: 1, max: 10_080, whole: true });
const isPhasePower = numberBetween({ min: 0, max: 1000 });

function parsedUrl(value: unknown): URL | undefined {
  return URL.canParse(String(value)) ? new URL(String(value)) : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
