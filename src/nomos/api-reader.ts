import { DecodeError } from '../errors.js';
import { apiVersionHeader, defaultApiVersion } from '../http/api-version.js';
import { checkBaseUrl, isLoopback } from '../http/base-url.js';
import type { HttpDoor } from '../http/door.js';
import { isJson, parseJson } from '../http/json.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import type { Ms } from '../time/index.js';
import { apiFailure } from './api-failure.js';

/** Where access tokens come from. */
export interface AccessTokens {
  /** A token that is good for a request; throws ConsentRequiredError, ConfigError or UnavailableError. */
  accessToken(): Promise<string>;
  /** A token newer than the one that the API refused; throws like `accessToken`. */
  renew(rejected: string): Promise<string>;
}

/** What reading from the API needs. */
export interface ApiReaderOptions {
  readonly door: HttpDoor;
  readonly baseUrl: string;
  readonly tokens: AccessTokens;
  readonly apiVersion?: string;
  /** The wall clock, for waits that Nomos writes as a date; default `Date.now`. */
  readonly now?: () => Ms;
}

/** Reads paths of the API with a token. Both methods throw NomosErrors only. */
export interface ApiReader {
  /** The JSON that a path answers; asked `ahead` of what waits already, if wanted. */
  read(path: string, signal: AbortSignal | undefined, order?: 'ahead'): Promise<unknown>;
  /** The address that a path redirects to, without going there: it is another host, which the token is not for. */
  locate(path: string, signal: AbortSignal | undefined): Promise<string>;
}

const deadlineMs = 20_000;
const maxBytes = 5 * 1024 * 1024;

/** A reader of one account; throws `invalid-base-url`. */
export function createApiReader(options: ApiReaderOptions): ApiReader {
  const { door, tokens, apiVersion = defaultApiVersion, now = Date.now } = options;
  const baseUrl = checkBaseUrl(options.baseUrl);

  /** A 401 is believed once: the token is renewed and the request repeated; a second one is an error (RFC 6750 3.1). */
  async function ask(
    path: string,
    signal: AbortSignal | undefined,
    wanted: Pick<HttpRequest, 'redirects' | 'order'>,
  ): Promise<HttpAnswer> {
    const get = (token: string) => {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json', [apiVersionHeader]: apiVersion };
      return door.send({ method: 'GET', url: baseUrl + path, headers, deadlineMs, maxBytes, signal, ...wanted });
    };
    const token = await tokens.accessToken();
    const first = await get(token);
    const answer = first.status === 401 ? await get(await tokens.renew(token)) : first;
    if (answer.status > 399) throw apiFailure(answer, now());
    return answer;
  }

  return {
    async read(path, signal, order) {
      const answer = await ask(path, signal, order === undefined ? {} : { order });
      const json = isJson(answer.headers) ? parseJson(answer.text) : undefined;
      if (json === undefined) throw new DecodeError('answer-not-json', 'the answer of Nomos is no JSON', { path: '' });
      return json;
    },
    async locate(path, signal) {
      const { status, headers } = await ask(path, signal, { redirects: 'answer' });
      const target = status >= 300 ? safeTarget(headers.location ?? '', baseUrl) : undefined;
      if (target !== undefined) return target;
      throw new DecodeError('answer-unexpected', 'Nomos answered with no usable link', { path: 'location' });
    },
  };
}

/** The absolute address, where it is one that may be opened: https anywhere, http on this machine only. */
function safeTarget(location: string, baseUrl: string): string | undefined {
  if (location === '' || !URL.canParse(location, baseUrl)) return undefined;
  const url = new URL(location, baseUrl);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
  return isSafe ? url.href : undefined;
}
