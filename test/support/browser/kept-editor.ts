import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type NodeRedProcess, startNodeRed } from '../../../sandbox/drive/node-red-process.js';
import { lightEditor, startBrowser } from './browser.js';
import { KeptEditors } from './kept-editors.js';

/** A browser and a Node-RED for all suites of this process: to start both anew for each costs more than most of their tests. */
const userDir = mkdtempSync(join(tmpdir(), 'nomos-kept-editor-'));
const editors = new KeptEditors();
let nodeRed: NodeRedProcess | undefined;
let browser: Browser | undefined;

after(async () => {
  await browser?.close();
  await nodeRed?.stop();
  rmSync(userDir, { recursive: true, force: true });
});

/** Called in a `describe`: gives how to open an editor in a language, without nodes; its tests leave theirs to others. */
export function keptEditor(): (locale?: string) => Promise<Page> {
  let url: string;
  let shown: Browser;

  before(async function () {
    shown = browser ??= await startBrowser(this);
    nodeRed ??= await startNodeRed({ userDir, settings: lightEditor });
    url = nodeRed.url;
  });
  afterEach(function () {
    return editors.leave(this.currentTest);
  });

  return (locale) => editors.open(shown, url, locale);
}
