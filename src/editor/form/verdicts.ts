import { element, type FieldPrefix } from './dom.js';
import { isAbsent, noChoice } from './stored-value.js';

const untouched = 'nomos-untouched';

/** A check of one setting: true, or the sentence that says what is allowed. */
export type Validator = (this: EditorNode, value: unknown, options?: object) => true | string;

/** Shows the sentence of every failing check under its field; what is allowed in one may depend on another. */
export function showVerdicts(
  node: EditorNode,
  validators: Readonly<Record<string, Validator>>,
  prefix: FieldPrefix = 'node-input',
): void {
  for (const [name, validate] of Object.entries(validators)) {
    const field = document.getElementById(`${prefix}-${name}`);
    // A box is checked or not; what is neither stands in words beside it.
    const isBox = field instanceof HTMLInputElement && field.type === 'checkbox';
    if (field && !isBox) showVerdict(field, validate.call(node, $(field).val()));
  }
}

/** Shows or removes the sentence under one field; where nobody has been in it yet, it is what to do there. */
export function showVerdict(field: HTMLElement, verdict: true | string): void {
  const row = field.closest('.form-row');
  const id = `${field.id}-invalid`;
  document.getElementById(id)?.remove();
  // Node-RED looks only when the field is left: a mended one loses its red border at once.
  if (verdict === true) field.classList.remove('input-error');
  const isAsked = isStillAsked(field);
  field.setAttribute('aria-invalid', String(verdict !== true && !isAsked));
  describe(field, []);
  if (verdict === true || !row) return;
  row.append(element('div', { id, className: isAsked ? 'nomos-tip' : 'nomos-invalid', textContent: verdict }));
  describe(field, [id]);
}

/** A reader is told what is wrong, and what the field is for where a line under it says so. */
function describe(field: HTMLElement, ids: readonly string[]): void {
  const hint = `${field.id}-hint`;
  const all = document.getElementById(hint) ? [...ids, hint] : ids;
  if (all.length > 0) field.setAttribute('aria-describedby', all.join(' '));
  else field.removeAttribute('aria-describedby');
}

/**
 * Marks every field in the dialog of a node that is as it came from the palette, until somebody has been in it: what is
 * needed there is asked for, and not yet wrong. `prefix` is how the ids of the fields begin.
 */
export function markUntouched(node: EditorNode, prefix: FieldPrefix): void {
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
function isStillAsked(field: HTMLElement): boolean {
  const value = $(field).val();
  return field.classList.contains(untouched) && (isAbsent(value) || value === noChoice);
}

/** An account is given to every new node where there is only one. */
function isFresh(node: EditorNode): boolean {
  return Object.entries(node._def.defaults).every(([name, { value, type }]) => {
    return type !== undefined || JSON.stringify(node[name]) === JSON.stringify(value);
  });
}
