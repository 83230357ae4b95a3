// @ts-nocheck
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Exchange } from '../world.js';

/** Turns a request into an answer and sends it; must not reject. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface ServerOptions {
  readonly port: number;
  /** A loopback address. */
  readonly host: string;
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
}

/** A listening server: its address without a trailing slash, and its end. */
export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Cuts every connection and frees the port; may be called again. */
  stop(): Promise<void>;
}

/** Listens on a loopback port, 0 = any free one; rejects when the port is taken. */
export async function listen({ port, host, tls }: ServerOptions, listener: Listener): Promise<Listening> {
  const handler = (request: IncomingMessage, response: ServerResponse) => void listener(request, response);
  const server = tls === undefined ? createHttpServer(handler) : createHttpsServer({ ...tls }, handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  const url = `${tls === undefined ? 'http' : 'https'}://${name}:${bound}`;
  return { url, port: bound, stop: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const maxBodyBytes = 64 * 1024;

/** The body as text; `undefined` when it is larger than 64 KiB. Rejects when the client goes away. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > maxBodyBytes) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The first value of each header, by lower-case name. */
export function firstHeaders({ headers }: IncomingMessage): Exchange['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
