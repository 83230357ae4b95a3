import { isAbsent, noChoice } from './stored-value.js';

const untouched = 'nomos-untouched';

/**
 * Marks every field in the dialog of a node that is as it came from the palette, until somebody has been in it: what is
 * needed there is asked for, and not yet wrong. `prefix` is how the ids of the fields begin.
 */
export function markUntouched(node: EditorNode, prefix: string): void {
  if (!isFresh(node)) return;
  for (const field of document.querySelectorAll(`[id^="${prefix}-"]`)) {
    field.classList.add(untouched);
    const touch = (): void => {
      field.classList.remove(untouched);
      // The dialog looks at all its fields again.
      $(field).trigger('change');
    };
    field.addEventListener('focusout', touch, { once: true });
    field.addEventListener('change', () => field.classList.remove(untouched), { once: true });
  }
}

/** True for an empty field that nobody has been in yet. */
export function isStillAsked(field: HTMLElement): boolean {
  const value = $(field).val();
  return field.classList.contains(untouched) && (isAbsent(value) || value === noChoice);
}

/** An account is given to every new node where there is only one. */
function isFresh(node: EditorNode): boolean {
  return Object.entries(node._def.defaults).every(([name, { value, type }]) => {
    return type !== undefined || JSON.stringify(node[name]) === JSON.stringify(value);
  });
}
