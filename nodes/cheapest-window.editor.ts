import {
  hasPrices,
  isDeadline,
  isFallbackStart,
  isPower,
  isPriceLimit,
  isProfile,
  isResend,
  isTime,
  isTimeZone,
  isWeekdays,
  numberBetween,
} from '../src/editor/form/validators.js';
import { PlanDialog } from '../src/editor/window/window-dialog.js';

let open: PlanDialog | undefined;

/** One validator for each setting that can be wrong. */
export const valid = {
  account: hasPrices,
  durationMinutes: numberBetween({ min: 1, max: 10_080, whole: true }),
  energyKwh: numberBetween({ min: 0.001, max: 10_000 }),
  powerKw: isPower,
  profile: isProfile,
  from: isTime,
  to: isTime,
  weekdays: isWeekdays,
  timeZone: isTimeZone,
  withinHours: numberBetween({ min: 0.25, max: 168 }),
  deadline: isDeadline,
  maxPriceCt: isPriceLimit,
  alwaysOnBelowCt: numberBetween({ min: -10_000, max: 10_000 }),
  fallbackStart: isFallbackStart,
  minRunMinutes: numberBetween({ min: 0, max: 10_080, whole: true }),
  minPauseMinutes: numberBetween({ min: 0, max: 10_080, whole: true }),
  maxStarts: numberBetween({ min: 0, max: 1000, whole: true }),
  resend: isResend,
};

/** Brings the opened dialog to life; the form already holds the stored values. */
export function prepare(node: EditorNode): void {
  close();
  open = new PlanDialog(node, valid);
}

/** Puts the settings on the node: Node-RED itself would store every field as a text. */
export function save(node: EditorNode): void {
  open?.save(node);
  close();
}

/** Ends everything the dialog had running. */
export function close(): void {
  open?.stop();
  open = undefined;
}
