import { element } from './dom.js';
import type { FieldPrefix } from './stored-fields.js';
import { isStillAsked } from './untouched.js';

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
