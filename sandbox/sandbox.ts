import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeClock, type SandboxClock } from './clock.js';
import { type Customer, type CustomerOptions, defaultCustomers, makeCustomer } from './customers.js';
import { envelope } from './envelope.js';
import { makeGrants } from './grants.js';
import { type Ledger, makeLedger } from './ledger.js';
import { defaultModes, type Modes } from './modes.js';
import { makePriceDays } from './price-days.js';
import { answerTo } from './routes.js';
import { firstHeaders, listen, readBody, send, tooLarge } from './server.js';
import type { Client, World } from './world.js';

/** How to start a sandbox; every option has a default, every mode may be set at once. */
export interface SandboxOptions extends Partial<Modes> {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Loopback address to listen on; 127.0.0.1. */
  readonly host?: string;
  /** Prices, publication times and identifiers follow from it; 1. */
  readonly seed?: number;
  readonly clients?: readonly Client[];
  readonly customers?: readonly CustomerOptions[];
  /** PEM texts: speak HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A running simulated Nomos. */
export interface Sandbox {
  /** API address, without a trailing slash. */
  readonly url: string;
  /** May be changed while it runs. */
  readonly clients: Client[];
  /** May be changed while it runs: a contract ends, a customer moves. */
  readonly customers: Customer[];
  readonly clock: SandboxClock;
  readonly ledger: Ledger;
  /** Changes lasting behaviour. */
  set(modes: Partial<Modes>): void;
  /** The customer withdraws every consent. */
  revokeConsent(email: string): void;
  stop(): Promise<void>;
}

/** The client that a sandbox registers when none is given; it may also use `client_credentials`, as Anna. */
export const defaultClient: Client = {
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
  customer: 'anna@example.com',
};

/** Starts a simulated Nomos on this machine; rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = makeWorld(options);
  const { port = 0, host = '127.0.0.1', tls } = options;
  const server = await listen({ port, host, tls }, (request, response) => serve(world, request, response));
  world.url = server.url;
  const { clients, customers, clock, ledger, modes, grants } = world;
  return {
    url: server.url,
    clients,
    customers,
    clock,
    ledger,
    set: (changes) => void Object.assign(modes, changes),
    revokeConsent: (email) => grants.revoke(email),
    stop: () => server.stop(),
  };
}

function makeWorld(options: SandboxOptions): World {
  const {
    port: _,
    host: __,
    seed = 1,
    clients = [defaultClient],
    customers = defaultCustomers,
    tls: ___,
    ...modes
  } = options;
  return {
    seed,
    url: '',
    clock: makeClock(),
    modes: { ...defaultModes, ...modes },
    clients: clients.map((client) => ({ ...client })),
    customers: customers.map((customer) => makeCustomer(customer, seed)),
    grants: makeGrants(),
    attempts: new Map(),
    ledger: makeLedger(),
    seen: { states: new Set(), challenges: new Set() },
    priceDays: makePriceDays(seed),
    recent: [],
  };
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://sandbox');
  const method = request.method ?? 'GET';
  const entry = world.ledger.open({ at: world.clock.now(), method, path });
  try {
    const body = await readBody(request);
    const exchange = { method, path, query, headers: firstHeaders(request), body: body ?? '', entry };
    const answer = body === undefined ? tooLarge() : answerTo(world, exchange);
    entry.status = answer.status;
    world.ledger.close(entry, await send(response, answer));
  } catch (error) {
    world.ledger.close(entry, 'cut');
    if (response.destroyed || response.headersSent) return;
    // A mistake of the sandbox itself: the stack is for its maintainer and holds no request.
    console.error(error);
    await send(response, envelope({ status: 500, message: 'The sandbox made a mistake', headers: {}, errors: [] }));
  }
}
