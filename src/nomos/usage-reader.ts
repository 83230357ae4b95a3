import { addDays, type CivilDate } from '../time/index.js';
import type { ApiReader } from './api-reader.js';
import { day, isNotFound, pathId } from './paths.js';
import type { UsageAnswer, UsageResolution } from './usage-answer.js';
import { decodeUsage } from './usage-decode.js';

/** Metered values of the local days from `firstDay` to `lastDay`, both included; throws NomosErrors only. */
export type UsageReader = (
  subscriptionId: string,
  days: { readonly firstDay: CivilDate; readonly lastDay: CivilDate; readonly resolution: UsageResolution },
  signal?: AbortSignal,
) => Promise<UsageAnswer>;

/**
 * Reads with the given reader. Where Nomos does not know `usage`, it is asked for `consumption`, the older name, and what
 * it knew is remembered.
 */
export function createUsageReader({ read }: ApiReader): UsageReader {
  let place: 'usage' | 'consumption' = 'usage';

  return async (subscriptionId, { firstDay, lastDay, resolution }, signal) => {
    const id = pathId('subscription', subscriptionId, 'sub');
    // Unlike for prices, the day that Nomos calls the end is not part of the answer.
    const query = `resolution=${resolution}&start=${day(firstDay)}&end=${day(addDays(lastDay, 1))}`;
    const readAt = async (where: typeof place) =>
      decodeUsage(await read(`/subscriptions/${id}/${where}?${query}`, signal), resolution);
    try {
      return await readAt(place);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const other = place === 'usage' ? 'consumption' : 'usage';
      // Where neither is known, the refusal of the first says more.
      const answer = await readAt(other).catch((second) => {
        throw isNotFound(second) ? error : second;
      });
      place = other;
      return answer;
    }
  };
}
