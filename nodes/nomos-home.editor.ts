import { oneDialog } from '../src/editor/form/one-dialog.js';
import { HomeDialog } from '../src/editor/home/home-dialog.js';
import { fieldValidators } from '../src/editor/home/home-validators.js';

/** One validator for each setting that can be wrong. */
export const valid = fieldValidators;

export const { prepare, save, close } = oneDialog((node) => new HomeDialog(node, valid));
