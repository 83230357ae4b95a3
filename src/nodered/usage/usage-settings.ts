import * as z from 'zod';
import type { PeriodKind } from '../../usage/index.js';
import { choiceField, decodeFields, flagField, numberField, textField } from '../values/fields.js';
import { migrate } from '../values/migrations.js';

/** Bounds of a fixed tariff, ct/kWh. */
export const fixedPriceField = numberField(0, 10_000);

const nodeSchema = z.object({
  name: textField,
  account: textField,
  subscription: textField,
  topic: textField,
  period: choiceField(['day', 'week', 'month']),
  fixedPriceCt: fixedPriceField,
  automatic: flagField,
});

/** What a `nomos-usage` node stores. */
export interface UsageNodeSettings {
  readonly name: string;
  readonly account: string;
  readonly subscription: string;
  readonly topic: string;
  /** What is reported: the last whole one of these. */
  readonly period: PeriodKind;
  /** A tariff to compare with, gross ct/kWh. */
  readonly fixedPriceCt?: number | undefined;
  /** Whether every new period is reported by itself. */
  readonly automatic: boolean;
}

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodeUsageSettings(stored: unknown): UsageNodeSettings {
  const fields = decodeFields(nodeSchema, migrate('nomos-usage', stored));
  const { name = '', account = '', subscription = '', topic = 'nomos/usage', period = 'day', fixedPriceCt } = fields;
  return { name, account, subscription, topic, period, fixedPriceCt, automatic: fields.automatic ?? true };
}
