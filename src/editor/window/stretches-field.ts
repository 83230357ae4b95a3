import { mostStretches } from '../../protocol/patterns.js';
import { element, wordButton } from '../form/dom.js';
import { showInPicker } from '../form/reference-field.js';
import { isAbsent } from '../form/stored-value.js';
import { text } from '../form/text.js';
import { type LinesField, type LineValues, linesField } from './lines-field.js';

/** The stretches of every day in which the device stays off, a line for each: from one time to another. */
export function stretchesField(box: HTMLElement, stored: unknown, changed: () => void): LinesField {
  const form = {
    className: 'nomos-stretches',
    label: text('cheapest-window.label.exclude'),
    more: wordButton(text('cheapest-window.action.addStretch')),
    most: mostStretches,
    fields: stretchFields,
    removeLabel: text('cheapest-window.action.removeStretch'),
    readLine: readStretch,
  };
  return linesField(box, stored, form, changed);
}

function stretchFields({ from, to }: LineValues): (HTMLElement | string)[] {
  return [
    timeField(text('cheapest-window.label.exclude-from'), from),
    ` ${text('cheapest-window.text.and')} `,
    timeField(text('cheapest-window.label.exclude-to'), to),
    ' ',
  ];
}

function timeField(label: string, value: unknown): HTMLInputElement {
  const field = element('input', { type: 'time', 'aria-label': label });
  showInPicker(field, isAbsent(value) ? '' : value);
  return field;
}

function readStretch([from = '', to = '']: readonly string[]): object | undefined {
  return from === '' && to === '' ? undefined : { from, to };
}
