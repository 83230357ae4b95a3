import { existsSync } from 'node:fs';
import type { Context } from 'mocha';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { leanSettings } from '../nodered/lean-settings.js';

/** The first one draws no window of its own, and so takes half the processor time of the others. */
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/**
 * The catalogue of all Node-RED modules is on the internet: no test may need or reach that. Names under `.lan` are this
 * machine: plain-http names, for which a browser sends no `Sec-Fetch-Site`.
 */
const reachable = ['127.0.0.1', 'localhost'];
const resolverRules = ['MAP *.lan 127.0.0.1', 'MAP * ~NOTFOUND', ...reachable.map((name) => `EXCLUDE ${name}`)].join();

/** The size of the page of an open editor. */
export const viewport = { width: 1400, height: 1100 };

/**
 * Settings of a Node-RED whose editor loads in half the time: its big code editor, which no node of ours uses, is left out,
 * and so are most of its own nodes. At least one suite takes it as it is installed.
 */
export const lightEditor = {
  ...leanSettings(['20-inject.js', '21-debug.js', '90-comment.js']),
  editorTheme: { tours: false, codeEditor: { lib: 'ace' } },
};

/** Starts Chromium; without one the test is skipped, or fails where `REQUIRE_BROWSER=1` says that there must be one. */
export async function startBrowser(test: Context): Promise<Browser> {
  if (browserPath() === undefined && process.env.REQUIRE_BROWSER !== '1') {
    console.log('      browser tests skipped: install chromium');
    test.skip();
  }
  return launchBrowser();
}

/** Starts Chromium, its own fields in a language; rejects where there is none. */
export async function launchBrowser(language = 'en-US'): Promise<Browser> {
  const executablePath = browserPath();
  if (executablePath === undefined) throw new Error('no Chromium found: install chromium');
  const env = { ...process.env, LANGUAGE: language };
  const args = ['--no-sandbox', `--lang=${language}`, `--host-resolver-rules=${resolverRules}`];
  return chromium.launch({ executablePath, args, env });
}

function browserPath(): string | undefined {
  return [process.env.CHROMIUM ?? '', ...places].find((path) => path !== '' && existsSync(path));
}

/** An open editor; `troubles` collects every uncaught error of the page. */
export interface Editor {
  readonly page: Page;
  readonly troubles: string[];
  close(): Promise<void>;
}

/** Opens the editor and waits until our nodes and the flows are there. */
export async function openEditor(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Editor> {
  const context = await browser.newContext({ viewport, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error.stack)));
  await withoutDiagrams(page);
  await page.goto(url);
  await page.waitForFunction("window.RED?.nodes?.getType?.('cheapest-window') && RED.sidebar.containsTab('nomos')");
  await page.waitForSelector('#red-ui-loading-progress', { state: 'hidden' });
  // Every click would wait for the dialog that slides in.
  await page.evaluate('jQuery.fx.off = true');
  await page.addStyleTag({ content: '*, ::before, ::after { transition: none !important; }' });
  // The tips of Node-RED 5.0 throw, at random, once its info tab is shown.
  await page.evaluate("RED.actions.invoke('core:toggle-show-tips', false)");
  return { page, troubles, close: () => context.close() };
}

/** For a page that will load an editor: without what draws diagrams in help, of which ours has none, and takes half the time. */
export async function withoutDiagrams(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setBlockedURLs', { urls: ['*/vendor/mermaid/*'] });
}

/** Drags a node type from the palette to a place of the page, and gives the id of the new node. */
export async function dragNode(page: Page, type: string, { x, y } = { x: 600, y: 300 }): Promise<string> {
  const before = await nodeIds(page, type);
  await page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`).hover({ position: { x: 20, y: 10 } });
  await page.mouse.down();
  await page.mouse.move(120, 160, { steps: 3 });
  await page.mouse.move(x, y, { steps: 5 });
  await page.mouse.up();
  await page.waitForFunction(`RED.nodes.filterNodes({ type: '${type}' }).length > ${before.length}`);
  const id = (await nodeIds(page, type)).find((known) => !before.includes(known));
  if (id === undefined) throw new Error(`${type} did not arrive`);
  return id;
}

/** Imports nodes as they are, ids included. */
export async function importNodes(page: Page, nodes: readonly object[]): Promise<void> {
  await page.evaluate(
    `RED.view.importNodes(${JSON.stringify(nodes)}, { generateIds: false, touchImport: true, addFlow: false })`,
  );
  await page.mouse.click(600, 300);
}

/** Opens the dialog of a node, ready to be used. */
export async function openDialog(page: Page, id: string): Promise<void> {
  await page.evaluate(`RED.editor.edit(RED.nodes.node('${id}'))`);
  await trayOpen(page, '.nomos-dialog');
}

/** Opens the dialog of a config node, ready to be used. */
export async function openConfig(page: Page, type: string, id: string): Promise<void> {
  await page.evaluate(`RED.editor.editConfig('', '${type}', '${id}')`);
  await trayOpen(page, '.nomos-dialog');
}

/**
 * Waits for the dialog in which `selector` is. Node-RED moves the focus into a tray 150 ms after it was made: what is typed
 * before that may go elsewhere.
 */
export async function trayOpen(page: Page, selector: string): Promise<void> {
  await page.waitForSelector(selector);
  await page.waitForFunction("[...document.querySelectorAll('.red-ui-tray')].at(-1)?.contains(document.activeElement)");
  await traysAtRest(page);
}

/** Waits until every tray has stood still for some frames: one slides in after it is made. */
export async function traysAtRest(page: Page): Promise<void> {
  await page.evaluate('window.stillFrames = 0');
  await page.waitForFunction(`(() => {
    const lefts = [...document.querySelectorAll('.red-ui-tray')].map((tray) => tray.getBoundingClientRect().left).join();
    window.stillFrames = window.trayLefts === lefts && !$('.red-ui-tray').is(':animated') ? window.stillFrames + 1 : 0;
    window.trayLefts = lefts;
    return window.stillFrames > 5;
  })()`);
}

/** The stored properties of a node, as an export would hold them. */
export async function exported(page: Page, id: string): Promise<Record<string, unknown>[]> {
  return page.evaluate(`RED.nodes.createExportableNodeSet([RED.nodes.node('${id}')])`);
}

/** Deploys and waits until Node-RED has taken it. */
export async function deploy(page: Page): Promise<void> {
  const taken = page.waitForResponse(
    (answer) => answer.url().endsWith('/flows') && answer.request().method() === 'POST',
  );
  await page.click('#red-ui-header-button-deploy');
  const answer = await taken;
  if (!answer.ok()) throw new Error(`deploy ended with ${answer.status()}`);
}

function nodeIds(page: Page, type: string): Promise<string[]> {
  return page.evaluate(`RED.nodes.filterNodes({ type: '${type}' }).map((node) => node.id)`);
}

/** Switches to the dark theme; false where this Node-RED has none (before 5.0). */
export async function darken(page: Page): Promise<boolean> {
  const background = "getComputedStyle(document.documentElement).getPropertyValue('--red-ui-primary-background')";
  const light = await page.evaluate(background);
  await page.evaluate("document.documentElement.classList.add('nr-theme-dark')");
  return (await page.evaluate(background)) !== light;
}
