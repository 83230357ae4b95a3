/** How a node with the usual settings reads prices by message, at 14:07 on a day in November. */
export const usualReader = {
  priceUnit: 'automatic',
  timeZone: 'Europe/Berlin',
  now: Date.parse('2026-11-22T14:07:00+01:00'),
} as const;
