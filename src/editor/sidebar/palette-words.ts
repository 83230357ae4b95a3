import { text } from '../form/text.js';

const ownCategory = 'Nomos';

/**
 * Lets the palette's filter find our nodes by what they are about, in both languages, for as long as the editor is open.
 *
 * The filter looks at a node's type and at this attribute only; what the palette shows stands elsewhere.
 */
export function makeFindable(): void {
  for (const event of ['registry:node-type-added', 'registry:node-set-enabled']) RED.events.on(event, addWords);
  addWords();
}

function addWords(): void {
  const words = text('nomos-sidebar.keywords');
  for (const shown of document.querySelectorAll('.red-ui-palette-node[data-palette-type]')) {
    if (RED.nodes.getType(shown.getAttribute('data-palette-type') ?? '')?.category !== ownCategory) continue;
    const label = shown.getAttribute('data-palette-label') ?? '';
    if (!label.endsWith(words)) shown.setAttribute('data-palette-label', `${label} ${words}`);
  }
}
