import { isPromise } from 'node:util/types';
import { decodeSun, type SunForecast } from '../../sun/index.js';
import { isAbsent } from './absent.js';
import { plainValue } from './plain-value.js';

/**
 * The forecast of the sun in an unpacked payload, as it came, because it has more rows than any setting; undefined where it says
 * that its service is away. Throws what `decodeSun` throws.
 */
export function toldSun(payload: unknown, timeZone: string): SunForecast | undefined {
  if (isAbsent(payload)) return undefined;
  return decodeSun(isPromise(payload) ? plainValue(payload) : payload, timeZone);
}
