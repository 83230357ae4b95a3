import { chance } from '../../sandbox/chance.js';
import { localInstant, shiftDate } from '../../sandbox/local-time.js';

/** Something that befalls the house at an instant (epoch ms). */
export type Blow = { readonly at: number } & (
  | { readonly kind: 'kill'; readonly downMs: number; readonly isAmidWork: boolean }
  | { readonly kind: 'stop'; readonly downMs: number }
  | { readonly kind: 'wrong'; readonly byMs: number; readonly forMs: number }
  | { readonly kind: 'sleep'; readonly forMs: number }
  | { readonly kind: 'revoke'; readonly forMs: number }
  | { readonly kind: 'disk-full'; readonly forMs: number }
);

/** A local day whose prices come later than they should (`until`, epoch ms), or never (infinite). */
export interface LateDay {
  readonly date: string;
  readonly until: number;
}

/** What happens in a simulated stretch of days. */
export interface Schedule {
  readonly start: number;
  readonly end: number;
  readonly blows: readonly Blow[];
  readonly lateDays: readonly LateDay[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How often what happens. */
export interface Counts {
  readonly kills: number;
  readonly stops: number;
  readonly wrongs: number;
  readonly sleeps: number;
  readonly lates: number;
  readonly missings: number;
  readonly revokes: number;
  readonly fullDisks: number;
}

/** What befalls a house in a year: hardly a week without anything. */
export const yearCounts: Counts = {
  kills: 24,
  stops: 6,
  wrongs: 8,
  sleeps: 6,
  lates: 10,
  missings: 5,
  revokes: 1,
  fullDisks: 1,
};

/** Deals out what happens between noon of `from` and noon `days` later, one thing at a time, all of it from the seed. */
export function dealOut(from: string, days: number, counts: Counts, seed: number): Schedule {
  const start = localInstant(from, '12:00');
  const end = localInstant(shiftDate(from, days), '12:00');
  const random = (key: string) => chance(seed, key);
  const between = (key: string, least: number, most: number) => least + random(key) * (most - least);
  const blow = (kind: Blow['kind'], index: number, at: number): Blow => {
    const key = (what: string) => `${kind}/${index}/${what}`;
    const forMs = (least: number, most: number) => Math.round(between(key('for'), least, most));
    if (kind === 'kill')
      return { at, kind, downMs: forMs(minuteMs, 90 * minuteMs), isAmidWork: random(key('amid')) < 0.5 };
    if (kind === 'stop') return { at, kind, downMs: forMs(minuteMs, 10 * minuteMs) };
    if (kind === 'wrong') {
      const byMs = Math.round(between(key('by'), hourMs / 2, 5 * hourMs)) * (random(key('sign')) < 0.5 ? -1 : 1);
      return { at, kind, byMs, forMs: forMs(10 * minuteMs, 3 * hourMs) };
    }
    if (kind === 'sleep') return { at, kind, forMs: forMs(10 * minuteMs, 9 * hourMs) };
    return { at, kind, forMs: forMs(6 * hourMs, 30 * hourMs) };
  };
  const kinds: Blow['kind'][] = [
    ...Array<Blow['kind']>(counts.kills).fill('kill'),
    ...Array<Blow['kind']>(counts.stops).fill('stop'),
    ...Array<Blow['kind']>(counts.wrongs).fill('wrong'),
    ...Array<Blow['kind']>(counts.sleeps).fill('sleep'),
    ...Array<Blow['kind']>(counts.revokes).fill('revoke'),
    ...Array<Blow['kind']>(counts.fullDisks).fill('disk-full'),
  ].sort((a, b) => random(`order/${a}`) - random(`order/${b}`));
  // Each has a stretch of its own, so that nothing happens twice at once.
  const stretchMs = (end - start - dayMs) / Math.max(1, kinds.length);
  const order = kinds.map((kind, index) => ({ kind, index, by: random(`place/${index}`) })).sort((a, b) => a.by - b.by);
  const blows = order.map(({ kind, index }, place) =>
    blow(kind, index, Math.round(start + dayMs / 2 + (place + between(`at/${index}`, 0, 0.7)) * stretchMs)),
  );
  const lateDays = Array.from({ length: counts.lates + counts.missings }, (_, index): LateDay => {
    const date = shiftDate(from, 1 + Math.floor(random(`late/${index}`) * (days - 1)));
    const lateMs = between(`until/${index}`, 2 * hourMs, 20 * hourMs);
    const published = localInstant(shiftDate(date, -1), '13:00');
    return { date, until: index < counts.lates ? published + lateMs : Number.POSITIVE_INFINITY };
  });
  return { start, end, blows, lateDays };
}
