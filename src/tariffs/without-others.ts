import type { Ms } from '../time/index.js';
import { agreed } from './agreed.js';
import type { ReadList } from './read-list.js';
import type { TariffPoint } from './tariff-point.js';

/**
 * The first list and those that go on from it, without lists that contradict it: these are of another home or area.
 *
 * Days side by side, and the same prices told twice or in finer steps, belong together.
 */
export function withoutOthers(lists: readonly ReadList[]): readonly ReadList[] {
  const known = new Map<Ms, TariffPoint>();
  return lists.filter(({ points }) => {
    const common = points.flatMap((point) => {
      const before = known.get(point.start);
      return before === undefined ? [] : [[before, point] as const];
    });
    const contradicting = common.filter(
      ([before, point]) => lengthOf(before) === lengthOf(point) && agreed([before, point]) === undefined,
    );
    if (contradicting.length * 2 > common.length) return false;
    for (const point of points) if (!known.has(point.start)) known.set(point.start, point);
    return true;
  });
}

function lengthOf({ start, end }: TariffPoint): Ms | undefined {
  return end === undefined ? undefined : end - start;
}
