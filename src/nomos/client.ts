import { DecodeError, invalidValue } from '../errors.js';
import { apiVersionHeader, defaultApiVersion } from '../http/api-version.js';
import { checkBaseUrl } from '../http/base-url.js';
import type { HttpAnswer, HttpDoor } from '../http/door.js';
import { isJson, parseJson } from '../http/json.js';
import type { CivilDate, Ms } from '../time/index.js';
import { apiFailure } from './api-failure.js';
import { decodePrices, decodeSubscriptions } from './decode.js';
import type { PriceAnswer } from './price-answer.js';
import type { Subscription } from './subscription.js';

/** Where access tokens come from. */
export interface AccessTokens {
  /** A token that is good for a request; throws ConsentRequiredError, ConfigError or UnavailableError. */
  accessToken(): Promise<string>;
  /** A token newer than the one that the API refused; throws like `accessToken`. */
  renew(rejected: string): Promise<string>;
}

/** What a client needs. */
export interface NomosClientOptions {
  readonly door: HttpDoor;
  readonly baseUrl: string;
  readonly tokens: AccessTokens;
  readonly apiVersion?: string;
  /** The wall clock, for waits that Nomos writes as a date; default `Date.now`. */
  readonly now?: () => Ms;
}

/** Nomos, as far as we use it. Every method throws NomosErrors only. */
export interface NomosClient {
  /** All contracts of the customer, newest first, over all pages. */
  subscriptions(signal?: AbortSignal): Promise<Subscription[]>;
  /** Prices of the local days from `firstDay` to `lastDay`, both included. */
  prices(subscriptionId: string, firstDay: CivilDate, lastDay: CivilDate, signal?: AbortSignal): Promise<PriceAnswer>;
}

const deadlineMs = 20_000;
const maxBytes = 5 * 1024 * 1024;
const longestWalk = 100;

/** A client of one account; throws `invalid-base-url`. */
export function createNomosClient(options: NomosClientOptions): NomosClient {
  const { door, tokens, apiVersion = defaultApiVersion, now = Date.now } = options;
  const baseUrl = checkBaseUrl(options.baseUrl);

  function get(path: string, token: string, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', [apiVersionHeader]: apiVersion };
    return door.send({ method: 'GET', url: baseUrl + path, headers, deadlineMs, maxBytes, signal });
  }

  /** A 401 is believed once: the token is renewed and the request repeated; a second one is an error (RFC 6750 3.1). */
  async function read(path: string, signal: AbortSignal | undefined): Promise<unknown> {
    const token = await tokens.accessToken();
    const first = await get(path, token, signal);
    const answer = first.status === 401 ? await get(path, await tokens.renew(token), signal) : first;
    if (answer.status < 200 || answer.status > 299) throw apiFailure(answer, now());
    const json = isJson(answer.headers) ? parseJson(answer.text) : undefined;
    if (json === undefined) throw new DecodeError('answer-not-json', 'the answer of Nomos is no JSON', { path: '' });
    return json;
  }

  return {
    async subscriptions(signal) {
      const found: Subscription[] = [];
      const cursors = new Set<string>();
      for (let path = '/subscriptions?limit=100'; ; ) {
        const page = decodeSubscriptions(await read(path, signal));
        found.push(...page.subscriptions);
        if (page.next === undefined) return found;
        if (cursors.has(page.next) || cursors.size + 1 >= longestWalk) throw endlessPaging();
        cursors.add(page.next);
        path = `/subscriptions?limit=100&cursor=${encodeURIComponent(page.next)}`;
      }
    },
    async prices(subscriptionId, firstDay, lastDay, signal) {
      const id = checkId(subscriptionId);
      return decodePrices(await read(`/subscriptions/${id}/prices?start=${day(firstDay)}&end=${day(lastDay)}`, signal));
    },
  };
}

/** Refuses what could lead out of the path; the text is not repeated, because ids are not shown. */
function checkId(id: string): string {
  if (/^[\w-]{1,128}$/.test(id)) return encodeURIComponent(id);
  throw invalidValue('subscription', '…', 'sub_…');
}

function day(date: CivilDate): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  throw invalidValue('day', date, 'YYYY-MM-DD');
}

function endlessPaging(): DecodeError {
  return new DecodeError('paging-endless', 'the pages of a list do not end', { path: 'next_page' });
}
