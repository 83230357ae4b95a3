import { element, toggle } from './dom.js';
import { onReference } from './reference-field.js';
import { isAbsent, isShort, isWeekdayList, shownValue } from './stored-value.js';
import { text } from './text.js';

// Any Monday will do: only the names of the weekdays are taken from it.
const mondayNoonMs = Date.UTC(2024, 0, 1, 12);
const dayMs = 86_400_000;
const everyDay: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

/** Seven switches, Monday first, or a text in their place for what is no list of days, such as a reference. */
export interface WeekdaysField {
  /** What was stored as long as nobody touched the field; else ISO weekday numbers in order, or the text. */
  read(): unknown;
  /** True where every day is chosen, as delivered. */
  readonly isStandard: boolean;
}

/** Fills a box with the field; `changed` is called at every change. */
export function weekdaysField(box: HTMLElement, stored: unknown, changed: () => void): WeekdaysField {
  const days = isAbsent(stored) ? everyDay : daysOf(stored);
  const switches = element('span', { className: 'nomos-weekdays', role: 'group' });
  const words = element('input', { type: 'text', value: days === undefined ? shownValue(stored) : '' });
  for (const part of [switches, words]) part.setAttribute('aria-label', text('cheapest-window.label.weekdays'));
  const inputs = everyDay.map((day) => daySwitch(switches, day, days?.includes(day) ?? true));
  let isTouched = false;
  let isText = days === undefined;
  show();
  box.append(switches, words);
  for (const input of [...inputs, words]) input.addEventListener('input', touched);
  words.addEventListener('change', () => {
    isText = words.value.trim() !== '';
    touched();
  });
  onReference(inputs, (typed) => {
    isText = true;
    words.value = typed;
    touched();
    words.focus();
  });

  function show(): void {
    toggle(switches, isText ? 'hidden' : 'shown');
    toggle(words, isText ? 'shown' : 'hidden');
  }
  function touched(): void {
    isTouched = true;
    show();
    changed();
  }
  const chosen = () => inputs.filter((input) => input.checked).map((input) => Number(input.value));
  return {
    read() {
      if (!isTouched && stored !== undefined) return stored;
      return isText ? words.value.trim() : chosen();
    },
    get isStandard() {
      return !isText && chosen().length === everyDay.length;
    },
  };
}

/** A list of days, also one that stands as text such as `1,2,3`; undefined for all else. */
export function daysOf(stored: unknown): readonly number[] | undefined {
  const days = isShort(stored) ? stored.split(',').map(Number) : stored;
  return isWeekdayList(days) ? days : undefined;
}

function daySwitch(switches: HTMLElement, day: number, checked: boolean): HTMLInputElement {
  const name = (weekday: 'short' | 'long') =>
    new Intl.DateTimeFormat(RED.i18n.lang(), { weekday, timeZone: 'UTC' }).format(mondayNoonMs + (day - 1) * dayMs);
  const input = element('input', {
    type: 'checkbox',
    className: 'nomos-unseen',
    value: String(day),
    checked,
    'aria-label': name('long'),
  });
  switches.append(element('label', {}, [input, name('short')]));
  return input;
}
