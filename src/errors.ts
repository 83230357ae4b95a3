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
  readonly code: string;
  readonly params: ErrorParams;
  readonly requestId: string | undefined;

  constructor(code: string, message: string, options: NomosErrorOptions = {}) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.params = options.params ?? {};
    this.requestId = options.requestId;
  }
}

/** A setting, a message or a request is wrong: a person has to change it. */
export class ConfigError extends NomosError {}

/** Nomos no longer accepts our tokens: a person has to sign in again. */
export class ConsentRequiredError extends NomosError {}

/** Nothing is wrong with us: the network or Nomos is away, and we try again by ourselves. */
export class UnavailableError extends NomosError {
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
  /** Where in the JSON the trouble sits, e.g. `items.3.amount`. */
  readonly path: string;

  constructor(code: string, message: string, options: NomosErrorOptions & { readonly path: string }) {
    super(code, message, { ...options, params: { ...options.params, path: options.path } });
    this.path = options.path;
  }
}

/** What a value may be: words that need no translation, or a rule that is the locale key `allowed.<rule>`, with its placeholders. */
export type Allowed = string | (ErrorParams & { readonly rule: string });

/** The error for a value outside what is allowed; `value` is shortened, so that a text stays readable. */
export function invalidValue(field: string, value: unknown, allowed: Allowed): ConfigError {
  const params = { field, value: describeValue(value) };
  const words = typeof allowed === 'string' ? allowed : describeRule(allowed);
  return new ConfigError('invalid-value', `${field} is ${params.value}; allowed: ${words}`, {
    params: typeof allowed === 'string' ? { ...params, allowed } : { ...allowed, ...params, allowed: words },
  });
}

function describeRule({ rule, ...placeholders }: ErrorParams): string {
  return [rule, ...Object.entries(placeholders).map(([name, value]) => `${name} ${value}`)].join(', ');
}

function describeValue(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (safeJson(value) ?? String(value));
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function safeJson(value: unknown): string | undefined {
  try {
    return typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  } catch {
    return undefined;
  }
}
