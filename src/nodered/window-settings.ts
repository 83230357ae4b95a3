import { z } from 'zod';
import { marketTimeZone } from '../time/index.js';
import {
  choiceField,
  decodeFields,
  flagField,
  numberField,
  optionalNumberField,
  optionalTimeField,
  textField,
  timeField,
  timeZoneField,
  weekdaysField,
} from './fields.js';
import { migrate } from './migrations.js';

const weekMinutes = 10_080;
const maxPriceCt = 10_000;

const phase = z.object({ minutes: numberField(1, weekMinutes, 1), powerKw: numberField(0, 1000, 0) });

/** The settings that plan and run a device; `msg.options` may carry any of them. */
const runShape = {
  mode: choiceField(['contiguous', 'interruptible', 'threshold'], 'contiguous'),
  objective: choiceField(['cheapest', 'dearest'], 'cheapest'),
  durationMinutes: numberField(1, weekMinutes, 60),
  energyKwh: optionalNumberField(0, 10_000),
  powerKw: optionalNumberField(0, 1000),
  profile: z.preprocess(
    (value) => (value === '' || value === null ? undefined : value),
    z.array(phase, 'list of {minutes, powerKw}').max(1000, 'at most 1000 phases').optional(),
  ),
  partial: choiceField(['exact', 'maximise'], 'exact'),
  trigger: choiceField(['daily', 'message'], 'daily'),
  from: timeField('00:00'),
  to: timeField('00:00'),
  weekdays: weekdaysField,
  timeZone: timeZoneField(marketTimeZone),
  withinHours: numberField(0.25, 168, 24),
  deadline: textField(''),
  priceSource: choiceField(['account', 'message'], 'account'),
  maxPriceCt: optionalNumberField(-maxPriceCt, maxPriceCt),
  maxPriceAppliesTo: choiceField(['auto', 'interval', 'average'], 'auto'),
  alwaysOnBelowCt: optionalNumberField(-maxPriceCt, maxPriceCt),
  missingPrices: choiceField(['use-known', 'wait', 'fallback'], 'use-known'),
  fallbackStart: optionalTimeField(),
  minRunMinutes: numberField(0, weekMinutes, 0),
  minPauseMinutes: numberField(0, weekMinutes, 0),
  maxStarts: numberField(0, 1000, 0),
  tie: choiceField(['earliest', 'latest', 'fewest'], 'earliest'),
  startAlignMinutes: numberField(1, 60, 1),
  replan: choiceField(['until-start', 'locked', 'always'], 'until-start'),
  outputNoPlan: choiceField(['off', 'on', 'none'], 'off'),
  outputOutside: choiceField(['off', 'on', 'none'], 'off'),
  resend: textField('change'),
  sendOnStart: flagField(true),
};

const runSchema = z.object(runShape);
const nodeSchema = z.object({
  name: textField(''),
  account: textField(''),
  subscription: textField(''),
  topic: textField(''),
});

/** What plans and runs a device, as a node stores it. */
export type WindowRunSettings = z.infer<typeof runSchema>;
export type WindowNodeSettings = z.infer<typeof nodeSchema> & { readonly run: WindowRunSettings };

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodeWindowSettings(stored: unknown): WindowNodeSettings {
  const lifted = migrate('cheapest-window', stored);
  return { ...decodeFields(nodeSchema, lifted), run: decodeFields(runSchema, lifted) };
}
