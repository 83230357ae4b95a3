import * as z from 'zod/mini';
import type { BatteryCommand, Mode } from '../../battery/index.js';
import type { Message } from '../platform/red.js';
import { decodeFields, numberField, preprocessed } from '../values/fields.js';
import { plainProperty, propertyOf } from '../values/plain-value.js';
import { commandWord, lowerCase } from '../window/command-word.js';
import { decodeBatteryOptions } from './battery-settings.js';

const commandKinds = ['plan', 'status', 'override', 'auto'] as const;
const modes = ['auto', 'hold', 'charge', 'keep', 'discharge'] as const satisfies readonly Mode[];
const modeText = modes.join(' | ');
const overrideText = `{mode: ${modeText}, minutes}`;
const modeField = preprocessed(lowerCase, z.enum(modes, modeText));
const overrideSchema = z.object({ mode: modeField, minutes: numberField({ min: 0, max: 10_080 }) }, overrideText);

/**
 * The command that a message brings: by `reset` (any value: `auto`), by `command` with `options` or `override` beside it, by the same
 * in an object as payload, or by `options` alone. Undefined = none. Throws `invalid-value` naming field, value and what is allowed.
 */
export function batteryCommand(message: Message, payload: unknown): BatteryCommand | undefined {
  if (propertyOf(message, 'reset') !== undefined) return { kind: 'auto' };
  if (propertyOf(message, 'command') !== undefined) return readCommand(message);
  if (isCommandObject(payload)) {
    const options = propertyOf(payload, 'options') ?? propertyOf(message, 'options');
    const override = propertyOf(payload, 'override');
    const command = propertyOf(payload, 'command') ?? (override === undefined ? 'plan' : 'override');
    return readCommand({ command, override, ...(options !== undefined && { options }) });
  }
  return propertyOf(message, 'options') === undefined ? undefined : readCommand({ ...plain(message), command: 'plan' });
}

/** True where a message that brings a command says nothing but options, outside of its payload. */
export function isOptionsAlone(message: Message, payload: unknown): boolean {
  return !isCommandObject(payload) && ['reset', 'command'].every((name) => propertyOf(message, name) === undefined);
}

function plain(message: Message): Message {
  return { options: propertyOf(message, 'options') };
}

function readCommand(message: Message): BatteryCommand {
  const command = plainProperty(message, 'command');
  if (typeof command === 'object' && command !== null && 'override' in command) return readOverride(command.override);
  const kind = commandWord(command, commandKinds);
  if (kind === 'override') return readOverride(plainProperty(message, 'override'));
  if (kind !== 'plan') return { kind };
  const options = decodeBatteryOptions(plainProperty(message, 'options'));
  return options === undefined ? { kind } : { kind, options };
}

function readOverride(override: unknown): BatteryCommand {
  // A word alone is a mode until further notice.
  const given = typeof override === 'string' ? { mode: override } : override;
  const { mode, minutes } = decodeFields(z.object({ override: overrideSchema }), { override: given }).override;
  return { kind: 'override', mode, minutes };
}

function isCommandObject(payload: unknown): payload is Message {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return false;
  return ['command', 'options', 'override'].some((name) => propertyOf(payload, name) !== undefined);
}
