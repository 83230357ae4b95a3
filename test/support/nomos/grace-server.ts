import { UnavailableError } from '#src/errors.js';
import type { HttpDoor } from '#src/http/door.js';
import type { HttpAnswer } from '#src/http/request.js';
import type { ManualClock } from '../clock/manual-clock.js';

/** What may happen to a token request, and whether the server had processed it by then. */
export type GraceFault =
  | 'refused'
  | 'dropped before'
  | 'dropped after'
  | 'gateway 502'
  | 'gateway 504 after'
  | 'gateway page 404'
  | 'portal page 200'
  | 'cut answer'
  | 'busy 429'
  | 'slow answer';

/** A token endpoint on a steered clock: it rotates, and takes a used refresh token for its grace period. */
export class GraceServer {
  /** When each token request came, epoch ms. */
  readonly requestedAt: number[] = [];
  /** What happens to the request that comes now. */
  fault: (at: number) => GraceFault | undefined = () => undefined;
  /** Headers of gateway answers. */
  headers: Readonly<Record<string, string>> = {};
  /** True when a token was presented after its grace period: the consent is gone for good. */
  isRevoked = false;
  issued = 0;
  readonly #clock: ManualClock;
  readonly #graceMs: number;
  readonly #usedAt = new Map<string, number>();

  constructor(clock: ManualClock, graceMs: number) {
    this.#clock = clock;
    this.#graceMs = graceMs;
  }

  readonly door: HttpDoor = {
    close: () => undefined,
    send: async ({ body = '' }) => {
      const at = this.#clock.now();
      this.requestedAt.push(at);
      return this.#spoilt(this.fault(at), new URLSearchParams(body).get('refresh_token') ?? '');
    },
  };

  async #spoilt(fault: GraceFault | undefined, token: string): Promise<HttpAnswer> {
    const { headers } = this;
    if (fault === 'refused') throw new UnavailableError('network-refused', fault, { sent: false });
    if (fault === 'dropped before') throw new UnavailableError('network-reset', fault, { sent: true });
    if (fault === 'gateway 502') return { status: 502, headers, text: '<html>' };
    if (fault === 'gateway page 404') return { status: 404, headers, text: '<html>' };
    if (fault === 'portal page 200') return { status: 200, headers, text: '<html>' };
    if (fault === 'busy 429') return { status: 429, headers, text: '' };
    if (fault === 'slow answer') await new Promise<void>((resolve) => void this.#clock.after(2_500, resolve));
    const answer = this.#process(token);
    if (fault === 'dropped after') throw new UnavailableError('network-reset', fault, { sent: true });
    if (fault === 'gateway 504 after') return { status: 504, headers, text: '' };
    return fault === 'cut answer' ? { ...answer, text: answer.text.slice(0, -5) } : answer;
  }

  #process(token: string): HttpAnswer {
    const now = this.#clock.now();
    const usedAt = this.#usedAt.get(token) ?? now;
    this.#usedAt.set(token, usedAt);
    if (now - usedAt > this.#graceMs) this.isRevoked = true;
    if (this.isRevoked) return { status: 400, headers: {}, text: '{"error":"invalid_grant"}' };
    this.issued += 1;
    const tokens = { access_token: `a${this.issued}`, refresh_token: `r${this.issued}`, expires_in: 300 };
    return { status: 200, headers: {}, text: JSON.stringify(tokens) };
  }
}
