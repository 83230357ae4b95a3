import type { CivilDate, Ms } from '../../time/index.js';
import type { PeriodUsage } from './period-usage.js';

/** Some days that have been read, as part of a longer reading. */
export interface PeriodPart extends Pick<PeriodUsage, 'meterType' | 'metered' | 'prices'> {
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
}

interface Kept {
  readonly part: PeriodPart;
  readonly key: string;
  readonly readAt: Ms;
}

/** Two years and a month of months; more would be memory for nobody. */
const mostParts = 25;
const keptMs = 3_600_000;

/**
 * The parts of readings that have not come to their end, so that the next attempt goes on where the last one stopped.
 * They are kept in memory, for an hour: preliminary values change.
 */
export class PeriodParts {
  #kept: readonly Kept[] = [];

  add(key: string, part: PeriodPart, now: Ms): void {
    this.#kept = [...this.#fresh(now), { part, key, readAt: now }].slice(-mostParts);
  }

  /** The longest part under the key that begins with the day and does not reach beyond the last one. */
  find(key: string, firstDay: CivilDate, lastDay: CivilDate, now: Ms): PeriodPart | undefined {
    return this.#fresh(now)
      .filter((kept) => kept.key === key)
      .map(({ part }) => part)
      .filter((part) => part.firstDay === firstDay && part.lastDay <= lastDay)
      .sort((a, b) => (a.lastDay < b.lastDay ? 1 : -1))[0];
  }

  /** Forgets the parts of a reading that came to its end. */
  drop(parts: readonly PeriodPart[]): void {
    this.#kept = this.#kept.filter(({ part }) => !parts.includes(part));
  }

  #fresh(now: Ms): readonly Kept[] {
    return this.#kept.filter(({ readAt }) => Math.abs(now - readAt) < keptMs);
  }
}
