import { validatorsOf } from '../src/editor/form/validators.js';
import { HomeDialog } from '../src/editor/home/home-dialog.js';
import { homeSettings } from '../src/protocol/home-settings.js';

let open: HomeDialog | undefined;

/** One validator for each setting that can be wrong. */
export const valid = validatorsOf(homeSettings);

/** Brings the opened dialog to life; the form already holds the stored values. */
export function prepare(node: EditorNode): void {
  close();
  open = new HomeDialog(node, valid);
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
