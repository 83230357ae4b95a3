import { invalidValue } from '../../errors.js';
import { propertyOf } from './plain-value.js';
import type { Done, Message, Red, RedNode } from '../platform/red.js';

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

/**
 * Ends the handling of a message, with the text of an error or without; never throws. Where Node-RED cannot copy the message for
 * its catch nodes, they get the error without it.
 */
export function finish(node: RedNode, done: Done, text?: string): void {
  try {
    if (text === undefined) done();
    else done(new Error(text));
  } catch {
    if (text !== undefined) node.error(text, {});
  }
}
