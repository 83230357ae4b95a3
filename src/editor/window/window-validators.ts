import { windowSettings } from '../../protocol/window-settings.js';
import { isAbsent } from '../form/stored-value.js';
import { text } from '../form/text.js';
import { accountVerdict, chosen, validatorsOf } from '../form/validators.js';
import type { Validator } from '../form/verdicts.js';
import { fitting } from './fit.js';

/** One validator for each setting of `cheapest-window` that can be wrong. */
export const fieldValidators = validatorsOf(windowSettings, {
  account: hasPrices,
  maxPriceCt: fitting(
    'maxPriceCt',
    neededWhere((node) => chosen(node, 'mode') === 'threshold', 'cheapest-window.invalid.limit'),
  ),
  powerKw: hasPower,
  objective: fitsHouse,
  fallbackStart: fitting(
    'fallbackStart',
    neededWhere((node) => chosen(node, 'missingPrices') === 'fallback', 'cheapest-window.invalid.time'),
  ),
  durationMinutes: fitting('durationMinutes'),
  energyKwh: fitting('energyKwh'),
  profile: fitting('profile'),
  exclude: fitting('exclude'),
  maxOffMinutes: fitting('maxOffMinutes'),
  maxPriceAppliesTo: fitting('maxPriceAppliesTo'),
  toleranceCt: fitting('toleranceCt'),
});

/** An account that exists and is set up, unless the prices come by message. */
export function hasPrices(this: EditorNode, value: unknown): true | string {
  return chosen(this, 'priceSource') === 'message' || accountVerdict(value);
}

/** The power that an energy or a house with a limit or sun asks for. */
function hasPower(this: EditorNode, value: unknown): true | string {
  if (!isAbsent(value)) return true;
  if (!isAbsent(chosen(this, 'energyKwh'))) return text('cheapest-window.invalid.power');
  const profile = chosen(this, 'profile');
  const hasProfile = Array.isArray(profile) && profile.length > 0;
  return hasProfile || !sharesPower(houseOf(this)) || text('cheapest-window.invalid.powerInHome');
}

function fitsHouse(this: EditorNode, value: unknown): true | string {
  return value !== 'dearest' || houseOf(this) === null || text('cheapest-window.invalid.dearestInHome');
}

/** The house that a node shares, also while it is chosen in its open dialog; null where there is none. */
export function houseOf(node: EditorNode): EditorNode | null {
  const id = chosen(node, 'home');
  return typeof id === 'string' && id !== '' ? (RED.nodes.node(id) ?? null) : null;
}

function sharesPower(house: EditorNode | null): boolean {
  return house !== null && (!isAbsent(house.limitKw) || !['none', undefined].includes(house.feedIn as string));
}

/** Makes a validator for what must not be empty under some other settings. */
function neededWhere(isNeeded: (node: EditorNode) => boolean, sentence: string): Validator {
  return function (this: EditorNode, value: unknown) {
    return !(isAbsent(value) && isNeeded(this)) || text(sentence);
  };
}
