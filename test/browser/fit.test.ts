import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { seriousFindings } from '../support/browser/axe.js';
import { darken, importNodes, openConfig, openDialog, traysAtRest } from '../support/browser/browser.js';
import { cutOff } from '../support/browser/cut-off.js';
import { fakeAccount, homesAnswer, manyPlans, pricesAnswer } from '../support/browser/fake-editor-answers.js';
import { keptEditor } from '../support/browser/kept-editor.js';
import { smallTargets } from '../support/browser/small-targets.js';

const types = ['cheapest-window', 'home-battery', 'nomos-prices', 'nomos-usage', 'nomos-query'] as const;
const configTypes = ['nomos-account', 'nomos-home'] as const;
const account = { id: 'acc', type: 'nomos-account', name: 'Zuhause', version: 1, grant: 'consent' };
const error = { code: 'consent-gone', params: {}, text: 'withdrawn', at: '2026-11-22T12:00:00+01:00' };
/** What a person has filled in so that as much as possible is to be seen. */
const filled: Readonly<Record<string, object>> = {
  'cheapest-window': {
    mode: 'interruptible',
    energyKwh: 20,
    powerKw: 11,
    home: 'nomos-home',
    missingPrices: 'fallback',
    profile: [{ minutes: 30, powerKw: 2.2 }],
    exclude: [{ from: '17:00', to: '19:00' }],
  },
  'home-battery': { solar: 'yes', priceSource: 'message' },
  'nomos-query': { resource: 'invoices' },
  'nomos-home': { feedIn: 'contract' },
};

/** The rules for accessible pages (WCAG) ask for 24 px; on a phone there is nothing but fingers. */
const leastPx = (width: number): number => (width < 500 ? 32 : 24);

describe('browser: everything fits', function () {
  this.timeout(150_000);
  const open = keptEditor();

  async function bring(locale: string): Promise<Page> {
    const page = await open(locale);
    await importNodes(page, [
      account,
      { id: 'nomos-home', type: 'nomos-home', name: 'Haus', version: 1, ...filled['nomos-home'] },
      { id: 'fit', type: 'tab', label: 'fit' },
      ...types.map((type) => {
        return { id: type, type, z: 'fit', x: 300, y: 100, wires: [], version: 1, account: 'acc', ...filled[type] };
      }),
    ]);
    await fakeAccount(page, 'acc', {});
    return page;
  }

  async function resize(page: Page, width: number): Promise<void> {
    await page.setViewportSize({ width, height: 1000 });
    // On a phone a person closes the sidebars; Node-RED 5.0 has one on each side.
    await page.evaluate(`for (const item of ['menu-item-sidebar', 'menu-item-left-sidebar', 'menu-item-right-sidebar'])
      RED.menu.setSelected(item, ${width > 500})`);
    await traysAtRest(page);
  }

  async function openUnfolded(page: Page, type: string): Promise<void> {
    if (type === 'nomos-account') await openConfig(page, type, 'acc');
    else if (type === 'nomos-home') await openConfig(page, type, type);
    else await openDialog(page, type);
    await page.evaluate("document.querySelectorAll('.nomos-dialog details').forEach((part) => { part.open = true; })");
  }

  for (const locale of ['en-US', 'de']) {
    for (const type of [...types, ...configTypes]) {
      it(`${locale}: in the dialog of ${type} nothing is cut off, and nothing scrolls sideways`, async () => {
        const page = await bring(locale);
        await openUnfolded(page, type);
        const tray = await page.locator('.red-ui-tray').last().boundingBox();
        assert.ok((tray?.width ?? 0) <= 510, `the tray is ${tray?.width} px wide`);
        const hints = "[...document.querySelectorAll('.nomos-tip')].filter((line) => line.offsetHeight > 24)";
        assert.deepEqual(await page.evaluate(`${hints}.map((line) => line.textContent)`), [], 'hints of two lines');
        for (const width of [1400, 1024, 390]) {
          await resize(page, width);
          assert.deepEqual(await cutOff(page, '.nomos-dialog'), [], `at ${width} px`);
          assert.deepEqual(await smallTargets(page, '.nomos-dialog', leastPx(width)), [], `at ${width} px`);
          if (locale === 'de') assert.deepEqual(await seriousFindings(page, '.nomos-dialog'), [], `at ${width} px`);
        }
      });
    }

    it(`${locale}: nor before there is any account`, async () => {
      const page = await open(locale);
      await importNodes(page, [
        { id: 'first', type: 'cheapest-window', version: 1, account: '', x: 300, y: 200, wires: [] },
      ]);
      await openUnfolded(page, 'first');
      for (const width of [1400, 390]) {
        await resize(page, width);
        assert.deepEqual(await cutOff(page, '.nomos-dialog'), [], `at ${width} px`);
      }
    });

    it(`${locale}: no help is wider than the sidebar, and none of its text is cut off`, async () => {
      const page = await bring(locale);
      for (const type of [...types, ...configTypes]) {
        await page.evaluate(`RED.sidebar.help.show('${type}')`);
        await page.waitForSelector('.nomos-help', { state: 'attached' });
        const help = page.locator('.red-ui-help:has(.nomos-help)').first();
        const [wanted, given] = await help.evaluate((box) => [box.scrollWidth, box.clientWidth]);
        assert.ok((given ?? 0) > 200 && (wanted ?? 0) <= (given ?? 0), `${type}: ${wanted} px in ${given} px`);
      }
    });

    it(`${locale}: no text of the sidebar is cut off, at 1400 and at 390 px`, async () => {
      const page = await bring(locale);
      for (const phase of ['connected', 'signin'] as const) {
        const failing = phase === 'signin' ? { error } : {};
        await fakeAccount(page, 'acc', {
          account: { phase, ...failing },
          prices: pricesAnswer({ plans: manyPlans(20) }),
        });
        await page.route('**/nomos/homes/*', (route) => route.fulfill({ json: homesAnswer() }));
        await page.evaluate("RED.events.emit('deploy')");
        for (const width of [1400, 390]) {
          await page.setViewportSize({ width, height: 1000 });
          await page.evaluate("RED.menu.setSelected('menu-item-sidebar', true); RED.sidebar.show('nomos')");
          await page.waitForSelector(`.nomos-sidebar-connection .nomos-phase-${phase}`);
          await page.waitForSelector('.nomos-plans li:nth-child(20)');
          await page.waitForSelector('.nomos-house h4');
          assert.deepEqual(await cutOff(page, '.nomos-sidebar'), [], `${phase}, ${width}`);
          assert.deepEqual(await smallTargets(page, '.nomos-sidebar', leastPx(width)), [], `${phase}, ${width}`);
        }
      }
    });
  }

  // The dark theme came with Node-RED 5.0: `npm run test:matrix` runs these there.
  for (const type of [...types, ...configTypes]) {
    it(`dark: the dialog of ${type} has no serious accessibility finding`, async function () {
      const page = await bring('de');
      if (!(await darken(page))) this.skip();
      await openUnfolded(page, type);
      for (const width of [1400, 390]) {
        await resize(page, width);
        assert.deepEqual(await seriousFindings(page, '.nomos-dialog'), [], `at ${width} px`);
      }
    });
  }
});
