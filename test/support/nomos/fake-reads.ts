import type { ServerResponse } from 'node:http';
import { json, type Seen } from './loopback.js';
import * as wire from './wire-answers.js';

/** How a made-up Nomos answers reads; a test may change it while it runs. */
export interface FakeReads {
  /** Entries on a page, whatever was asked for. */
  pageSize: number;
  /** Whether filters are obeyed, or silently ignored as unknown ones are. */
  filters: 'obeyed' | 'ignored';
  /** Where the lists of invoices and readings are: at their present place, or below a contract as in older versions. */
  places: 'present' | 'older';
  /** Where the file of an invoice is, as the redirect says. */
  fileUrl: string;
  /** Answers a request. */
  answer(seen: Seen, response: ServerResponse): void;
}

type Entry = Readonly<Record<string, unknown>>;

const lists: Readonly<Record<string, readonly Entry[]>> = {
  '/subscriptions': wire.listedContracts,
  '/invoices': wire.invoices,
  '/meter-readings': wire.meterReadings,
  '/grid-fee-reductions': wire.gridFeeReductions,
};
const olderLists: Readonly<Record<string, readonly Entry[]>> = {
  '/subscriptions': wire.listedContracts,
  [`/subscriptions/${wire.homeId}/invoices`]: wire.invoices.map(({ type, customer, subscription, ...older }) => older),
  [`/subscriptions/${wire.homeId}/meter_readings`]: wire.meterReadings,
};
const singles: Readonly<Record<string, Entry>> = {
  [`/subscriptions/${wire.homeId}`]: wire.wholeContract,
  '/plans/pln_basic0000001': wire.plan,
};

/** Answers with what stands in `wire-answers`. */
export function fakeReads(): FakeReads {
  const reads: FakeReads = {
    pageSize: 100,
    filters: 'obeyed',
    places: 'present',
    fileUrl: 'https://files.example.com/invoice.pdf?signature=abc',
    answer({ url }, response) {
      const { pathname, searchParams } = new URL(url, 'http://nomos');
      const list = (reads.places === 'present' ? lists : olderLists)[pathname];
      const single = singles[pathname];
      if (list !== undefined) json(response, 200, page(reads, list, searchParams));
      else if (single !== undefined) json(response, 200, single);
      else if (/^\/invoices\/inv_\d+\/file$/.test(pathname)) {
        response.writeHead(302, { location: reads.fileUrl }).end();
      } else json(response, 404, { code: 'NOT_FOUND', message: 'No.', requestId: 'req_404', docs: '' });
    },
  };
  return reads;
}

function page({ pageSize, filters }: FakeReads, list: readonly Entry[], query: URLSearchParams): object {
  const entries = filters === 'ignored' ? list : list.filter((entry) => [...query].every(obeys(entry)));
  const start = Number(query.get('cursor') ?? 0);
  const end = start + pageSize;
  const more = end < entries.length ? { has_more: true, next_page: String(end) } : { has_more: false, next_page: null };
  return { object: 'list', items: entries.slice(start, end), ...more };
}

function obeys(entry: Entry) {
  return ([name, wanted]: [string, string]) => {
    const [, field = '', operator] = /^filter\[(\w+)\]\[(\w+)\]$/.exec(name) ?? [];
    const value = String(entry[field]);
    if (operator === 'eq') return value === wanted;
    if (operator === 'gte') return Date.parse(value) >= Date.parse(wanted);
    return operator !== 'lte' || Date.parse(value) <= Date.parse(wanted);
  };
}
