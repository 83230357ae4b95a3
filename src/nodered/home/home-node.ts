import type { PriceWatch } from '../../account/feed/price-watch.js';
import { feedInChoice } from '../../account/reading/contract-choice.js';
import { ConfigError, invalidValue, type NomosError } from '../../errors.js';
import { failureText, type ShownFailure } from '../../protocol/failure-text.js';
import type { RunSettings } from '../../runs/index.js';
import {
  type AccountLink,
  isAccountToCome,
  neededAccount,
  noAccount,
  standingAccount,
} from '../account/account-node.js';
import { flowsStarted } from '../platform/flows-started.js';
import type { NodeConfig, Red, RedNode } from '../platform/red.js';
import { startRenewable } from '../platform/renewable.js';
import { asNomosError, errorText, sharedTexts } from '../platform/texts.js';
import { decodeHomeSettings, type HomeNodeSettings } from './home-settings.js';
import { SharedHouse } from './shared-house.js';

/** Keeps houses out of the nodes themselves, where other nodes would find them. */
const houses = new WeakMap<object, SharedHouse>();
/** Houses by their id in the editor, which is also what a property of a subflow names: those of its instances, the newest last. */
const deployed = new Map<string, readonly SharedHouse[]>();
/** Why home nodes could not start: those who use them say the same. */
const faults = new WeakMap<object, unknown>();

/** Starts a `nomos-home` node: its house is there for the devices that join it until it closes. */
export function startHomeNode(red: Red, node: RedNode, config: NodeConfig): void {
  // Inside a subflow: the id in its template.
  const editorId = typeof config._alias === 'string' ? config._alias : node.id;
  try {
    const settings = decodeHomeSettings(config);
    const texts = sharedTexts(red);
    const unsaved = (error: unknown) => node.warn(texts('log.home-not-saved', { text: errorText(texts, error) }));
    const watchFeedIn = feedInOf(red, node, settings, (error) => {
      node.warn(texts('log.no-feed-in-prices', { text: failureText(texts, error) }));
    });
    const place = { nodeId: node.id, editorId, z: node.z };
    const house = new SharedHouse({ red, place, settings, watchFeedIn, unsaved });
    houses.set(node, house);
    deployed.set(editorId, [...deployedHouses(editorId), house]);
    node.on('close', (_removed, done) => {
      leave(editorId, house);
      void house.close().then(done);
    });
  } catch (error) {
    faults.set(node, error);
    node.error(errorText(sharedTexts(red), error));
  }
}

function leave(editorId: string, house: SharedHouse): void {
  const others = deployedHouses(editorId).filter((other) => other !== house);
  if (others.length === 0) deployed.delete(editorId);
  else deployed.set(editorId, others);
}

/** The house of a node that is deployed, or all of its instances where it stands in a subflow; empty where there is none. */
export function deployedHouses(editorId: string): readonly SharedHouse[] {
  return deployed.get(editorId) ?? [];
}

/** What is behind the id of a house now, which is something else after every deploy of it; undefined where nothing is. */
export function standingHouse(red: Red, homeId: unknown): unknown {
  if (typeof homeId !== 'string' || homeId === '') return undefined;
  return red.nodes.getNode(homeId) ?? deployedHouses(homeId).at(-1);
}

/** Prices of a feed-in contract, watched until stopped. */
type WatchFeedIn = ConstructorParameters<typeof SharedHouse>[0]['watchFeedIn'];

/**
 * Where nobody chose a contract, the account's only one for feeding in. Why there are no prices is told once for each reason. Throws
 * as `neededAccount` does; a deploy may replace the account later, and then it is watched anew.
 */
function feedInOf(
  red: Red,
  node: RedNode,
  settings: HomeNodeSettings,
  failed: (error: ShownFailure) => void,
): WatchFeedIn {
  if (settings.feedIn !== 'contract') return undefined;
  if (!isAccountToCome(red, settings.account)) neededAccount(red, settings.account);
  const choice = settings.subscription || feedInChoice;
  return (changed) => {
    let watch: PriceWatch | undefined;
    const end = () => {
      watch?.stop();
      watch = undefined;
    };
    const begin = (living: RedNode) => {
      if (isAccountToCome(red, settings.account)) {
        void flowsStarted(red).then(() => isAccountToCome(red, settings.account) && failed(noAccount()));
        return;
      }
      try {
        watch = watchedIn(neededAccount(red, settings.account), choice, { changed, failed });
      } catch (error) {
        failed(asNomosError(error));
      }
      living.on('close', (_removed, done) => {
        end();
        done();
      });
    };
    startRenewable(red, node, { standsOn: () => [standingAccount(red, settings.account)], start: begin });
    return {
      get series() {
        return watch?.series ?? [];
      },
      stop: end,
    };
  };
}

function watchedIn(
  { account }: AccountLink,
  choice: string,
  { changed, failed }: { readonly changed: () => void; readonly failed: (error: ShownFailure) => void },
): PriceWatch {
  let told = '';
  const watch = account.watchPrices(choice, ({ type }) => {
    const { lastError } = watch.state;
    if (lastError !== undefined && lastError.code !== told) failed(lastError);
    told = lastError?.code ?? '';
    if (type === 'series') changed();
  });
  return watch;
}

/**
 * The house that a device joins, or undefined where it names none. Throws `no-home` for one that is missing or disabled, why
 * it could not start, and `invalid-value` for a device without a power where power or sun is shared.
 */
export function houseOf(red: Red, homeId: string, run: RunSettings): SharedHouse | undefined {
  if (homeId === '') return undefined;
  const node = red.nodes.getNode(homeId);
  if (node && faults.has(node)) throw faults.get(node);
  const house = (node ? houses.get(node) : undefined) ?? deployedHouses(homeId).at(-1);
  if (house === undefined) throw new ConfigError('no-home', 'the house is missing or disabled');
  const misfit = misfitOf(house, run);
  if (misfit !== undefined) throw misfit;
  return house;
}

/** Why a device with these settings cannot be a member: `invalid-value`; undefined where it can. */
export function misfitOf(house: SharedHouse, run: RunSettings): NomosError | undefined {
  if (run.objective === 'dearest') return invalidValue('objective', run.objective, { rule: 'cheapest-in-home' });
  if (house.needsPower && run.powerKw === undefined && run.profile.length === 0)
    return invalidValue('powerKw', run.powerKw, { rule: 'needed-for-home' });
  return undefined;
}
