import assert from 'node:assert/strict';
import { hyphenated } from '#src/nomos/resource-item.js';
import { lists } from '#src/nomos/resource-lists.js';
import { editorModule } from '../../support/browser/editor-module.js';

interface Module {
  readonly contractTexts: Readonly<Record<'status' | 'type', Readonly<Record<string, string>>>>;
}

const { contractTexts } = editorModule<Module>('form/contract-texts');

describe('editor: how a contract is offered', () => {
  for (const word of ['status', 'type'] as const)
    it(`there is a text for every ${word} that the runtime knows`, () => {
      const known = lists.subscriptions.words[word]?.known.map(hyphenated) ?? [];
      assert.deepEqual(Object.keys(contractTexts[word]).toSorted(), known.toSorted());
    });
});
