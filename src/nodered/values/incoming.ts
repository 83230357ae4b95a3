import { invalidValue } from '../../errors.js';
import type { Message, Red } from '../platform/red.js';
import { propertyOf } from './plain-value.js';

/**
 * The properties of a message that pass through to its answer, which has a payload of its own: a copy as Node-RED makes one for
 * every further wire. Throws `invalid-value` naming the property that cannot be read or copied, before anything was decided.
 */
export function passedOn({ util }: Red, message: Message): Message {
  const names = Object.keys(message).filter((name) => name !== 'payload');
  const entries = names.map((name) => [name, propertyOf(message, name)] as const);
  try {
    return util.cloneMessage(Object.fromEntries(entries));
  } catch (error) {
    const [name, value] = entries.find((entry) => !isCopyable(util, entry)) ?? ['msg', error];
    throw invalidValue(name, value, { rule: 'copyable' });
  }
}

function isCopyable(util: Red['util'], [name, value]: readonly [string, unknown]): boolean {
  try {
    util.cloneMessage({ [name]: value });
    return true;
  } catch {
    return false;
  }
}
