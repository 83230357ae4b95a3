import { strict as assert } from 'node:assert';
import { decodeQuerySettings, queryOf } from '#src/nodered/query/query-settings.js';
import { hyphenated } from '#src/nomos/resource-item.js';
import { lists } from '#src/nomos/resource-lists.js';
import { editorModule } from '../../support/editor-module.js';

interface QueryWords {
  readonly queryWords: Readonly<
    Record<string, { readonly entryStatus?: readonly string[]; readonly kind: readonly string[] }>
  >;
  matters(name: string, resource: string): boolean;
}

const { queryWords, matters } = editorModule<QueryWords>('query/query-words');
const resources = [...Object.keys(lists), 'subscription', 'plan', 'customer', 'invoice-file'];

describe('editor: what is offered in the dialog of nomos-query', () => {
  it('are the words that the runtime knows', () => {
    const known = Object.entries(lists).map(([list, { words }]) => {
      const [status, kind] = [words.status, words.type].map((filter) => filter?.known.map(hyphenated));
      return [list, { ...(status && { entryStatus: status }), kind }];
    });
    assert.deepEqual(queryWords, Object.fromEntries(known));
  });

  for (const resource of resources)
    it(`${resource}: a field is shown where the runtime takes the setting`, () => {
      const { query } = decodeQuerySettings({ resource, personalData: true });
      const values = {
        subscription: 'sub_1',
        entryStatus: 'x',
        kind: 'x',
        maxItems: 5,
        invoice: 'inv_1',
        from: '2026-01-01',
      };
      for (const [name, value] of Object.entries(values)) {
        let isTaken = true;
        try {
          queryOf(query, { [name]: value });
        } catch {
          isTaken = false;
        }
        assert.equal(matters(name, resource), isTaken, name);
      }
    });
});
