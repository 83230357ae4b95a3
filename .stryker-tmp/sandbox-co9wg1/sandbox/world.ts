// @ts-nocheck
import type { SandboxClock } from './clock.js';
import type { ConsentAttempt } from './consent/attempt.js';
import type { Customer } from './customers.js';
import type { PriceDays } from './prices/price-days.js';
import type { Ledger, LedgerEntry } from './server/ledger.js';
import type { Modes } from './server/modes.js';
import type { Grants } from './tokens/grants.js';
import type { MeterMonths } from './usage/meter-months.js';

/** A registered Auth Client. */
export interface Client {
  clientId: string;
  /** Absent for a public client, which then needs PKCE. */
  clientSecret?: string;
  /** Any path under a registered origin is accepted; when absent, any `http` address of this machine. */
  redirectUris?: readonly string[];
  /** E-mail of the customer whose own client this is; allows `client_credentials`. */
  customer?: string;
}

/** Everything that one running sandbox knows. */
export interface World {
  readonly seed: number;
  /** Address of the server, without a trailing slash. */
  url: string;
  readonly clock: SandboxClock;
  readonly modes: Modes;
  readonly clients: Client[];
  readonly customers: Customer[];
  readonly grants: Grants;
  readonly attempts: Map<string, ConsentAttempt>;
  readonly ledger: Ledger;
  /** What authorization requests carried before: none of it may come twice. */
  readonly seen: { readonly states: Set<string>; readonly challenges: Set<string> };
  readonly priceDays: PriceDays;
  readonly meterMonths: MeterMonths;
  /** What the energy of a billed period cost, ct. */
  readonly billedCt: Map<string, number>;
  /** Arrivals of the last second, machine's clock, while a limit is set. */
  readonly recent: number[];
}

/** A request after its body was read. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly entry: LedgerEntry;
}
