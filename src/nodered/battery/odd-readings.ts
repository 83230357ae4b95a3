import { shownValue } from '../../errors.js';
import { type Ms, msPerHour } from '../../time/index.js';
import type { RedNode } from '../platform/red.js';
import type { Translate } from '../platform/texts.js';
import type { OddReading } from './battery-readings.js';

/** Makes the teller of a node: it warns of readings that cannot be right, each kind once an hour. */
export function oddReadingsTeller(
  node: Pick<RedNode, 'warn'>,
  translate: Translate,
): (odd: readonly OddReading[], now: Ms) => void {
  const told = new Map<string, Ms>();
  return (odd, now) => {
    for (const { name, value } of odd) {
      const last = told.get(name);
      if (last !== undefined && now >= last && now < last + msPerHour) continue;
      told.set(name, now);
      node.warn(translate('log.battery-odd-reading', { name, value: shownValue(value) }));
    }
  };
}
