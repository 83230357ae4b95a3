import { ConfigError, invalidValue, NomosError } from '../errors.js';
import { mergeSeries, type PriceSeries } from '../prices/index.js';
import type { Command } from '../runs/index.js';
import { type Ms, msPerHour } from '../time/index.js';
import { decodeForeignPrices } from './foreign-prices.js';
import { propertyOf } from './plain-value.js';
import type { Message } from './red.js';
import { planCommand, sentCommand } from './window-command.js';

const keptMs = 48 * msPerHour;
/** What a message brings to a `cheapest-window` node: prices, a command, or a plan by prices with its own options. */
export interface WindowInput {
  readonly series?: PriceSeries;
  readonly command?: Command;
}

/**
 * Reads a message; throws `invalid-value` naming field, value and what is allowed, or `wire-output-2` when the current
 * price was wired instead of the series.
 */
export function readWindowInput(message: Message, priceSource: 'account' | 'message'): WindowInput {
  try {
    return readInput(message, priceSource);
  } catch (error) {
    if (error instanceof NomosError) throw error;
    throw invalidValue('payload', propertyOf(message, 'payload'), { rule: 'readable' });
  }
}

function readInput(message: Message, priceSource: 'account' | 'message'): WindowInput {
  if (isCurrentPrice(message)) {
    throw new ConfigError('wire-output-2', 'the current price does not help: wire output 2 of nomos-prices');
  }
  const command = sentCommand(message);
  if (command !== undefined) return { command };
  const payload = propertyOf(message, 'payload');
  if (priceSource === 'message' && typeof payload === 'object' && payload !== null) {
    const series = decodeForeignPrices(message);
    return { series, ...(propertyOf(message, 'options') !== undefined && { command: planCommand(message) }) };
  }
  if (priceSource === 'account' && isPriceList(payload)) {
    throw new ConfigError('prices-not-wanted', 'prices came by message, but the price source is the account');
  }
  return { command: planCommand(message) };
}

/** True for output 1 of nomos-prices, under any topic: a price of 0 is no order to stop. */
function isCurrentPrice(message: Message): boolean {
  if (propertyOf(message, 'command') !== undefined || typeof propertyOf(message, 'payload') !== 'number') return false;
  const price = propertyOf(message, 'price');
  const isOurs = typeof price === 'object' && price !== null && 'amount' in price && 'quantile' in price;
  return isOurs || propertyOf(message, 'topic') === 'nomos/price';
}

/**
 * Prices that came by message, added to those that are known: later ones win, an unknown one never replaces a known one,
 * and what ended more than two days ago is dropped.
 */
export function withMessagePrices(known: PriceSeries, added: PriceSeries, now: Ms): PriceSeries {
  if (added.length === 0) return known;
  return mergeSeries(known, added).filter(({ end }) => end > now - keptMs);
}

/** True for a list of prices in any of the shapes that we read. */
function isPriceList(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null) return false;
  const list: unknown = Array.isArray(payload) ? payload : (payload as { priceData?: unknown }).priceData;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return typeof first === 'object' && first !== null && 'start' in first;
}
