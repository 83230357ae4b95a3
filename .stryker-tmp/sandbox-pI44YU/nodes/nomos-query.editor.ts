// @ts-nocheck
import { oneDialog } from '../src/editor/form/one-dialog.js';
import { QueryDialog } from '../src/editor/query/query-dialog.js';
import { fieldValidators } from '../src/editor/query/query-validators.js';

/** One validator for each setting that can be wrong. */
export const valid = fieldValidators;

export const { prepare, save, close } = oneDialog((node) => new QueryDialog(node, valid));
