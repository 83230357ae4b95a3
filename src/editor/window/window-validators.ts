import { windowSettings } from '../../protocol/window-settings.js';
import { isAbsent, isVariable } from '../form/stored-value.js';
import { text } from '../form/text.js';
import { chosen, validatorsOf } from '../form/validators.js';
import type { Validator } from '../form/verdicts.js';

/** One validator for each setting of `cheapest-window` that can be wrong. */
export const fieldValidators = validatorsOf(windowSettings, {
  account: hasPrices,
  maxPriceCt: neededWhere((node) => chosen(node, 'mode') === 'threshold', 'cheapest-window.invalid.limit'),
  powerKw: neededWhere((node) => !isAbsent(chosen(node, 'energyKwh')), 'cheapest-window.invalid.power'),
  fallbackStart: neededWhere((node) => chosen(node, 'missingPrices') === 'fallback', 'cheapest-window.invalid.time'),
});

/** An account that exists and is set up, unless the prices come by message. */
export function hasPrices(this: EditorNode, value: unknown): true | string {
  if (chosen(this, 'priceSource') === 'message' || isVariable(value)) return true;
  const account = typeof value === 'string' && value !== '_ADD_' ? RED.nodes.node(value) : null;
  if (!account) return text('cheapest-window.invalid.account');
  return account.valid !== false || text('cheapest-window.invalid.accountSettings');
}

/** Makes a validator for what must not be empty under some other settings. */
function neededWhere(isNeeded: (node: EditorNode) => boolean, sentence: string): Validator {
  return function (this: EditorNode, value: unknown) {
    return !(isAbsent(value) && isNeeded(this)) || text(sentence);
  };
}
