import { element } from './dom.js';
import { text } from './text.js';
import { changedSettings } from './typed-fields.js';

/** Lets every folded section say how many of its settings are not as delivered; `others` counts what has no field. */
export function showChangedSections(
  dialog: HTMLElement,
  defaults: Readonly<Record<string, EditorDefault>>,
  others: (section: HTMLElement) => number = () => 0,
): void {
  for (const section of dialog.querySelectorAll<HTMLElement>('.nomos-section')) {
    const count = changedSettings(section, defaults).length + others(section);
    section.querySelector('.nomos-changed')?.remove();
    if (count === 0) continue;
    const line = text('cheapest-window.text.changed', { count });
    section.querySelector('summary')?.append(element('span', { className: 'nomos-changed', textContent: line }));
  }
}
