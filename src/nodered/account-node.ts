import type { Account } from '../account/account.js';
import { checkBaseUrl } from '../http/base-url.js';
import { registerAccountRoutes } from './account-routes.js';
import { type AccountNodeSettings, decodeAccountSettings } from './account-settings.js';
import { registerOauthRoutes } from './oauth-routes.js';
import { registerPriceRoutes } from './price-routes.js';
import type { NodeConfig, Red, RedNode } from './red.js';
import { createRuntime, type Runtime } from './runtime.js';
import { errorText } from './texts.js';

/** An account as flow nodes see it: the domain object and the person's name for it. */
export interface AccountLink {
  readonly account: Account;
  readonly name: string;
  readonly runtime: Runtime;
}

/** Keeps accounts out of the nodes themselves, where `util.inspect` and other nodes would find them. */
const links = new WeakMap<object, AccountLink>();

/** The account behind a `nomos-account` node, or undefined when the node is missing, disabled or wrongly set up. */
export function accountLink(red: Red, nodeId: string): AccountLink | undefined {
  const node = nodeId === '' ? null : red.nodes.getNode(nodeId);
  return node === null ? undefined : links.get(node);
}

/** Prepares what all accounts share and registers the admin routes, once; gives what each node of the type then does. */
export function prepareAccountNodes(red: Red): (node: RedNode, config: NodeConfig) => void {
  const runtime = createRuntime(red);
  registerAccountRoutes(runtime);
  registerOauthRoutes(runtime);
  registerPriceRoutes(runtime);
  return (node, config) => startAccountNode(runtime, node, config);
}

function startAccountNode(runtime: Runtime, node: RedNode, config: NodeConfig): void {
  const credentials = takeCredentials(node);
  try {
    const settings = decodeAccountSettings(config);
    const link = { name: settings.name, runtime, account: deploy(runtime, { node, settings, credentials }) };
    links.set(node, link);
    node.on('close', (removed, done) => closeAccountNode(link, removed, done));
  } catch (error) {
    node.error(errorText(runtime.translate, error));
  }
}

interface Deployment {
  readonly node: RedNode;
  readonly settings: AccountNodeSettings;
  readonly credentials: Credentials;
}

function deploy({ accounts, consents }: Runtime, { node, settings, credentials }: Deployment): Account {
  const client = { ...credentials, baseUrl: checkBaseUrl(settings.baseUrl) };
  consents.keepOnly({ accountId: node.id, ...client });
  const { grant, subscription } = settings;
  return accounts.deploy({ accountId: node.id, grant, subscription, ...client });
}

function closeAccountNode({ account, runtime }: AccountLink, removed: boolean, done: () => void): void {
  runtime.accounts
    .undeploy(account)
    .catch((error: unknown) => runtime.red.log.error(`[nomos] ${errorText(runtime.translate, error)}`))
    .finally(done);
  if (removed) runtime.publish(account.accountId);
}

interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Node-RED leaves the decrypted secret on the node, where anyone can read it: take it and delete it there. What an import
 * or a pasted node lacks is empty; space around what somebody pasted is none of it, as in the dialog.
 */
function takeCredentials(node: RedNode): Credentials {
  const { clientId, clientSecret } = node.credentials ?? {};
  delete node.credentials;
  return { clientId: trimmed(clientId), clientSecret: trimmed(clientSecret) };
}

/** An environment variable may put anything in place of a text. */
function trimmed(credential: unknown): string {
  return credential === undefined || credential === null ? '' : String(credential).trim();
}
