import assert from 'node:assert/strict';
import { hyphenated } from '#src/nomos/resource-item.js';
import { lists } from '#src/nomos/resource-lists.js';
import type { SubscriptionsAnswer } from '#src/protocol/admin-api.js';
import { editorModule } from '../../support/browser/editor-module.js';

interface Select {
  value: string;
  replaceChildren(...options: readonly { readonly textContent: string }[]): void;
}

const { showSubscriptions } =
  editorModule<Record<'showSubscriptions', (select: Select, listed: SubscriptionsAnswer, choice: object) => void>>(
    'form/subscription-select',
  );

describe('editor: how a contract is offered', () => {
  const words = (kind: 'status' | 'type') => lists.subscriptions.words[kind]?.known.map(hyphenated) ?? [];
  before(() => {
    const made = () => ({ append: () => undefined });
    Object.assign(globalThis, { RED: { _: (key: string) => key }, document: { createElement: made } });
  });
  after(() => {
    for (const name of ['RED', 'document']) Reflect.deleteProperty(globalThis, name);
  });

  for (const type of words('type'))
    for (const status of words('status'))
      it(`${type}, ${status}: in words of the catalog, not in those of the runtime`, () => {
        let shown: string | undefined;
        const select: Select = { value: '', replaceChildren: (_, option) => (shown = option?.textContent) };
        const subscriptions = [{ id: 'a', number: 'PGXO7K8G', type, status }];
        showSubscriptions(
          select,
          { subscriptions, activeCount: 1 },
          { chosen: '', empty: 'nomos-account.subscription.automatic' },
        );
        assert.match(
          String(shown),
          /^PGXO7K8G · \S+nomos-account\.subscription\.\w+ · \S+nomos-account\.subscription\.\w+$/,
        );
      });
});
