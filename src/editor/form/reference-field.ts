import { isVariable, shownValue } from './stored-value.js';
import { text } from './text.js';

/**
 * Calls `open` with the first characters when somebody types `$`, or pastes a reference, into one of the inputs: a field
 * that cannot hold a reference has to become one that can.
 */
export function onReference(inputs: readonly HTMLInputElement[], open: (typed: string) => void): void {
  for (const input of inputs) {
    input.title = text('cheapest-window.text.reference');
    input.addEventListener('keydown', (event) => {
      if (event.key !== '$' || takesAnyText(input)) return;
      event.preventDefault();
      open('$');
    });
    input.addEventListener('paste', (event) => {
      const pasted = event.clipboardData?.getData('text').trim() ?? '';
      if (!isVariable(pasted) || takesAnyText(input)) return;
      event.preventDefault();
      open(pasted);
    });
  }
}

function takesAnyText({ type, inputMode }: HTMLInputElement): boolean {
  return type === 'text' && inputMode !== 'decimal';
}

/**
 * Shows a value in a time or date field, which turns into a text field for what its picker cannot hold, and back when
 * that is gone.
 */
export function showInPicker(field: HTMLInputElement, value: unknown): void {
  const picker = field.type;
  const show = (shown: string): void => {
    field.type = picker;
    field.value = shown;
    if (field.value !== shown) Object.assign(field, { type: 'text', value: shown });
  };
  show(shownValue(value));
  onReference([field], (typed) => {
    Object.assign(field, { type: 'text', value: typed });
    field.focus();
    field.setSelectionRange(typed.length, typed.length);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  field.addEventListener('change', () => {
    if (field.type === 'text') show(field.value.trim());
  });
}
