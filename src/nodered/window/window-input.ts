import { ConfigError, invalidValue, NomosError } from '../../errors.js';
import type { PriceSeries } from '../../prices/index.js';
import type { Command } from '../../runs/index.js';
import { looksLikePrices, type TariffReading } from '../../tariffs/index.js';
import type { Message } from '../platform/red.js';
import { plainValue, propertyOf } from '../values/plain-value.js';
import { unpacked } from '../values/unpacked.js';
import { decodeForeignPrices, isMeantAsPrices, isPrices, type PriceReader } from './foreign-prices.js';
import { planCommand, sentCommand } from './window-command.js';

/** What a message brings to a `cheapest-window` node: prices, a command, or a plan by prices with its own options. */
export interface WindowInput {
  readonly series?: PriceSeries;
  /** How the prices were read; with `series` only. */
  readonly reading?: TariffReading;
  readonly command?: Command;
}

/**
 * Reads a message; throws `invalid-value` naming field, value and what is allowed, `wire-output-2` when the current
 * price was wired instead of the series, and what `decodeForeignPrices` throws. Where prices come by message, a payload
 * that holds prices is prices, with the options beside or inside it, unless a command or reset stands beside it; all else is
 * a command, or an error where nobody means one by it.
 */
export function readWindowInput(
  message: Message,
  priceSource: 'account' | 'message',
  reader: PriceReader,
): WindowInput {
  try {
    return priceSource === 'message' ? readWithPrices(message, reader) : readWithoutPrices(message);
  } catch (error) {
    if (error instanceof NomosError) throw error;
    throw invalidValue('payload', propertyOf(message, 'payload'), { rule: 'readable' });
  }
}

function readWithoutPrices(message: Message): WindowInput {
  refuseCurrentPrice(message);
  const command = sentCommand(message);
  if (command !== undefined) return { command };
  if (isPrices(propertyOf(message, 'payload'))) {
    throw new ConfigError('prices-not-wanted', 'prices came by message, but the price source is the account');
  }
  return { command: planCommand(message) };
}

function readWithPrices(message: Message, reader: PriceReader): WindowInput {
  refuseCurrentPrice(message);
  const isOrdered = ['command', 'reset'].some((name) => propertyOf(message, name) !== undefined);
  if (isOrdered) return { command: sentCommand(message) ?? planCommand(message) };
  const payload = unpacked(propertyOf(message, 'payload'));
  const beside = propertyOf(message, 'options');
  if (looksLikePrices(payload)) {
    const tariff = decodeForeignPrices({ payload, unit: propertyOf(message, 'unit') }, reader);
    const options = beside ?? propertyOf(payload as object, 'options');
    return { ...tariff, ...(options !== undefined && { command: planCommand({ options }) }) };
  }
  const command = sentCommand(message);
  if (command !== undefined) return { command };
  // Beside options, a payload that cannot hold prices is left over from something else.
  if (isMeantAsPrices(payload) && (beside === undefined || typeof payload === 'object')) {
    throw invalidValue('payload', plainValue(payload), { rule: 'price-shapes' });
  }
  return { command: planCommand(message) };
}

function refuseCurrentPrice(message: Message): void {
  if (!isCurrentPrice(message)) return;
  throw new ConfigError('wire-output-2', 'the current price does not help: wire output 2 of nomos-prices');
}

/** True for output 1 of nomos-prices, under any topic: a price of 0 is no order to stop. */
function isCurrentPrice(message: Message): boolean {
  if (propertyOf(message, 'command') !== undefined || typeof propertyOf(message, 'payload') !== 'number') return false;
  const price = propertyOf(message, 'price');
  const isOurs = typeof price === 'object' && price !== null && 'amount' in price && 'quantile' in price;
  return isOurs || propertyOf(message, 'topic') === 'nomos/price';
}
