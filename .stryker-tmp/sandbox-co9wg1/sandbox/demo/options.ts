/** What a person may say to `npm start`. */
// @ts-nocheck

export interface DemoOptions {
  /** How many times faster than real the demo day runs; 1 = real time, beginning now. */
  readonly fast: number;
  /** Keep the user directory when the demo ends. */
  readonly keep: boolean;
}

export const usage = 'npm start [-- [--fast N] [--keep]]    N: 1 to 600';

/** Reads the command line; gives undefined when it makes no sense. */
export function parseOptions(args: readonly string[]): DemoOptions | undefined {
  let fast = 1;
  let keep = false;
  for (let index = 0; index < args.length; index += 1) {
    const [name, inline] = (args[index] as string).split('=', 2);
    if (name === '--keep' && inline === undefined) keep = true;
    else if (name === '--fast') {
      fast = Number(inline ?? args[index + 1]);
      if (inline === undefined) index += 1;
    } else return undefined;
  }
  return fast >= 1 && fast <= 600 ? { fast, keep } : undefined;
}
