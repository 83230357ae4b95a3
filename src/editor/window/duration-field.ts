import { element, toggle } from '../form/dom.js';
import { onReference } from '../form/reference-field.js';
import { numberOf } from '../form/stored-value.js';
import { shownAmount, text } from '../form/text.js';

/**
 * Puts fields for hours and minutes behind a hidden input that holds whole minutes.
 *
 * Where the standard is none at all, 0 stands as two empty fields. A part of an hour counts in whole minutes, with a point or a comma. What
 * is no number of minutes, such as a reference, stands in a text field instead. The hidden input stays the one that is checked and stored.
 */
export function durationField(hidden: HTMLInputElement, standardMinutes: number): void {
  const setting = hidden.id.slice('node-input-'.length);
  const hours = part('hours', text('cheapest-window.unit.hours'));
  const minutes = part('minutes', text('cheapest-window.unit.minutes'));
  const words = element('input', { id: `${hidden.id}-text`, type: 'text' });
  words.setAttribute('aria-label', text(`cheapest-window.label.${setting}`));
  const units = element('span', { className: 'nomos-units' }, [hours, ' h ', minutes, ' min']);
  hidden.after(element('span', { className: 'nomos-field nomos-duration', role: 'group' }, [units, words]));
  show();
  for (const field of [hours, minutes]) {
    field.addEventListener('input', () => store(written(hours.value, minutes.value)));
    // Who wrote 1.5 hours sees that they were taken as 1 h 30 min.
    field.addEventListener('change', () => {
      if (numberOf(hidden.value) > 0) show();
    });
  }
  words.addEventListener('input', () => store(words.value.trim()));
  words.addEventListener('change', () => {
    if (words.value.trim() === '') store(String(standardMinutes));
    show();
  });
  onReference([hours, minutes], (typed) => {
    store(typed);
    show();
    words.focus();
  });

  function show(): void {
    const total = numberOf(hidden.value);
    const isNumber = total >= 0;
    toggle(units, isNumber ? 'shown' : 'hidden');
    toggle(words, isNumber ? 'hidden' : 'shown');
    const isShown = isNumber && (total > 0 || standardMinutes > 0);
    hours.value = isShown ? String(Math.floor(total / 60)) : '';
    minutes.value = isShown ? shownAmount(Math.round((total % 60) * 1e6) / 1e6) : '';
    words.value = hidden.value;
  }

  function store(value: string): void {
    hidden.value = value;
    $(hidden).trigger('change');
  }

  function part(name: string, label: string): HTMLInputElement {
    const id = `${hidden.id}-${name}`;
    // A field for numbers of the browser takes a comma only in some languages, and has a red frame of its own without a word.
    return element('input', { id, type: 'text', inputMode: 'decimal', 'aria-label': label });
  }
}

/** The minutes of both fields; what is no length stays as it was typed, so that the check can show it. */
function written(hours: string, minutes: string): string {
  const total = Math.round(amount(hours) * 60) + amount(minutes);
  if (amount(hours) >= 0 && amount(minutes) >= 0) return String(total);
  return [hours.trim() && `${hours.trim()} h`, minutes.trim() && `${minutes.trim()} min`].filter(Boolean).join(' ');
}

function amount(typed: string): number {
  return typed.trim() === '' ? 0 : numberOf(typed);
}
