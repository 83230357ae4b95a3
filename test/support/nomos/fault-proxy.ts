import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What happens to a connection; bytes count from its beginning, `up` = towards the server. */
export type ConnectionFault =
  /** Reset at once. */
  | { readonly kind: 'refuse' }
  /** Accepted, and never a byte either way. */
  | { readonly kind: 'silent' }
  /** Reset after so many bytes; the rest of them never arrives. */
  | { readonly kind: 'reset'; readonly after: number; readonly direction: 'up' | 'down' }
  /** Everything reaches the server, nothing of its answer comes back: the lost answer. */
  | { readonly kind: 'lost-answer' }
  /** Every answer byte comes this much later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** So many answer bytes, once every `everyMs`. */
  | { readonly kind: 'throttle'; readonly bytes: number; readonly everyMs: number }
  /** The server's side is closed in an orderly way after so many answer bytes. */
  | { readonly kind: 'half-close'; readonly after: number }
  /** Closed without a word once nothing was sent for so long after an answer. */
  | { readonly kind: 'close-idle'; readonly ms: number };

/** A TCP proxy on this machine in front of a server. */
export interface FaultProxy {
  readonly url: string;
  /** Connections taken so far. */
  readonly connections: number;
  /** For the connections to come, one each in this order; the others are left alone. */
  plan(...faults: (ConnectionFault | undefined)[]): void;
  /** Refuses every connection to come, like a server that is down, until `comeBack`. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a proxy in front of an address such as `http://127.0.0.1:8899`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  const faults: (ConnectionFault | undefined)[] = [];
  let connections = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    connections += 1;
    keep(client);
    const fault = faults.shift();
    if (fault?.kind === 'refuse') return void client.resetAndDestroy();
    if (fault?.kind === 'silent') return void client.resume();
    const upstream = connect({ host: hostname, port: Number(targetPort), allowHalfOpen: true });
    keep(upstream);
    join({ client, upstream }, fault);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return connections;
    },
    plan: (...more) => void faults.push(...more),
    goDown: close,
    comeBack: () => listen(port),
    stop: () => (server.listening ? close() : Promise.resolve()),
  };
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
}

function join(pair: Pair, fault: ConnectionFault | undefined): void {
  const { client, upstream } = pair;
  const counts = { up: 0, down: 0 };
  const cut = () => {
    upstream.destroy();
    client.resetAndDestroy();
  };
  const pass = (direction: 'up' | 'down', chunk: Buffer) => {
    const to = direction === 'up' ? upstream : client;
    const before = counts[direction];
    counts[direction] += chunk.length;
    if (fault?.kind !== 'reset' || fault.direction !== direction || counts[direction] < fault.after) {
      return void to.write(chunk);
    }
    to.write(chunk.subarray(0, fault.after - before), cut);
  };
  client.on('data', (chunk: Buffer) => pass('up', chunk));
  client.on('end', () => upstream.end());
  client.on('close', () => upstream.destroy());
  answer(pair, { fault, cut, send: (chunk) => pass('down', chunk) });
  upstream.on('close', () => fault?.kind !== 'delay' && fault?.kind !== 'throttle' && client.end());
}

interface Way {
  readonly fault: ConnectionFault | undefined;
  readonly cut: () => void;
  readonly send: (chunk: Buffer) => void;
}

/** The way back, with the faults that concern it. */
function answer({ client, upstream }: Pair, { fault, cut, send }: Way): void {
  let idle: NodeJS.Timeout | undefined;
  let sent = 0;
  upstream.on('data', (chunk: Buffer) => {
    clearTimeout(idle);
    switch (fault?.kind) {
      case 'lost-answer':
        return cut();
      case 'delay':
        return void setTimeout(send, fault.ms, chunk);
      case 'throttle':
        return throttle(client, chunk, fault);
      case 'half-close':
        client.end(chunk.subarray(0, fault.after - sent));
        sent += chunk.length;
        return upstream.destroy();
      case 'close-idle':
        idle = setTimeout(cut, fault.ms);
    }
    send(chunk);
  });
}

function throttle(client: Socket, chunk: Buffer, { bytes, everyMs }: { bytes: number; everyMs: number }): void {
  let at = 0;
  const timer = setInterval(() => {
    if (client.destroyed || at >= chunk.length) return clearInterval(timer);
    client.write(chunk.subarray(at, at + bytes));
    at += bytes;
  }, everyMs);
}
