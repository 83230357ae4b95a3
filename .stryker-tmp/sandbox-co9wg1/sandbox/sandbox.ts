// @ts-nocheck
import { makeClock } from './clock.js';
import { type CustomerOptions, defaultCustomers, makeCustomer } from './customers.js';
import { makePriceDays } from './prices/price-days.js';
import { controlPath } from './server/control.js';
import { startEvil } from './server/evil.js';
import { makeFaults } from './server/faults.js';
import { makeLedger } from './server/ledger.js';
import { defaultModes, type Modes } from './server/modes.js';
import { serve } from './server/serve.js';
import { listen } from './server/server.js';
import type { Sandbox, Steered } from './server/steered.js';
import { type Grants, makeGrants } from './tokens/grants.js';
import { makeMeterMonths } from './usage/meter-months.js';
import type { Client, World } from './world.js';

/** How to start a sandbox; every option has a default, and every mode may be set at once. */
export interface SandboxOptions extends Partial<Modes> {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Loopback address to listen on; 127.0.0.1. */
  readonly host?: string;
  /** Prices, publication times and identifiers follow from it; 1. */
  readonly seed?: number;
  /** `defaultClient` when absent. */
  readonly clients?: readonly Client[];
  readonly customers?: readonly CustomerOptions[];
  /** Consents of an earlier life: their refresh tokens, each good for one renewal by the first client. */
  readonly consents?: readonly { readonly email: string; readonly refreshToken: string }[];
  /** PEM texts: speak HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Whether other processes may steer the sandbox by HTTP. */
  readonly control?: 'on' | 'off';
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
  const faults = makeFaults();
  const evil = await startEvil();
  const { seed, clients, customers, clock, ledger, modes, grants } = world;
  const steered: Steered = {
    seed,
    clients,
    customers,
    clock,
    ledger,
    evil,
    modes,
    set: (changes) => void Object.assign(modes, changes),
    fault: faults.plan,
    clearFaults: faults.clear,
    revokeConsent: grants.revoke,
  };
  const { host = '127.0.0.1', tls } = options;
  const hasControl = options.control === 'on';
  const running = { world, faults, evilUrl: evil.url, steered: hasControl ? steered : undefined };
  const open = (port: number) => listen({ port, host, tls }, (request, response) => serve(running, request, response));
  try {
    let server = await open(options.port ?? 0);
    const { url, port } = server;
    world.url = url;
    return {
      ...steered,
      secrets: grants.secrets,
      url,
      controlUrl: hasControl ? url + controlPath : undefined,
      goDown: () => server.stop(),
      async comeBack() {
        await server.stop();
        server = await open(port);
      },
      async stop() {
        await Promise.all([server.stop(), evil.stop()]);
      },
    };
  } catch (error) {
    await evil.stop();
    throw error;
  }
}

function earlierGrants({ consents = [] }: SandboxOptions, [client = defaultClient]: readonly Client[]): Grants {
  const grants = makeGrants();
  for (const { email, refreshToken } of consents)
    grants.adopt(grants.start({ clientId: client.clientId, email, scope: 'read:* write:*' }), refreshToken);
  return grants;
}

function makeWorld(options: SandboxOptions): World {
  const { seed = 1, clients = [defaultClient], customers = defaultCustomers } = options;
  const modes = Object.fromEntries(Object.entries(options).filter(([name]) => name in defaultModes));
  return {
    seed,
    url: '',
    clock: makeClock(),
    modes: { ...defaultModes, ...modes },
    clients: clients.map((client) => ({ ...client })),
    customers: customers.map((customer) => makeCustomer(customer, seed)),
    grants: earlierGrants(options, clients),
    attempts: new Map(),
    ledger: makeLedger(),
    seen: { states: new Set(), challenges: new Set() },
    priceDays: makePriceDays(seed),
    meterMonths: makeMeterMonths(seed),
    billedCt: new Map(),
    recent: [],
  };
}
