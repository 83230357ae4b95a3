import { AccountDialog } from '../src/editor/account-dialog.js';
import { useDialogStyle } from '../src/editor/dialog-style.js';
import { fillMissing } from '../src/editor/fill-missing.js';

export { isBaseUrl, isRedirectUri } from '../src/editor/validators.js';

let open: AccountDialog | undefined;

/** Brings the opened dialog of an account to life; the form already holds the stored values. */
export function prepare(node: EditorNode): void {
  useDialogStyle();
  close();
  fillMissing(node, 'node-config-input');
  open = new AccountDialog(node);
}

/** Ends everything the dialog had running. */
export function close(): void {
  open?.stop();
  open = undefined;
}
