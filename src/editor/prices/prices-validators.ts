import { pricesSettings } from '../../protocol/prices-settings.js';
import { isAbsent, isVariable, numberOf } from '../form/stored-value.js';
import { chosen, validatorsOf, within } from '../form/validators.js';
import type { Validator } from '../form/verdicts.js';

/** One validator for each setting of `nomos-prices` that can be wrong. */
export const fieldValidators = validatorsOf(pricesSettings, {
  cheapBelow: notBelow('veryCheapBelow', 'cheapBelow'),
  normalBelow: notBelow('cheapBelow', 'normalBelow'),
  expensiveBelow: notBelow('normalBelow', 'expensiveBelow'),
});

type Share = 'veryCheapBelow' | 'cheapBelow' | 'normalBelow' | 'expensiveBelow';

/** Makes a validator for a share from the one below it, at least, to 1; also for its default, where none is stored. */
function notBelow(below: Share, name: Share): Validator {
  return function (this: EditorNode, value: unknown) {
    const stored = chosen(this, below);
    const min = isAbsent(stored) ? pricesSettings[below].default : numberOf(stored);
    if (isVariable(value) || Number.isNaN(min)) return true;
    return within({ min, max: 1 })(isAbsent(value) ? pricesSettings[name].default : value);
  };
}
