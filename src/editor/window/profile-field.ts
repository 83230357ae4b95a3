import { byId, element, wordButton } from '../form/dom.js';
import { isAbsent, numberOf } from '../form/stored-value.js';
import { shownAmount, text } from '../form/text.js';
import { type LinesField, type LineValues, linesField } from './lines-field.js';

/** The phases of a load, a line for each: how long (minutes) and how much (kW, 0 = a pause that belongs to the programme). */
export function profileField(box: HTMLElement, stored: unknown, changed: () => void): LinesField {
  const form = {
    className: 'nomos-profile',
    label: text('cheapest-window.label.profile'),
    more: wordButton(text('cheapest-window.action.addPhase')),
    fields: phaseFields,
    removeLabel: text('cheapest-window.action.removePhase'),
    readLine: readPhase,
  };
  return linesField(box, stored, form, changed);
}

/** The box of the profile in the open dialog. */
export function profileBox(): HTMLElement {
  return byId('nomos-profile');
}

function phaseFields({ minutes, powerKw }: LineValues): (HTMLElement | string)[] {
  return [
    amountField(text('cheapest-window.label.phaseMinutes'), minutes),
    ' min ',
    amountField(text('cheapest-window.label.phasePower'), powerKw),
    ' kW ',
  ];
}

function amountField(label: string, value: unknown): HTMLInputElement {
  const shown = isAbsent(value) ? '' : shownAmount(value);
  return element('input', { type: 'text', inputMode: 'decimal', value: shown, 'aria-label': label });
}

/** What is no number stays the text it was; an empty power is none. A line with a power and no length is one to be mended. */
function readPhase(values: readonly string[]): object | undefined {
  const [minutes = '', powerKw = ''] = values.map((value) => {
    const number = numberOf(value);
    return Number.isFinite(number) ? number : value;
  });
  const isEmpty = [minutes, powerKw].every((value) => value === '' || value === 0);
  return isEmpty ? undefined : { minutes, powerKw: powerKw === '' ? 0 : powerKw };
}
