// @ts-nocheck
import { AccountDialog } from '../src/editor/account/account-dialog.js';
import { useDialogStyle } from '../src/editor/form/dialog-style.js';
import { oneDialog } from '../src/editor/form/one-dialog.js';
import { validatorsOf } from '../src/editor/form/validators.js';
import { accountSettings } from '../src/protocol/account-settings.js';

/** One validator for each setting that can be wrong. */
export const valid = validatorsOf(accountSettings);

export const { prepare, save, close } = oneDialog((node) => {
  useDialogStyle();
  return new AccountDialog(node);
});
