import { gridFeeReduction, invoice, listedContract, meterReading } from './resource-fields.js';
import { type FieldTable, hyphenated } from './resource-item.js';

/** The lists that can be read. */
export type ListName = 'subscriptions' | 'invoices' | 'meter-readings' | 'grid-fee-reductions';

/** What is known of one list. */
interface ListDefinition {
  readonly path: string;
  /** Where the list of one contract was in older versions of the API, below `/subscriptions/{id}/`. */
  readonly oldPath?: string;
  readonly fields: FieldTable;
  /** True where entries belong to one contract and name it. */
  readonly isOfContract: boolean;
  /** The instant, by our name, that a period of days is about. */
  readonly dated: string;
  /** Its name on the wire, where Nomos can filter by it. */
  readonly datedOnWire?: string;
  /** The words of each filter on the wire; `asked` where Nomos can filter by it, else only we do. */
  readonly words: Readonly<Partial<Record<'status' | 'type', WordFilter>>>;
}

interface WordFilter {
  readonly known: readonly string[];
  readonly by: 'nomos' | 'us';
}

/** Every list by its name. */
export const lists: Readonly<Record<ListName, ListDefinition>> = {
  subscriptions: {
    path: '/subscriptions',
    fields: listedContract,
    isOfContract: false,
    dated: 'createdAt',
    datedOnWire: 'created_at',
    words: {
      status: { known: ['pending', 'active', 'ended'], by: 'nomos' },
      type: { known: ['consumption', 'feed_in'], by: 'us' },
    },
  },
  invoices: {
    path: '/invoices',
    oldPath: 'invoices',
    fields: invoice,
    isOfContract: true,
    dated: 'periodStart',
    datedOnWire: 'period_start',
    words: {
      status: { known: ['open', 'paid', 'voided', 'uncollectible'], by: 'nomos' },
      type: { known: ['usage', 'prepayment', 'void'], by: 'nomos' },
    },
  },
  'meter-readings': {
    path: '/meter-readings',
    oldPath: 'meter_readings',
    fields: meterReading,
    isOfContract: true,
    dated: 'readAt',
    words: { type: { known: ['customer_report', 'grid_reading', 'grid_estimation'], by: 'nomos' } },
  },
  'grid-fee-reductions': {
    path: '/grid-fee-reductions',
    fields: gridFeeReduction,
    isOfContract: true,
    dated: 'createdAt',
    datedOnWire: 'created_at',
    words: {
      status: { known: ['intended', 'ordered', 'rejected', 'activated', 'ended'], by: 'nomos' },
      type: { known: ['enwg-14a-module-1', 'enwg-14a-module-2', 'enwg-14a-module-3'], by: 'us' },
    },
  },
};

/** The word of a filter as the wire has it; one that is not known goes as it is, because lists of words grow. */
export function wireWord({ known }: WordFilter, given: string): string {
  return known.find((candidate) => hyphenated(candidate) === hyphenated(given)) ?? given;
}
