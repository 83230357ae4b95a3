/** An answer of an authorization server (RFC 6749 4.1.2). */
export type Answer =
  | { readonly kind: 'code'; readonly state: string; readonly code: string; readonly iss?: string }
  | { readonly kind: 'error'; readonly state: string; readonly error: string; readonly iss?: string };

/** What came back with the browser. `malformed` is no answer: the caller shows a fixed text and does nothing. */
export type CallbackQuery = Answer | { readonly kind: 'malformed' };

/** Stands for the error word where an answer has neither a code nor an error. */
export const noCode = 'no_code';

const longest = { state: 100, code: 4_096, error: 100, iss: 500 };

/**
 * Judges the query of a callback: exactly one of `code` and `error`, a state, each at most once, none too long.
 *
 * Never throws. Unknown parameters are ignored; `error_description` is not even read, so that it can be shown nowhere.
 */
export function readCallback(query: URLSearchParams): CallbackQuery {
  const state = only(query, 'state');
  const code = only(query, 'code');
  const error = only(query, 'error');
  const iss = only(query, 'iss');
  if (state === undefined || [state, code, error, iss].includes(invalid)) return { kind: 'malformed' };
  const issuer = iss === undefined ? {} : { iss };
  if (code !== undefined && error === undefined) return { kind: 'code', state, code, ...issuer };
  if (error !== undefined && code === undefined) return { kind: 'error', state, error, ...issuer };
  // How Nomos reports a denial is not documented: an answer with our state and nothing else is one, too.
  return code === undefined ? { kind: 'error', state, error: noCode, ...issuer } : { kind: 'malformed' };
}

/**
 * The query in what a person pasted: the whole address the browser was sent to, or only its query, also where it was broken
 * over lines. Of a longer text only the first 10,000 characters count.
 */
export function queryOfPasted(text: string): URLSearchParams {
  const address = text.replace(/\s+/g, '').slice(0, 10_000).replace(/#.*/, '');
  return new URLSearchParams(address.slice(address.indexOf('?') + 1));
}

const invalid = '';

/** The one value of a parameter; undefined when absent, empty text when it is repeated, empty or too long. */
function only(query: URLSearchParams, name: keyof typeof longest): string | undefined {
  const [value, ...more] = query.getAll(name);
  if (value === undefined) return undefined;
  return more.length === 0 && value.length <= longest[name] && /^[\x20-\x7e]+$/.test(value) ? value : invalid;
}
