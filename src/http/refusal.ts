import { parseJson } from './json.js';
import type { HttpAnswer } from './request.js';
import { safeText } from './safe-text.js';

/** What an answer says about why it refuses; empty fields where a gateway answered with HTML or nothing. */
export interface Refusal {
  /** The `error` word of RFC 6749 5.2. */
  readonly oauthError: string;
  /** The `code` of an API envelope, e.g. `NOT_FOUND`. */
  readonly code: string;
  /** For logs and for "Wait N seconds" only; one line of at most 200 printable characters. */
  readonly message: string;
  readonly requestId: string | undefined;
  /** The codes in the `errors` list of an API envelope. */
  readonly reasons: readonly string[];
  /** The fields that these entries name, as dot paths. */
  readonly fields: readonly string[];
}

/** Reads RFC 6749 errors, flat envelopes and envelopes nested in `error`; never throws, whatever the text is. */
export function readRefusal(answer: HttpAnswer): Refusal {
  const outer = asRecord(parseJson(answer.text));
  const body = typeof outer.error === 'object' ? asRecord(outer.error) : outer;
  const entries = Array.isArray(body.errors) ? body.errors.slice(0, 20) : [];
  const requestId = word(body.requestId, 60) || word(answer.headers['x-request-id'], 60);
  return {
    oauthError: word(outer.error),
    code: word(body.code),
    message: typeof body.message === 'string' ? safeText(body.message) : '',
    requestId: requestId === '' ? undefined : requestId,
    reasons: entries.map((entry) => word(asRecord(entry).code)).filter((code) => code !== ''),
    fields: entries.map((entry) => word(asRecord(entry).field)).filter((field) => field !== ''),
  };
}

/** The most telling word of a refusal, fit to be shown. */
export function reasonOf(refusal: Refusal): string {
  return refusal.oauthError || refusal.reasons[0] || refusal.code || 'unknown';
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** A machine-readable word, or nothing: words go into texts, and what is longer might be a token that came back. */
function word(value: unknown, longest = 40): string {
  return typeof value === 'string' && value.length <= longest && /^[\w.:-]+$/.test(value) ? value : '';
}
