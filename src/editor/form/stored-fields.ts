import type { Setting, SettingsTable } from '../../protocol/setting.js';
import { element, type FieldPrefix } from './dom.js';
import { showInPicker } from './reference-field.js';
import { isAbsent, numberOf, shownValue } from './stored-value.js';
import { shownAmount } from './text.js';
import { markUntouched } from './verdicts.js';

/** How the text of a field is stored; `typed` belongs to a typed input, where an empty text is a value. */
type FieldKind = 'text' | 'number' | 'boolean' | 'typed';

type Field = HTMLInputElement | HTMLSelectElement;

/**
 * The fields of an open dialog that hold one property each.
 *
 * Every field shows what is stored, or the default where nothing is; whatever nobody touched is stored again exactly as
 * it was: a reference, a number as text, a word that this version does not know.
 */
export class StoredFields {
  readonly #node: EditorNode;
  readonly #table: SettingsTable;
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #prefix: FieldPrefix;
  /** What stood in the fields when the dialog had been opened. */
  readonly #opened = new Map<string, string>();

  constructor(node: EditorNode, table: SettingsTable, prefix: FieldPrefix = 'node-input') {
    this.#node = node;
    this.#table = table;
    this.#prefix = prefix;
    this.#fields = fieldsOf(node, prefix);
    for (const [name, field] of this.#fields) {
      const standard = this.#standard(name);
      const kind = kindOf(table[name]);
      showStored(field, node[name], { standard, kind });
      refillEmptied(field, standard);
    }
  }

  /** To be called when all fields show what is stored: everything after that is a change. */
  settled(): void {
    for (const [name, field] of this.#fields) this.#opened.set(name, shownIn(field));
    markUntouched(this.#node, this.#prefix);
  }

  /** The settings as they would be stored. */
  read(): Record<string, unknown> {
    return Object.fromEntries([...this.#fields].map(([name, field]) => [name, this.#read(name, field)]));
  }

  /** Puts the settings on the node, and takes the fields away from Node-RED, which would store their texts. */
  save(node: EditorNode): void {
    Object.assign(node, this.read());
    for (const field of this.#fields.values()) field.removeAttribute('id');
  }

  #read(name: string, field: Field): unknown {
    const stored = this.#node[name];
    if (shownIn(field) !== this.#opened.get(name)) return typedIn(field, kindOf(this.#table[name]));
    return stored === undefined ? this.#standard(name) : stored;
  }

  /** What a setting means that is not stored; a new node may store something better. */
  #standard(name: string): unknown {
    return this.#table[name]?.default ?? '';
  }
}

/** Chooses a word in a select; where it is none of the choices, it becomes one, so that it can be seen and stays. */
export function choose(select: HTMLSelectElement, value: string): void {
  const isKnown = [...select.options].some((option) => option.value === value);
  if (!isKnown) select.append(element('option', { value, textContent: value }));
  select.value = value;
}

/** The fields by property; an account is chosen by Node-RED's own field, which also counts its users. */
function fieldsOf(node: EditorNode, prefix: FieldPrefix): Map<string, Field> {
  const found = new Map<string, Field>();
  for (const [name, { type }] of Object.entries(node._def.defaults)) {
    const field = document.getElementById(`${prefix}-${name}`);
    const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (isField && type === undefined) found.set(name, field);
  }
  return found;
}

interface Standard {
  readonly standard: unknown;
  readonly kind: FieldKind;
}

function showStored(field: Field, stored: unknown, { standard, kind }: Standard): void {
  const isMissing = stored === '' ? kind !== 'typed' : isAbsent(stored);
  const value = isMissing ? standard : stored;
  if (field instanceof HTMLSelectElement) choose(field, shownValue(value));
  else if (field.type === 'checkbox') showFlag(field, value);
  else if (field.type === 'time' || field.type === 'date') showInPicker(field, value);
  else field.value = kind === 'number' ? shownAmount(value) : shownValue(value);
}

/** A flag that is neither yes nor no, such as a reference, stands in words beside its box until somebody decides. */
function showFlag(field: HTMLInputElement, value: unknown): void {
  field.checked = value === true || value === 'true';
  if (field.checked || value === false || value === 'false') return;
  field.indeterminate = true;
  const said = element('code', { textContent: shownValue(value) });
  field.after(said);
  field.addEventListener('change', () => said.remove(), { once: true });
}

/** An emptied field shows the default again, because that is what an empty one means. */
function refillEmptied(field: Field, standard: unknown): void {
  if (isAbsent(standard) || field instanceof HTMLSelectElement || field.type === 'checkbox') return;
  field.addEventListener('change', () => {
    if (field.value.trim() === '')
      field.value = typeof standard === 'number' ? shownAmount(standard) : String(standard);
  });
}

function shownIn(field: Field): string {
  if (field.type !== 'checkbox' || field instanceof HTMLSelectElement) return field.value;
  return field.indeterminate ? 'as stored' : String(field.checked);
}

/** What is no number stays the text it was, so that the check can show it instead of storing NaN. */
function typedIn(field: Field, kind: FieldKind): string | number | boolean {
  if (kind === 'boolean') return (field as HTMLInputElement).checked;
  if (kind === 'typed') return field.value;
  const typed = field.value.trim();
  const number = kind === 'number' ? numberOf(typed) : Number.NaN;
  return Number.isFinite(number) ? number : typed;
}

function kindOf(setting: Setting | undefined): FieldKind {
  if (setting === undefined) return 'text';
  const { kind } = setting;
  if (kind === 'choice') return setting.choices.every((choice) => typeof choice === 'number') ? 'number' : 'text';
  if (kind === 'flag') return 'boolean';
  return kind === 'number' || kind === 'typed' ? kind : 'text';
}
