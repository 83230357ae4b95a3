// @ts-nocheck
import type { SandboxClock } from '../clock.js';
import type { Customer } from '../customers.js';
import type { Client } from '../world.js';
import type { Evil } from './evil.js';
import type { FaultPlan } from './faults.js';
import type { Ledger } from './ledger.js';
import type { Modes } from './modes.js';

/** A running simulated Nomos. */
export interface Sandbox {
  /** API address, without a trailing slash. */
  readonly url: string;
  /** Address of the control interface, where it is on. */
  readonly controlUrl: string | undefined;
  readonly seed: number;
  /** May be changed while it runs. */
  readonly clients: Client[];
  /** May be changed while it runs: a contract ends, a customer moves. */
  readonly customers: Customer[];
  readonly clock: SandboxClock;
  readonly ledger: Ledger;
  /** The foreign host of the fault `redirect`. */
  readonly evil: Evil;
  readonly modes: Readonly<Modes>;
  /** Every code, verifier and token so far; only for tests in this process that look for leaks. */
  readonly secrets: ReadonlySet<string>;
  /** Changes lasting behaviour. */
  set(modes: Partial<Modes>): void;
  /** Spoils the next answers. */
  fault(plan: FaultPlan): void;
  clearFaults(): void;
  /** The customer withdraws every consent. */
  revokeConsent(email: string): void;
  /** Cuts every connection and refuses new ones, as a server that is down; nothing is forgotten. */
  goDown(): Promise<void>;
  /** Listens again at the same address. */
  comeBack(): Promise<void>;
  /** Cuts every connection and frees the ports. */
  stop(): Promise<void>;
}

/** The part of a sandbox that can be steered from outside its process. */
export type Steered = Omit<Sandbox, 'secrets' | 'url' | 'controlUrl' | 'goDown' | 'comeBack' | 'stop'>;
