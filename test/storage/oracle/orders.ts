import { type Battery, costAt, type Marks, type Mode, type Step, storedAfter } from '#src/storage/index.js';

/** Steps with their marks, and the two modes that may follow one another in them. */
export interface Stretch {
  readonly battery: Battery;
  readonly steps: readonly Step[];
  readonly marks: readonly Marks[];
  readonly modes: readonly Mode[];
}

interface Standing {
  readonly mode: Mode;
  readonly storedKwh: number;
}

const looksAhead = 8;
const changeCt = 0.05;

/** What the cheapest order of the modes loses against the plan, ct, that begins with `first`: all of them are tried. */
export function leastLost(stretch: Stretch, now: Standing, first: Mode): number {
  return tried(stretch, { ...now, at: 0 }, [first]);
}

function tried(stretch: Stretch, now: Standing & { readonly at: number }, nexts: readonly Mode[]): number {
  const [step, mark] = [stretch.steps[now.at], stretch.marks[now.at]];
  if (now.at === looksAhead || !step || !mark || ![step.buyCt, step.feedInCt, step.netKwh].every(Number.isFinite))
    return 0;
  const losses = nexts.map((mode) => {
    // The house does as much more as it does less than what is expected.
    const spreadKwh = 0.4 * Math.abs(step.netKwh) + 0.2 * mark.hours;
    const ends = [-spreadKwh, spreadKwh].map((odd) =>
      lived(stretch.battery, { step, mark }, { mode, storedKwh: now.storedKwh, netKwh: step.netKwh + odd }),
    );
    const mean = (of: (end: (typeof ends)[number]) => number) => ends.reduce((sum, end) => sum + of(end) / 2, 0);
    const storedKwh = mean((end) => end.storedKwh);
    const lost = mean((end) => end.costCt) - costAt(mark.before, now.storedKwh) + priceOf(now.mode, mode);
    return lost + tried(stretch, { mode, storedKwh, at: now.at + 1 }, stretch.modes);
  });
  return Math.min(...losses);
}

/** What is stored after a step, and what it costs with all that follows. */
function lived(
  battery: Battery,
  { step, mark }: { readonly step: Step; readonly mark: Marks },
  { netKwh, ...now }: Standing & { readonly netKwh: number },
): { storedKwh: number; costCt: number } {
  const storedKwh = storedAfter(battery, { mark, netKwh, ...now });
  const change = storedKwh - now.storedKwh;
  const given = Math.max(0, -change) * battery.dischargeEfficiency;
  const grid = netKwh - given + Math.max(0, change) / battery.chargeEfficiency;
  const billCt = Math.max(0, grid) * step.buyCt + Math.min(0, grid) * step.feedInCt;
  return { storedKwh, costCt: billCt + given * battery.wearCt + costAt(mark.worth, storedKwh) };
}

/** To come back to self-consumption costs nothing, to leave it twice as much as any other change. */
function priceOf(from: Mode, to: Mode): number {
  if (to === 'auto' || to === from) return 0;
  return from === 'auto' ? 2 * changeCt : changeCt;
}
