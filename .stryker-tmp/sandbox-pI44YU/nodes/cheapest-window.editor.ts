// @ts-nocheck
import { oneDialog } from '../src/editor/form/one-dialog.js';
import { PlanDialog } from '../src/editor/window/window-dialog.js';
import { fieldValidators } from '../src/editor/window/window-validators.js';

/** One validator for each setting that can be wrong. */
export const valid = fieldValidators;

export const { prepare, save, close } = oneDialog((node) => new PlanDialog(node, valid));
