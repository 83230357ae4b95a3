import type { TokenVault } from '../../account/tokens/token-vault.js';
import type { Consents } from '../../oauth/consents.js';
import type { Store } from '../../store/store.js';
import type { AdminRoutes } from '../platform/admin-routes.js';
import type { Red } from '../platform/red.js';
import type { Translate } from '../platform/texts.js';
import type { AccountNames } from './account-names.js';
import type { Accounts } from './accounts.js';

/** What all accounts and routes of one Node-RED share. */
export interface Runtime {
  readonly red: Red;
  readonly routes: AdminRoutes;
  readonly store: Store;
  readonly vault: TokenVault;
  readonly consents: Consents;
  readonly accounts: Accounts;
  readonly names: AccountNames;
  readonly translate: Translate;
  /** Tells every open editor where an account stands; carries no secrets. */
  publish(accountId: string): void;
  /** Tells every open editor that prices or planned runs of an account changed. */
  publishPrices(accountId: string): void;
}
