import assert from 'node:assert/strict';
import { hyphenated } from '#src/nomos/resource-item.js';
import { lists } from '#src/nomos/resource-lists.js';
import { editorModule } from '../../support/browser/editor-module.js';

interface QueryWords {
  readonly queryWords: Readonly<
    Record<string, { readonly entryStatus?: readonly string[]; readonly kind: readonly string[] }>
  >;
}

const { queryWords } = editorModule<QueryWords>('query/query-words');

describe('editor: what is offered in the dialog of nomos-query', () => {
  it('are the words that the runtime knows', () => {
    const known = Object.entries(lists).map(([list, { words }]) => {
      const [status, kind] = [words.status, words.type].map((filter) => filter?.known.map(hyphenated));
      return [list, { ...(status && { entryStatus: status }), kind }];
    });
    assert.deepEqual(queryWords, Object.fromEntries(known));
  });
});
