import type { SubscriptionAnswer, SubscriptionsAnswer } from '../../protocol/admin-api.js';
import { accountPath, ask, type FailedRequest } from './ask.js';
import { element } from './dom.js';
import { text } from './text.js';

/** Which text stands for "nothing chosen": the account's choice in a flow node, the only active contract in an account. */
export type EmptyChoice =
  | 'nomos-account.subscription.automatic'
  | 'nomos-account.subscription.fromAccount'
  | 'home-battery.text.noFeedInContract'
  | 'nomos-home.text.ownFeedIn';

/** Fills a select with the given contracts; keeps `chosen` selected even when it is not among them. */
export function showSubscriptions(
  select: HTMLSelectElement,
  subscriptions: readonly SubscriptionAnswer[],
  choice: { readonly chosen: string; readonly empty: EmptyChoice },
): void {
  const options = [element('option', { value: '', textContent: text(choice.empty) })];
  for (const subscription of subscriptions) {
    options.push(element('option', { value: subscription.id, textContent: subscriptionLabel(subscription) }));
  }
  if (choice.chosen && !subscriptions.some(({ id }) => id === choice.chosen)) {
    options.push(element('option', { value: choice.chosen, textContent: choice.chosen }));
  }
  select.replaceChildren(...options);
  select.value = choice.chosen;
}

/** Asks for the contracts of an account and fills the select; gives the refusal where that failed. */
export async function loadSubscriptions(
  select: HTMLSelectElement,
  accountId: string,
  empty: EmptyChoice,
): Promise<SubscriptionsAnswer | FailedRequest> {
  const outcome = await ask<SubscriptionsAnswer>(accountPath(accountId, 'subscriptions'));
  if (!outcome.ok) return outcome.refusal;
  showSubscriptions(select, outcome.answer.subscriptions, { chosen: select.value, empty });
  return outcome.answer;
}

const statusTexts: Readonly<Record<string, string>> = {
  active: 'nomos-account.subscription.active',
  pending: 'nomos-account.subscription.pending',
  ended: 'nomos-account.subscription.ended',
};

const typeTexts: Readonly<Record<string, string>> = {
  consumption: 'nomos-account.subscription.consumption',
  feed_in: 'nomos-account.subscription.feedIn',
};

// Nomos may add words of its own at any time: an unknown one is shown as it came.
function subscriptionLabel(subscription: SubscriptionAnswer): string {
  const words = [known(typeTexts, subscription.type), known(statusTexts, subscription.status)];
  return `${subscription.number ?? subscription.id} · ${words.filter(Boolean).join(' · ')}`;
}

function known(texts: Readonly<Record<string, string>>, word: string): string {
  const key = texts[word];
  return key ? text(key) : word;
}
