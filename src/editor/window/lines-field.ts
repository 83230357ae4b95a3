import { element, smallButton, toggle } from '../form/dom.js';
import { isAbsent, isFieldsList, shownValue } from '../form/stored-value.js';

/** A list of things with several fields each, or a text in its place for what is no list, such as a reference. */
export interface LinesField {
  /** What was stored as long as nobody touched the field; lines with nothing in them are left out. */
  read(): unknown;
  /** True without any line that counts, as delivered. */
  readonly isStandard: boolean;
}

/** One thing of the list as it is stored. */
export type LineValues = Readonly<Record<string, unknown>>;

/** What the lines of a list are like. */
export interface LinesForm {
  /** The class of the list. */
  readonly className: string;
  /** What a reader is told of the text in place of the list. */
  readonly label: string;
  /** The button for one more line. */
  readonly more: HTMLElement;
  /** The longest list; absent = any. */
  readonly most?: number;
  /** The fields of a line with the words between them. */
  fields(values: LineValues): (HTMLElement | string)[];
  /** What the button says that removes a line. */
  readonly removeLabel: string;
  /** What a line holds; undefined where it does not count. */
  readLine(values: readonly string[]): unknown;
}

/** Fills the box with one line for each thing and a button for more; `changed` is called at every edit. */
export function linesField(box: HTMLElement, stored: unknown, form: LinesForm, changed: () => void): LinesField {
  const values = isAbsent(stored) ? [] : isFieldsList(stored) ? stored : undefined;
  const lines = element('div', { className: form.className });
  const list = element('div', {}, [lines, form.more]);
  const words = element('input', { type: 'text', value: values === undefined ? shownValue(stored) : '' });
  words.setAttribute('aria-label', form.label);
  let isTouched = false;
  const isText = () => words.value.trim() !== '';
  const show = (): void => {
    toggle(list, isText() ? 'hidden' : 'shown');
    toggle(words, isText() ? 'shown' : 'hidden');
    toggle(form.more, lines.children.length < (form.most ?? Number.POSITIVE_INFINITY) ? 'shown' : 'hidden');
  };
  const touched = (): void => {
    isTouched = true;
    changed();
  };
  const addLine = (of: LineValues): HTMLElement => {
    const remove = smallButton('fa-times', form.removeLabel);
    const line = element('div', { className: `${form.className}-line` }, [...form.fields(of), remove]);
    for (const event of ['input', 'change']) line.addEventListener(event, touched);
    remove.addEventListener('click', () => {
      line.remove();
      show();
      touched();
    });
    lines.append(line);
    return line;
  };
  form.more.addEventListener('click', () => {
    const line = addLine({});
    show();
    touched();
    line.querySelector('input')?.focus();
  });
  words.addEventListener('input', touched);
  words.addEventListener('change', show);
  for (const one of values ?? []) addLine(one);
  box.append(list, words);
  show();
  const read = () =>
    [...lines.children]
      .map((line) => form.readLine([...line.querySelectorAll('input')].map(({ value }) => value.trim())))
      .filter((one) => one !== undefined);
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
