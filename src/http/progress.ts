import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Why we ended a request ourselves. */
export type Ending = 'deadline' | 'connect-deadline' | 'aborted';

/** How far a request came, seen by ourselves: error codes of libraries do not tell whether it was sent. */
export interface RequestProgress {
  readonly host: string;
  /** True once the connection (with TLS, where used) stood: from here on the server may have read the request. */
  connected: boolean;
  /** True when the connection was used before; it may have been dying. */
  reused: boolean;
  /** True when the first byte of an answer came. */
  answered: boolean;
  /** True when a proxy answered in place of the server. */
  refusedByProxy: boolean;
  ending?: Ending;
}

/** The progress of a request that has not begun. */
export function newProgress(host: string): RequestProgress {
  return { host, connected: false, reused: false, answered: false, refusedByProxy: false };
}

/** Sockets on which a request could be sent before: `request.reusedSocket` misses those handed straight to the next in line. */
const ready = new WeakSet<Socket>();

/** Records in `progress` what happens to `request`, which was made for an address of this protocol. */
export function watch(request: ClientRequest, progress: RequestProgress, protocol: string): void {
  request.once('response', () => {
    progress.answered = true;
  });
  request.once('socket', (socket: Socket) => {
    progress.reused = ready.has(socket);
    progress.connected = progress.reused;
    // A proxy that refuses to tunnel leaves a plain socket that replays the proxy's own answer.
    progress.refusedByProxy = protocol === 'https:' && !(socket instanceof TLSSocket);
    if (progress.reused || progress.refusedByProxy) return;
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      ready.add(socket);
      progress.connected = true;
    });
  });
}
