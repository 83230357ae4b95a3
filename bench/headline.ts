import { appendFileSync } from 'node:fs';

/** A figure that belongs into the one table of all benchmarks. */
export interface Headline {
  readonly what: string;
  /** With its unit. */
  readonly figure: string;
  /** What was measured beside it in the same run, or what it may be at most. */
  readonly beside: string;
}

/** The environment variable with the path of the file that collects headlines; without it there is nobody to tell. */
export const headlinesVariable = 'BENCH_HEADLINES';

/** Tells a headline to `bench/all.ts`, which began this process; does nothing where it did not. */
export function headline(what: string, figure: string, beside: string): void {
  const file = process.env[headlinesVariable];
  if (file === undefined) return;
  appendFileSync(file, `${JSON.stringify({ what, figure, beside } satisfies Headline)}\n`);
}
