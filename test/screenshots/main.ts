/**
 * Makes the pictures of the README, in `docs/images`: every dialog, the sidebar and a flow, at a fixed time with prices from
 * a seed. `npm run screenshots` makes the light ones with the Node-RED of this checkout. The dark theme came with Node-RED
 * 5.0: with `NOMOS_MATRIX_NODE`, `NOMOS_MATRIX_NODE_RED` (see `npm run test:matrix`) the dark ones are made instead.
 * Time fields speak the language of the browser: for German ones (22:00, not 10:00 PM) it takes a whole Chromium with its
 * languages (`chromium-l10n` in Debian); `test/support/browser/browser.ts` says how to name it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { darken, launchBrowser, openConfig, openDialog, openEditor } from '../support/browser/browser.js';
import { linkDashboard } from '../support/browser/dashboard.js';
import { startMqttBroker } from '../support/nodered/mqtt-broker.js';
import { Bench } from '../support/real/bench.js';
import { importedExample } from '../support/real/examples.js';
import { until } from '../support/real/until.js';
import { homeFlow } from './home-flow.js';

const start = '2026-11-24T15:20:00+01:00';
/** The open dialog, from its title to its end. */
const dialog = { from: '.red-ui-tray-header >> nth=-1', to: '.nomos-dialog >> nth=-1' };
const images = join(packageRoot, 'docs', 'images');

const isDark = process.env.NOMOS_MATRIX_NODE_RED !== undefined;

async function main(): Promise<void> {
  mkdirSync(images, { recursive: true });
  if (isDark) await makePictures('en-US', '-dark');
  else
    for (const [locale, suffix] of [['en-US', ''] as const, ['de', '-de'] as const]) await makePictures(locale, suffix);
}

async function makePictures(locale: 'en-US' | 'de', suffix: string): Promise<void> {
  const options = { settings: { lang: locale }, allNodes: true, prepare: linkDashboard } as const;
  const bench = await Bench.start({ start, factor: 1, seed: 7, ...options });
  const browser = await launchBrowser(locale);
  const broker = await startMqttBroker();
  try {
    await bench.deploy(homeFlow(bench, locale, broker.port));
    const outcome = await bench.connect('account');
    if (outcome !== 'connected') throw new Error(`the sign-in ended with ${outcome}`);
    await until('prices', () => bench.priceCalls > 0);
    const context = { locale, timezoneId: 'Europe/Berlin', viewport: { width: 1280, height: 760 } };
    const { page, close } = await openEditor(browser, bench.url, context);
    if (isDark && !(await darken(page))) throw new Error('this Node-RED has no dark theme');
    await shoot(page, suffix);
    await close();
    if (locale === 'en-US' && !isDark) await dashboard(bench, browser);
  } finally {
    await browser.close();
    await bench.stop();
    await broker.stop();
  }
}

/** The page that the example of FlowFuse Dashboard 2 makes. */
async function dashboard(bench: Bench, browser: Browser): Promise<void> {
  // When the meter has reported yesterday.
  const evening = `${start.slice(0, 10)}T16:20:00+01:00`;
  bench.sandbox.clock.stopAt(evening);
  bench.moveTo(evening);
  await bench.deploy(importedExample('dashboard', { nomosUrl: bench.sandbox.url, mqttPort: 0 }));
  const page = await browser.newPage({ viewport: { width: 1100, height: 660 } });
  await page.goto(`${bench.url}/dashboard/power`);
  await page.click('button:has-text("Ready by 07:00")');
  await page.waitForSelector('.nomos-device:nth-of-type(2) .nomos-track i');
  await page.getByText('€ for').first().waitFor();
  await page.mouse.move(0, 0);
  await page.evaluate('window.scrollTo(0, 0)');
  await page.waitForTimeout(600);
  await page.screenshot({ path: fileOf('dashboard') });
}

async function shoot(page: Page, suffix: string): Promise<void> {
  await page.evaluate("RED.sidebar.show('nomos')");
  // Since 5.0 two tabs share the sidebar.
  if (isDark) await page.click('.red-ui-sidebar-tab-bar button[data-tab-id="debug"]');
  await page.waitForSelector('.nomos-plans li');
  await page.waitForSelector('.nomos-chart canvas');
  await rest(page);
  await page.screenshot({ path: fileOf(`editor${suffix}`) });
  await picture(page, { from: '.nomos-sidebar', to: '.nomos-plans', name: `sidebar${suffix}` });
  // A dialog lays itself out when it opens, so there must be room for the longest and widest.
  await page.setViewportSize({ width: 1400, height: 1500 });
  for (const [id, name] of [
    ['boiler', 'cheapest-window'],
    ['prices', 'nomos-prices'],
    ['usage', 'nomos-usage'],
    ['query', 'nomos-query'],
    ['battery', 'home-battery'],
    ['house', 'nomos-home'],
  ] as const) {
    const button = await open(page, id);
    if (id === 'boiler' || id === 'prices' || id === 'battery') await page.waitForSelector('#nomos-preview canvas');
    await picture(page, { ...dialog, name: `${name}${suffix}` });
    if (id === 'boiler') await accountDialog(page, suffix);
    await page.click(button);
    await page.waitForSelector('.nomos-dialog', { state: 'detached' });
  }
}

/** Opens the dialog of a node; gives the button that ends it. */
async function open(page: Page, id: string): Promise<string> {
  if (id !== 'house') {
    await openDialog(page, id);
    return '#node-dialog-cancel';
  }
  await openConfig(page, 'nomos-home', 'house');
  return '#node-config-dialog-cancel';
}

async function accountDialog(page: Page, suffix: string): Promise<void> {
  await page.click('#node-input-btn-account-edit');
  await page.waitForSelector('#nomos-connection .nomos-phase-connected');
  await page.waitForFunction("document.querySelectorAll('#node-config-input-subscription option').length > 1");
  await picture(page, { ...dialog, name: `nomos-account${suffix}` });
  await page.click('#node-config-dialog-cancel');
  await page.waitForSelector('#nomos-connect', { state: 'detached' });
}

/** From the top of one element to the bottom of another inside it. */
async function picture(page: Page, of: { from: string; to: string; name: string }): Promise<void> {
  await rest(page);
  const [outer, inner] = [await page.locator(of.from).boundingBox(), await page.locator(of.to).boundingBox()];
  if (outer === null || inner === null) throw new Error(`${of.name} is not to be seen`);
  const { x, y, width } = outer;
  await page.screenshot({ path: fileOf(of.name), clip: { x, y, width, height: inner.y + inner.height + 12 - y } });
}

/** Trays slide and fields fade: pictures are taken where nothing moves. */
async function rest(page: Page): Promise<void> {
  await page.mouse.move(700, 5);
  await page.waitForFunction("!$('.red-ui-tray').is(':animated')");
  await page.waitForTimeout(600);
}

function fileOf(name: string): string {
  return join(images, `${name}.png`);
}

void main();
