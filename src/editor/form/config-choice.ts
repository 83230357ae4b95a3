import { byId, type FieldPrefix } from './dom.js';
import { choose } from './stored-fields.js';
import { isVariable, noChoice } from './stored-value.js';
import { type EmptyChoice, loadSubscriptions, showSubscriptions } from './subscription-select.js';
import { text } from './text.js';

/**
 * Offers the contracts of the account that is chosen in the dialog of a node, and follows that choice; `empty` is the text
 * of no choice.
 */
export function followAccount(
  node: EditorNode,
  prefix: FieldPrefix = 'node-input',
  empty: EmptyChoice = 'nomos-account.subscription.fromAccount',
): void {
  mendChoice(node, 'account', prefix);
  offerContracts(node, { property: 'subscription', empty }, prefix);
}

/** Offers the contracts of the chosen account in one more field; `empty` is the text of no choice. */
export function offerContracts(
  node: EditorNode,
  { property, empty }: { readonly property: string; readonly empty: EmptyChoice },
  prefix: FieldPrefix = 'node-input',
): void {
  const select = byId<HTMLSelectElement>(`${prefix}-${property}`);
  showSubscriptions(select, undefined, { chosen: String(node[property] ?? ''), empty });
  let askedCount = 0;
  /** The account of which the chosen contract is one. */
  let owner = String(node.account ?? '');
  const load = async (accountId: string): Promise<void> => {
    askedCount += 1;
    const asked = askedCount;
    const areWanted = () => asked === askedCount;
    const loaded = await loadSubscriptions(select, accountId, { empty, areWanted, isOwner: accountId === owner });
    if (areWanted() && !('code' in loaded)) owner = accountId;
  };
  // Node-RED triggers `change` once its list is filled, and again when an account was edited: somebody may have signed in.
  $(`#${prefix}-account`).on('change', () => {
    const accountId = chosenAccount(prefix);
    askedCount += 1;
    if (accountId && !isVariable(accountId)) void load(accountId);
  });
}

/** The id of the account chosen in the open dialog; empty when there is none. */
export function chosenAccount(prefix: FieldPrefix = 'node-input'): string {
  const chosen = String($(`#${prefix}-account`).val() ?? '');
  return chosen === noChoice ? '' : chosen;
}

/** Chooses the only account there is in a dialog in which none is chosen yet. */
export function chooseOnlyAccount(prefix: FieldPrefix): void {
  const select = byId<HTMLSelectElement>(`${prefix}-account`);
  const [only, another] = [...select.options].filter(({ value }) => value !== '' && value !== noChoice);
  if (chosenAccount(prefix) === '' && only && !another) $(select).val(only.value).trigger('change');
}

const words = { add: 'nomos-account.choice.add', edit: 'nomos-account.choice.edit' };

/**
 * Mends what Node-RED makes of the choice of an account or a house: nothing is to be seen of one that it does not know, such as
 * a reference, its words for "none yet" are longer than the field, and its two buttons are reached by no key and have no name.
 */
export function mendChoice(node: EditorNode, property: 'account' | 'home', prefix: FieldPrefix = 'node-input'): void {
  const select = byId<HTMLSelectElement>(`${prefix}-${property}`);
  const stored = node[property];
  if (typeof stored === 'string' && stored !== '') choose(select, stored);
  const buttons = Object.entries(words).map(([name, key]) => {
    const button = byId(`${prefix}-btn-${property}-${name}`);
    button.setAttribute('role', 'button');
    button.addEventListener('keydown', (event) => press(button, event));
    return { button, name, what: text(key) };
  });
  const mend = (): void => {
    const [only, another] = select.options;
    if (only?.value === noChoice && another === undefined) only.text = text('nomos-account.choice.none');
    for (const { button, name, what } of buttons) {
      // Node-RED would open the dialog of a new one in place of one that is not there.
      if (name === 'edit' && !RED.nodes.node(select.value)) disable(button);
      button.tabIndex = button.classList.contains('disabled') ? -1 : 0;
      button.setAttribute('aria-label', `${labelOf(select)}: ${what}`);
    }
  };
  mend();
  // Node-RED fills the list anew whenever one is added, and says so as a change, which its own listeners hear first. The
  // first change comes when the labels have got their words.
  $(select).on('change', mend);
}

/** As Node-RED does it: the property of a link is its own. */
function disable(button: HTMLElement): void {
  Object.assign(button, { disabled: true }).classList.add('disabled');
}

function labelOf(select: HTMLSelectElement): string {
  return select.closest('.form-row')?.querySelector('label')?.textContent?.trim() ?? '';
}

function press(button: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  button.click();
}
