import { usageSettings } from '../../protocol/usage-settings.js';
import { followAccount } from '../form/config-choice.js';
import { useDialogStyle } from '../form/dialog-style.js';
import { byId } from '../form/dom.js';
import { StoredFields } from '../form/stored-fields.js';
import { text } from '../form/text.js';
import { validatorsOf } from '../form/validators.js';
import { showVerdicts, type Validator } from '../form/verdicts.js';

const rhythms: Readonly<Record<string, string>> = {
  day: 'nomos-usage.about.day',
  week: 'nomos-usage.about.week',
  month: 'nomos-usage.about.month',
};

/** One validator for each setting of `nomos-usage` that can be wrong. */
export const fieldValidators = validatorsOf(usageSettings);

/** The dialog of a nomos-usage node, from opening to closing. */
export class UsageDialog {
  readonly #node: EditorNode;
  readonly #validators: Readonly<Record<string, Validator>>;
  readonly #fields: StoredFields;

  constructor(node: EditorNode, validators: Readonly<Record<string, Validator>>) {
    useDialogStyle();
    this.#node = node;
    this.#validators = validators;
    byId('nomos-usage-dialog').dataset.nodeId = node.id;
    this.#fields = new StoredFields(node, usageSettings);
    followAccount(node);
    this.#fields.settled();
    $('#nomos-usage-dialog').on('change input', () => this.#changed());
    this.#changed();
  }

  /** Puts the settings on the node. */
  save(node: EditorNode): void {
    this.#fields.save(node);
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
