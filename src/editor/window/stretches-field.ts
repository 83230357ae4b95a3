import { mostStretches } from '../../protocol/patterns.js';
import { element, smallButton, toggle } from '../form/dom.js';
import { showInPicker } from '../form/reference-field.js';
import { isAbsent, isFieldsList, shownValue } from '../form/stored-value.js';
import { text } from '../form/text.js';

/** The list of stretches of the day, or a text in its place for what is no list, such as a reference. */
export interface StretchesField {
  /** What was stored as long as nobody touched the field; lines without any time are left out. */
  read(): unknown;
  /** True without any stretch, as delivered. */
  readonly isStandard: boolean;
}

type Stretch = Readonly<Record<string, unknown>>;

/** Fills the box with one line for each stretch and a button for more; `changed` is called at every edit. */
export function stretchesField(box: HTMLElement, stored: unknown, changed: () => void): StretchesField {
  const stretches = isAbsent(stored) ? [] : isFieldsList(stored) ? stored : undefined;
  const lines = element('div', { className: 'nomos-stretches' });
  const more = smallButton('fa-plus', text('cheapest-window.action.addStretch'));
  const list = element('div', {}, [lines, more]);
  const words = element('input', { type: 'text', value: stretches === undefined ? shownValue(stored) : '' });
  words.setAttribute('aria-label', text('cheapest-window.label.exclude'));
  let isTouched = false;
  const isText = () => words.value.trim() !== '';
  const show = (): void => {
    toggle(list, isText() ? 'hidden' : 'shown');
    toggle(words, isText() ? 'shown' : 'hidden');
    toggle(more, lines.children.length < mostStretches ? 'shown' : 'hidden');
  };
  const touched = (): void => {
    isTouched = true;
    show();
    changed();
  };
  more.addEventListener('click', () => {
    const line = stretchLine({}, touched);
    lines.append(line);
    touched();
    line.querySelector('input')?.focus();
  });
  words.addEventListener('input', () => {
    isTouched = true;
    changed();
  });
  words.addEventListener('change', show);
  for (const stretch of stretches ?? []) lines.append(stretchLine(stretch, touched));
  box.append(list, words);
  show();
  const read = () => [...lines.children].map(readLine).filter(({ from, to }) => from !== '' || to !== '');
  return {
    read() {
      if (!isTouched && stored !== undefined) return stored;
      return isText() ? words.value.trim() : read();
    },
    get isStandard() {
      return !isText() && read().length === 0;
    },
  };
}

function stretchLine({ from, to }: Stretch, changed: () => void): HTMLElement {
  const remove = smallButton('fa-times', text('cheapest-window.action.removeStretch'));
  const parts = [
    timeField(text('cheapest-window.label.exclude-from'), from),
    ` ${text('cheapest-window.text.and')} `,
    timeField(text('cheapest-window.label.exclude-to'), to),
    ' ',
    remove,
  ];
  const line = element('div', { className: 'nomos-stretch' }, parts);
  line.addEventListener('input', changed);
  line.addEventListener('change', changed);
  remove.addEventListener('click', () => {
    line.remove();
    changed();
  });
  return line;
}

function timeField(label: string, value: unknown): HTMLInputElement {
  const field = element('input', { type: 'time', 'aria-label': label });
  showInPicker(field, isAbsent(value) ? '' : value);
  return field;
}

function readLine(line: Element): { readonly from: string; readonly to: string } {
  const [from = '', to = ''] = [...line.querySelectorAll('input')].map(({ value }) => value.trim());
  return { from, to };
}
