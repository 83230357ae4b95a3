import { byId } from './dom.js';
import type { FieldPrefix } from './stored-fields.js';
import { noChoice } from './stored-value.js';
import { text } from './text.js';

const words = { add: 'nomos-account.choice.add', edit: 'nomos-account.choice.edit' };

/**
 * Mends what Node-RED makes of the choice of an account or a house: its words for "none yet" are longer than the field,
 * and its two buttons are reached by no key and have no name.
 */
export function mendChoice(prefix: FieldPrefix, property: 'account' | 'home'): void {
  const select = byId<HTMLSelectElement>(`${prefix}-${property}`);
  const buttons = Object.entries(words).map(([name, key]) => {
    const button = byId(`${prefix}-btn-${property}-${name}`);
    button.setAttribute('role', 'button');
    button.addEventListener('keydown', (event) => press(button, event));
    return { button, what: text(key) };
  });
  const mend = (): void => {
    const [only, another] = select.options;
    if (only?.value === noChoice && another === undefined) only.text = text('nomos-account.choice.none');
    for (const { button, what } of buttons) {
      button.tabIndex = button.classList.contains('disabled') ? -1 : 0;
      button.setAttribute('aria-label', `${labelOf(select)}: ${what}`);
    }
  };
  mend();
  // Node-RED fills the list anew whenever one is added, and says so as a change, which its own listeners hear first. The
  // first change comes when the labels have got their words.
  $(select).on('change', mend);
}

function labelOf(select: HTMLSelectElement): string {
  return select.closest('.form-row')?.querySelector('label')?.textContent?.trim() ?? '';
}

function press(button: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  button.click();
}
