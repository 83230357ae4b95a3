import { z } from 'zod';
import { ConfigError, invalidValue } from '../errors.js';
import type { PriceSeries } from '../prices/index.js';
import type { Command } from '../runs/index.js';
import { decodeFields, numberField } from './fields.js';
import { decodeForeignPrices } from './foreign-prices.js';
import type { Message } from './red.js';
import { decodeRunOptions } from './window-settings.js';

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
  return { command: readCommand(message) };
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
