/**
 * How long a person takes for something that was done in a test, reckoned and not measured: the keystroke-level model of Card, Moran and
 * Newell (1980), with their figures for somebody who types 40 words a minute.
 */
export interface Deeds {
  /** Every press of the mouse, a double click counting as one. */
  readonly clicks: number;
  /** Presses of the mouse after which it is moved to another place and let go. */
  readonly drags: number;
  /** Every key, Shift and Tab too. */
  readonly keys: number;
  /** How often the hand goes from the mouse to the keys, or back. */
  readonly changes: number;
}

/** Seconds for each deed. */
const seconds = { think: 1.35, point: 1.1, press: 0.2, key: 0.28, change: 0.4 };

/** Seconds of work; a person thinks before every press of the mouse. What the machine takes is not in it. */
export function secondsOfWork({ clicks, drags, keys, changes }: Deeds): number {
  const aimed = clicks * (seconds.think + seconds.point + seconds.press) + drags * seconds.point;
  return aimed + keys * seconds.key + changes * seconds.change;
}
