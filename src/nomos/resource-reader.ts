import { DecodeError } from '../errors.js';
import type { ApiReader } from './api-reader.js';
import { decode } from './decode.js';
import { isWanted, type ListQuery, listParameters } from './list-query.js';
import { pageShape, toPage, type Walked, walkPages } from './paging.js';
import { isNotFound, pathId } from './paths.js';
import { plan, wholeContract } from './resource-fields.js';
import { itemShape, type Privacy, type ResourceItem } from './resource-item.js';
import { lists } from './resource-lists.js';

/** Reads what a customer may read beside prices; every method throws NomosErrors only. */
export interface ResourceReader {
  /** The wanted entries of a list, newest first, over all pages; throws as `walkPages` does, too. */
  list(query: ListQuery, signal?: AbortSignal): Promise<Walked<ResourceItem>>;
  /** One contract, with what belongs to it. */
  contract(subscriptionId: string, privacy: Privacy, signal?: AbortSignal): Promise<ResourceItem>;
  plan(planId: string, signal?: AbortSignal): Promise<ResourceItem>;
  /** The address of an invoice's file, good for an hour for whoever has it; it is not opened. */
  invoiceFile(invoiceId: string, signal?: AbortSignal): Promise<string>;
}

/** Reads with the given reader. */
export function createResourceReader({ read, locate }: ApiReader): ResourceReader {
  /** Walks over one path; `subscription` fills in for entries that do not name their contract. */
  function walk(path: string, query: ListQuery, signal?: AbortSignal, subscription?: string) {
    const shape = pageShape(itemShape(lists[query.list].fields, query.privacy));
    // The older lists are below a contract already, and their entries do not name it.
    const parameters = listParameters(subscription === undefined ? query : { ...query, subscriptionId: undefined });
    return walkPages<ResourceItem>({
      maxItems: query.maxItems,
      isWanted: (item) => isWanted(query, item),
      async readPage(cursor) {
        if (cursor !== undefined) parameters.set('cursor', cursor);
        const page = toPage(decode(shape, await read(`${path}?${parameters}`, signal)));
        if (subscription === undefined) return page;
        return { ...page, items: page.items.map((item) => ({ subscription, ...item })) };
      },
    });
  }

  return {
    async list(query, signal) {
      const { path, oldPath } = lists[query.list];
      const { subscriptionId } = query;
      const id = subscriptionId === undefined ? undefined : pathId('subscription', subscriptionId, 'sub');
      try {
        return await walk(path, query, signal);
      } catch (error) {
        if (oldPath === undefined || id === undefined || !isNotFound(error)) throw error;
        // Where the older place is unknown, too, the refusal of the present one says more.
        return await walk(`/subscriptions/${id}/${oldPath}`, query, signal, subscriptionId).catch((second) => {
          throw isNotFound(second) ? error : second;
        });
      }
    },
    async contract(subscriptionId, privacy, signal) {
      const json = await read(`/subscriptions/${pathId('subscription', subscriptionId, 'sub')}`, signal);
      return decode(itemShape(wholeContract, privacy), json);
    },
    async plan(planId, signal) {
      return decode(itemShape(plan, 'no-personal-data'), await read(`/plans/${safeId(planId)}`, signal));
    },
    invoiceFile: async (invoiceId, signal) => locate(`/invoices/${pathId('invoice', invoiceId, 'inv')}/file`, signal),
  };
}

/** The id of a plan comes from Nomos: a wrong one is nobody's typing mistake. */
function safeId(planId: string): string {
  if (/^[\w-]{1,128}$/.test(planId)) return encodeURIComponent(planId);
  throw new DecodeError('answer-unexpected', 'the id of a plan is none', { path: 'plan' });
}
