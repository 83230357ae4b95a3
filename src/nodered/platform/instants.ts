import { isoLocal, type Ms, marketTimeZone } from '../../time/index.js';

/** An instant as our routes write it: ISO 8601 with the market's offset. */
export function isoText(instant: Ms): string {
  return isoLocal(marketTimeZone, instant);
}
