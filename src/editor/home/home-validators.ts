import { homeSettings } from '../../protocol/home-settings.js';
import { accountVerdict, chosen, validatorsOf } from '../form/validators.js';

/** One validator for each setting of `nomos-home` that can be wrong. */
export const fieldValidators = validatorsOf(homeSettings, { account: hasFeedIn });

/** An account that exists and is set up, where a contract says what is paid. */
function hasFeedIn(this: EditorNode, value: unknown): true | string {
  return chosen(this, 'feedIn') !== 'contract' || accountVerdict(value);
}
