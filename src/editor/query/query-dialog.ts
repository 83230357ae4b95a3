import { querySettings } from '../../protocol/query-settings.js';
import { followAccount } from '../form/config-choice.js';
import { useDialogStyle } from '../form/dialog-style.js';
import { byId, element } from '../form/dom.js';
import { arrangeRows, showChangedSections } from '../form/sections.js';
import { StoredFields } from '../form/stored-fields.js';
import { text } from '../form/text.js';
import { showVerdicts, type Validator } from '../form/verdicts.js';
import { queryWords } from './query-words.js';

const abouts: Readonly<Record<string, string>> = {
  subscriptions: 'nomos-query.about.subscriptions',
  subscription: 'nomos-query.about.subscription',
  invoices: 'nomos-query.about.invoices',
  'invoice-file': 'nomos-query.about.invoiceFile',
  'meter-readings': 'nomos-query.about.meterReadings',
  'grid-fee-reductions': 'nomos-query.about.gridFeeReductions',
  plan: 'nomos-query.about.plan',
  customer: 'nomos-query.about.customer',
};

/** The dialog of a nomos-query node, from opening to closing. */
export class QueryDialog {
  readonly #node: EditorNode;
  readonly #validators: Readonly<Record<string, Validator>>;
  readonly #fields: StoredFields;

  constructor(node: EditorNode, validators: Readonly<Record<string, Validator>>) {
    useDialogStyle();
    this.#node = node;
    this.#validators = validators;
    byId('nomos-query-dialog').dataset.nodeId = node.id;
    this.#fields = new StoredFields(node, querySettings);
    followAccount(node);
    this.#fields.settled();
    $('#nomos-query-dialog').on('change input', () => this.#changed());
    this.#changed();
  }

  /** Puts the settings on the node. */
  save(node: EditorNode): void {
    this.#fields.save(node);
  }

  stop(): void {
    $('#nomos-query-dialog').off('change input');
  }

  #changed(): void {
    const resource = byId<HTMLSelectElement>('node-input-resource').value;
    this.#arrange(resource);
    showVerdicts(this.#node, this.#validators);
    showChangedSections(byId('nomos-query-dialog'), this.#node._def.defaults);
  }

  // What cannot matter for the resource is not shown.
  #arrange(resource: string): void {
    arrangeRows(byId('nomos-query-dialog'), querySettings, { resource });
    const { entryStatus = [], kind = [] } = queryWords[resource] ?? {};
    byId('nomos-list-entryStatus').replaceChildren(...entryStatus.map((value) => element('option', { value })));
    byId('nomos-list-kind').replaceChildren(...kind.map((value) => element('option', { value })));
    const about = abouts[resource];
    const line = about === undefined ? '' : text(about);
    // Told to screen readers only when it changes.
    if (byId('nomos-about').textContent !== line) byId('nomos-about').textContent = line;
  }
}
