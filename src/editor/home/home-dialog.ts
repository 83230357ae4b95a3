import { homeSettings } from '../../protocol/home-settings.js';
import { defaultsOf } from '../../protocol/setting.js';
import { chooseOnlyAccount, followAccount } from '../form/config-choice.js';
import { useDialogStyle } from '../form/dialog-style.js';
import { byId } from '../form/dom.js';
import { arrangeRows } from '../form/sections.js';
import { StoredFields } from '../form/stored-fields.js';
import { isAbsent } from '../form/stored-value.js';
import { showVerdicts, type Validator } from '../form/verdicts.js';

const prefix = 'node-config-input';

/** The dialog of a nomos-home node, from opening to closing. */
export class HomeDialog {
  readonly #node: EditorNode;
  readonly #validators: Readonly<Record<string, Validator>>;
  readonly #fields: StoredFields;

  constructor(node: EditorNode, validators: Readonly<Record<string, Validator>>) {
    useDialogStyle();
    this.#node = node;
    this.#validators = validators;
    byId('nomos-home-dialog').dataset.nodeId = node.id;
    this.#fields = new StoredFields(node, homeSettings, prefix);
    followAccount(node, prefix, 'nomos-home.text.ownFeedIn');
    this.#fields.settled();
    const feedIn = byId<HTMLSelectElement>(`${prefix}-feedIn`);
    feedIn.addEventListener('change', () => feedIn.value === 'contract' && chooseOnlyAccount(prefix));
    $('#nomos-home-dialog').on('change input', () => this.#changed());
    this.#changed();
  }

  /** Puts the settings on the node: Node-RED itself would store every field as a text. */
  save(node: EditorNode): void {
    this.#fields.save(node);
  }

  stop(): void {
    $('#nomos-home-dialog').off('change input');
  }

  // What cannot matter under the present choices is not shown.
  #changed(): void {
    const given = Object.entries(this.#fields.read()).filter(([, value]) => !isAbsent(value));
    arrangeRows(byId('nomos-home-dialog'), homeSettings, { ...defaultsOf(homeSettings), ...Object.fromEntries(given) });
    showVerdicts(this.#node, this.#validators, prefix);
  }
}
