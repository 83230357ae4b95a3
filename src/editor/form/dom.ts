type Child = Node | string;

/** How the ids of fields begin: those of a flow node, or of a config node, whose dialog may stand above it. */
export type FieldPrefix = 'node-input' | 'node-config-input';

/** Makes an element; `properties` are set as DOM properties or, with a dash or as `role`, as attributes. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Readonly<Record<string, unknown>> = {},
  children: readonly Child[] = [],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'role' || name === 'for') made.setAttribute(name, String(value));
    else Object.assign(made, { [name]: value });
  }
  made.append(...children);
  return made;
}

/** The element with this id inside the open dialog; throws when the dialog has none. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found as Kind;
}

/** Shows an element or takes it out of the layout. */
export function toggle(target: HTMLElement, state: 'shown' | 'hidden'): void {
  target.hidden = state === 'hidden';
}

/**
 * Puts these parts in place of what is inside. What looks the same stays as it is, and the focus stays on what has the same
 * words: a refresh takes nothing out of the hands of a person with a keyboard. What a listener needs stands in attributes.
 */
export function renew(place: HTMLElement, ...parts: readonly Node[]): void {
  const isSame =
    parts.length === place.childNodes.length &&
    parts.every((part, at) => part.isEqualNode(place.childNodes[at] ?? null));
  if (isSame) return;
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  place.replaceChildren(...parts);
  if (!(focused instanceof HTMLElement)) return;
  const alike = [...place.querySelectorAll<HTMLElement>(focused.localName)];
  alike.find(({ textContent }) => textContent === focused.textContent)?.focus();
}

/** A small button that shows its text. */
export function wordButton(label: string): HTMLButtonElement {
  return element('button', { type: 'button', className: 'red-ui-button red-ui-button-small', textContent: label });
}

/** A small button that shows an icon of Font Awesome 4, and is called by a text. */
export function smallButton(icon: string, label: string): HTMLButtonElement {
  const className = 'red-ui-button red-ui-button-small';
  const sign = element('i', { className: `fa ${icon}`, 'aria-hidden': 'true' });
  return element('button', { type: 'button', className, title: label, 'aria-label': label }, [sign]);
}

/** Adds a style sheet to the editor page, once for each id. */
export function addStyle(id: string, css: string): void {
  if (document.getElementById(id)) return;
  document.head.append(element('style', { id, textContent: css }));
}

/** Puts a text on the clipboard, also on pages without HTTPS; resolves to false when the browser refuses. */
export async function copyText(value: string): Promise<boolean> {
  if (window.isSecureContext) {
    return navigator.clipboard.writeText(value).then(
      () => true,
      () => false,
    );
  }
  // navigator.clipboard is missing on plain http pages, which is how most Node-RED editors are opened.
  const field = element('textarea', { value, className: 'nomos-offscreen' });
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}
