import type { Clock } from '../../clock/clock.js';
import { elapsedMs, type Mark, markNow } from '../../clock/elapsed.js';
import type { TokenRecord } from '../tokens/token-record.js';

/** The life of a refresh token that nobody uses is not documented: it is used after this time at the latest, in ms. */
const longestUnusedMs = 12 * 3_600_000;

/** A token that took the place of a refused one and is refused within this time: another one would not help, in ms. */
const secondRefusalMs = 60_000;

/** With less than this share of its life left, an access token is renewed before use. */
const lastShare = 0.25;

/** The tokens of an account in memory, and what is known of their age. */
export class HeldTokens {
  readonly #clock: Clock;
  #record: TokenRecord | undefined;
  #obtained: Mark = { wall: 0, monotonicMs: 0 };
  /** The access token that the API refused: not given out again. */
  #rejected: string | undefined;
  /** When the token of now took the place of a refused one. */
  #replacedAt: Mark | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is held; undefined before the first sign-in. */
  get record(): TokenRecord | undefined {
    return this.#record;
  }

  /** The access token, unless it has expired or was refused. */
  get usableToken(): string | undefined {
    const token = this.#record?.accessToken ?? '';
    const isUsable = token !== '' && token !== this.#rejected && this.#ageShare() < 1;
    return isUsable ? token : undefined;
  }

  /** True when a renewal should come before the next use. */
  get isDue(): boolean {
    return this.usableToken === undefined || this.#ageShare() > 1 - lastShare || this.isLongUnused;
  }

  /** True when the refresh token was not used for 12 hours. */
  get isLongUnused(): boolean {
    return this.#record !== undefined && elapsedMs(this.#obtained, this.#clock) >= longestUnusedMs;
  }

  /** Replaces what is held, or drops it. */
  hold(record: TokenRecord | undefined): void {
    // For the same tokens the first mark stays: it knows their age even after the wall clock was set back.
    const isSame = record !== undefined && this.#record?.gen === record.gen && this.#record.seq <= record.seq;
    // The access token that was refused may stay where only the refresh token is new.
    if (!isSame && (record === undefined || record.accessToken !== this.#rejected)) {
      this.#replacedAt = this.#rejected === undefined ? undefined : markNow(this.#clock);
      this.#rejected = undefined;
    }
    if (!isSame && record !== undefined) this.#obtained = obtainedMark(record, this.#clock);
    this.#record = record;
  }

  /**
   * Stops giving out this access token, so that the next use renews it. An API that refuses every token would make us
   * renew without end: a refusal within a minute of such a renewal is left to the caller.
   */
  reject(accessToken: string): void {
    const isSecond = this.#replacedAt !== undefined && elapsedMs(this.#replacedAt, this.#clock) < secondRefusalMs;
    const isYoung = this.#ageShare() < 1 - lastShare;
    if (this.#record?.accessToken === accessToken && !(isSecond && isYoung)) this.#rejected = accessToken;
  }

  /** How much of the access token's life is over, 1 = all; 0 where the clock says that it has not begun. */
  #ageShare(): number {
    return this.#record === undefined ? 1 : elapsedMs(this.#obtained, this.#clock) / this.#record.expiresInMs;
  }
}

/**
 * When tokens were obtained, on both clocks of now.
 *
 * A wall clock that stands before that (a computer without a battery, after a power cut) makes the age 0: the token is
 * tried, and a 401 is believed.
 */
function obtainedMark(record: TokenRecord, clock: Clock): Mark {
  const ageMs = Math.max(0, clock.now() - record.obtainedWall);
  return { wall: record.obtainedWall, monotonicMs: clock.monotonicMs() - ageMs };
}
