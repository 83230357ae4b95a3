import type { FieldKind } from '../form/stored-fields.js';

/** The settings of a cheapest-window that have one field each, by property name. */
export const planFields: Readonly<Record<string, FieldKind>> = {
  mode: 'text',
  objective: 'text',
  durationMinutes: 'number',
  energyKwh: 'number',
  powerKw: 'number',
  partial: 'text',
  trigger: 'text',
  from: 'text',
  to: 'text',
  timeZone: 'text',
  withinHours: 'number',
  deadline: 'text',
  priceSource: 'text',
  priceUnit: 'text',
  maxPriceCt: 'number',
  maxPriceAppliesTo: 'text',
  alwaysOnBelowCt: 'number',
  missingPrices: 'text',
  fallbackStart: 'text',
  minRunMinutes: 'number',
  minPauseMinutes: 'number',
  maxStarts: 'number',
  tie: 'text',
  startAlignMinutes: 'number',
  replan: 'text',
  outputNoPlan: 'text',
  outputOutside: 'text',
  resend: 'text',
  sendOnStart: 'boolean',
};

/** Further properties that one field each stands for, which no plan depends on. */
export const otherFields: Readonly<Record<string, FieldKind>> = {
  onValue: 'typed',
  offValue: 'typed',
};
