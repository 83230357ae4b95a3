// @ts-nocheck
import { oneDialog } from '../src/editor/form/one-dialog.js';
import { PricesDialog } from '../src/editor/prices/prices-dialog.js';
import { fieldValidators } from '../src/editor/prices/prices-validators.js';

/** One validator for each setting that can be wrong. */
export const valid = fieldValidators;

export const { prepare, save, close } = oneDialog((node) => new PricesDialog(node, valid));
