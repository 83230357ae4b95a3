import * as z from 'zod/mini';
import { DecodeError } from '../errors.js';
import { type Ms, msPerHour, msPerMinute, parseInstant } from '../time/index.js';
import { type ListPage, pageShape, toPage } from './paging.js';
import type { PriceAnswer, PricePoint } from './price-answer.js';
import type { Subscription } from './subscription.js';

/** An ISO 8601 instant with an offset or `Z`, in any number of decimals. */
export const instant = z.pipe(
  z.string(),
  z.transform((text: string, { issues }) => {
    const at = parseInstant(text);
    if (at === undefined) issues.push({ code: 'custom', message: 'not an instant', input: text });
    return at ?? 0;
  }),
);

// Only the fields that we use; whatever else comes is ignored, so that additions of Nomos break nothing.
const subscriptionShape = z.object({
  id: z.string().check(z.minLength(1)),
  number: z.nullish(z.string()),
  status: z.nullish(z.string()),
  type: z.nullish(z.string()),
  start_at: z.nullish(z.string()),
  end_at: z.nullish(z.string()),
});

const componentShape = z.object({ type: z.string(), amount: z.nullish(z.number()) });

const pointShape = z.object({
  timestamp: instant,
  amount: z.nullish(z.number()),
  components: z.nullish(z.array(componentShape)),
});

/** In these, amounts would be thought a hundred times too cheap, or a thousand times too dear. */
const otherUnit = /^\s*(?:\u20ac|euros?|eur)\s*(?:\/|per\b)|mwh/i;

/** What Nomos documents is ct/kWh; a word that says nothing to us stops nothing. */
const unit = z.catch(z.nullish(z.string()), undefined).check(z.refine((text) => !otherUnit.test(text ?? '')));

const pricesShape = z.object({
  unit,
  resolution: z.nullish(z.string()),
  items: z.nullable(z.array(pointShape)),
});

/** Reads a page of contracts; throws DecodeError `answer-unexpected`. */
export function decodeSubscriptions(json: unknown): ListPage<Subscription> {
  const page = toPage(decode(pageShape(subscriptionShape), json));
  return { ...page, items: page.items.map(toSubscription) };
}

/** Reads prices; throws DecodeError `answer-unexpected` naming the path of what is no number or no instant, or of another unit. */
export function decodePrices(json: unknown): PriceAnswer {
  const answer = decode(pricesShape, json);
  const resolutionMs = toResolutionMs(answer.resolution ?? '');
  return {
    active: answer.items !== null,
    ...(resolutionMs === undefined ? {} : { resolutionMs }),
    points: (answer.items ?? []).map(toPoint),
  };
}

function toSubscription(wire: z.infer<typeof subscriptionShape>): Subscription {
  const [startAt, endAt] = [toInstant(wire.start_at), toInstant(wire.end_at)];
  return {
    id: wire.id,
    ...(wire.number ? { number: wire.number } : {}),
    status: wire.status ?? 'unknown',
    type: (wire.type ?? 'consumption').replaceAll('_', '-'),
    ...(startAt === undefined ? {} : { startAt }),
    ...(endAt === undefined ? {} : { endAt }),
  };
}

function toInstant(text: string | null | undefined): Ms | undefined {
  return text ? parseInstant(text) : undefined;
}

function toPoint(wire: z.infer<typeof pointShape>): PricePoint {
  return { start: wire.timestamp, priceCt: wire.amount ?? null, components: toComponents(wire.components ?? []) };
}

/** Parts of one name are added up; a name of which any part is unknown is left out. */
function toComponents(wire: readonly z.infer<typeof componentShape>[]): Record<string, number> {
  const unknown = new Set(wire.filter(({ amount }) => amount === null || amount === undefined).map(({ type }) => type));
  const sums = new Map<string, number>();
  for (const { type, amount } of wire) {
    if (!unknown.has(type)) sums.set(type, (sums.get(type) ?? -0) + (amount ?? 0));
  }
  return Object.fromEntries(sums);
}

function toResolutionMs(text: string): number | undefined {
  if (/^hour(ly)?$/i.test(text)) return msPerHour;
  const minutes = /^(\d{1,4}) ?min/i.exec(text)?.[1];
  return minutes === undefined || Number(minutes) === 0 ? undefined : Number(minutes) * msPerMinute;
}

/** Reads an answer by its shape; throws DecodeError `answer-unexpected` naming the path of what does not fit. */
export function decode<T>(shape: z.ZodMiniType<T>, json: unknown): T {
  const result = shape.safeParse(json);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join('.') ?? '';
  throw new DecodeError('answer-unexpected', `unexpected answer of Nomos at "${path}"`, { path });
}
