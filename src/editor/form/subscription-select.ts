import type { SubscriptionAnswer, SubscriptionsAnswer } from '../../protocol/admin-api.js';
import { accountPath, ask, type FailedRequest } from './ask.js';
import { element } from './dom.js';
import { text } from './text.js';

const fromAccount = 'nomos-account.subscription.fromAccount';
const noFeedIn = 'home-battery.text.noFeedInContract';
const ownFeedIn = 'nomos-home.text.ownFeedIn';

/** Which text stands for "nothing chosen": the account's choice in a flow node, the only active contract in an account. */
export type EmptyChoice =
  | 'nomos-account.subscription.automatic'
  | 'nomos-account.subscription.fromAccount'
  | 'home-battery.text.noFeedInContract'
  | 'nomos-home.text.ownFeedIn';

/** The same with the contract that it comes to. */
const knownTexts: Readonly<Record<EmptyChoice, string>> = {
  'nomos-account.subscription.automatic': 'nomos-account.subscription.automaticKnown',
  [fromAccount]: 'nomos-account.subscription.fromAccountKnown',
  [noFeedIn]: noFeedIn,
  [ownFeedIn]: 'nomos-home.text.ownFeedInKnown',
};

interface Choice {
  readonly chosen: string;
  readonly empty: EmptyChoice;
  /** What nothing chosen stands for, where it is not what the account uses by itself. */
  readonly usedId?: string;
}

/**
 * Fills a select with the contracts, none before they are known; keeps `chosen` selected even when it is not among them.
 * Where one for feeding in is asked for, nothing else is offered.
 */
export function showSubscriptions(
  select: HTMLSelectElement,
  listed: SubscriptionsAnswer | undefined,
  { chosen, empty, usedId }: Choice,
): void {
  const isFeedIn = empty === noFeedIn || empty === ownFeedIn;
  const subscriptions = (listed?.subscriptions ?? []).filter((one) => !isFeedIn || canFeedIn(one));
  const used = isFeedIn
    ? onlyActive(subscriptions)
    : subscriptions.find(({ id }) => id === (usedId || listed?.proposedId));
  const nothing = used
    ? text(knownTexts[empty], { number: nameOf(used) })
    : text(emptyText(empty, listed, subscriptions));
  const options = [element('option', { value: '', textContent: nothing })];
  for (const subscription of subscriptions) {
    options.push(element('option', { value: subscription.id, textContent: subscriptionLabel(subscription) }));
  }
  if (chosen && !subscriptions.some(({ id }) => id === chosen)) {
    options.push(element('option', { value: chosen, textContent: chosen }));
  }
  select.replaceChildren(...options);
  select.value = chosen;
}

function canFeedIn({ type, status }: SubscriptionAnswer): boolean {
  return type === 'feed-in' && status !== 'ended';
}

function onlyActive(subscriptions: readonly SubscriptionAnswer[]): SubscriptionAnswer | undefined {
  const [only, another] = subscriptions.filter(({ status }) => status === 'active');
  return another === undefined ? only : undefined;
}

/** A house that is paid by contract has no other choice than one of the account's: it is said where there is none. */
function emptyText(
  empty: EmptyChoice,
  listed: SubscriptionsAnswer | undefined,
  offered: readonly SubscriptionAnswer[],
): string {
  return empty === ownFeedIn && listed !== undefined && offered.length === 0 ? 'nomos-home.text.noFeedIn' : empty;
}

/** What a person has to be asked where nothing is chosen: which of several contracts is meant; empty where that is clear. */
export function contractQuestion({ subscriptions, proposedId, activeCount }: SubscriptionsAnswer): string {
  const used = subscriptions.find(({ id }) => id === proposedId);
  if (used === undefined) return text('nomos-account.subscription.choose', { count: activeCount });
  return activeCount > 1 ? text('nomos-account.subscription.used', { count: activeCount, number: nameOf(used) }) : '';
}

interface Wish {
  readonly empty: EmptyChoice;
  /** False once something else is asked for. */
  readonly areWanted?: () => boolean;
  /** False where the chosen contract is one of another account: it stays only if this one has it, too. */
  readonly isOwner?: boolean;
}

/** Asks for the contracts of an account and fills the select, if they are still wanted then; gives the refusal where that failed. */
export async function loadSubscriptions(
  select: HTMLSelectElement,
  accountId: string,
  { empty, areWanted = () => true, isOwner = true }: Wish,
): Promise<SubscriptionsAnswer | FailedRequest> {
  const outcome = await ask<SubscriptionsAnswer>(accountPath(accountId, 'subscriptions'));
  if (!outcome.ok) return outcome.refusal;
  if (!areWanted()) return outcome.answer;
  const own = empty === fromAccount ? String(RED.nodes.node(accountId)?.subscription ?? '') : '';
  const before = select.value;
  const isKept = isOwner || outcome.answer.subscriptions.some(({ id }) => id === before);
  showSubscriptions(select, outcome.answer, { chosen: isKept ? before : '', empty, usedId: own });
  if (select.value !== before) $(select).trigger('change');
  return outcome.answer;
}

/** By the word that the runtime says. */
const contractTexts: Readonly<Record<'status' | 'type', Readonly<Record<string, string>>>> = {
  status: {
    active: 'nomos-account.subscription.active',
    pending: 'nomos-account.subscription.pending',
    ended: 'nomos-account.subscription.ended',
  },
  type: {
    consumption: 'nomos-account.subscription.consumption',
    'feed-in': 'nomos-account.subscription.feedIn',
  },
};

// Nomos may add words of its own at any time: an unknown one is shown as it came.
function subscriptionLabel(subscription: SubscriptionAnswer): string {
  const words = [known(contractTexts.type, subscription.type), known(contractTexts.status, subscription.status)];
  return `${nameOf(subscription)} · ${words.filter(Boolean).join(' · ')}`;
}

function nameOf({ number, id }: SubscriptionAnswer): string {
  return number ?? id;
}

function known(texts: Readonly<Record<string, string>>, word: string): string {
  const key = texts[word];
  return key ? text(key) : word;
}
