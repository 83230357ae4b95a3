import { useDialogStyle } from '../form/dialog-style.js';
import { byId, element, toggle } from '../form/dom.js';
import { followAccount } from '../form/follow-account.js';
import { showChangedSections } from '../form/sections.js';
import { type FieldKind, StoredFields } from '../form/stored-fields.js';
import { text } from '../form/text.js';
import { showVerdicts, type Validator } from '../form/verdicts.js';
import { matters, queryWords } from './query-words.js';

const fields: Readonly<Record<string, FieldKind>> = {
  resource: 'text',
  entryStatus: 'text',
  kind: 'text',
  from: 'text',
  to: 'text',
  maxItems: 'number',
  invoice: 'text',
  personalData: 'boolean',
};

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
    this.#fields = new StoredFields(node, fields);
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
    for (const name of ['subscription', 'invoice', 'entryStatus', 'kind']) {
      toggle(byId(`nomos-row-${name}`), matters(name, resource) ? 'shown' : 'hidden');
    }
    const { entryStatus = [], kind = [] } = queryWords[resource] ?? {};
    toggle(byId('nomos-section-filter'), matters('maxItems', resource) ? 'shown' : 'hidden');
    byId('nomos-statuses').replaceChildren(...entryStatus.map((value) => element('option', { value })));
    byId('nomos-kinds').replaceChildren(...kind.map((value) => element('option', { value })));
    const about = abouts[resource];
    const line = about === undefined ? '' : text(about);
    // Told to screen readers only when it changes.
    if (byId('nomos-about').textContent !== line) byId('nomos-about').textContent = line;
  }
}
