import { element, toggle } from '../form/dom.js';
import { onReference } from '../form/reference-field.js';
import { numberOf } from '../form/stored-value.js';
import { text } from '../form/text.js';

/**
 * Puts fields for hours and minutes behind a hidden input that holds whole minutes.
 *
 * Where the standard is none at all, 0 stands as two empty fields. What is no number of minutes, such as a reference, stands in a text field instead. The hidden input stays the one that
 * is checked and stored.
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
  for (const field of [hours, minutes])
    field.addEventListener('input', () => store(String(amount(hours) * 60 + amount(minutes))));
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
    minutes.value = isShown ? String(Math.round((total % 60) * 1e6) / 1e6) : '';
    words.value = hidden.value;
  }

  function store(value: string): void {
    hidden.value = value;
    $(hidden).trigger('change');
  }

  function part(name: string, label: string): HTMLInputElement {
    const max = name === 'hours' ? '168' : '59';
    const id = `${hidden.id}-${name}`;
    return element('input', { id, type: 'number', min: '0', max, step: '1', 'aria-label': label });
  }
}

function amount(field: HTMLInputElement): number {
  return field.value === '' ? 0 : numberOf(field.value);
}
