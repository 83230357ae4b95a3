import { instantOfText } from './by-temporal.js';
import type { Ms } from './interval.js';
import { isoWallTime } from './iso-text.js';

/** Longer than any instant: what follows would only cost time. */
const longestText = 100;

/** As nearly everybody writes it, and all readers understand it alike; Temporal reads the other forms. */
const usualForm =
  /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{3})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** The instant of an ISO 8601 text with an offset or `Z`, or undefined when the text is not one. */
export function parseInstant(text: string): Ms | undefined {
  if (text.length > longestText) return undefined;
  const shown = usualForm.test(text) ? isoWallTime(text) : undefined;
  if (shown?.offset !== undefined) return shown.wall - shown.offset;
  try {
    return instantOfText(text);
  } catch {
    return undefined;
  }
}
