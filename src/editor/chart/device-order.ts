import type { PlansAnswer } from '../../protocol/admin-api.js';

type Device = PlansAnswer['plans'][number];
type Run = Device['runs'][number];

/** The run that is under way at `now` (ms); a battery that supplies the house as it always does runs nothing. */
export function runAt({ runs }: Pick<Device, 'runs'>, now: number): Run | undefined {
  const next = nextRun(runs, now);
  return next !== undefined && Date.parse(next.start) <= now ? next : undefined;
}

/**
 * The devices in the order in which they are on: those that are on at `now` (ms), then by their next start, then those whose runs are
 * over, and at last those that wait; by name where that is the same, in the order of `language`.
 */
export function inOrderOfStart<One extends { readonly device: Device; readonly name: string }>(
  devices: readonly One[],
  now: number,
  language: string,
): One[] {
  const ranked = devices.map((one) => ({ one, at: startOf(one.device, now) }));
  const byName = (a: One, b: One) => a.name.localeCompare(b.name, language, { numeric: true });
  // Two that wait are equally late: their difference would be NaN.
  return ranked.sort((a, b) => (a.at === b.at ? byName(a.one, b.one) : a.at < b.at ? -1 : 1)).map(({ one }) => one);
}

function startOf({ runs }: Device, now: number): number {
  if (runs.length === 0) return Number.POSITIVE_INFINITY;
  const next = nextRun(runs, now);
  return next === undefined ? Number.MAX_VALUE : Math.max(Date.parse(next.start), now);
}

function nextRun(runs: Device['runs'], now: number): Run | undefined {
  const ahead = runs.filter(({ end, mode }) => mode !== 'auto' && Date.parse(end) > now);
  return ahead.sort((a, b) => Date.parse(a.start) - Date.parse(b.start))[0];
}
