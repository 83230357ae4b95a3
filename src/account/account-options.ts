import type { Clock } from '../clock/clock.js';
import type { ProxySettings } from '../http/proxy.js';
import type { Store } from '../store/store.js';
import type { FeedLogEntry } from './feed/feed-state.js';
import type { Connection } from './session/connection.js';
import type { Grant } from './session/renewal.js';
import type { SessionSettings } from './session/session-options.js';
import type { TokenVault } from './tokens/token-vault.js';

/** What an account is made of; `subscription` empty = the only active one. */
export interface AccountSettings extends SessionSettings {
  readonly accountId: string;
  readonly grant: Grant;
  readonly subscription: string;
}

/** Where the tokens of an account lie. */
export interface TokenPlace {
  /** What they are kept under in the vault. */
  readonly key: string;
  /** Called once before they are used, while no request for tokens is under way; must not reject. */
  readonly prepare: () => Promise<void>;
}

/** What an account stands on. */
export interface AccountPorts {
  readonly store: Store;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly proxy?: ProxySettings | undefined;
  readonly tokens: TokenPlace;
  /** Where an account of the same settings stood that was ended before in this process. */
  readonly before?: Connection | undefined;
  /** Called after every change of the connection; must not throw. */
  readonly onConnection: (connection: Connection) => void;
  /** What the price feeds have to say to a log, each thing once. */
  readonly onFeedLog: (entry: FeedLogEntry) => void;
}
