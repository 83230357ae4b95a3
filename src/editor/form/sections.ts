import type { Row, SettingsTable } from '../../protocol/setting.js';
import { byId, element, toggle } from './dom.js';
import { idleBecauseOf, matters, noChoice, numberOf, shownValue } from './stored-value.js';
import { text } from './text.js';

type Idle = NonNullable<Row['idle']>;

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

/**
 * Shows the rows of the settings that matter under the others, and hides all else, with every section in which nothing is
 * left; greys what another setting takes the effect from, and says which. Where another setting is a reference, only the
 * runtime knows what matters.
 */
export function arrangeRows(
  dialog: HTMLElement,
  table: SettingsTable,
  others: Readonly<Record<string, unknown>>,
): void {
  for (const [name, { when, row }] of Object.entries(table)) {
    if (when !== undefined && row !== undefined) {
      toggle(byId(`nomos-row-${name}`), matters(table, name, others) ? 'shown' : 'hidden');
    }
    if (row?.idle !== undefined) greyIdle(name, row.idle, idleBecauseOf(table, name, others));
  }
  for (const section of dialog.querySelectorAll<HTMLElement>('.nomos-section')) {
    toggle(section, section.querySelector('.form-row:not([hidden])') ? 'shown' : 'hidden');
  }
}

function greyIdle(name: string, { with: given = [], without = [] }: Idle, reason: string | undefined): void {
  const row = byId(`nomos-row-${name}`);
  row.classList.toggle('nomos-idle', reason !== undefined);
  for (const other of [...given, ...without]) {
    toggle(byId(`nomos-idle-${name}-${other}`), other === reason ? 'shown' : 'hidden');
  }
  for (const field of row.querySelectorAll<HTMLInputElement>('input, select, button'))
    field.disabled = reason !== undefined;
}

/** Names of the settings in one part of the dialog that are shown, and whose values differ from those of a new node. */
function changedSettings(part: HTMLElement, defaults: Readonly<Record<string, EditorDefault>>): string[] {
  const fields = part.querySelectorAll<HTMLInputElement>('[id^="node-input-"]');
  return [...fields]
    .filter((field) => field.closest('[hidden]') === null)
    .map((field) => ({ name: field.id.slice('node-input-'.length), field }))
    .filter(({ name, field }) => {
      const standard = defaults[name]?.value;
      if (standard === undefined) return false;
      if (field.type === 'checkbox') return field.indeterminate || field.checked !== standard;
      // Node-RED's offer to add a config node is no choice.
      const isStandard = typeof standard === 'number' && numberOf(field.value) === standard;
      return !isStandard && field.value !== shownValue(standard) && field.value !== noChoice;
    })
    .map(({ name }) => name);
}
