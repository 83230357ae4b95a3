/** True when two JSON values are equal, whatever the order of their keys; an undefined property counts as absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a, b] as [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  let count = 0;
  for (const name of Object.keys(left)) {
    const value = left[name];
    if (value === undefined) continue;
    count += 1;
    if (!Object.hasOwn(right, name) || !isSame(value, right[name])) return false;
  }
  for (const name of Object.keys(right)) if (right[name] !== undefined) count -= 1;
  return count === 0;
}
