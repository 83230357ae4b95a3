import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { deploy, type Editor, openEditor, viewport } from './browser.js';

/**
 * The open editors of one suite, one for each language: to load the editor costs more than most tests, so a test that
 * passed leaves its page to the next one, emptied. The page of a failed test is closed, for anything may be left in it.
 */
export class KeptEditors {
  readonly #editors = new Map<string, Editor>();
  readonly #used = new Set<string>();

  /** An editor without nodes, in which no dialog is open. */
  async open(browser: Browser, url: string, locale = 'en-US'): Promise<Page> {
    this.#used.add(locale);
    const kept = this.#editors.get(locale);
    if (kept !== undefined) return kept.page;
    const editor = await openEditor(browser, url, { locale });
    this.#editors.set(locale, editor);
    // What a test that failed has deployed is still there.
    await emptyEditor(editor.page);
    return editor.page;
  }

  /** For `afterEach`; rejects when the page of a test that passed, or skipped itself, had uncaught errors. */
  async leave(test: Mocha.Test | undefined): Promise<void> {
    const used = [...this.#used];
    this.#used.clear();
    // A test that will be repeated is in no state at all.
    const hasFailed = test?.state !== 'passed' && !test?.isPending();
    for (const locale of used) await this.#leave(locale, hasFailed);
  }

  async #leave(locale: string, hasFailed: boolean): Promise<void> {
    const editor = this.#editors.get(locale);
    this.#editors.delete(locale);
    if (editor === undefined) return;
    // A failed test says why itself; a failing hook would end the whole suite.
    if (hasFailed) return editor.close();
    await emptyEditor(editor.page);
    assert.deepEqual(editor.troubles, []);
    this.#editors.set(locale, editor);
  }
}

/** Replaces a function of the page, e.g. `window.open`, for the rest of a test. */
export async function replaceInPage(page: Page, path: string, replacement: string): Promise<void> {
  await page.evaluate(`{
    const before = ${path};
    (window.putBack ??= []).push(() => { ${path} = before; });
    ${path} = ${replacement};
  }`);
}

/** Ends every dialog without saving, takes all nodes away, here and in Node-RED, and shows the editor as it begins. */
async function emptyEditor(page: Page): Promise<void> {
  for (const other of page.context().pages()) if (other !== page) await other.close();
  await page.unrouteAll();
  await page.setViewportSize(viewport);
  await page.evaluate("$('#red-ui-clipboard-dialog.ui-dialog-content').dialog('close')");
  await cancelDialogs(page);
  if (await page.evaluate<boolean>(empty)) await deploy(page);
  await page.mouse.move(0, 0);
}

/** The dialog below another one is out of the page until that is closed. */
async function cancelDialogs(page: Page): Promise<void> {
  const top = async () => (await page.$$('.red-ui-tray')).at(-1);
  for (let tray = await top(); tray !== undefined; tray = await top()) {
    await (await tray.$('button[id$="-dialog-cancel"]'))?.dispatchEvent('click');
    await tray.waitForElementState('hidden');
  }
}

/** Gives whether nodes are still deployed. */
const empty = `(async () => {
  for (const restore of (window.putBack ?? []).splice(0).reverse()) restore();
  RED.nodes.clear();
  RED.history.clear();
  RED.nodes.import([{ id: 'empty', type: 'tab', label: 'empty' }]);
  RED.workspaces.show('empty');
  RED.view.redraw(true);
  // Node-RED 5.0 has a sidebar on each side.
  for (const item of ['menu-item-sidebar', 'menu-item-left-sidebar', 'menu-item-right-sidebar']) RED.menu.setSelected(item, true);
  RED.sidebar.show('info');
  document.documentElement.classList.remove('nr-theme-dark');
  // The sidebar looks a moment later, and would take an account of the next test for the one that was here.
  while (document.querySelector('.nomos-sidebar-connection')) await new Promise((resume) => setTimeout(resume, 20));
  const deployed = await $.getJSON('flows');
  const isDeployed = deployed.flows.some(({ type }) => type !== 'tab');
  RED.nodes.dirty(isDeployed);
  return isDeployed;
})()`;
