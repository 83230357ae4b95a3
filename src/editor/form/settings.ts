import type { Setting, SettingsTable } from '../../protocol/setting.js';
import { byId, toggle } from './dom.js';
import type { FieldKind } from './stored-fields.js';
import { isVariable } from './stored-value.js';

/** How the text of each field is stored. */
export function fieldKinds(table: SettingsTable): Readonly<Record<string, FieldKind>> {
  return Object.fromEntries(Object.entries(table).map(([name, setting]) => [name, kindOf(setting)]));
}

/**
 * Shows the rows of the settings that matter under the others, and hides all else, with every section in which nothing is
 * left. Where another setting is a reference, only the runtime knows what matters.
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
  }
  for (const section of dialog.querySelectorAll<HTMLElement>('.nomos-section')) {
    toggle(section, section.querySelector('.form-row:not([hidden])') ? 'shown' : 'hidden');
  }
}

/** True where the setting has an effect under the others. */
export function matters(table: SettingsTable, name: string, others: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(table[name]?.when ?? {}).every(([other, values]) => {
    return isVariable(others[other]) || values.includes(String(others[other]));
  });
}

function kindOf(setting: Setting): FieldKind {
  const { kind } = setting;
  if (kind === 'choice') return setting.choices.every((choice) => typeof choice === 'number') ? 'number' : 'text';
  if (kind === 'flag') return 'boolean';
  return kind === 'number' || kind === 'typed' ? kind : 'text';
}
