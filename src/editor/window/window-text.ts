import { clockTimeOf } from '../../protocol/clock-time.js';
import { byId, element } from '../form/dom.js';
import { text } from '../form/text.js';

/** What two wall times, in any way in which they may be stored, mean as a window; empty where that is plain to see. */
export function windowText(from: string, to: string): string {
  const [start, end] = [clockTimeOf(from), clockTimeOf(to)];
  if (from === to || (start !== undefined && start === end)) return text('cheapest-window.text.wholeDay');
  if (start === undefined || end === undefined) return '';
  return end < start ? text('cheapest-window.text.overMidnight', { to: end }) : '';
}

/** Offers every time zone that the browser knows in the field of the dialog. */
export function offerTimeZones(): void {
  const zones = Intl.supportedValuesOf('timeZone').map((zone) => element('option', { value: zone }));
  byId('nomos-list-timeZone').replaceChildren(...zones);
}
