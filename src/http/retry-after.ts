import type { Ms } from '../time/index.js';

const shortestMs = 1_000;
const longestMs = 3_600_000;

/** Where a wait may be written: answer headers (names in lower case), the text of an error, and the wall clock. */
export interface RetryAfterSource {
  readonly headers: Readonly<Record<string, string>>;
  /** Text of the error, searched for "Wait N seconds". */
  readonly message?: string | undefined;
  readonly now: Ms;
}

/**
 * How long the server asked us to wait, in whole ms between 1 s and 1 h, or undefined when it did not say.
 *
 * Reads `Retry-After` (seconds or a date, RFC 9110 10.2.3) and "Wait N seconds"; the longer one counts. A negative, empty
 * or unreadable value counts as not said.
 */
export function retryAfterMs(source: RetryAfterSource): number | undefined {
  const waits = [headerWaitMs(source), messageWaitMs(source.message)].filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : clampWaitMs(Math.max(...waits));
}

/** A wait in whole ms, kept between 1 s and 1 h. */
export function clampWaitMs(waitMs: number): number {
  return Math.min(longestMs, Math.max(shortestMs, Math.ceil(waitMs)));
}

function headerWaitMs({ headers, now }: RetryAfterSource): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  // Dates start with the name of a weekday; Date.parse alone would take "-1" for a year.
  if (!/^[A-Z][a-z]{2,8}, /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function messageWaitMs(message = ''): number | undefined {
  const found = /\bwait (\d{1,9})\s*(s|sec|second|seconds)\b/i.exec(message);
  return found?.[1] === undefined ? undefined : Number(found[1]) * 1_000;
}
