import * as z from 'zod/mini';
import type { Command } from '../../runs/index.js';
import type { Message } from '../platform/red.js';
import { decodeFields, numberField, preprocessed } from '../values/fields.js';
import { plainProperty, plainValue, propertyOf } from '../values/plain-value.js';
import { parsedJson } from '../values/unpacked.js';
import { commandWord, lowerCase } from './command-word.js';
import { decodeRunOptions } from './window-settings.js';

const commandKinds = ['plan', 'cancel', 'stop', 'start', 'skip', 'status', 'override'] as const;
/** What switches and dashboards send when they are turned off, by which nobody means a run. */
const offWords = new Set(['off', 'stop', 'cancel', 'false', '0']);
/** Words that would be no request for a run either; the last two are what Home Assistant says of a device that is away. */
const quietWords = new Map([
  ...(['status', 'skip'] as const).map((kind) => [kind, kind] as const),
  ...['unavailable', 'unknown'].map((word) => [word, 'status'] as const),
]);
/** Where switches say in an object whether they are on: zigbee2mqtt, Tasmota, Shelly and others, in lower case. */
const switchNames = new Set(['state', 'power', 'output', 'ison', 'on', 'enabled', 'value', 'val']);
const mostNames = 100;
/** A command as text is short; whatever is longer is something else. */
const longestText = 10_000;

const overrideText = '{state: on | off | auto, minutes}';
const stateText = 'on | off | auto';
const stateField = preprocessed(lowerCase, z.enum(['on', 'off', 'auto'], stateText));
const overrideSchema = z.object({ state: stateField, minutes: numberField({ min: 0, max: 10_080 }) }, overrideText);

/**
 * The command that a message brings: by `reset` (with any value, as in Node-RED's own nodes), by `command`, by
 * `{command, options, override}` in the payload, also as JSON text, or by a payload that says off, itself or as the state of
 * a switch (`{state: "OFF"}`). Undefined = none of these.
 *
 * Throws `invalid-value` naming field, value and what is allowed.
 */
export function sentCommand(message: Message): Command | undefined {
  if (propertyOf(message, 'reset') !== undefined) return { kind: 'cancel' };
  if (propertyOf(message, 'command') !== undefined) return readCommand(message);
  const payload = readable(propertyOf(message, 'payload'));
  if (isCommandObject(payload)) return readCommand({ options: propertyOf(message, 'options'), ...parts(payload) });
  const word = wordOf(payload);
  if (word === undefined) return undefined;
  if (offWords.has(word)) return { kind: 'cancel' };
  const kind = quietWords.get(word);
  return kind && { kind };
}

/** The plan that a message without any command asks for; throws as above. */
export function planCommand(message: Message): Command {
  return { kind: 'plan', options: decodeRunOptions(plainProperty(message, 'options')) };
}

/** `command` null is not the same as none: somebody's expression came to nothing. */
function readCommand(message: Message): Command {
  const command = plainProperty(message, 'command');
  if (typeof command === 'object' && command !== null && 'override' in command) return readOverride(command.override);
  const kind = commandWord(command, commandKinds);
  if (kind === 'override') return readOverride(plainProperty(message, 'override'));
  return kind === 'plan' ? planCommand(message) : { kind };
}

function readOverride(override: unknown): Command {
  const { state, minutes } = decodeFields(z.object({ override: overrideSchema }), { override }).override;
  return { kind: 'override', state, minutes };
}

/** A payload as text where it is one in disguise: bytes as MQTT may bring them, or JSON. */
function readable(payload: unknown): unknown {
  const isBytes = payload instanceof Uint8Array && payload.length <= longestText;
  const text = isBytes ? Buffer.from(payload).toString('utf8') : payload;
  if (typeof text !== 'string' || text.length > longestText || !text.trimStart().startsWith('{')) return text;
  try {
    return parsedJson(text);
  } catch {
    return text;
  }
}

function isCommandObject(payload: unknown): payload is Message {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return false;
  return ['command', 'options', 'override'].some((name) => name in payload);
}

/** What the payload says; without a command it is its override that counts, else a plan is asked for. */
function parts(payload: Message): Message {
  const options = propertyOf(payload, 'options');
  const override = propertyOf(payload, 'override');
  const command = propertyOf(payload, 'command') ?? (override === undefined ? 'plan' : 'override');
  return { command, override, ...(options !== undefined && { options }) };
}

function wordOf(payload: unknown): string | undefined {
  const value = typeof payload === 'object' && payload !== null ? switchState(payload) : plainValue(payload);
  const word = lowerCase(typeof value === 'boolean' || value === 0 ? String(value) : value);
  return typeof word === 'string' ? word : undefined;
}

/** What an object says of a switch; a number in it may be anything, and says nothing. */
function switchState(payload: object): unknown {
  if (Array.isArray(payload) || ArrayBuffer.isView(payload)) return undefined;
  const names = Object.keys(payload).slice(0, mostNames);
  const states = names
    .filter((name) => switchNames.has(name.toLowerCase()))
    .map((name) => propertyOf(payload, name))
    .filter((state) => typeof state === 'boolean' || typeof state === 'string');
  return states.find((state) => typeof state === 'boolean' || offWords.has(String(lowerCase(state)))) ?? states[0];
}
