import dialogCss from './dialog.css';
import { addStyle } from './dom.js';

/** Puts the look of our dialogs and of the sidebar on the page. */
export function useDialogStyle(): void {
  addStyle('nomos-style', dialogCss);
}
