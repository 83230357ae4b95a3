// @ts-nocheck
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What a Node-RED keeps here is nowhere else. */
export interface HttpStorage {
  /** For `startNodeRed`. */
  readonly options: { readonly storageModule: string; readonly env: Readonly<Record<string, string>> };
  /** What is stored, by name: `settings`, `flows`, `credentials`, `sessions`. */
  readonly values: Map<string, unknown>;
  /** Refuses the next so many saves of the settings. */
  refuseSettings(times: number): void;
  /** Called around every save that changes our tokens; the save goes on when it has resolved, unless with `killed`. */
  onTokens: ((when: 'before' | 'after') => Promise<'killed' | undefined>) | undefined;
  /** Saves of the settings that were refused so far. */
  readonly refused: number;
  stop(): Promise<void>;
}

/** Starts an empty storage; `lacks: 'settings'` = a storage module without the functions for settings. */
export async function startHttpStorage(lacks: 'settings' | '' = ''): Promise<HttpStorage> {
  const values = new Map<string, unknown>();
  let left = 0;
  let refused = 0;
  const server = createServer(async (request, response) => {
    const name = (request.url ?? '/').slice(1);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === 'GET') {
      response.end(JSON.stringify(values.get(name) ?? (name === 'flows' ? [] : {})));
    } else if (name === 'settings' && left > 0) {
      left -= 1;
      refused += 1;
      response.writeHead(507).end();
    } else {
      const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      const tell = writeIdOf(value) === writeIdOf(values.get(name)) ? undefined : storage.onTokens;
      // Whoever was killed meanwhile has not saved; the end of a process may be known before that of its connection.
      const isKilled = (await tell?.('before')) === 'killed';
      if (!isKilled && !response.destroyed) values.set(name, value);
      await tell?.('after');
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const storage: HttpStorage = {
    options: {
      storageModule: join(__dirname, 'storage-module.js'),
      env: { NOMOS_TEST_STORAGE: url, NOMOS_TEST_STORAGE_LACKS: lacks },
    },
    values,
    refuseSettings(times) {
      left = times;
    },
    get refused() {
      return refused;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    onTokens: undefined,
  };
  return storage;
}

/** Every save of our tokens has another one. */
function writeIdOf(settings: unknown): unknown {
  return (settings as { nomosTokens?: { writeId?: unknown } } | undefined)?.nomosTokens?.writeId;
}
