const longestWord = 60;
/** What Home Assistant and others say of a device that is away. */
const words = new Set(['', 'unavailable', 'unknown', 'none', 'null', 'undefined', 'nan', 'offline']);

/** True for what says that nothing is known: null, nothing at all, or a word of a hub. */
export function isAbsent(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'string' && value.length <= longestWord && words.has(value.trim().toLowerCase());
}
