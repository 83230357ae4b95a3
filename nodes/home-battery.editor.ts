import { BatteryDialog, fieldValidators } from '../src/editor/battery/battery-dialog.js';

let open: BatteryDialog | undefined;

/** One validator for each setting that can be wrong. */
export const valid = fieldValidators;

/** Brings the opened dialog to life; the form already holds the stored values. */
export function prepare(node: EditorNode): void {
  close();
  open = new BatteryDialog(node, valid);
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
