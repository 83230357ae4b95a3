/** What can be read with a token. */
export type Resource = 'subscriptions' | 'subscription' | 'prices' | 'usage';

const below: Readonly<Record<string, Resource>> = { prices: 'prices', usage: 'usage', consumption: 'usage' };

/** The resource of a path; undefined where it leads to none. */
export function resourceOf(path: string): Resource | undefined {
  const [, first, id, rest] = path.split('/');
  if (first !== 'subscriptions') return undefined;
  if (id === undefined) return 'subscriptions';
  return (rest === undefined ? undefined : below[rest]) ?? 'subscription';
}
