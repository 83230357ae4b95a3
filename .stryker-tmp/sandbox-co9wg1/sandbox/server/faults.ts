// @ts-nocheck
import { type Answer, envelope, json, type Trouble } from './envelope.js';
import type { Target } from './routes.js';

/** One way to spoil an exchange. */
export type Fault =
  /** Any status in Nomos' words (`nested`: the old envelope), RFC 6749's, as a gateway's page, or without a body. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly shape?: 'envelope' | 'nested' | 'rfc' | 'html' | 'empty';
      readonly message?: string;
      readonly errors?: readonly Trouble[];
      /** `error` of the RFC shape; `invalid_grant`. */
      readonly rfcError?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** These very bytes, e.g. the page of a captive portal. */
  | { readonly kind: 'raw'; readonly body: string; readonly status?: number; readonly contentType?: string }
  /** To the evil listener, when no other place is named. */
  | { readonly kind: 'redirect'; readonly status?: number; readonly location?: string }
  /** The right answer behind so many bytes of white space. */
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'gzip-bomb'; readonly bytes: number }
  /** The right answer, one byte at a time. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  | { readonly kind: 'hang' }
  /** The connection is reset before the request is processed. */
  | { readonly kind: 'drop-before' }
  /** The request is processed, its answer is lost. */
  | { readonly kind: 'drop-after' }
  /** Half of the answer, or its first `bytes`. */
  | { readonly kind: 'truncate'; readonly bytes?: number }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The right JSON with members replaced, added or removed. */
  | { readonly kind: 'members'; readonly set?: Readonly<Record<string, unknown>>; readonly remove?: readonly string[] };

/** A fault, aimed: which requests, and how many of them. */
export type FaultPlan = Fault & {
  readonly on: Target | 'any';
  /** 1 when absent. */
  readonly times?: number | 'always';
  /** Whether the request is processed all the same, e.g. a refresh token rotated; each kind has its own default. */
  readonly handled?: boolean;
};

const handledKinds: ReadonlySet<Fault['kind']> = new Set([
  'huge',
  'gzip-bomb',
  'drip',
  'drop-after',
  'truncate',
  'delay',
  'members',
]);
const otherKinds: ReadonlySet<Fault['kind']> = new Set(['status', 'raw', 'redirect', 'hang', 'drop-before']);

/** The faults still to be played, oldest first. */
export interface Faults {
  /** Throws a `RangeError` for an unknown kind. */
  plan(fault: FaultPlan): void;
  /** The next fault for a request, used up by asking. */
  take(target: Target): FaultPlan | undefined;
  clear(): void;
}

/** No faults. */
export function makeFaults(): Faults {
  const plans: { readonly fault: FaultPlan; left: number }[] = [];
  return {
    plan(fault) {
      if (!handledKinds.has(fault.kind) && !otherKinds.has(fault.kind)) throw new RangeError(`no fault ${fault.kind}`);
      plans.push({ fault, left: fault.times === 'always' ? Number.POSITIVE_INFINITY : (fault.times ?? 1) });
    },
    take(target) {
      const next = plans.find(({ fault: { on }, left }) => left > 0 && (on === 'any' || on === target));
      if (next === undefined) return undefined;
      next.left -= 1;
      if (next.left <= 0) plans.splice(plans.indexOf(next), 1);
      return next.fault;
    },
    clear() {
      plans.length = 0;
    },
  };
}

/** Whether the request is processed although its answer is spoilt. */
export function isHandled({ kind, handled }: FaultPlan): boolean {
  return handled ?? handledKinds.has(kind);
}

/** What is sent instead of `answer`; kinds that spoil only the sending leave it as it is. */
export function spoil(answer: Answer, fault: Fault, evilUrl: string): Answer {
  if (fault.kind === 'raw') {
    const { body, status = 200, contentType = 'text/html' } = fault;
    return { status, headers: { 'content-type': contentType }, body };
  }
  if (fault.kind === 'redirect') {
    return { status: fault.status ?? 307, headers: { location: fault.location ?? `${evilUrl}/oauth/token` }, body: '' };
  }
  if (fault.kind === 'members') return withMembers(answer, fault);
  return fault.kind === 'status' ? statusAnswer(fault) : answer;
}

function statusAnswer(fault: Fault & { kind: 'status' }): Answer {
  const { status, shape = 'envelope', message = `Simulated ${status}`, errors = [], headers = {} } = fault;
  if (shape === 'empty') return { status, headers, body: '' };
  if (shape === 'rfc') {
    return json(status, { error: fault.rfcError ?? 'invalid_grant', error_description: message }, { ...headers });
  }
  if (shape !== 'html') {
    const answer = envelope({ status, message, headers, errors });
    return shape === 'nested' ? { ...answer, body: `{"error":${answer.body}}` } : answer;
  }
  const body = `<html><head><title>${status}</title></head><body><h1>${status}</h1><hr>gateway</body></html>`;
  return { status, headers: { ...headers, 'content-type': 'text/html' }, body };
}

function withMembers(answer: Answer, { set = {}, remove = [] }: Fault & { kind: 'members' }): Answer {
  const kept = Object.entries(JSON.parse(answer.body) as object).filter(([name]) => !remove.includes(name));
  return { ...answer, body: JSON.stringify({ ...Object.fromEntries(kept), ...set }) };
}
