// @ts-nocheck
import { oneDialog } from '../src/editor/form/one-dialog.js';
import { validatorsOf } from '../src/editor/form/validators.js';
import { HomeDialog } from '../src/editor/home/home-dialog.js';
import { homeSettings } from '../src/protocol/home-settings.js';

/** One validator for each setting that can be wrong. */
export const valid = validatorsOf(homeSettings);

export const { prepare, save, close } = oneDialog((node) => new HomeDialog(node, valid));
