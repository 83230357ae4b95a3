import type { Account } from '../../account/account.js';
import { systemClock } from '../../clock/clock.js';
import { ConfigError } from '../../errors.js';
import { checkBaseUrl } from '../../http/base-url.js';
import type { NodeConfig, Red, RedNode } from '../platform/red.js';
import { startRenewable } from '../platform/renewable.js';
import { errorText } from '../platform/texts.js';
import { type AccountNodeSettings, decodeAccountSettings } from './account-settings.js';
import { type PlannedNode, plannedRuns } from './planned-runs.js';
import type { Runtime } from './runtime.js';

/** An account as flow nodes see it: the domain object and the person's name for it. */
export interface AccountLink {
  readonly account: Account;
  readonly name: string;
  readonly runtime: Runtime;
  /** The contract for nodes that choose none, where it is not the account's own; else empty. */
  readonly subscription: string;
}

/** The links of accounts inside subflows by the id in the template: there may be one for each instance. */
const instances = new Map<string, Set<AccountLink>>();

/** Keeps accounts out of the nodes themselves, where `util.inspect` and other nodes would find them. */
const links = new WeakMap<object, AccountLink>();

/** Why account nodes could not start: those who use them say the same. */
const faults = new WeakMap<object, unknown>();

/** The account behind a `nomos-account` node, or undefined when it is missing or disabled; throws why it could not start. */
export function accountLink(red: Red, nodeId: string): AccountLink | undefined {
  const node = nodeId === '' ? null : red.nodes.getNode(nodeId);
  if (node && faults.has(node)) throw faults.get(node);
  if (node) return links.get(node);
  // A property of a subflow names the account as it stands in the template, which Node-RED never makes.
  return instances.get(nodeId)?.values().next().value;
}

/** What is behind the id of an account now, which is something else after every deploy of it; undefined where nothing is. */
export function standingAccount(red: Red, nodeId: unknown): unknown {
  if (typeof nodeId !== 'string' || nodeId === '') return undefined;
  return red.nodes.getNode(nodeId) ?? instances.get(nodeId)?.values().next().value;
}

/**
 * True where an account stands in the flows and Node-RED has not made it yet: for a config node that names another one by a variable
 * it keeps to the order of the file.
 */
export function isAccountToCome(red: Red, nodeId: string): boolean {
  if (standingAccount(red, nodeId) !== undefined) return false;
  let isThere = false;
  red.nodes.eachNode(({ id, type, d }) => {
    isThere ||= id === nodeId && type === 'nomos-account' && d !== true;
  });
  return isThere;
}

/** Starts a node that stands on the account of its property, and anew where a deploy has replaced that; `start` must not throw. */
export function startOnAccount(
  red: Red,
  node: RedNode,
  config: NodeConfig,
  start: (red: Red, node: RedNode, config: NodeConfig) => void,
): void {
  const standsOn = () => [standingAccount(red, config.account)];
  startRenewable(red, node, { standsOn, start: (living) => start(red, living, config) });
}

/** The account behind a `nomos-account` node; throws ConfigError `no-account` when there is none, and why it could not start. */
export function neededAccount(red: Red, nodeId: string): AccountLink {
  const link = accountLink(red, nodeId);
  if (link === undefined) throw noAccount();
  return link;
}

/** What is said where no account is chosen, or the chosen one is missing or disabled. */
export function noAccount(): ConfigError {
  return new ConfigError('no-account', 'no usable account is chosen');
}

/** Settings of a node that uses the account, with the contract that it means where it chooses none. */
export function withContract<T extends { readonly subscription: string }>(settings: T, link: AccountLink): T {
  return settings.subscription === '' ? { ...settings, subscription: link.subscription } : settings;
}

/** A node that plans. */
interface Planner {
  readonly red: Red;
  readonly node: RedNode;
  /** Absent where prices come by message. */
  readonly link: AccountLink | undefined;
  readonly settings: { readonly name: string; readonly subscription: string };
}

type Planned = Pick<PlannedNode, 'runs' | 'idle' | 'timeZone'>;

/** Makes what a node plans visible in charts; true where it is new there, or idle for another reason than before. */
export function showPlanned({ node, link, settings }: Planner, planned: Planned): boolean {
  const { id: nodeId, type, z } = node;
  const { name, subscription } = settings;
  const accountId = link === undefined ? '' : link.account.accountId;
  return plannedRuns.set({ nodeId, type, name, z, accountId, subscription, ...planned });
}

/** Tells every open editor that what a node plans has changed. */
export function publishPlanned({ red, link }: Pick<Planner, 'red' | 'link'>): void {
  if (link === undefined) red.comms.publish('nomos/plans', { changedAt: systemClock.now() }, false);
  else link.runtime.publishPrices(link.account.accountId);
}

/** Starts a `nomos-account` node: its account is there for the nodes that use it until it closes. */
export function startAccountNode(runtime: Runtime, node: RedNode, config: NodeConfig): void {
  const credentials = takeCredentials(node);
  // In each instance of a subflow Node-RED gives the nodes new ids, and tells here which one the template has.
  const templateId = typeof config._alias === 'string' ? config._alias : undefined;
  try {
    const settings = decodeAccountSettings(config);
    const account = deploy(runtime, { nodeId: node.id, templateId, settings, credentials });
    runtime.names.set(account.accountId, settings.name);
    const subscription = settings.subscription === account.subscription ? '' : settings.subscription;
    const link = { name: settings.name, runtime, account, subscription };
    links.set(node, link);
    if (templateId !== undefined) instances.set(templateId, new Set([...(instances.get(templateId) ?? []), link]));
    node.on('close', (removed, done) => {
      if (templateId !== undefined) instances.get(templateId)?.delete(link);
      closeAccountNode(link, removed, done);
    });
  } catch (error) {
    faults.set(node, error);
    node.error(errorText(runtime.translate, error));
  }
}

interface Deployment {
  readonly nodeId: string;
  readonly templateId: string | undefined;
  readonly settings: AccountNodeSettings;
  readonly credentials: Credentials;
}

/**
 * The account of a node. A person signs in to the one in the template of a subflow, there being no other in the editor: so
 * all instances share that sign-in, and its session. Where the instances set it up differently (by environment variables)
 * those with a secret of their own stand alone. Throws ConfigError `instances-differ` and `invalid-base-url`.
 */
function deploy({ accounts, consents }: Runtime, deployment: Deployment): Account {
  const { nodeId, templateId, settings, credentials } = deployment;
  const { grant, subscription } = settings;
  const client = { ...credentials, baseUrl: checkBaseUrl(settings.baseUrl) };
  const accountId = templateId ?? nodeId;
  const shared = templateId === undefined ? undefined : accounts.join({ accountId, grant, subscription, ...client });
  if (shared !== undefined) return shared;
  if (templateId !== undefined && accounts.isDeployed(templateId)) {
    if (grant === 'client-credentials') return accounts.deploy({ accountId: nodeId, grant, subscription, ...client });
    throw new ConfigError('instances-differ', 'the instances of a subflow set its account up differently');
  }
  consents.keepOnly({ accountId, ...client });
  return accounts.deploy({ accountId, grant, subscription, ...client });
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
