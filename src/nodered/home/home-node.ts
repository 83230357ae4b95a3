import { feedInChoice } from '../../account/reading/contract-choice.js';
import { ConfigError, invalidValue } from '../../errors.js';
import { failureText, type ShownFailure } from '../../protocol/failure-text.js';
import type { RunSettings } from '../../runs/index.js';
import { neededAccount } from '../account/account-node.js';
import type { NodeConfig, Red, RedNode } from '../platform/red.js';
import { errorText, sharedTexts } from '../platform/texts.js';
import { decodeHomeSettings, type HomeNodeSettings } from './home-settings.js';
import { SharedHouse } from './shared-house.js';

/** Keeps houses out of the nodes themselves, where other nodes would find them. */
const houses = new WeakMap<object, SharedHouse>();
/** Houses inside subflows by the id in the template, which is what a property of the subflow names. */
const instances = new Map<string, SharedHouse>();
/** Houses by the id of their node, for those who look at them. */
const byId = new Map<string, SharedHouse>();
/** Why home nodes could not start: those who use them say the same. */
const faults = new WeakMap<object, unknown>();

/** Starts a `nomos-home` node: its house is there for the devices that join it until it closes. */
export function startHomeNode(red: Red, node: RedNode, config: NodeConfig): void {
  const templateId = typeof config._alias === 'string' ? config._alias : undefined;
  try {
    const settings = decodeHomeSettings(config);
    const texts = sharedTexts(red);
    const unsaved = (error: unknown) => node.warn(texts('log.home-not-saved', { text: errorText(texts, error) }));
    const watchFeedIn = feedInOf(red, settings, (error) => {
      node.warn(texts('log.no-feed-in-prices', { text: failureText(texts, error) }));
    });
    const house = new SharedHouse({ red, nodeId: node.id, settings, watchFeedIn, unsaved });
    houses.set(node, house);
    byId.set(node.id, house);
    if (templateId !== undefined) instances.set(templateId, house);
    node.on('close', (_removed, done) => {
      if (templateId !== undefined && instances.get(templateId) === house) instances.delete(templateId);
      if (byId.get(node.id) === house) byId.delete(node.id);
      void house.close().then(done);
    });
  } catch (error) {
    faults.set(node, error);
    node.error(errorText(sharedTexts(red), error));
  }
}

/** The house of a node that is deployed; undefined where there is none. */
export function deployedHouse(nodeId: string): SharedHouse | undefined {
  return byId.get(nodeId);
}

/** Prices of a feed-in contract, watched until stopped. */
type WatchFeedIn = ConstructorParameters<typeof SharedHouse>[0]['watchFeedIn'];

/** Where nobody chose a contract, the account's only one for feeding in. Why there are no prices is told once for each reason. */
function feedInOf(red: Red, settings: HomeNodeSettings, failed: (error: ShownFailure) => void): WatchFeedIn {
  if (settings.feedIn !== 'contract') return undefined;
  const { account } = neededAccount(red, settings.account);
  return (changed) => {
    let told = '';
    const watch = account.watchPrices(settings.subscription || feedInChoice, ({ type }) => {
      const { lastError } = watch.state;
      if (lastError !== undefined && lastError.code !== told) failed(lastError);
      told = lastError?.code ?? '';
      if (type === 'series') changed();
    });
    return watch;
  };
}

/**
 * The house that a device joins, or undefined where it names none. Throws `no-home` for one that is missing or disabled, why
 * it could not start, and `invalid-value` for a device without a power where power or sun is shared.
 */
export function houseOf(red: Red, homeId: string, run: RunSettings): SharedHouse | undefined {
  if (homeId === '') return undefined;
  const node = red.nodes.getNode(homeId);
  if (node && faults.has(node)) throw faults.get(node);
  const house = (node ? houses.get(node) : undefined) ?? instances.get(homeId);
  if (house === undefined) throw new ConfigError('no-home', 'the house is missing or disabled');
  if (run.objective === 'dearest') throw invalidValue('objective', run.objective, { rule: 'cheapest-in-home' });
  if (house.needsPower && run.powerKw === undefined && run.profile.length === 0)
    throw invalidValue('powerKw', run.powerKw, { rule: 'needed-for-home' });
  return house;
}
