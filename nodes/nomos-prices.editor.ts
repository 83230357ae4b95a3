import { useDialogStyle } from '../src/editor/dialog-style.js';
import { fillMissing } from '../src/editor/fill-missing.js';
import { followAccount } from '../src/editor/follow-account.js';

/** Brings the opened dialog to life; the form already holds the stored values. */
export function prepare(node: EditorNode): void {
  useDialogStyle();
  fillMissing(node, 'node-input');
  followAccount(node);
}
