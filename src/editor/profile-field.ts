import { byId, element } from './dom.js';
import { text } from './text.js';

/** One phase of a load: how long (minutes) and how much (kW, 0 = a pause that belongs to the programme). */
export interface ProfilePhase {
  readonly minutes: number;
  readonly powerKw: number;
}

/** The list of phases; `read` leaves out lines without minutes. */
export interface ProfileField {
  read(): ProfilePhase[];
}

/** Fills the box with one line for each phase and a button for more; `changed` is called at every edit. */
export function profileField(box: HTMLElement, phases: readonly ProfilePhase[], changed: () => void): ProfileField {
  const lines = element('div', { className: 'nomos-profile' });
  const label = text('cheapest-window.action.addPhase');
  const more = element('button', {
    type: 'button',
    className: 'red-ui-button red-ui-button-small',
    textContent: label,
  });
  more.addEventListener('click', () => {
    const line = phaseLine(undefined, changed);
    lines.append(line);
    line.querySelector('input')?.focus();
  });
  for (const phase of phases) lines.append(phaseLine(phase, changed));
  box.append(lines, more);
  return { read: () => [...lines.children].map(readLine).filter(({ minutes }) => minutes > 0) };
}

/** True when the stored value is a list of phases. */
export function isProfile(value: unknown): value is ProfilePhase[] {
  return Array.isArray(value);
}

/** The box of the profile in the open dialog. */
export function profileBox(): HTMLElement {
  return byId('nomos-profile');
}

function phaseLine(phase: ProfilePhase | undefined, changed: () => void): HTMLElement {
  const minutes = numberInput('1', text('cheapest-window.label.phaseMinutes'), phase?.minutes);
  const power = numberInput('any', text('cheapest-window.label.phasePower'), phase?.powerKw);
  const remove = element('button', {
    type: 'button',
    className: 'red-ui-button red-ui-button-small',
    'aria-label': text('cheapest-window.action.removePhase'),
  });
  remove.append(element('i', { className: 'fa fa-times', 'aria-hidden': 'true' }));
  const line = element('div', { className: 'nomos-profile-line' }, [minutes, ' min ', power, ' kW ', remove]);
  line.addEventListener('input', changed);
  remove.addEventListener('click', () => {
    line.remove();
    changed();
  });
  return line;
}

function numberInput(step: string, label: string, value: number | undefined): HTMLInputElement {
  return element('input', { type: 'number', min: '0', step, value: value ?? '', 'aria-label': label });
}

function readLine(line: Element): ProfilePhase {
  const [minutes, power] = [...line.querySelectorAll('input')].map((input) => Number(input.value));
  return { minutes: minutes ?? 0, powerKw: power ?? 0 };
}
