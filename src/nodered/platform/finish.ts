import type { Done, RedNode } from './red.js';

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
