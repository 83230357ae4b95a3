import { text } from '../form/text.js';
import type { Validator } from '../form/verdicts.js';

type Settings = Readonly<Record<string, unknown>>;

/** What can be planned with although a field is wrong. */
interface Usable {
  /** The settings without the wrong ones, whose defaults apply. */
  readonly settings: Record<string, unknown>;
  /** A sentence for each wrong one: its label, and what is allowed unless that stands to be seen under its field. */
  readonly notes: readonly string[];
}

/** Takes out the settings that a check refuses; `catalog` has their labels. */
export function usableSettings(
  node: EditorNode,
  { validators, catalog }: { readonly validators: Readonly<Record<string, Validator>>; readonly catalog: string },
  settings: Settings,
): Usable {
  const verdicts = Object.entries(settings).map(([name, value]) => {
    return [name, validators[name]?.call(node, value) ?? true] as const;
  });
  const wrong = new Map(verdicts.filter(([, verdict]) => verdict !== true));
  const notes = [...wrong].map(([name, sentence]) => {
    const label = text(`${catalog}.label.${name}`);
    if (isSaidBesideField(name)) return text('cheapest-window.preview.without', { label });
    return text('cheapest-window.preview.withoutBecause', { label, sentence: String(sentence) });
  });
  return { settings: Object.fromEntries(Object.entries(settings).filter(([name]) => !wrong.has(name))), notes };
}

function isSaidBesideField(name: string): boolean {
  const said = document.querySelector(`#node-input-${name}-invalid, #nomos-${name}-invalid`);
  return said !== null && said.closest('[hidden], details:not([open])') === null;
}
