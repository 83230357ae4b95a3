import { useDialogStyle } from '../src/editor/dialog-style.js';
import { followAccount } from '../src/editor/follow-account.js';

/** Brings the opened dialog to life; the form already holds the stored values. */
export function prepare(node: EditorNode): void {
  useDialogStyle();
  followAccount(node);
}
