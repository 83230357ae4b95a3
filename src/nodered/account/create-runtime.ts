import type { FeedLogEntry } from '../../account/feed/feed-state.js';
import type { Marks } from '../../account/tokens/installation.js';
import { TokenVault } from '../../account/tokens/token-vault.js';
import { systemClock } from '../../clock/clock.js';
import { Consents } from '../../oauth/consents.js';
import { failureText } from '../../protocol/failure-text.js';
import type { AdminRoutes } from '../platform/admin-routes.js';
import { installationMarks } from '../platform/installation-marks.js';
import { proxySettings } from '../platform/proxy-settings.js';
import type { Red } from '../platform/red.js';
import { sealingSecrets } from '../platform/sealing-secrets.js';
import { settingsStore } from '../platform/settings-store.js';
import { errorText, sharedTexts, type Translate } from '../platform/texts.js';
import { accountAnswer } from './account-answer.js';
import { watchAccounts } from './account-census.js';
import { AccountNames } from './account-names.js';
import { Accounts } from './accounts.js';
import { ConnectionLog } from './connection-log.js';
import type { Runtime } from './runtime.js';

/** Builds what the module shares; once for each load of the module. */
export function createRuntime(red: Red, routes: AdminRoutes): Runtime {
  const store = settingsStore(red.settings);
  let marks: Promise<Marks> | undefined;
  const vault = new TokenVault({
    store,
    secrets: () => sealingSecrets(red.settings),
    marks: () => (marks ??= installationMarks(red.settings)),
  });
  const translate = sharedTexts(red);
  const names = new AccountNames();
  const log = new ConnectionLog(red, translate, (accountId) => names.of(accountId));
  const accounts: Accounts = new Accounts(systemClock, (accountId) => ({
    store,
    vault,
    clock: systemClock,
    proxy: proxySettings(red),
    onConnection: (connection) => {
      log.note(accountId, connection);
      runtime.publish(accountId);
    },
    onFeedLog: (entry) => logFeed(red, translate, { account: names.of(accountId), entry }),
  }));
  const runtime: Runtime = {
    red,
    routes,
    store,
    vault,
    accounts,
    names,
    translate,
    consents: new Consents(),
    publish: (accountId) => red.comms.publish(`nomos/account/${accountId}`, accountAnswer(runtime, accountId), false),
    publishPrices: (accountId) =>
      red.comms.publish(`nomos/prices/${accountId}`, { changedAt: systemClock.now() }, false),
  };
  watchAccounts(runtime);
  return runtime;
}

function logFeed(red: Red, translate: Translate, of: { readonly account: string; readonly entry: FeedLogEntry }): void {
  const { account, entry } = of;
  const prefix = '[nomos] ';
  if (entry.event === 'available') {
    red.log.info(prefix + translate('log.prices-available', { account }));
    return;
  }
  if (entry.event === 'stale') {
    red.log.warn(prefix + translate('log.prices-stale', { account, text: translate('events.prices-stale') }));
    return;
  }
  const text =
    entry.event === 'listener-failed' ? errorText(translate, entry.error) : failureText(translate, entry.error);
  red.log.warn(prefix + translate(`log.prices-${entry.event}`, { account, text }));
}
