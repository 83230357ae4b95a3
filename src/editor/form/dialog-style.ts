import accountCss from './account.css';
import dialogCss from './dialog.css';
import { addStyle } from './dom.js';
import sidebarCss from './sidebar.css';

/** Puts the look of our dialogs and of the sidebar on the page. */
export function useDialogStyle(): void {
  addStyle('nomos-style', dialogCss + accountCss + sidebarCss);
}
