import { useDialogStyle } from './dialog-style.js';
import { byId } from './dom.js';
import { fillMissing } from './fill-missing.js';
import { followAccount } from './follow-account.js';
import { text } from './text.js';
import { type FieldKind, readFields } from './typed-fields.js';
import { numberBetween } from './validators.js';
import { showVerdicts, type Validator } from './verdicts.js';

const fields: Readonly<Record<string, FieldKind>> = { period: 'text', fixedPriceCt: 'number', automatic: 'boolean' };

const rhythms: Readonly<Record<string, string>> = {
  day: 'nomos-usage.about.day',
  week: 'nomos-usage.about.week',
  month: 'nomos-usage.about.month',
};

/** One check for each setting of `nomos-usage` that can be wrong. */
export const fieldValidators = {
  fixedPriceCt: numberBetween({ min: 0, max: 10_000, optional: true }),
} satisfies Readonly<Record<string, Validator>>;

/** The dialog of a nomos-usage node, from opening to closing. */
export class UsageDialog {
  readonly #node: EditorNode;
  readonly #validators: Readonly<Record<string, Validator>>;

  constructor(node: EditorNode, validators: Readonly<Record<string, Validator>>) {
    useDialogStyle();
    this.#node = node;
    this.#validators = validators;
    byId('nomos-usage-dialog').dataset.nodeId = node.id;
    fillMissing(node, 'node-input');
    followAccount(node);
    $('#nomos-usage-dialog').on('change input', () => this.#changed());
    this.#changed();
  }

  /** Puts the typed values on the node; Node-RED then finds its own fields equal and leaves them so. */
  save(node: EditorNode): void {
    Object.assign(node, readFields(fields));
  }

  stop(): void {
    $('#nomos-usage-dialog').off('change input');
  }

  #changed(): void {
    const isAutomatic = byId<HTMLInputElement>('node-input-automatic').checked;
    const rhythm = rhythms[byId<HTMLSelectElement>('node-input-period').value];
    const line = isAutomatic && rhythm !== undefined ? text(rhythm) : text('nomos-usage.about.message');
    // Told to screen readers only when it changes.
    if (byId('nomos-about').textContent !== line) byId('nomos-about').textContent = line;
    showVerdicts(this.#node, this.#validators);
  }
}
