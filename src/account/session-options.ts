import type { Random } from '../http/back-off.js';
import type { HttpDoor } from '../http/door.js';
import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import type { Grant } from './renewal.js';
import type { TokenVault } from './token-vault.js';

/** The settings of an account that a redeploy may change. */
export interface SessionSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** An API origin as `checkBaseUrl` gives it. */
  readonly baseUrl: string;
}

/** What a session needs. */
export interface SessionOptions extends SessionSettings {
  /** The id of the config node: tokens are kept under it. */
  readonly accountId: string;
  readonly grant: Grant;
  readonly vault: TokenVault;
  readonly door: HttpDoor;
  readonly clock: Clock;
  /** Called after every change of the connection; must not throw. */
  readonly onChange?: (connection: Connection) => void;
  /** For tests: chance. */
  readonly random?: Random;
}
