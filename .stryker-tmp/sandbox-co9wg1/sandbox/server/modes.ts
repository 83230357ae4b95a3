// @ts-nocheck
import type { Subscription } from '../customers.js';
import type { WirePrice } from '../prices/all-in.js';

/** How an answer shows a day that is not published yet; what the real Nomos does is not documented. */
export type UnpublishedShape =
  | 'absent'
  | 'null-amounts'
  | 'empty'
  | 'null'
  | 'zeros'
  | 'no-electricity'
  | 'bad-request'
  | 'not-found';

/**
 * Prices of a local day instead of the generated ones.
 *
 * `undefined` = generate them; `null` = that day has none, shown like an unpublished one; publication times still hold.
 */
export type PriceSource = (subscription: Subscription, date: string) => readonly WirePrice[] | null | undefined;

/** Lasting behaviour of the sandbox, changed by `Sandbox.set` while it runs. */
export interface Modes {
  /** `strict`: a used refresh token is a replay; `grace`: it works again for `graceSeconds`; `off`: it stays the same. */
  rotation: 'strict' | 'grace' | 'off';
  graceSeconds: number;
  accessTokenTtlSeconds: number;
  /** Length of an access token in characters, at least 64. */
  accessTokenLength: number;
  codeTtlSeconds: number;
  /** Body of a refused token request: Nomos' envelope or RFC 6749 5.2. */
  tokenErrors: 'envelope' | 'rfc';
  /** `reject`: a `redirect_uri` at the token endpoint is an unknown key. */
  redirectUriAtToken: 'accept' | 'reject';
  /** `raw`: the Basic header is compared without form-urldecoding, as many servers do. */
  basicDecoding: 'form' | 'raw';
  /** The parameter `iss` of RFC 9207 in the redirect. */
  iss: 'off' | 'on' | 'wrong';
  /** How a denial ends: an RFC 6749 error, a redirect with `state` alone, or a page that leads nowhere. */
  denial: 'access-denied' | 'bare' | 'page';
  /** What an ended or pending subscription answers when asked for prices. */
  inactivePrices: 'null' | 'bad-request';
  unpublished: UnpublishedShape;
  /** Days of prices that may be asked for at once. */
  mostPriceDays: number;
  /** Local time `HH:MM` of the day before, at which a day appears. */
  publishAt: string;
  /** A day appears up to this much later, by the seed. */
  publishSpreadMinutes: number;
  /** Requests a second (measured over one second); `undefined` = any number. */
  requestsPerSecond: number | undefined;
  retryAfterSeconds: number;
  priceSource: PriceSource | undefined;
  /** Free texts of a price answer. */
  resolutionText: string | undefined;
  referenceText: string;
  /** Local time `HH:MM` of the next day, at which the metered values of a day appear. */
  usageAt: string;
  /** Days that metered values are late. */
  usageDelayDays: number;
  /** Stretches in which nothing was metered, `start/end` in ISO 8601, separated by commas. */
  usageHoles: string;
  /** Days of metered values that may be asked for at once; `undefined` = any number. */
  mostUsageDays: number | undefined;
  /** What an analog meter answers for less than months: months all the same, or a refusal of `resolution`. */
  analogUsage: 'months' | 'bad-request';
  /** `older`: also the newest version has usage, invoices and readings only where older versions have them. */
  readPlaces: 'by-version' | 'older';
  /** Entries on a page at most, whatever was asked for. */
  largestPage: number;
  /** `ignored`: no filter is known. */
  filters: 'obeyed' | 'ignored';
  /** Resources answered with 403, by the names of fault targets, separated by commas: `usage,invoices`. */
  forbidden: string;
}

/** What the sandbox does unless told otherwise. */
export const defaultModes: Modes = {
  rotation: 'strict',
  graceSeconds: 30,
  accessTokenTtlSeconds: 3600,
  accessTokenLength: 200,
  codeTtlSeconds: 600,
  tokenErrors: 'envelope',
  redirectUriAtToken: 'accept',
  basicDecoding: 'form',
  iss: 'off',
  denial: 'access-denied',
  inactivePrices: 'null',
  unpublished: 'absent',
  mostPriceDays: 100,
  publishAt: '12:57',
  publishSpreadMinutes: 8,
  requestsPerSecond: undefined,
  retryAfterSeconds: 30,
  priceSource: undefined,
  resolutionText: undefined,
  referenceText: 'EPEX Day-Ahead Quarter-Hourly',
  usageAt: '16:00',
  usageDelayDays: 0,
  usageHoles: '',
  mostUsageDays: undefined,
  analogUsage: 'months',
  readPlaces: 'by-version',
  largestPage: 100,
  filters: 'obeyed',
  forbidden: '',
};
