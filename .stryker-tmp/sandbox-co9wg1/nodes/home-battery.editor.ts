// @ts-nocheck
import { BatteryDialog, fieldValidators } from '../src/editor/battery/battery-dialog.js';
import { oneDialog } from '../src/editor/form/one-dialog.js';

/** One validator for each setting that can be wrong. */
export const valid = fieldValidators;

export const { prepare, save, close } = oneDialog((node) => new BatteryDialog(node, valid));
