import { element } from './dom.js';
import { text } from './text.js';

// Any Monday will do: only the names of the weekdays are taken from it.
const mondayNoonMs = Date.UTC(2024, 0, 1, 12);
const dayMs = 86_400_000;

/** Seven switches, Monday first; `read` gives ISO weekday numbers in order. */
export interface WeekdaysField {
  read(): number[];
}

/** Fills a box with the switches; `changed` is called at every click. */
export function weekdaysField(box: HTMLElement, chosen: readonly number[], changed: () => void): WeekdaysField {
  const short = new Intl.DateTimeFormat(RED.i18n.lang(), { weekday: 'short', timeZone: 'UTC' });
  const long = new Intl.DateTimeFormat(RED.i18n.lang(), { weekday: 'long', timeZone: 'UTC' });
  const inputs = [1, 2, 3, 4, 5, 6, 7].map((day) => {
    const noon = mondayNoonMs + (day - 1) * dayMs;
    const input = element('input', {
      type: 'checkbox',
      className: 'nomos-unseen',
      value: String(day),
      checked: chosen.includes(day),
      'aria-label': long.format(noon),
    });
    input.addEventListener('change', changed);
    box.append(element('label', {}, [input, short.format(noon)]));
    return input;
  });
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', text('cheapest-window.label.weekdays'));
  return { read: () => inputs.filter((input) => input.checked).map((input) => Number(input.value)) };
}
