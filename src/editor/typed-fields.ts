import { byId } from './dom.js';

/** How the text of a field is stored: as it is, as a number, or as the state of its checkbox. */
export type FieldKind = 'text' | 'number' | 'boolean';

/** The fields of the open dialog by property name, typed; a number left empty is an empty text. */
export function readFields(kinds: Readonly<Record<string, FieldKind>>): Record<string, string | number | boolean> {
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, readField(name, kind)]));
}

// What is not a number stays the text it was, so that the check can show it instead of storing NaN.
function readField(name: string, kind: FieldKind): string | number | boolean {
  const field = byId<HTMLInputElement>(`node-input-${name}`);
  if (kind === 'boolean') return field.checked;
  const typed = field.value.trim();
  if (kind === 'text' || typed === '') return typed;
  const number = Number(typed);
  return Number.isFinite(number) ? number : typed;
}

/** Names of the settings in one part of the dialog whose values differ from the defaults. */
export function changedSettings(part: HTMLElement, defaults: Readonly<Record<string, EditorDefault>>): string[] {
  const fields = part.querySelectorAll<HTMLInputElement>('[id^="node-input-"]');
  return [...fields]
    .map((field) => ({ name: field.id.slice('node-input-'.length), field }))
    .filter(({ name, field }) => {
      const standard = defaults[name]?.value;
      if (standard === undefined) return false;
      return field.type === 'checkbox' ? field.checked !== standard : field.value !== String(standard);
    })
    .map(({ name }) => name);
}
