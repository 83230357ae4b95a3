/** Values shown in a text, by placeholder name; never a secret, a token or personal data. */
export type ErrorParams = Readonly<Record<string, string | number>>;

interface NomosErrorOptions {
  readonly params?: ErrorParams;
  /** Nomos' own id of the failed request, for their support. */
  readonly requestId?: string | undefined;
}

/**
 * The family of every error that this package means to raise.
 *
 * `code` is stable, kebab-case and is the locale key `errors.<code>`; `message` is English and for logs only.
 * There is one child for each next move of whoever catches it.
 */
export class NomosError extends Error {
  /** Written out, because names of classes are shortened in what is published. */
  override name = 'NomosError';
  readonly code: string;
  readonly params: ErrorParams;
  readonly requestId: string | undefined;

  constructor(code: string, message: string, options: NomosErrorOptions = {}) {
    super(message);
    this.code = code;
    this.params = options.params ?? {};
    this.requestId = options.requestId;
  }
}

/** A setting, a message or a request is wrong: a person has to change it. */
export class ConfigError extends NomosError {
  override name = 'ConfigError';
}

/** Nomos no longer accepts our tokens: a person has to sign in again. */
export class ConsentRequiredError extends NomosError {
  override name = 'ConsentRequiredError';
}

/** Nothing is wrong with us: the network or Nomos is away, and we try again by ourselves. */
export class UnavailableError extends NomosError {
  override name = 'UnavailableError';
  /** How long the other side asked us to wait, in ms; absent when it did not say. */
  readonly retryAfterMs: number | undefined;
  /** False when the request surely never reached the server; true when it may have been processed. */
  readonly sent: boolean;

  constructor(
    code: string,
    message: string,
    options: NomosErrorOptions & { readonly retryAfterMs?: number | undefined; readonly sent: boolean },
  ) {
    super(code, message, options);
    this.retryAfterMs = options.retryAfterMs;
    this.sent = options.sent;
  }
}

/** Nomos answered and refused; asking the same again gives the same answer. */
export class ApiError extends NomosError {
  override name = 'ApiError';
  readonly status: number;
  /** The codes of the entries in Nomos' `errors` list, e.g. `unrecognized_keys`. */
  readonly reasons: readonly string[];
  /** The fields that these entries name, as dot paths. */
  readonly fields: readonly string[];

  constructor(
    code: string,
    message: string,
    options: NomosErrorOptions & {
      readonly status: number;
      readonly reasons?: readonly string[];
      readonly fields?: readonly string[];
    },
  ) {
    super(code, message, options);
    this.status = options.status;
    this.reasons = options.reasons ?? [];
    this.fields = options.fields ?? [];
  }
}

/** Something has a shape that we do not understand: an answer of the API or a stored record. */
export class DecodeError extends NomosError {
  override name = 'DecodeError';
  /** Where in the JSON the trouble sits, e.g. `items.3.amount`. */
  readonly path: string;

  constructor(code: string, message: string, options: NomosErrorOptions & { readonly path: string }) {
    super(code, message, { ...options, params: { ...options.params, path: options.path } });
    this.path = options.path;
  }
}

/** What a value may be: words that need no translation, or a rule that is the locale key `allowed.<rule>`, with its placeholders. */
export type Allowed = string | (ErrorParams & { readonly rule: string });

/**
 * The error for a value outside what is allowed. Names and values are shortened, so that a text stays readable: however
 * large the value is, only its beginning is looked at. Never throws, whatever the value is.
 */
export function invalidValue(field: string, value: unknown, allowed: Allowed): ConfigError {
  const params = { field: shortened(field), value: shownValue(value) };
  const words = typeof allowed === 'string' ? allowed : describeRule(allowed);
  return new ConfigError('invalid-value', `${params.field} is ${params.value}; allowed: ${words}`, {
    params: typeof allowed === 'string' ? { ...params, allowed } : { ...allowed, ...params, allowed: words },
  });
}

function describeRule({ rule, ...placeholders }: ErrorParams): string {
  return [rule, ...Object.entries(placeholders).map(([name, value]) => `${name} ${value}`)].join(', ');
}

const longestShown = 60;
const deepestShown = 4;

/** A value as JSON shows it, at most 60 characters; what JSON has no form for is named in brackets, e.g. `[Promise]`. */
export function shownValue(value: unknown): string {
  return shortened(shownPart(value, 0));
}

function shortened(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function shownPart(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, longestShown + 1));
  if (typeof value === 'symbol') return (value.description ?? 'Symbol()').slice(0, longestShown + 1);
  if (typeof value === 'bigint') return BigInt.asIntN(256, value) === value ? `${value}n` : '[BigInt]';
  if (typeof value === 'function') return '[Function]';
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return shownObject(value, depth);
  } catch {
    return unreadable;
  }
}

/** Stands for what throws when it is looked at. */
export const unreadable = '[unreadable]';

function shownObject(value: object, depth: number): string {
  if (Array.isArray(value)) return depth === deepestShown ? '[…]' : shownList(value, depth);
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind === 'Date') return shownDate(value as { toISOString(): string });
  if (kind !== 'Object') return `[${kind.slice(0, longestShown)}]`;
  return depth === deepestShown ? '{…}' : shownFields(value as Readonly<Record<string, unknown>>, depth);
}

function shownDate(date: { toISOString(): string }): string {
  try {
    return JSON.stringify(date.toISOString());
  } catch {
    return '[Invalid Date]';
  }
}

function shownList(list: readonly unknown[], depth: number): string {
  let text = '[';
  for (let index = 0; index < list.length && text.length <= longestShown; index += 1) {
    text += (index === 0 ? '' : ',') + shownMember(list, index, depth);
  }
  return `${text}]`;
}

function shownFields(fields: Readonly<Record<string, unknown>>, depth: number): string {
  let text = '{';
  for (const name in fields) {
    if (text.length > longestShown) break;
    text += `${text === '{' ? '' : ','}${shownPart(name, depth)}:${shownMember(fields, name, depth)}`;
  }
  return `${text}}`;
}

/** One that throws when it is read hides none of its neighbours. */
function shownMember(whole: object, name: PropertyKey, depth: number): string {
  try {
    return shownPart((whole as Readonly<Record<PropertyKey, unknown>>)[name], depth + 1);
  } catch {
    return unreadable;
  }
}
