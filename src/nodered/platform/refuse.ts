import { finish } from './finish.js';
import { flowsStarted } from './flows-started.js';
import type { Red, RedNode } from './red.js';
import { statusLine } from './status-line.js';
import { errorText, type Translate, troubleWords } from './texts.js';

/** Shows in few words why a node cannot work, and says it in full, also to whoever sends it a message. */
export function refuse(red: Red, node: RedNode, translate: Translate, error: unknown): void {
  const text = errorText(translate, error);
  statusLine(red, node)({ fill: 'red', shape: 'ring', text: troubleWords(translate, error) });
  let isClosed = false;
  // A catch node hears only of errors with a message, and only when it is there.
  void flowsStarted(red).then(() => isClosed || node.error(text, {}));
  node.on('input', (_message, _send, done) => finish(node, done, text));
  node.on('close', (_removed, done) => {
    isClosed = true;
    done();
  });
}
