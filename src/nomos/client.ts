import type { CivilDate } from '../time/index.js';
import { type ApiReaderOptions, createApiReader } from './api-reader.js';
import { decodePrices, decodeSubscriptions } from './decode.js';
import { walkPages } from './paging.js';
import { day, pathId } from './paths.js';
import type { PriceAnswer } from './price-answer.js';
import { createResourceReader, type ResourceReader } from './resource-reader.js';
import type { Subscription } from './subscription.js';
import { createUsageReader, type UsageReader } from './usage-reader.js';

export type { AccessTokens } from './api-reader.js';

/** Nomos, as far as we use it. Every method throws NomosErrors only. */
export interface NomosClient extends ResourceReader {
  /** All contracts of the customer, newest first, over all pages. */
  subscriptions(signal?: AbortSignal): Promise<Subscription[]>;
  /** Prices of the local days from `firstDay` to `lastDay`, both included; asked `ahead` of what waits already, if wanted. */
  prices(
    subscriptionId: string,
    firstDay: CivilDate,
    lastDay: CivilDate,
    signal?: AbortSignal,
    order?: 'ahead',
  ): Promise<PriceAnswer>;
  /** What was metered; see `UsageReader`. */
  readonly usage: UsageReader;
}

/** A client of one account; throws `invalid-base-url`. */
export function createNomosClient(options: ApiReaderOptions): NomosClient {
  const reader = createApiReader(options);
  const { read } = reader;

  return {
    ...createResourceReader(reader),
    usage: createUsageReader(reader),
    async subscriptions(signal) {
      const readPage = async (cursor: string | undefined) => {
        const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        return decodeSubscriptions(await read(`/subscriptions?limit=100${query}`, signal));
      };
      return [...(await walkPages({ readPage })).items];
    },
    async prices(subscriptionId, firstDay, lastDay, signal, order) {
      const id = pathId('subscription', subscriptionId, 'sub');
      const path = `/subscriptions/${id}/prices?start=${day(firstDay)}&end=${day(lastDay)}`;
      return decodePrices(await read(path, signal, order));
    },
  };
}
