import { text } from './text.js';

/**
 * True, or the sentence that says what is allowed: what Node-RED expects of a validator with two arguments.
 *
 * A property that the node does not have is fine: its default applies.
 */
type Verdict = true | string;

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly whole?: true;
  readonly optional?: true;
}

/** The API address: https, or http on this machine only. The second argument is Node-RED's sign for "gives a sentence". */
export function isBaseUrl(value: unknown, _options?: object): Verdict {
  if (value === undefined) return true;
  const url = parsedUrl(value);
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  return isVariable(value) || safe || text('nomos-account.invalid.baseUrl');
}

/** A redirect address, or nothing for this editor's own. */
export function isRedirectUri(value: unknown, _options?: object): Verdict {
  const url = parsedUrl(value);
  const usable = (url?.protocol === 'https:' || url?.protocol === 'http:') && url.hash === '';
  return (
    value === '' || value === undefined || isVariable(value) || usable || text('nomos-account.invalid.redirectUri')
  );
}

/** Makes a validator for a number between two bounds, both allowed. */
export function numberBetween(bounds: Bounds): (value: unknown, options?: object) => Verdict {
  return (value, _options) => {
    if (value === undefined || (bounds.optional && value === '')) return true;
    const number = typeof value === 'number' ? value : Number(String(value).trim() || Number.NaN);
    const inside = number >= bounds.min && number <= bounds.max && (!bounds.whole || Number.isInteger(number));
    const range = { min: bounds.min, max: bounds.max };
    if (inside || isVariable(value)) return true;
    return bounds.whole ? text('cheapest-window.invalid.whole', range) : text('cheapest-window.invalid.number', range);
  };
}

/** A wall time `HH:MM`, or nothing where that is allowed. */
export function clockTime(need: 'needed' | 'optional'): (value: unknown, options?: object) => Verdict {
  return (value, _options) => {
    if (value === undefined || (need === 'optional' && value === '')) return true;
    return isVariable(value) || isClockTime(value) || text('cheapest-window.invalid.time');
  };
}

/** A deadline: a wall time, an ISO 8601 instant, or nothing. */
export function isDeadline(value: unknown, _options?: object): Verdict {
  if (value === '' || value === undefined || isVariable(value) || isClockTime(value)) return true;
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
  return instant.test(String(value)) || text('cheapest-window.invalid.deadline');
}

/** An IANA time zone that this browser knows. */
export function isTimeZone(value: unknown, _options?: object): Verdict {
  if (value === undefined) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(value) });
    return value !== '' || text('cheapest-window.invalid.timeZone');
  } catch {
    return isVariable(value) || text('cheapest-window.invalid.timeZone');
  }
}

/** Every so many minutes, or one of the two words. */
export function isResend(value: unknown, _options?: object): Verdict {
  return value === undefined || value === 'change' || value === 'replan' || everyMinutes(value);
}

const everyMinutes = numberBetween({ min: 1, max: 1440, whole: true });

/** An account that exists and is set up, unless the prices come by message. */
export function hasPrices(this: EditorNode, value: unknown, _options?: object): Verdict {
  if (chosen(this, 'priceSource') === 'message') return true;
  const account = typeof value === 'string' && value !== '_ADD_' ? RED.nodes.node(value) : null;
  if (!account) return text('cheapest-window.invalid.account');
  return account.valid !== false || text('cheapest-window.invalid.accountSettings');
}

/** A price limit in ct/kWh; negative and 0 are real limits; needed where the limit is all there is. */
export function isPriceLimit(this: EditorNode, value: unknown, _options?: object): Verdict {
  const missing = value === '' || value === undefined;
  if (missing && chosen(this, 'mode') === 'threshold') return text('cheapest-window.invalid.limit');
  return isPriceOrEmpty(value);
}

const isPriceOrEmpty = numberBetween({ min: -10_000, max: 10_000, optional: true });

/** A power in kW; needed where the time to run follows from an energy. */
export function isPower(this: EditorNode, value: unknown, _options?: object): Verdict {
  const energyKwh = chosen(this, 'energyKwh');
  const isNeeded = energyKwh !== undefined && energyKwh !== '';
  if (isNeeded && (value === '' || value === undefined)) return text('cheapest-window.invalid.power');
  return isPowerOrEmpty(value);
}

const isPowerOrEmpty = numberBetween({ min: 0.001, max: 1000, optional: true });

/** A wall time, needed where missing prices make the device start at a fixed time. */
export function isFallbackStart(this: EditorNode, value: unknown, _options?: object): Verdict {
  return clockTime(chosen(this, 'missingPrices') === 'fallback' ? 'needed' : 'optional')(value);
}

/** Makes a validator for a share from the one below it, at least, to 1. */
export function levelAbove(below: string): (this: EditorNode, value: unknown, options?: object) => Verdict {
  return function (this: EditorNode, value: unknown, _options?: object): Verdict {
    const min = Number(chosen(this, below) ?? 0);
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
  return value === undefined || (Array.isArray(value) && value.length > 0) || text('cheapest-window.invalid.weekdays');
}

function isClockTime(value: unknown): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(String(value));
}

/** True for the name of an environment variable, which only the runtime can look into. */
export function isVariable(value: unknown): boolean {
  return /^\$\{[^}]+\}$/.test(String(value));
}

function parsedUrl(value: unknown): URL | undefined {
  return URL.canParse(String(value)) ? new URL(String(value)) : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
