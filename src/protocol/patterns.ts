/** What texts of some kinds look like, wherever they are read. */
export const patterns = {
  /** A local wall time `HH:MM`. */
  time: /^([01]\d|2[0-3]):[0-5]\d$/,
  /** `YYYY-MM-DD`, whether or not the calendar has that day. */
  day: /^\d{4}-\d{2}-\d{2}$/,
  /** A number with a point; a comma is made one before. */
  number: /^[-+]?(\d+(\.\d*)?|\.\d+)$/,
  /** A word that Nomos uses in lists. */
  word: /^[\w-]{1,60}$/,
  invoice: /^[\w-]{1,128}$/,
} as const;

/** No text of a setting is longer. */
export const longestText = 1000;

/** No number, list of weekdays, time zone or deadline is longer as text. */
export const longestShortText = 100;

/** A setting that is a list of stretches of the day has at most so many. */
export const mostStretches = 5;

/** Bounds of a phase of a load profile; a profile has at most `most` of them. */
export const phaseBounds = {
  minutes: { min: 1, max: 10_080, whole: true },
  powerKw: { min: 0, max: 1000 },
  most: 1000,
} as const;
