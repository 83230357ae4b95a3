import { byId, element, smallButton, toggle } from './dom.js';
import { isAbsent, isFieldsList, numberOf, shownValue } from './stored-value.js';
import { text } from './text.js';

/** The list of phases, or a text in its place for what is no list, such as a reference. */
export interface ProfileField {
  /** What was stored as long as nobody touched the field; lines without minutes are left out. */
  read(): unknown;
  /** True without any phase, as delivered. */
  readonly isStandard: boolean;
}

/** One phase of a load as it is stored: how long (minutes) and how much (kW, 0 = a pause that belongs to the programme). */
type Phase = Readonly<Record<string, unknown>>;

/** Fills the box with one line for each phase and a button for more; `changed` is called at every edit. */
export function profileField(box: HTMLElement, stored: unknown, changed: () => void): ProfileField {
  const phases = isAbsent(stored) ? [] : isFieldsList(stored) ? stored : undefined;
  const lines = element('div', { className: 'nomos-profile' });
  const className = 'red-ui-button red-ui-button-small';
  const more = element('button', { type: 'button', className, textContent: text('cheapest-window.action.addPhase') });
  const list = element('div', {}, [lines, more]);
  const words = element('input', { type: 'text', value: phases === undefined ? shownValue(stored) : '' });
  words.setAttribute('aria-label', text('cheapest-window.label.profile'));
  let isTouched = false;
  const isText = () => words.value.trim() !== '';
  const touched = (): void => {
    isTouched = true;
    changed();
  };
  const show = (): void => {
    toggle(list, isText() ? 'hidden' : 'shown');
    toggle(words, isText() ? 'shown' : 'hidden');
  };
  more.addEventListener('click', () => {
    const line = phaseLine({}, touched);
    lines.append(line);
    line.querySelector('input')?.focus();
  });
  words.addEventListener('input', touched);
  words.addEventListener('change', show);
  for (const phase of phases ?? []) lines.append(phaseLine(phase, touched));
  box.append(list, words);
  show();
  const read = () => [...lines.children].map(readLine).filter(({ minutes }) => minutes !== '' && minutes !== 0);
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

/** The box of the profile in the open dialog. */
export function profileBox(): HTMLElement {
  return byId('nomos-profile');
}

function phaseLine({ minutes, powerKw }: Phase, changed: () => void): HTMLElement {
  const fields = [
    amountField(text('cheapest-window.label.phaseMinutes'), minutes),
    ' min ',
    amountField(text('cheapest-window.label.phasePower'), powerKw),
    ' kW ',
  ];
  const remove = smallButton('fa-times', text('cheapest-window.action.removePhase'));
  const line = element('div', { className: 'nomos-profile-line' }, [...fields, remove]);
  line.addEventListener('input', changed);
  remove.addEventListener('click', () => {
    line.remove();
    changed();
  });
  return line;
}

function amountField(label: string, value: unknown): HTMLInputElement {
  const shown = isAbsent(value) ? '' : shownValue(value);
  return element('input', { type: 'text', inputMode: 'decimal', value: shown, 'aria-label': label });
}

/** What is no number stays the text it was; an empty power is none. */
function readLine(line: Element): { readonly minutes: string | number; readonly powerKw: string | number } {
  const [minutes = '', powerKw = ''] = [...line.querySelectorAll('input')].map(({ value }) => {
    const number = numberOf(value);
    return Number.isFinite(number) ? number : value.trim();
  });
  return { minutes, powerKw: powerKw === '' ? 0 : powerKw };
}
