import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { type RequestProgress, watch } from './progress.js';
import type { ProxyAddress } from './proxy.js';
import type { HttpAnswer, HttpRequest } from './request.js';

const maxBodyBytes = 16_384;

/** The connections that one exchange uses. */
export interface Route {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
  readonly proxy: ProxyAddress | undefined;
  readonly signal: AbortSignal;
}

/**
 * Agents that keep two connections, or with `fresh` one connection that serves one request only.
 *
 * Certificates are always checked, behind a proxy too: with NODE_TLS_REJECT_UNAUTHORIZED, which any node may set at run
 * time, our secrets would go to whoever answers.
 */
export function agents(kind: 'kept' | 'fresh'): Pick<Route, 'httpAgent' | 'httpsAgent'> {
  const options = kind === 'kept' ? { keepAlive: true, maxSockets: 2 } : { keepAlive: false };
  return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent({ ...options, rejectUnauthorized: true }) };
}

/** Sends one request over axios and reads the whole answer; throws whatever axios throws, which must not leave this folder. */
export async function exchange(request: HttpRequest, progress: RequestProgress, route: Route): Promise<HttpAnswer> {
  const response: AxiosResponse<string> = await axios().request({
    method: request.method,
    url: request.url,
    headers: { 'user-agent': 'node-red-contrib-nomos', ...request.headers },
    ...(request.body === undefined ? {} : { data: request.body }),
    maxContentLength: request.maxBytes,
    transport: watchedTransport(progress),
    ...route,
    proxy: route.proxy ?? false,
  });
  return {
    status: response.status,
    headers: plainHeaders(response.headers),
    text: response.data,
  };
}

type AxiosSender = InstanceType<typeof import('axios').Axios>;

let instance: AxiosSender | undefined;

/**
 * Our own axios, loaded at the first request, because loading it takes longer than starting the rest of us.
 *
 * Made by the constructor and not by `create`, which would copy defaults that other nodes may have changed.
 */
function axios(): AxiosSender {
  if (instance === undefined) {
    // biome-ignore lint/style/noCommonJs: an import statement would load axios with the file.
    const { Axios } = require('axios') as typeof import('axios');
    instance = new Axios(fixedConfig);
  }
  return instance;
}

const fixedConfig: AxiosRequestConfig = {
  adapter: 'http',
  responseType: 'text',
  maxRedirects: 0,
  maxBodyLength: maxBodyBytes,
  validateStatus: () => true,
  decompress: true,
};

function watchedTransport(progress: RequestProgress) {
  return {
    request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest {
      const protocol = options.protocol ?? 'https:';
      const request = (protocol === 'https:' ? httpsRequest : httpRequest)(options, onResponse);
      watch(request, progress, protocol);
      return request;
    },
  };
}

function plainHeaders(headers: AxiosResponse['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
