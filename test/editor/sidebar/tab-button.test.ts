import assert from 'node:assert/strict';
import { editorModule } from '../../support/browser/editor-module.js';

const { showTabButton } = editorModule<{ showTabButton(tabId: string): void }>('sidebar/tab-button');

describe('editor: the button of the sidebar', () => {
  const [configTab, ownTab, configButton, ownButton] = [
    'red-ui-tab-config',
    'red-ui-tab-nomos',
    'red-ui-tab-config-link-button',
    'red-ui-tab-nomos-link-button',
  ] as const;
  const asInstalled = [configTab, ownTab, configButton, ownButton];

  afterEach(() => {
    for (const name of ['RED', 'document']) Reflect.deleteProperty(globalThis, name);
  });

  /** Where tabs and buttons stand after a start of the editor, when a person has ordered the tabs so, if at all. */
  function placesAfter(chosen: readonly string[] | undefined): string[] {
    const places: string[] = [...asInstalled];
    const getElementById = (id: string) => ({
      id,
      style: { display: 'none' },
      before(moved: { id: string }) {
        places.splice(places.indexOf(moved.id), 1);
        places.splice(places.indexOf(id), 0, moved.id);
      },
    });
    const menu = { isSelected: () => false };
    Object.assign(globalThis, { RED: { settings: { get: () => chosen }, menu }, document: { getElementById } });
    showTabButton('nomos');
    return places;
  }

  it('stands before that of the config nodes, which has no room after an install', () => {
    for (const chosen of [undefined, ['config', 'info']])
      assert.deepEqual(placesAfter(chosen), [ownTab, configTab, ownButton, configButton]);
  });

  it('stays where a person has dragged it', () => {
    assert.deepEqual(placesAfter(['info', 'config', 'nomos']), asInstalled);
  });
});
