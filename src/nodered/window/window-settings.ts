import * as z from 'zod';
import { invalidValue } from '../../errors.js';
import { checkRunSettings, defaultRunSettings, type RunOptions, type RunSettings } from '../../runs/index.js';
import type { UnitChoice } from '../../tariffs/index.js';
import {
  choiceField,
  deadlineField,
  decodeFields,
  decodeOptions,
  flagField,
  numberField,
  optionsOf,
  presentFields,
  requiredNumber,
  ruled,
  textField,
  timeField,
  timeZoneField,
  toNumber,
  weekdaysField,
} from '../values/fields.js';
import { migrate } from '../values/migrations.js';

const weekMinutes = 10_080;
const farPriceCt = 10_000;
const mostPowerKw = 1000;
const profileText = ruled('profile');
const resendText = 'change | replan | minutes';

const profileField = z.preprocess(
  (value) => (value === '' || value === null ? undefined : value),
  z
    .array(
      z.object({ minutes: requiredNumber(1, weekMinutes), powerKw: requiredNumber(0, mostPowerKw) }, profileText),
      profileText,
    )
    .max(1000, profileText)
    .optional(),
);

/** The settings that plan and run a device; names, units and defaults are those of the run settings. */
const runShape = {
  mode: choiceField(['contiguous', 'interruptible', 'threshold']),
  objective: choiceField(['cheapest', 'dearest']),
  durationMinutes: numberField(1, weekMinutes),
  energyKwh: numberField(0, farPriceCt),
  powerKw: numberField(0, mostPowerKw),
  profile: profileField,
  partial: choiceField(['exact', 'maximise']),
  from: timeField,
  to: timeField,
  weekdays: weekdaysField,
  timeZone: timeZoneField,
  withinHours: numberField(0, 168),
  deadline: deadlineField,
  maxPriceCt: numberField(-farPriceCt, farPriceCt),
  maxPriceAppliesTo: choiceField(['interval', 'average']),
  alwaysOnBelowCt: numberField(-farPriceCt, farPriceCt),
  missingPrices: choiceField(['expect', 'use-known', 'wait', 'fallback']),
  fallbackStart: timeField,
  minRunMinutes: numberField(0, weekMinutes),
  minPauseMinutes: numberField(0, weekMinutes),
  maxStarts: numberField(0, 1000),
  tie: choiceField(['earliest', 'latest', 'fewest']),
  startAlignMinutes: z.preprocess(toNumber, z.literal([1, 15], '1 | 15').optional()),
  replan: choiceField(['until-start', 'locked', 'always']),
  outputNoPlan: choiceField(['off', 'on', 'none']),
  resend: z.preprocess(
    toNumber,
    z.union([z.enum(['change', 'replan'], resendText), z.number(resendText).min(1, resendText)], resendText).optional(),
  ),
};

/** What belongs to the node as a whole and not to one request or window: no option of a message. */
const nodeOnly = {
  trigger: choiceField(['daily', 'message']),
  priceSource: choiceField(['account', 'message']),
  outputOutside: choiceField(['off', 'on', 'none']),
  sendOnStart: flagField,
};
const runSchema = z.object({ ...runShape, ...nodeOnly });
const nodeSchema = z.object({
  account: textField,
  subscription: textField,
  topic: textField,
  name: textField,
  priceUnit: choiceField(['automatic', 'ct/kWh', 'EUR/kWh', 'EUR/MWh']),
});
const optionsSchema = optionsOf(runShape);

/** What a `cheapest-window` node stores, without the typed on and off values. */
export interface WindowNodeSettings {
  readonly name: string;
  readonly account: string;
  readonly subscription: string;
  readonly topic: string;
  /** For prices that come by message without a unit. */
  readonly priceUnit: UnitChoice;
  readonly run: RunSettings;
}

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodeWindowSettings(stored: unknown): WindowNodeSettings {
  const lifted = migrate('cheapest-window', stored);
  const { name = '', account = '', subscription = '', topic = '', ...node } = decodeFields(nodeSchema, lifted);
  const { priceUnit = 'automatic' } = node;
  return { name, account, subscription, topic, priceUnit, run: decodeRunSettings(lifted) };
}

/** Decodes run settings alone, as the editor's preview sends them; throws as above. */
export function decodeRunSettings(stored: unknown): RunSettings {
  return checkRunSettings({ ...defaultRunSettings, ...presentFields(decodeFields(runSchema, stored)) });
}

/**
 * Decodes `msg.options`: any run setting of a request or window, where null takes an optional one (and a profile) back; throws as above, also
 * for a null where the node cannot do without a value.
 */
export function decodeRunOptions(options: unknown): RunOptions {
  if (options === undefined) return {};
  const { given, asGiven } = decodeOptions(optionsSchema, options);
  const taken = Object.entries(asGiven).filter(([, value]) => value === null);
  return { ...given, ...Object.fromEntries(taken.map(([name]) => [name, takenBack(name)])) };
}

function takenBack(name: string): null | readonly [] {
  if (name === 'profile') return [];
  if (name in defaultRunSettings) throw invalidValue(name, null, { rule: 'value' });
  return null;
}
