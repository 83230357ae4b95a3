import { element } from './dom.js';
import { text } from './text.js';

/**
 * Puts fields for hours and minutes behind a hidden input that holds whole minutes.
 *
 * The hidden input stays the one that Node-RED reads, checks and stores.
 */
export function durationField(hidden: HTMLInputElement): void {
  const hours = part('hours', text('cheapest-window.unit.hours'));
  const minutes = part('minutes', text('cheapest-window.unit.minutes'));
  const total = Number(hidden.value);
  hours.value = Number.isFinite(total) ? String(Math.floor(total / 60)) : '';
  minutes.value = Number.isFinite(total) ? String(total % 60) : '';
  const store = (): void => {
    const sum = Number(hours.value) * 60 + Number(minutes.value);
    hidden.value = Number.isFinite(sum) ? String(sum) : '';
    $(hidden).trigger('change');
  };
  hours.addEventListener('input', store);
  minutes.addEventListener('input', store);
  const units = [hours, ' h ', minutes, ' min'];
  hidden.after(element('span', { className: 'nomos-field nomos-duration', role: 'group' }, units));

  function part(name: string, label: string): HTMLInputElement {
    const max = name === 'hours' ? '24' : '59';
    const id = `${hidden.id}-${name}`;
    return element('input', { id, type: 'number', min: '0', max, step: '1', 'aria-label': label });
  }
}
