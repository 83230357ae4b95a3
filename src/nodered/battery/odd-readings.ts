import { shownValue } from '../../errors.js';
import { type Ms, msPerHour } from '../../time/index.js';
import type { RedNode } from '../platform/red.js';
import type { Translate } from '../platform/texts.js';
import type { OddReading } from './battery-readings.js';

/** So many different states of charge between 0 and 1 are none that a battery passes on its way to empty. */
const sharesToDoubt = 3;

/**
 * Makes the teller of a node: it warns once where every state of charge so far lies within 0 … 1, as of an inverter that tells shares
 * instead of per cent. They are taken as they are: a battery may be at 0.57 %.
 */
export function sharesTeller(
  node: Pick<RedNode, 'warn'>,
  translate: Translate,
): (socPercent: number | undefined) => void {
  const shares = new Set<number>();
  let isSettled = false;
  return (socPercent) => {
    if (isSettled || socPercent === undefined) return;
    if (socPercent > 0 && socPercent < 1) shares.add(socPercent);
    const isDoubtful = shares.size === sharesToDoubt;
    isSettled = socPercent > 1 || isDoubtful;
    if (isDoubtful) node.warn(translate('log.battery-shares', { value: shownValue(socPercent) }));
  };
}

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
