import { z } from 'zod';
import { ConfigError, invalidValue } from '../errors.js';
import { mergeSeries, type PriceSeries } from '../prices/index.js';
import type { Command } from '../runs/index.js';
import { type Ms, msPerHour } from '../time/index.js';
import { decodeFields, numberField } from './fields.js';
import { decodeForeignPrices } from './foreign-prices.js';
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
  readonly command?: Command;
}

/**
 * Reads a message; throws `invalid-value` naming field, value and what is allowed, or `wire-output-2` when the current
 * price was wired instead of the series.
 */
export function readWindowInput(message: Message, priceSource: 'account' | 'message'): WindowInput {
  const { command, topic, payload } = message;
  if (command === undefined && topic === 'nomos/price' && typeof payload === 'number') {
    throw new ConfigError('wire-output-2', 'the current price does not help: wire output 2 of nomos-prices');
  }
  if (command === undefined && priceSource === 'message' && typeof payload === 'object' && payload !== null) {
    const series = decodeForeignPrices(message);
    return { series, ...(message.options !== undefined && { command: readCommand(message) }) };
  }
  if (command === undefined && priceSource === 'account' && isPriceList(payload)) {
    throw new ConfigError('prices-not-wanted', 'prices came by message, but the price source is the account');
  }
  return { command: readCommand(message) };
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
