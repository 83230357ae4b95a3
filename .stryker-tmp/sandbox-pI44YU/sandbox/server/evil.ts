// @ts-nocheck
import { listen } from './server.js';

/** What a client sent to a place where it should never have gone. */
export interface EvilRequest {
  readonly method: string;
  readonly path: string;
  readonly hasAuthorization: boolean;
  readonly bodyBytes: number;
}

/** A foreign host: whatever arrives here was carried off by a redirect. */
export interface Evil {
  readonly url: string;
  /** Stays empty with a careful client. */
  readonly requests: readonly EvilRequest[];
  stop(): Promise<void>;
}

/** Listens on a free loopback port and hands out tokens, so that a careless client even believes it. */
export async function startEvil(): Promise<Evil> {
  const requests: EvilRequest[] = [];
  const tokens = {
    access_token: 'evil',
    token_type: 'Bearer',
    expires_in: 3600,
    refresh_token: 'evil',
    scope: 'read:*',
  };
  const server = await listen({ port: 0, host: '127.0.0.1', tls: undefined }, async (request, response) => {
    let bodyBytes = 0;
    const { method = '', url: path = '', headers } = request;
    try {
      for await (const chunk of request) bodyBytes += (chunk as Buffer).length;
    } finally {
      requests.push({ method, path, hasAuthorization: headers.authorization !== undefined, bodyBytes });
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(tokens));
  });
  return { url: server.url, requests, stop: server.stop };
}
