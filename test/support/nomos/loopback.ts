import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as a loopback server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request; what it throws becomes a failure of the test that asks. */
export type Answer = (seen: Seen, response: ServerResponse) => void;

/** A real HTTP server on this machine. */
export interface Loopback {
  readonly url: string;
  readonly seen: Seen[];
  /** Connections opened so far. */
  readonly connections: () => number;
  /** Requests that were not answered yet. */
  readonly open: () => number;
  /** Closes every connection that lies idle or not. */
  readonly cut: () => void;
  answer: Answer;
  stop(): Promise<void>;
}

/** Starts a server that answers with `answer`, which may be replaced while it runs. */
export async function startLoopback(answer: Answer): Promise<Loopback> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let open = 0;
  const seen: Seen[] = [];
  const server = createServer({ keepAliveTimeout: 600_000 }, async (request, response) => {
    open += 1;
    response.on('close', () => {
      open -= 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
    seen.push(one);
    loopback.answer(one, response);
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const loopback: Loopback = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    connections: () => connections,
    open: () => open,
    cut,
    answer,
    async stop() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return loopback;
}

/** Sends a JSON answer. */
export function json(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}
