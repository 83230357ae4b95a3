/** What tells one installation from another, by name; equal values prove nothing, different ones do. */
export type Marks = Readonly<Record<string, string>>;

/** True when two sets of marks are of different installations: one that both have is not the same. */
export function isElsewhere(marks: Marks, others: Marks): boolean {
  return Object.entries(marks).some(([name, mark]) => others[name] !== undefined && others[name] !== mark);
}
