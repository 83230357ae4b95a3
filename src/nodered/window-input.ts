import { z } from 'zod';
import { ConfigError, invalidValue } from '../errors.js';
import { mergeSeries, type PriceSeries } from '../prices/index.js';
import type { Command } from '../runs/index.js';
import type { TariffReading } from '../tariffs/index.js';
import { type Ms, msPerHour } from '../time/index.js';
import { decodeFields, numberField } from './fields.js';
import { decodeForeignPrices, isMeantAsPrices, isPrices, type PriceReader } from './foreign-prices.js';
import type { Message } from './red.js';
import { decodeRunOptions } from './window-settings.js';

const keptMs = 48 * msPerHour;
const commandKinds = ['plan', 'cancel', 'stop', 'start', 'skip', 'status', 'override'] as const;
const overrideText = '{state: on | off | auto, minutes}';
const overrideSchema = z.object(
  { state: z.enum(['on', 'off', 'auto'], 'on | off | auto'), minutes: numberField(0, 10_080) },
  overrideText,
);

/** What a message brings to a `cheapest-window` node: prices, a command, or a plan by prices with its own options. */
export interface WindowInput {
  readonly series?: PriceSeries;
  /** How the prices were read; with `series` only. */
  readonly reading?: TariffReading;
  readonly command?: Command;
}

/**
 * Reads a message; throws `invalid-value` naming field, value and what is allowed, `wire-output-2` when the current
 * price was wired instead of the series, and what `decodeForeignPrices` throws. A payload that holds prices is prices, all
 * else is a command, unless nobody means one by it.
 */
export function readWindowInput(
  message: Message,
  priceSource: 'account' | 'message',
  reader: PriceReader,
): WindowInput {
  const { command, topic, payload, options } = message;
  if (command === undefined && topic === 'nomos/price' && typeof payload === 'number') {
    throw new ConfigError('wire-output-2', 'the current price does not help: wire output 2 of nomos-prices');
  }
  if (command === undefined && priceSource === 'message' && isMeantAsPrices(payload) && !isAside(payload, options)) {
    const tariff = decodeForeignPrices(message, reader);
    return { ...tariff, ...(options !== undefined && { command: readCommand(message) }) };
  }
  if (command === undefined && priceSource === 'account' && isPrices(payload)) {
    throw new ConfigError('prices-not-wanted', 'prices came by message, but the price source is the account');
  }
  return { command: readCommand(message) };
}

/** Beside options a payload that cannot hold prices is left over from something else. */
function isAside(payload: unknown, options: unknown): boolean {
  return options !== undefined && typeof payload !== 'object' && !isPrices(payload);
}

/**
 * Prices that came by message, added to those that are known: later ones win, an unknown one never replaces a known one,
 * and what ended more than two days ago is dropped.
 */
export function withMessagePrices(known: PriceSeries, added: PriceSeries, now: Ms): PriceSeries {
  if (added.length === 0) return known;
  return mergeSeries(known, added).filter(({ end }) => end > now - keptMs);
}

function readCommand({ command = 'plan', options, override }: Message): Command {
  if (typeof command === 'object' && command !== null && 'override' in command) return readOverride(command.override);
  const kind = commandKinds.find((known) => known === command);
  if (kind === undefined) throw invalidValue('command', command, commandKinds.join(' | '));
  if (kind === 'override') return readOverride(override);
  return kind === 'plan' ? { kind, options: decodeRunOptions(options) } : { kind };
}

function readOverride(override: unknown): Command {
  const { state, minutes } = decodeFields(z.object({ override: overrideSchema }), { override }).override;
  return { kind: 'override', state, minutes };
}
