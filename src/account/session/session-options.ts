import type { Clock } from '../../clock/clock.js';
import type { Random } from '../../http/back-off.js';
import type { HttpDoor } from '../../http/door.js';
import type { TokenVault } from '../tokens/token-vault.js';
import type { Connection } from './connection.js';
import type { Grant } from './renewal.js';

/** The settings of an account that a redeploy may change. */
export interface SessionSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** An API origin as `checkBaseUrl` gives it. */
  readonly baseUrl: string;
}

/** True where tokens of one client are tokens of the other. */
export function isSameClient(one: SessionSettings, other: SessionSettings): boolean {
  return one.clientId === other.clientId && one.clientSecret === other.clientSecret && one.baseUrl === other.baseUrl;
}

/** What a session needs. */
export interface SessionOptions extends SessionSettings {
  /** What tokens are kept under: the id of the config node, or that of a draft of it. */
  readonly accountId: string;
  readonly grant: Grant;
  readonly vault: TokenVault;
  readonly door: HttpDoor;
  readonly clock: Clock;
  /** Puts the stored tokens in order before they are used, while no request for tokens is under way; must not reject. */
  readonly prepare?: (() => Promise<void>) | undefined;
  /** Where an earlier session of this account stood when it ended. */
  readonly before?: Connection | undefined;
  /** Called after every change of the connection; must not throw. */
  readonly onChange?: (connection: Connection) => void;
  /** For tests: chance. */
  readonly random?: Random;
}
