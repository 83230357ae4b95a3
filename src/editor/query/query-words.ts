/** The words that Nomos uses in each list, to offer; others may be typed, because such lists grow. */
export const queryWords: Readonly<
  Record<string, { readonly entryStatus?: readonly string[]; readonly kind: readonly string[] }>
> = {
  subscriptions: { entryStatus: ['pending', 'active', 'ended'], kind: ['consumption', 'feed-in'] },
  invoices: { entryStatus: ['open', 'paid', 'voided', 'uncollectible'], kind: ['usage', 'prepayment', 'void'] },
  'meter-readings': { kind: ['customer-report', 'grid-reading', 'grid-estimation'] },
  'grid-fee-reductions': {
    entryStatus: ['intended', 'ordered', 'rejected', 'activated', 'ended'],
    kind: ['enwg-14a-module-1', 'enwg-14a-module-2', 'enwg-14a-module-3'],
  },
};
