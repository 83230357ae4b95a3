/**
 * Makes the pictures of the README, in `docs/images`: every dialog, the sidebar and a flow, at a fixed time with prices from
 * a seed. `npm run screenshots` makes the light ones with the Node-RED of this checkout. The dark theme came with Node-RED
 * 5.0: with `NOMOS_MATRIX_NODE`, `NOMOS_MATRIX_NODE_RED` (see `npm run test:matrix`) the dark ones are made instead.
 */
// @ts-nocheck

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { darken, launchBrowser, openDialog, openEditor } from '../support/browser.js';
import { Bench } from '../support/real/bench.js';
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
  const bench = await Bench.start({ start, factor: 1, seed: 7, settings: { lang: locale } });
  const browser = await launchBrowser(locale);
  try {
    await bench.deploy(homeFlow(bench, locale));
    const outcome = await bench.connect('account');
    if (outcome !== 'connected') throw new Error(`the sign-in ended with ${outcome}`);
    await until('prices', () => bench.priceCalls > 0);
    const context = { locale, timezoneId: 'Europe/Berlin', viewport: { width: 1280, height: 760 } };
    const { page, close } = await openEditor(browser, bench.url, context);
    if (isDark && !(await darken(page))) throw new Error('this Node-RED has no dark theme');
    await shoot(page, suffix);
    await close();
  } finally {
    await browser.close();
    await bench.stop();
  }
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
  ] as const) {
    await openDialog(page, id);
    if (id === 'boiler' || id === 'prices') await page.waitForSelector('#nomos-preview canvas');
    await picture(page, { ...dialog, name: `${name}${suffix}` });
    if (id === 'boiler') await accountDialog(page, suffix);
    await page.click('#node-dialog-cancel');
    await page.waitForSelector('.nomos-dialog', { state: 'detached' });
  }
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
