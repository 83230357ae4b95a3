import { AccountDialog } from '../src/editor/account/account-dialog.js';
import { useDialogStyle } from '../src/editor/form/dialog-style.js';
import { validatorsOf } from '../src/editor/form/validators.js';
import { accountSettings } from '../src/protocol/account-settings.js';

/** One validator for each setting that can be wrong. */
export const valid = validatorsOf(accountSettings);

let open: AccountDialog | undefined;

/** Brings the opened dialog of an account to life; the form already holds the stored values. */
export function prepare(node: EditorNode): void {
  useDialogStyle();
  close();
  open = new AccountDialog(node);
}

/** Puts the settings on the node as they were stored or have been changed. */
export function save(node: EditorNode): void {
  open?.save(node);
  close();
}

/** Ends everything the dialog had running. */
export function close(): void {
  open?.stop();
  open = undefined;
}
