// @ts-nocheck
import type { PriceSource } from '../../sandbox/server/modes.js';
import { stretches } from '../support/real/prices.js';

/** The local date on which the examples are tried. */
export const today = '2026-11-22';
/** The day whose prices come out in between. */
export const tomorrow = '2026-11-23';
/** Cheap, dear and negative stretches, each meant for one example. */
const paid = stretches(
  { date: today, from: '16:00', to: '16:30', ct: 12 },
  { date: today, from: '17:00', to: '18:00', ct: 45 },
  { date: today, from: '18:00', to: '19:00', ct: 11 },
  { date: today, from: '19:30', to: '20:30', ct: 44 },
  { date: today, from: '21:00', to: '22:30', ct: 10 },
  { date: tomorrow, from: '02:00', to: '04:30', ct: 9 },
  { date: tomorrow, from: '12:00', to: '13:30', ct: -1.5 },
);
const earned = stretches({ date: today, from: '16:00', to: '16:30', ct: -3 });
/** What is paid for power, and what is earned by feeding in. */
export const prices: PriceSource = (contract, date) => (contract.type === 'feed_in' ? earned : paid)(contract, date);
/** The cheapest 180 minutes of today in pieces of at least 30, as local times. */
export const piecesOfThreeHours = [
  [`${today}T16:00`, `${today}T16:30`],
  [`${today}T18:00`, `${today}T19:00`],
  [`${today}T21:00`, `${today}T22:30`],
];

/** A run as output 2 shows it. */
export interface Run {
  readonly start: string;
  readonly end: string;
  readonly minutes: number;
}

/** Begin and end of each run, as local times without seconds. */
export const edges = (runs: readonly Run[]) => runs.map(({ start, end }) => [start.slice(0, 16), end.slice(0, 16)]);
/** Minutes in all runs. */
export const minutesIn = (runs: readonly Run[]) => runs.reduce((sum, { minutes }) => sum + minutes, 0);
