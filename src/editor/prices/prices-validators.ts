import { pricesSettings } from '../../protocol/prices-settings.js';
import { isAbsent, isVariable, numberOf } from '../form/stored-value.js';
import { chosen, validatorsOf, within } from '../form/validators.js';
import type { Validator } from '../form/verdicts.js';

/** One validator for each setting of `nomos-prices` that can be wrong. */
export const fieldValidators = validatorsOf(pricesSettings, {
  cheapBelow: notBelow('veryCheapBelow'),
  normalBelow: notBelow('cheapBelow'),
  expensiveBelow: notBelow('normalBelow'),
});

/** Makes a validator for a share from the one below it, at least, to 1. */
function notBelow(below: 'veryCheapBelow' | 'cheapBelow' | 'normalBelow'): Validator {
  return function (this: EditorNode, value: unknown) {
    const stored = chosen(this, below);
    const min = isAbsent(stored) ? pricesSettings[below].default : numberOf(stored);
    if (isAbsent(value) || isVariable(value) || Number.isNaN(min)) return true;
    return within({ min, max: 1 })(value);
  };
}
