// @ts-nocheck
import { chance } from '../chance.js';
import { calendarPlace } from '../local-time.js';

/** 1 in mid-January, 0 in mid-July. */
export function winterOf(date: string): number {
  return (1 + Math.cos((2 * Math.PI * (calendarPlace(date).dayOfYear - 15)) / 365)) / 2;
}

/** How bright a day is, 0.55 to 1.25: what a roof yields and what prices at noon suffer from. */
export function sunshine(seed: number, date: string): number {
  return 0.55 + 0.7 * chance(seed, `sun/${date}`);
}

/** A hill of height 1 around an hour. */
export function hill(hour: number, centre: number, width: number): number {
  return Math.exp(-(((hour - centre) / width) ** 2) / 2);
}
