// @ts-nocheck
import { randomUUID } from 'node:crypto';

/** What the sandbox sends back; `body` as it goes over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An entry of `errors` in Nomos' envelope. */
export interface Trouble {
  readonly code: string;
  readonly field: string;
  readonly message: string;
}

const codes = new Map([
  [400, 'BAD_REQUEST'],
  [401, 'UNAUTHORIZED'],
  [402, 'PAYMENT_REQUIRED'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [405, 'METHOD_NOT_ALLOWED'],
  [409, 'CONFLICT'],
  [422, 'UNPROCESSABLE_ENTITY'],
  [429, 'TOO_MANY_REQUESTS'],
  [500, 'INTERNAL_SERVER_ERROR'],
]);

/** Thrown by a route that refuses: becomes Nomos' error envelope, or the RFC form where the token endpoint is told so. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly Trouble[];
  /** The `error` of RFC 6749 5.2, where the refusal comes from the token endpoint. */
  readonly rfcError: string | undefined;

  constructor(
    status: number,
    message: string,
    more: { headers?: Record<string, string>; errors?: readonly Trouble[]; rfcError?: string } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = more.headers ?? {};
    this.errors = more.errors ?? [];
    this.rfcError = more.rfcError;
  }
}

/** A JSON answer. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** Nomos' error envelope. */
export function envelope({ status, message, headers, errors }: Omit<Refusal, 'name' | 'rfcError'>): Answer {
  const code = codes.get(status) ?? 'INTERNAL_SERVER_ERROR';
  const body = {
    code,
    message,
    requestId: randomUUID(),
    docs: `https://docs.nomos.energy/api-references/errors/${code}`,
    ...(errors.length > 0 && { errors }),
  };
  return json(status, body, headers);
}

/** The refusal of a code or a refresh token. */
export function invalidGrant(message: string): Refusal {
  return new Refusal(401, message, { rfcError: 'invalid_grant' });
}
