import { type FieldTable, instant, number, part, personal, text, word } from './resource-item.js';

const contractFields: FieldTable = {
  id: text('id'),
  number: text('number'),
  status: word('status'),
  type: word('type'),
  plan: text('plan'),
  estimatedUsageKwhPerYear: number('estimated_usage'),
  startAt: instant('start_at'),
  endAt: instant('end_at'),
  terminatedAt: instant('terminated_at'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
};

const customerFields: FieldTable = {
  id: text('id'),
  type: word('type'),
  firstName: text('first_name'),
  lastName: text('last_name'),
  companyName: text('company_name'),
  email: text('email'),
  vatId: text('vat_id'),
  createdAt: instant('created_at'),
};

const addressFields: FieldTable = {
  street: text('street'),
  houseNumber: text('house_number'),
  zip: text('zip'),
  city: text('city'),
};

const paymentFields: FieldTable = {
  type: word('type'),
  sepaDebit: part('sepa_debit', { iban: text('iban'), accountHolder: text('account_holder') }),
};

/** A contract in a list: what belongs to it is named by ids of no use to anyone, which are left out. */
export const listedContract = contractFields;

/** A contract by itself, with what belongs to it. */
export const wholeContract: FieldTable = {
  ...contractFields,
  meter: part('meter', {
    type: word('type'),
    number: personal(text('number')),
    melo: personal(text('melo')),
    malo: personal(text('malo')),
  }),
  customer: personal(part('customer', customerFields)),
  address: personal(part('address', addressFields)),
  billingAddress: personal(part('billing_address', addressFields)),
  paymentMethod: personal(part('payment_method', paymentFields)),
  previousSupplier: personal(part('supplier', { name: text('name'), country: text('country') })),
};

/** An invoice, a prepayment, or the document that voids one. */
export const invoice: FieldTable = {
  id: text('id'),
  invoiceNumber: text('invoice_number'),
  subscription: text('subscription'),
  month: number('month'),
  year: number('year'),
  periodStart: instant('period_start'),
  periodEnd: instant('period_end'),
  periodNumber: number('period_number'),
  status: word('status'),
  type: word('type'),
  totalEur: number('total'),
  usageKwh: number('usage'),
  voids: text('voids'),
  issuedAt: instant('issued_at'),
  paidAt: instant('paid_at'),
  customer: personal(text('customer')),
};

/** What a meter showed at the start of a day. */
export const meterReading: FieldTable = {
  id: text('id'),
  subscription: text('subscription'),
  valueKwh: number('value'),
  readAt: instant('timestamp'),
  type: word('type'),
  createdAt: instant('created_at'),
  customer: personal(text('customer')),
  meter: personal(text('meter')),
};

/** A reduction of the grid fee by section 14a EnWG. */
export const gridFeeReduction: FieldTable = {
  id: text('id'),
  subscription: text('subscription'),
  type: word('type'),
  status: word('status'),
  validFrom: instant('valid_from'),
  validUntil: instant('valid_until'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
  customer: personal(text('customer')),
};

/** What a contract was concluded on. */
export const plan: FieldTable = {
  id: text('id'),
  name: text('name'),
  description: text('description'),
  type: word('type'),
  priceEurPerMonth: number('price'),
  createdAt: instant('created_at'),
};
