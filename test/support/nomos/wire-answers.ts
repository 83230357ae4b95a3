/** What Nomos' API answers for one customer, as its documentation shows it; everything personal in it is in `personalValues`. */

const created_at = '2024-03-14T12:00:00Z';
const customer = 'cus_anna00000001';
const meter = 'mtr_anna00000001';

/** The ids of the customer's contracts: consumption and feed-in. */
export const [homeId, roofId] = ['sub_home00000001', 'sub_roof00000001'] as const;

const person = {
  object: 'customer',
  id: customer,
  type: 'person',
  first_name: 'Annegret',
  last_name: 'Beispielfrau',
  email: 'annegret@example.com',
  vat_id: 'DE987654321',
  created_at,
};
const address = {
  object: 'address',
  id: 'adr_anna00000001',
  street: 'Torstraße',
  house_number: '119b',
  zip: '10119',
  city: 'Entenhausen',
  created_at,
};
const contract = {
  object: 'subscription',
  id: homeId,
  plan: 'pln_basic0000001',
  number: '4X44EMKX',
  status: 'active',
  estimated_usage: 3500,
  type: 'consumption',
  start_at: '2024-06-30T22:00:00Z',
  end_at: null,
  terminated_at: null,
  created_at,
  updated_at: created_at,
  metadata: { owner: 'Annegret B.' },
  future: 'secret',
};

/** A contract in a list. */
export const listedContracts = [
  { ...contract, customer, address: 'adr_anna00000001', meter, payment_method: 'pm_anna00000001', supplier: null },
  { ...contract, id: roofId, number: 'ROOF0001', type: 'feed_in', created_at: '2025-03-02T16:05:00.000Z', customer },
];

/** A contract by itself. */
export const wholeContract = {
  ...contract,
  customer: person,
  address,
  billing_address: { ...address, street: 'Postweg' },
  meter: {
    object: 'meter',
    id: meter,
    number: '1APA0195124010',
    type: 'smart',
    created_at,
    melo: 'DE0000001234567890',
    malo: '50491310272',
  },
  payment_method: {
    object: 'payment_method',
    id: 'pm_anna00000001',
    type: 'sepa_debit',
    created_at,
    sepa_debit: { iban: 'DE************6485', account_holder: 'Annegret Beispielfrau' },
  },
  supplier: { object: 'supplier', id: 'mp_1', name: 'Altstrom GmbH', country: 'DE', created_at },
};

/** Invoices of the year 2026, the newest first: one a month for the home, the newest of them open, and a prepayment. */
export const invoices = Array.from({ length: 10 }, (_, index) => {
  const month = 10 - index;
  return {
    object: 'invoice',
    id: `inv_${String(month).padStart(10, '0')}`,
    customer,
    subscription: homeId,
    invoice_number: `4X44EMKX-${month}`,
    month,
    year: 2026,
    period_number: month,
    period_start: midnight(month),
    period_end: midnight(month + 1),
    status: month === 10 ? 'open' : 'paid',
    ...(month === 1 ? { type: 'prepayment', total: 50 } : { type: 'usage', usage: 100 + month, total: 30.25 + month }),
    issued_at: '2026-11-05T08:00:00Z',
    paid_at: month === 10 ? null : '2026-11-12T08:00:00Z',
    future: 'secret',
  };
});

export const meterReadings = [
  ['customer_report', '2026-06-30T22:00:00Z', 4711.5],
  ['grid_reading', '2025-12-31T23:00:00Z', 3000],
].map(([type, timestamp, value], index) => ({
  object: 'meter_reading',
  id: `mr_${index}`,
  customer,
  subscription: homeId,
  meter,
  value,
  timestamp,
  type,
  created_at: '2026-07-02T09:00:00.000Z',
}));

export const gridFeeReductions = [
  {
    object: 'grid_fee_reduction',
    id: 'gfr_1',
    subscription: homeId,
    customer,
    type: 'enwg-14a-module-1',
    status: 'activated',
    valid_from: '2026-01-01T00:00:00+01:00',
    valid_until: null,
    created_at,
    updated_at: created_at,
  },
];

export const plan = {
  object: 'plan',
  id: 'pln_basic0000001',
  name: 'Basic',
  slug: 'basic',
  description: 'Dynamic',
  price: 10.99,
  currency: 'EUR',
  created_at: '2021-01-01T00:00:00.000Z',
  type: 'consumption',
};

/** Every text of these answers that says who the customer is, or where and how they live or pay. */
export const personalValues = [
  ...['Annegret', 'Beispielfrau', 'annegret@example.com', 'DE987654321', 'Torstraße', '119b', '10119', 'Entenhausen'],
  ...['Postweg', '1APA0195124010', 'DE0000001234567890', '50491310272', '6485', 'Altstrom', customer, meter],
  ...['adr_anna', 'pm_anna'],
];

/** The local midnight that begins a month of 2026, as Nomos writes it. */
function midnight(month: number): string {
  const isSummer = month >= 4 && month <= 10;
  return new Date(Date.UTC(2026, month - 1, 1) - (isSummer ? 2 : 1) * 3_600_000).toISOString().replace('.000', '');
}
