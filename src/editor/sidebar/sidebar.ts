import { AccountView } from '../account/account-view.js';
import { useDialogStyle } from '../form/dialog-style.js';
import { element, renew, toggle } from '../form/dom.js';
import { text } from '../form/text.js';
import { HomeView } from '../home/home-view.js';
import { OtherDevices } from './other-devices.js';

const accountType = 'nomos-account';
const homeType = 'nomos-home';
const watchedEvents = ['flows:loaded', 'nodes:add', 'nodes:change', 'nodes:remove', 'deploy', 'workspace:clear'];

/** The sidebar tab: chooses an account and shows how it is doing. */
export class Sidebar {
  readonly content = element('div', { className: 'nomos-sidebar', tabIndex: 0 });
  readonly #chooser = element('select', { id: 'nomos-sidebar-account' });
  readonly #row: HTMLElement;
  readonly #place = element('div', { className: 'nomos-account-place' });
  readonly #others = new OtherDevices();
  readonly #houses = element('div');
  #homes: readonly HomeView[] = [];
  #view: AccountView | undefined;
  #pending: number | undefined;
  #isSeen = false;

  constructor() {
    useDialogStyle();
    const label = element('label', { for: this.#chooser.id, textContent: text('nomos-sidebar.account') });
    this.#row = element('div', { className: 'nomos-sidebar-chooser' }, [label, this.#chooser]);
    this.content.append(this.#row, this.#place, this.#others.content, this.#houses);
    this.#chooser.addEventListener('change', () => this.#open(this.#chooser.value));
    for (const event of watchedEvents) RED.events.on(event, () => this.#changed());
    new ResizeObserver(() => this.#seen()).observe(this.content);
    this.#list();
  }

  // Nothing is asked while nobody looks. Node-RED 4.1 tells of a tab's opening before it is to be seen: its size tells better.
  #seen(): void {
    const isSeen = this.content.offsetParent !== null;
    if (isSeen && !this.#isSeen) {
      this.#view?.refresh();
      this.#others.refresh();
      for (const home of this.#homes) home.refresh();
    }
    this.#isSeen = isSeen;
  }

  // An import adds many nodes at once: the list is made once, after the last of them.
  #changed(): void {
    window.clearTimeout(this.#pending);
    this.#pending = window.setTimeout(() => this.#list(), 100);
  }

  #list(): void {
    const accounts = configNodes(accountType);
    this.#others.refresh();
    this.#openHomes(configNodes(homeType).map(({ id }) => id));
    const options = accounts.map(({ id, name }) => {
      return element('option', { value: id, textContent: name || text('nomos-account.paletteLabel') });
    });
    const chosen = accounts.find(({ id }) => id === this.#chooser.value) ?? accounts[0];
    renew(this.#chooser, ...options);
    toggle(this.#row, accounts.length > 1 ? 'shown' : 'hidden');
    if (chosen) this.#chooser.value = chosen.id;
    this.#open(chosen?.id);
  }

  #openHomes(ids: readonly string[]): void {
    // What is put in once more loses the focus.
    if (ids.join() !== this.#homes.map(({ homeId }) => homeId).join()) {
      for (const home of this.#homes) if (!ids.includes(home.homeId)) home.stop();
      this.#homes = ids.map((id) => this.#homes.find(({ homeId }) => homeId === id) ?? new HomeView(id));
      this.#houses.replaceChildren(...this.#homes.map(({ content }) => content));
    }
    for (const home of this.#homes) home.refresh();
  }

  #open(accountId: string | undefined): void {
    if (accountId && this.#view?.accountId === accountId) {
      this.#view.refresh();
      return;
    }
    this.#view?.stop();
    this.#view = accountId ? new AccountView(accountId) : undefined;
    const isLoading = RED.nodes.version() === undefined;
    const nobody = isLoading ? 'nomos-sidebar.loading' : 'nomos-sidebar.welcome';
    this.#place.replaceChildren(this.#view?.content ?? hint(nobody));
  }
}

function configNodes(type: string): EditorNode[] {
  const found: EditorNode[] = [];
  RED.nodes.eachConfig((node) => {
    if (node.type === type) found.push(node);
    return true;
  });
  return found;
}

function hint(key: string): HTMLElement {
  return element('p', { className: 'nomos-hint', textContent: text(key) });
}
