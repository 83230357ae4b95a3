import { invalidValue, NomosError } from '../errors.js';
import { checkTimeZone, timeReader } from '../time/index.js';
import { type FoundForecast, findForecast } from './find-forecast.js';
import type { SunForecast } from './forecast.js';
import { readPeriods, readWatts } from './read-points.js';
import { readPlain, readRates, readSolcast, readYield } from './read-rows.js';

/** More rows than a forecast of a week in steps of five minutes has. */
const mostRows = 5_000;

/**
 * Reads a forecast of solar power out of what came: Forecast.Solar, Solcast, evcc, Victron VRM, or a plain list of
 * `{start, end?, kw | w | watts | kwh | wh}`, also a little below other names (`result`, `data`, `records`).
 *
 * Local times are those of the zone that the source names, else of `timeZone`. An unknown value (null) leaves a hole; an
 * empty list is a forecast without stretches. Throws `invalid-value` for anything else, naming field and value.
 */
export function decodeSun(payload: unknown, timeZone: string): SunForecast {
  try {
    const found = findForecast(payload);
    if (found === undefined) throw invalidValue('payload', payload, { rule: 'sun-shapes' });
    return read(found, timeZone);
  } catch (error) {
    if (error instanceof NomosError) throw error;
    // A getter that throws, or the like: what came is no data.
    throw invalidValue('payload', payload, { rule: 'sun-shapes' });
  }
}

function read(found: FoundForecast, ownZone: string): SunForecast {
  const { path, shape } = found;
  const count = Object.keys(found.value as object).length;
  if (count > mostRows) throw invalidValue(`${path}.length`, count, `0 … ${mostRows}`);
  const timeZone = zoneOf(found) ?? ownZone;
  const readTime = timeReader(timeZone)(false);
  switch (shape) {
    case 'watts':
      return readWatts(found, { readTime, timeZone });
    case 'watt-hours-period':
      return readPeriods(found, { readTime, timeZone });
    case 'yield':
      return readYield(found, readTime);
    case 'solcast':
      return readSolcast(found, readTime);
    case 'rates':
      return readRates(found, readTime);
    case 'plain':
      return readPlain(found, readTime);
  }
}

function zoneOf({ zone }: FoundForecast): string | undefined {
  if (zone === undefined) return undefined;
  try {
    return checkTimeZone(String(zone.value));
  } catch {
    throw invalidValue(zone.path, zone.value, { rule: 'time-zone' });
  }
}
