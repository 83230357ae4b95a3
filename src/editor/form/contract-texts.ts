/** The texts for what the runtime says of a contract, by the word it says. */
export const contractTexts: Readonly<Record<'status' | 'type', Readonly<Record<string, string>>>> = {
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
