import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { type FastClock, fastProcess } from '../../sandbox/demo/fast-clock.js';
import { type NodeRedProcess, startNodeRed } from '../../sandbox/drive/node-red-process.js';
import { type Client, defaultClient, type Sandbox, startSandbox } from '../../sandbox/index.js';
import { startBrowser, trayOpen } from '../support/browser/browser.js';

/** A simulated Nomos, a real Node-RED with our package, and a browser to look at it. */
export interface Home {
  readonly sandbox: Sandbox;
  readonly nodeRed: NodeRedProcess;
  readonly browser: Browser;
  stop(): Promise<void>;
}

/** How long Node-RED waits for nodes to close, in ms of its clock. */
const usualCloseTimeoutMs = 15_000;

/** Starts all three, the clock of Node-RED so many times faster than ours; skips where there is no browser. */
export async function startHome(test: Context, settings = {}, factor = 1): Promise<Home> {
  const browser = await startBrowser(test);
  const userDir = mkdtempSync(join(tmpdir(), 'nomos-browser-'));
  const sandbox = await startSandbox({ seed: 7 });
  const now = Date.now();
  const clock: FastClock = { factor, realStart: now, virtualStart: now };
  const nodeRed = await startNodeRed({
    userDir,
    settings: { nodeCloseTimeout: usualCloseTimeoutMs * factor, ...settings },
    ...fastProcess(clock),
  });
  return {
    sandbox,
    nodeRed,
    browser,
    async stop() {
      await browser.close();
      await nodeRed.stop();
      await sandbox.stop();
      rmSync(userDir, { recursive: true, force: true });
    },
  };
}

/** In the open dialog of a flow node: begins a new account and enters what Nomos sent. */
export async function fillNewAccount(page: Page, sandbox: Sandbox, client = defaultClient): Promise<void> {
  await page.click('#node-input-btn-account-add');
  await trayOpen(page, '#nomos-connect');
  await enterClient(page, client, sandbox);
}

/** In the open dialog of an account: enters what Nomos sent and, where one is given, the address of a sandbox. */
export async function enterClient(page: Page, client: Client, sandbox?: Sandbox): Promise<void> {
  await page.fill('#node-config-input-clientId', client.clientId);
  await page.fill('#node-config-input-clientSecret', client.clientSecret ?? '');
  if (sandbox === undefined) return;
  await page
    .locator('#node-config-input-baseUrl')
    .evaluate((field) => field.closest('details')?.setAttribute('open', ''));
  await page.fill('#node-config-input-baseUrl', sandbox.url);
}

/** Presses Connect; gives the window that opened and the address of the sign-in page. */
export async function pressConnect(page: Page): Promise<{ popup: Page; authorizeUrl: string }> {
  const [popup, answer] = await Promise.all([
    page.waitForEvent('popup'),
    page.waitForResponse((response) => response.url().endsWith('/nomos/oauth/start')),
    page.click('#nomos-connect'),
  ]);
  const { authorizeUrl } = (await answer.json()) as { authorizeUrl: string };
  return { popup, authorizeUrl };
}

/** Walks the three screens of the sandbox in the window. */
export async function walkScreens(popup: Page, decision: 'Allow' | 'Deny'): Promise<void> {
  await popup.fill('input[name="email"]', 'anna@example.com');
  await popup.click('text=Continue');
  const oneTimeCode = await popup.textContent('#one-time-code');
  await popup.fill('input[name="one_time_code"]', oneTimeCode ?? '');
  await popup.click('text=Continue');
  await popup.click(`button:text-is("${decision}")`).catch((error: unknown) => {
    // The dialog closes its window as soon as the sign-in has come back, perhaps while the click still looks.
    if (!popup.isClosed()) throw error;
  });
}
