import { text } from '../src/editor/form/text.js';
import { giveFreshNodesTheAccount } from '../src/editor/sidebar/fresh-account.js';
import { makeFindable } from '../src/editor/sidebar/palette-words.js';
import { Sidebar } from '../src/editor/sidebar/sidebar.js';
import { showTabButton } from '../src/editor/sidebar/tab-button.js';

const tabId = 'nomos';

/** Adds to the editor what stands outside of dialogs; called once, when Node-RED loads the plugin. */
export function add(): void {
  makeFindable();
  giveFreshNodesTheAccount();
  const sidebar = new Sidebar();
  RED.sidebar.addTab({
    id: tabId,
    label: text('nomos-sidebar.label'),
    name: text('nomos-sidebar.name'),
    iconClass: 'fa fa-bolt',
    content: sidebar.content,
    enableOnEdit: true,
    pinned: true,
    action: 'nomos:show-sidebar',
  });
  // Tabs of nodes come after that of a plugin, and each of them puts all into order.
  const placeOnce = () => {
    RED.events.off('flows:loaded', placeOnce);
    showTabButton(tabId);
  };
  RED.events.on('flows:loaded', placeOnce);
  RED.actions.add('nomos:show-sidebar', () => RED.sidebar.show(tabId), { label: text('nomos-sidebar.action.show') });
}
