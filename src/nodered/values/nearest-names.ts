const mostNames = 3;
const longestName = 40;

/** The known names that a mistyped one may stand for, best first, three at most; none where nothing is near. */
export function nearestNames(name: string, known: readonly string[]): readonly string[] {
  const wanted = plainName(name.slice(0, longestName));
  if (wanted === '') return [];
  return known
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, plainName(candidate)) }))
    .filter(({ distance }) => distance <= wanted.length / 3)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostNames)
    .map(({ candidate }) => candidate);
}

/** Upper and lower case, hyphens and underscores are no difference. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '');
}

/** How many letters differ; a name that stands whole in the other one is as near as a single letter. */
function distanceOf(wanted: string, known: string): number {
  if (wanted === known) return 0;
  const [shorter = '', longer = ''] = [wanted, known].sort((a, b) => a.length - b.length);
  return shorter.length >= 3 && longer.includes(shorter) ? 1 : editDistance(wanted, known);
}

/** Letters to change, add or remove (Levenshtein), row by row. */
function editDistance(wanted: string, known: string): number {
  let row = Array.from({ length: known.length + 1 }, (_, index) => index);
  [...wanted].forEach((letter, at) => {
    const next = [at + 1];
    [...known].forEach((other, index) => {
      const changed = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    });
    row = next;
  });
  return row.at(-1) ?? 0;
}
