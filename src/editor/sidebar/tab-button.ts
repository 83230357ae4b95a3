const before = 'config';

/**
 * Lets the button of a sidebar tab be seen after the install: Node-RED 4.1 folds away the last ones, for which its sidebar has
 * no room, and a plugin comes last. Ours stands before the tab of the config nodes until a person drags it elsewhere. Node-RED
 * 5.0 has room for all of them, and nothing is done.
 */
export function showTabButton(tabId: string): void {
  const order = RED.settings.get('editor.sidebar.order');
  if (Array.isArray(order) && order.includes(tabId)) return;
  for (const part of ['', '-link-button']) {
    const own = document.getElementById(`red-ui-tab-${tabId}${part}`);
    const next = document.getElementById(`red-ui-tab-${before}${part}`);
    if (!own || !next) return;
    next.before(own);
    own.style.display = '';
  }
  // Folds away what there is no room for now.
  if (RED.menu.isSelected('menu-item-sidebar')) RED.sidebar.toggleSidebar(true);
}
