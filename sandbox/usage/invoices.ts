import { makeId } from '../chance.js';
import type { Customer, Subscription } from '../customers.js';
import { dayMs, isoSeconds, localDate, shiftDate, startOfDate } from '../local-time.js';
import type { World } from '../world.js';
import { type BillingPeriod, billingPeriods, periodCostEur, periodKwh, planPriceEur } from './billing.js';

/** A document about money, with its entries in our words; dates are local days, instants epoch ms. */
export interface Invoice extends BillingPeriod {
  readonly id: string;
  readonly subscription: Subscription;
  readonly number: string;
  readonly type: 'usage' | 'prepayment' | 'void';
  readonly status: 'open' | 'paid' | 'voided' | 'uncollectible';
  readonly issuedAt: number;
  readonly paidAt: number | null;
  readonly voids?: string;
  /** Asked for when it is shown: adding up years takes long. */
  readonly bill: () => Bill;
}

interface Bill {
  readonly usageKwh?: number;
  readonly totalEur: number;
}

const hourMs = 3_600_000;
const payMs = 14 * dayMs;
const correctMs = 30 * dayMs;
/** The second invoice of a contract was wrong by so much, and is voided and written anew. */
const wrongFactor = 1.2;
const estimateCt = 32;

/**
 * The documents of a contract that are out by now. Smart meter: usage on the 15th of the next month. Analog meter: a
 * prepayment on the first of the month, usage in January. Feed-in has none.
 */
export function invoicesOf(world: World, subscription: Subscription): Invoice[] {
  if (subscription.type === 'feed_in') return [];
  const isSmart = subscription.meterType === 'smart';
  const months = billingPeriods(world, subscription, 1);
  const all = isSmart
    ? months.flatMap((period) => usageInvoices(world, subscription, period))
    : [
        ...months.map((period) => prepayment(world, subscription, period)),
        ...billingPeriods(world, subscription, 12).flatMap((period) => usageInvoices(world, subscription, period)),
      ];
  return all.filter(({ issuedAt }) => issuedAt <= world.clock.now());
}

function usageInvoices(world: World, subscription: Subscription, period: BillingPeriod): Invoice[] {
  const issuedAt = startOfDate(shiftDate(period.end, 14)) + 8 * hourMs;
  if (issuedAt > world.clock.now()) return [];
  const sheet = (kind: string) => document(world, subscription, period, kind);
  const right = () => ({
    usageKwh: periodKwh(world, subscription, period),
    totalEur: periodCostEur(world, subscription, period),
  });
  const isWrong = period.periodNumber === 2 && subscription.meterType === 'smart';
  if (!isWrong) return [{ ...sheet('usage'), type: 'usage', bill: right, ...paid(world, issuedAt) }];
  const wrong = () => {
    const { usageKwh, totalEur } = right();
    return { usageKwh: euros(usageKwh * wrongFactor), totalEur: euros(totalEur * wrongFactor) };
  };
  const original = { ...sheet('usage'), type: 'usage', bill: wrong, ...paid(world, issuedAt) } as const;
  const correctedAt = issuedAt + correctMs;
  if (correctedAt > world.clock.now()) return [original];
  const reversal = { type: 'void', voids: original.id, bill: () => ({ totalEur: -wrong().totalEur }) } as const;
  return [
    { ...original, status: 'voided' },
    { ...sheet('void'), ...reversal, status: 'paid', issuedAt: correctedAt, paidAt: correctedAt },
    { ...sheet('corrected'), type: 'usage', bill: right, ...paid(world, correctedAt) },
  ];
}

function prepayment(world: World, subscription: Subscription, period: BillingPeriod): Invoice {
  const totalEur = euros((subscription.estimatedUsageKwh * estimateCt) / 100 / 12 + planPriceEur(subscription.type));
  const issuedAt = startOfDate(period.start) + 8 * hourMs;
  const status = period.periodNumber === 3 ? ({ status: 'uncollectible', paidAt: null } as const) : {};
  const sheet = document(world, subscription, period, 'prepayment');
  return { ...sheet, type: 'prepayment', bill: () => ({ totalEur }), ...paid(world, issuedAt), ...status };
}

const suffixes: Readonly<Record<string, string>> = { usage: '', prepayment: 'A', void: 'S', corrected: 'K' };

function document({ seed }: World, subscription: Subscription, period: BillingPeriod, kind: string) {
  return {
    ...period,
    subscription,
    id: makeId('inv', seed, `${subscription.id}/${kind}/${period.start}`),
    number: `${subscription.number}-${String(period.periodNumber).padStart(3, '0')}${suffixes[kind]}`,
  };
}

function paid({ clock }: World, issuedAt: number) {
  const isPaid = issuedAt + payMs <= clock.now();
  return { issuedAt, status: isPaid ? 'paid' : 'open', paidAt: isPaid ? issuedAt + payMs : null } as const;
}

/** An invoice as it goes over the wire, but for what it bills. */
export function invoiceHead(customer: Customer, invoice: Invoice) {
  const { id, subscription, number, type, status, start, end, periodNumber, voids, issuedAt, paidAt, bill } = invoice;
  const last = localDate(startOfDate(end) - 1);
  return {
    object: 'invoice',
    id,
    customer: customer.id,
    subscription: subscription.id,
    invoice_number: number,
    month: Number(last.slice(5, 7)),
    year: Number(last.slice(0, 4)),
    period_start: isoSeconds(startOfDate(start)),
    period_end: isoSeconds(startOfDate(end)),
    period_number: periodNumber,
    status,
    type,
    ...(voids !== undefined && { voids }),
    issued_at: isoSeconds(issuedAt),
    paid_at: paidAt === null ? null : isoSeconds(paidAt),
    bill,
  };
}

/** An invoice as it goes over the wire. */
export function wholeInvoice({ bill, ...head }: ReturnType<typeof invoiceHead>) {
  const { usageKwh, totalEur } = bill();
  return { ...head, ...(usageKwh !== undefined && { usage: usageKwh }), total: totalEur };
}

function euros(value: number): number {
  return Math.round(value * 100) / 100;
}
