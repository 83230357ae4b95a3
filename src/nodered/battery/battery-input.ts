import type { BatteryCause, BatteryCommand } from '../../battery/index.js';
import { ConfigError, invalidValue, NomosError } from '../../errors.js';
import type { PriceSeries } from '../../prices/index.js';
import type { SunForecast } from '../../sun/index.js';
import { looksLikePrices, type TariffReading } from '../../tariffs/index.js';
import type { Message } from '../platform/red.js';
import { plainValue, propertyOf } from '../values/plain-value.js';
import { toldSun } from '../values/told-sun.js';
import { unpacked } from '../values/unpacked.js';
import { decodeForeignPrices, isPrices, type PriceReader } from '../window/foreign-prices.js';
import { batteryCommand, isOptionsAlone } from './battery-command.js';
import { type ToldReadings, toldReadings } from './battery-readings.js';

/** What a message brings to a `home-battery` node. */
export interface BatteryInput {
  readonly told?: ToldReadings;
  readonly sun?: SunForecast;
  readonly series?: PriceSeries;
  /** How the prices were read; with `series` only. */
  readonly reading?: TariffReading;
  readonly command?: BatteryCommand;
}

const forecastTopic = /solar[-_ ]?forecast$/i;
const longestTopic = 1_000;
/** An inject sends ms since 1970: somebody wants to see what is planned. */
const leastTimestamp = 1e9;

/**
 * Reads a message: a command, a forecast of the sun by its topic, readings, or prices where they come by message; beside a command
 * readings count, beside options alone all of them. Throws `invalid-value` naming field, value and what is allowed,
 * `prices-not-wanted`, and what the decoders throw.
 */
export function readBatteryInput(
  message: Message,
  priceSource: 'account' | 'message',
  reader: PriceReader,
): BatteryInput {
  try {
    return readInput(message, priceSource, reader);
  } catch (error) {
    if (error instanceof NomosError) throw error;
    throw invalidValue('payload', propertyOf(message, 'payload'), { rule: 'readable' });
  }
}

function readInput(message: Message, priceSource: 'account' | 'message', reader: PriceReader): BatteryInput {
  const payload = unpacked(propertyOf(message, 'payload'));
  const command = batteryCommand(message, payload);
  if (command !== undefined && !isOptionsAlone(message, payload)) {
    const told = toldReadings(propertyOf(message, 'topic'), payload);
    // Whatever else the payload is, it is left over from something else.
    return { command, ...(told && { told: { ...told, odd: [] } }) };
  }
  const brought = broughtBy(message, payload, { priceSource, reader });
  if (command !== undefined) return { ...brought, command };
  if (brought !== undefined) return brought;
  if (isPrices(payload)) {
    throw new ConfigError('prices-not-wanted', 'prices came by message, but the price source is the account');
  }
  if (typeof payload === 'number' && payload >= leastTimestamp) return { command: { kind: 'plan' } };
  throw invalidValue('payload', plainValue(payload), { rule: 'battery-input' });
}

/** What a payload brings by its topic or its shape; undefined where it is none of these. */
function broughtBy(
  message: Message,
  payload: unknown,
  { priceSource, reader }: { priceSource: 'account' | 'message'; reader: PriceReader },
): BatteryInput | undefined {
  const topic = propertyOf(message, 'topic');
  if (typeof topic === 'string' && topic.length <= longestTopic && forecastTopic.test(topic.trim())) {
    const sun = toldSun(payload, reader.timeZone);
    return sun === undefined ? {} : { sun };
  }
  const told = toldReadings(topic, payload);
  if (told !== undefined) return { told };
  if (priceSource !== 'message' || !looksLikePrices(payload)) return undefined;
  return decodeForeignPrices({ payload, unit: propertyOf(message, 'unit') }, reader);
}

/** What a message makes a battery decide for; undefined where it brings nothing. */
export function causeOf({ command, told, sun, series }: BatteryInput): BatteryCause | undefined {
  if (command !== undefined) return 'command';
  if (series !== undefined) return 'prices';
  if (sun !== undefined) return 'forecast';
  return told === undefined ? undefined : 'readings';
}
