// @ts-nocheck
import { oneDialog } from '../src/editor/form/one-dialog.js';
import { fieldValidators, UsageDialog } from '../src/editor/usage/usage-dialog.js';

/** One validator for each setting that can be wrong. */
export const valid = fieldValidators;

export const { prepare, save, close } = oneDialog((node) => new UsageDialog(node, valid));
