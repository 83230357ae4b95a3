import { pricesSettings } from '../../protocol/prices-settings.js';
import { PricePane } from '../chart/price-pane.js';
import { chosenAccount, followAccount } from '../form/config-choice.js';
import { useDialogStyle } from '../form/dialog-style.js';
import { byId } from '../form/dom.js';
import { showChangedSections } from '../form/sections.js';
import { StoredFields } from '../form/stored-fields.js';
import { showVerdicts, type Validator } from '../form/verdicts.js';

/** The dialog of a nomos-prices node, from opening to closing. */
export class PricesDialog {
  readonly #node: EditorNode;
  readonly #validators: Readonly<Record<string, Validator>>;
  readonly #fields: StoredFields;
  readonly #pane = new PricePane(byId('nomos-preview'));

  constructor(node: EditorNode, validators: Readonly<Record<string, Validator>>) {
    useDialogStyle();
    this.#node = node;
    this.#validators = validators;
    byId('nomos-prices-dialog').dataset.nodeId = node.id;
    this.#fields = new StoredFields(node, pricesSettings);
    followAccount(node);
    this.#fields.settled();
    // Hears of it before the dialog does.
    $('#node-input-account').on('change', () => this.#pane.askAgain());
    $('#nomos-prices-dialog').on('change input', () => this.#changed());
    this.#changed();
  }

  /** Puts the settings on the node. */
  save(node: EditorNode): void {
    this.#fields.save(node);
  }

  stop(): void {
    this.#pane.stop();
    $('#nomos-prices-dialog').off('change input');
  }

  #changed(): void {
    showVerdicts(this.#node, this.#validators);
    showChangedSections(byId('nomos-prices-dialog'), this.#node._def.defaults);
    void this.#pane.update(chosenAccount(), String($('#node-input-subscription').val() ?? ''));
  }
}
