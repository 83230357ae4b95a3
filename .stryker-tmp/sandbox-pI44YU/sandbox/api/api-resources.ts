/** What can be read with a token. */
// @ts-nocheck

export type Resource =
  | 'subscriptions'
  | 'subscription'
  | 'prices'
  | 'usage'
  | 'invoices'
  | 'invoice-file'
  | 'meter-readings'
  | 'grid-fee-reductions'
  | 'plans'
  | 'customers';

/** A resource as a path names it. */
export interface Asked {
  readonly resource: Resource;
  /** Of the contract, or of the one thing that is wanted. */
  readonly id?: string;
  /** Present where the newest version has the resource in another place than those before it. */
  readonly place?: 'newer' | 'older';
}

const belowContract: Readonly<Record<string, Omit<Asked, 'id'>>> = {
  prices: { resource: 'prices' },
  usage: { resource: 'usage', place: 'newer' },
  consumption: { resource: 'usage', place: 'older' },
  invoices: { resource: 'invoices', place: 'older' },
  meter_readings: { resource: 'meter-readings', place: 'older' },
};
const movedUp: readonly Resource[] = ['invoices', 'meter-readings'];
const onTop: readonly Resource[] = ['invoices', 'meter-readings', 'grid-fee-reductions', 'plans', 'customers'];

/** What a path asks for; undefined where it leads to nothing that the sandbox offers. */
export function askedBy(path: string): Asked | undefined {
  const [, first = '', id, below, ...more] = path.split('/').map(decode);
  if (more.length > 0) return undefined;
  if (first === 'subscriptions') return ofContract(id, below);
  const resource = onTop.find((known) => known === first);
  if (resource === undefined) return undefined;
  if (id === undefined) return movedUp.includes(resource) ? { resource, place: 'newer' } : { resource };
  if (below !== undefined)
    return first === 'invoices' && below === 'file' ? { resource: 'invoice-file', id } : undefined;
  return first === 'meter-readings' ? undefined : { resource, id };
}

function ofContract(id: string | undefined, below: string | undefined): Asked | undefined {
  if (id === undefined) return { resource: 'subscriptions' };
  if (below === undefined) return { resource: 'subscription', id };
  const asked = belowContract[below];
  return asked && { ...asked, id };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
