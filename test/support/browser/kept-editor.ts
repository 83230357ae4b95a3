import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type NodeRedProcess, startNodeRed } from '../../../sandbox/drive/node-red-process.js';
import { lightEditor, startBrowser } from './browser.js';
import { KeptEditors } from './kept-editors.js';

/**
 * Called in a `describe`: all of its tests share a browser and a Node-RED, whose user directory is named after the suite. Gives
 * how to open an editor of it in a language, without nodes.
 */
export function keptEditor(name: string): (locale?: string) => Promise<Page> {
  let userDir: string;
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  const editors = new KeptEditors();

  before(async function () {
    browser = await startBrowser(this);
    userDir = mkdtempSync(join(tmpdir(), `nomos-${name}-`));
    nodeRed = await startNodeRed({ userDir, settings: lightEditor });
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
    if (userDir) rmSync(userDir, { recursive: true, force: true });
  });
  afterEach(function () {
    return editors.leave(this.currentTest);
  });

  return (locale) => editors.open(browser, nodeRed.url, locale);
}
