import type { Clock } from '../../clock/clock.js';
import { ConfigError, DecodeError } from '../../errors.js';
import type { NomosClient } from '../../nomos/client.js';
import type { Privacy } from '../../nomos/resource-item.js';
import { lists } from '../../nomos/resource-lists.js';
import { civilDay, type Interval, isoLocal, marketTimeZone, msPerHour, msPerMinute } from '../../time/index.js';
import { askAgain } from './ask-again.js';
import { resourceFailure } from './resource-failure.js';
import type { ResourceAnswer, ResourceQuery } from './resource-query.js';

/** What reading for an account stands on. */
export interface ReadingPorts {
  readonly client: NomosClient;
  readonly clock: Clock;
  /** The id of the contract that is meant; throws where nobody can tell. */
  readonly contractId: (choice: string) => Promise<string>;
  /** The number a person knows a contract by; undefined where it cannot be found out. Never rejects. */
  readonly numberOf: (contractId: string) => Promise<string | undefined>;
}

interface Question {
  readonly ports: ReadingPorts;
  readonly query: ResourceQuery;
  readonly signal: AbortSignal;
}

/** How long a link to a file is good. */
const linkMs = msPerHour;

/**
 * Answers one question. Where Nomos asks for a short wait, the question is put once more after it.
 *
 * Throws what `resourceFailure` makes of a failure, ConfigError `no-invoice`, and what finding the contract throws.
 */
export async function readResource(
  ports: ReadingPorts,
  query: ResourceQuery,
  signal: AbortSignal,
): Promise<ResourceAnswer> {
  const question = { ports, query, signal };
  try {
    return await askAgain(ports.clock, signal, () => answer(question));
  } catch (error) {
    throw resourceFailure(error, query.resource);
  }
}

function answer(question: Question): Promise<ResourceAnswer> {
  const { resource } = question.query;
  if (resource === 'invoice-file') return invoiceFile(question);
  if (resource === 'subscription' || resource === 'plan' || resource === 'customer')
    return ofContract(question, resource);
  return listed(question, resource);
}

async function listed(question: Question, list: keyof typeof lists): Promise<ResourceAnswer> {
  const { ports, query, signal } = question;
  const contractId = lists[list].isOfContract ? await ports.contractId(query.subscription) : undefined;
  const { entryStatus, kind, maxItems } = query;
  const wanted = {
    list,
    subscriptionId: contractId,
    status: entryStatus,
    type: kind,
    maxItems,
    period: periodOf(query),
  };
  const { items, truncated } = await ports.client.list({ ...wanted, privacy: privacyOf(query) }, signal);
  return { payload: items, truncated, subscriptionNumber: contractId && (await ports.numberOf(contractId)) };
}

async function ofContract(
  { ports, query, signal }: Question,
  resource: 'subscription' | 'plan' | 'customer',
): Promise<ResourceAnswer> {
  const { client } = ports;
  const contract = await client.contract(await ports.contractId(query.subscription), privacyOf(query), signal);
  const about = { truncated: false, subscriptionNumber: wordOf(contract.number) };
  if (resource === 'subscription') return { ...about, payload: contract };
  if (resource === 'plan') return { ...about, payload: await client.plan(wordOf(contract.plan) ?? '', signal) };
  const { customer } = contract;
  if (typeof customer === 'object') return { ...about, payload: customer };
  throw new DecodeError('answer-unexpected', 'the contract names no customer', { path: 'customer' });
}

/** The link to the file of one invoice, which is left for whoever wants to open it. */
async function invoiceFile({ ports, query, signal }: Question): Promise<ResourceAnswer> {
  if (query.invoice !== undefined) return linkTo(ports, { invoice: query.invoice }, signal);
  const contractId = await ports.contractId(query.subscription);
  const link = await linkTo(ports, await newestInvoice(ports.client, contractId, signal), signal);
  return { ...link, subscriptionNumber: await ports.numberOf(contractId) };
}

async function linkTo(
  { client, clock }: ReadingPorts,
  invoice: { readonly invoice: string },
  signal: AbortSignal,
): Promise<ResourceAnswer> {
  const url = await client.invoiceFile(invoice.invoice, signal);
  const validUntil = isoLocal(marketTimeZone, clock.now() + linkMs);
  return { payload: { ...invoice, url, validUntil, validMinutes: linkMs / msPerMinute }, truncated: false };
}

async function newestInvoice(client: NomosClient, subscriptionId: string, signal: AbortSignal) {
  const query = { list: 'invoices', subscriptionId, maxItems: 1, privacy: 'no-personal-data' } as const;
  const { items } = await client.list(query, signal);
  const { id, invoiceNumber } = items[0] ?? {};
  if (typeof id !== 'string') throw new ConfigError('no-invoice', 'there is no invoice for this contract yet');
  return { invoice: id, ...(invoiceNumber !== undefined && { invoiceNumber }) };
}

/** The local days as a stretch of time; open where a day is not given. */
function periodOf({ from, to }: ResourceQuery): Partial<Interval> {
  return {
    ...(from !== undefined && { start: civilDay(marketTimeZone, from).start }),
    ...(to !== undefined && { end: civilDay(marketTimeZone, to).end }),
  };
}

function privacyOf({ personalData }: ResourceQuery): Privacy {
  return personalData ? 'personal-data' : 'no-personal-data';
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
