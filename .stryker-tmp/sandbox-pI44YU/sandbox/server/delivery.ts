// @ts-nocheck
import type { ServerResponse } from 'node:http';
import { PassThrough, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Answer } from './envelope.js';
import type { Fault } from './faults.js';

/** How a request ended: the whole answer was given to the socket, or not. */
export type Delivery = 'delivered' | 'cut';

/** Sends the answer, spoilt on its way where a fault says so; resolves when it is over, also when the client leaves. */
export async function deliver(response: ServerResponse, answer: Answer, fault: Fault | undefined): Promise<Delivery> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const over = ending(response);
  await start(response, answer, { fault, signal: gone.signal }).catch((error: unknown) => {
    if (!gone.signal.aborted) throw error;
  });
  return over;
}

function ending(response: ServerResponse): Promise<Delivery> {
  return new Promise((resolve) => {
    response.once('finish', () => resolve('delivered'));
    response.once('close', () => resolve('cut'));
    if (response.destroyed) resolve('cut');
  });
}

interface Way {
  readonly fault: Fault | undefined;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

async function start(response: ServerResponse, answer: Answer, { fault, signal }: Way): Promise<void> {
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'drop-before':
    case 'drop-after':
      response.socket?.resetAndDestroy();
      return;
    case 'truncate':
      return truncate(response, answer, fault.bytes);
    case 'drip':
      return drip(response, answer, { everyMs: fault.everyMs, signal });
    case 'huge':
      return padded(response, answer, { bytes: fault.bytes, through: new PassThrough(), headers: {} });
    case 'gzip-bomb':
      return padded(response, answer, {
        bytes: fault.bytes,
        through: createGzip(),
        headers: { 'content-encoding': 'gzip' },
      });
    case 'delay':
      await wait(fault.ms, undefined, { signal });
  }
  writeHead(response, answer);
  response.end(answer.body);
}

function truncate(response: ServerResponse, answer: Answer, bytes?: number): void {
  writeHead(response, answer);
  const whole = Buffer.from(answer.body);
  const part = whole.subarray(0, Math.min(bytes ?? whole.length >> 1, whole.length - 1));
  response.write(part, () => response.socket?.destroy());
}

async function drip(
  response: ServerResponse,
  answer: Answer,
  { everyMs, signal }: { everyMs: number; signal: AbortSignal },
): Promise<void> {
  writeHead(response, answer);
  for (const byte of Buffer.from(answer.body)) {
    response.write(Buffer.of(byte));
    await wait(everyMs, undefined, { signal });
  }
  response.end();
}

interface Padding {
  readonly bytes: number;
  readonly through: Writable & Readable;
  readonly headers: Readonly<Record<string, string>>;
}

/** White space before JSON is still JSON: a client without a limit would swallow it all and succeed. */
async function padded(response: ServerResponse, answer: Answer, { bytes, through, headers }: Padding): Promise<void> {
  response.writeHead(answer.status, { ...answer.headers, ...headers });
  const block = Buffer.alloc(64 * 1024, ' ');
  function* blocks() {
    for (let left = bytes; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length));
    yield Buffer.from(answer.body);
  }
  await pipeline(Readable.from(blocks()), through, response);
}

function writeHead(response: ServerResponse, { status, headers, body }: Answer): void {
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length });
}
