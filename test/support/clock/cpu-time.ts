const tries = 12;

/** What `yardstick` takes in ms, warm, where the limits of the tests were set: two cores that do nothing else. */
const yardstickMs = 5;

const yardstickText = JSON.stringify(
  Array.from({ length: 8_000 }, (_, index) => ({ start: '2026-11-28T08:00:00.000Z', value: index / 7 })),
);

function yardstick(): number {
  const rows: { start: string; value: number }[] = JSON.parse(yardstickText);
  const counted = rows.filter(({ start }) => /^\d{4}-\d{2}-\d{2}T/.test(start));
  return counted.reduce((sum, { start, value }) => sum + Date.parse(start) + Number(String(value)), 0);
}

function spentMs(work: () => unknown): number {
  const begun = process.cpuUsage();
  work();
  return process.cpuUsage(begun).user / 1_000;
}

/**
 * How many times slower than an idle machine this one is just now, at least 1: a neighbour takes caches and clock speed away, and
 * coverage is counted, so even processor time grows on a busy machine.
 */
export function slowness(): number {
  return Math.max(1, Math.min(...Array.from({ length: 3 }, () => spentMs(yardstick))) / yardstickMs);
}

/**
 * The processor time of some work in ms, as it would be on an idle machine. Where it is more than `limitMs`, the best of twelve tries:
 * the first ones are not compiled yet, and what else the machine does must not fail a test.
 */
export function cpuMs(limitMs: number, work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let count = 0; count < tries && best > limitMs; count += 1) {
    const ms = spentMs(work);
    best = Math.min(best, ms > limitMs ? ms / slowness() : ms);
  }
  return best;
}

/** Work that is done in turns of the event loop: begun again for every try, and done some turns later. */
interface Turns {
  readonly begin: () => void;
  readonly isDone: () => boolean;
}

/** The longest processor time in ms for which such work lets nobody else have a turn, as `cpuMs` reckons; the best of five tries. */
export async function longestTurnMs(limitMs: number, { begin, isDone }: Turns): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let count = 0; count < 5 && best > limitMs; count += 1) {
    let longest = 0;
    let before = process.cpuUsage();
    begin();
    while (!isDone()) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      longest = Math.max(longest, process.cpuUsage(before).user / 1_000);
      before = process.cpuUsage();
    }
    best = Math.min(best, longest > limitMs ? longest / slowness() : longest);
  }
  return best;
}
