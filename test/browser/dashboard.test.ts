import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { seriousFindings } from '../support/browser/axe.js';
import { startBrowser } from '../support/browser/browser.js';
import { linkDashboard } from '../support/browser/dashboard.js';
import { leanSettings } from '../support/nodered/lean-settings.js';
import { Bench } from '../support/real/bench.js';
import { type FlowNode, importedExample } from '../support/real/examples.js';
import { stretches } from '../support/real/prices.js';

const today = '2026-11-24';
const prices = stretches(
  { date: today, from: '18:00', to: '20:00', ct: 11 },
  { date: today, from: '21:00', to: '22:00', ct: -2 },
);
const dark = { surface: '#1c1c1f', primary: '#70b8ff', bgPage: '#111113', groupBg: '#19191b', groupOutline: '#43484e' };

/** Those that the example and its recorders are made of: with all of them Node-RED starts a second later. */
const coreNodes = ['20-inject', '21-debug', '10-function', '25-status', '25-catch', '90-comment'].map(
  (name) => `${name}.js`,
);
/** What the example draws; the menu around it is the Dashboard's own. */
const content = '.v-main';

describe('browser: the example for FlowFuse Dashboard 2', function () {
  this.timeout(150_000);
  let browser: Browser;
  let bench: Bench;
  let page: Page;
  let flow: FlowNode[];
  const troubles: string[] = [];

  before(async function () {
    browser = await startBrowser(this);
    const modes = { publishAt: '23:00', publishSpreadMinutes: 0, priceSource: prices };
    const options = { settings: leanSettings([...coreNodes, 'node-red-dashboard']), prepare: linkDashboard };
    bench = await Bench.start({ start: `${today}T16:20:00+01:00`, factor: 1, ...options, ...modes });
    flow = importedExample('dashboard', { nomosUrl: bench.sandbox.url, mqttPort: 0 }) as FlowNode[];
    await bench.deploy(flow);
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on('pageerror', (error) => troubles.push(String(error.stack)));
    await page.goto(`${bench.url}/dashboard/power`);
  });
  after(async () => {
    await browser?.close();
    await bench?.stop();
  });

  const device = (name: string) => page.locator('.nomos-device', { hasText: name });
  const says = (what: string) => page.locator('.nrdb-ui-widget', { hasText: what }).waitFor();

  it('shows every known price, those of the plan in colour, and a band for the device', async () => {
    await device('Boiler').getByText('18:00–19:00, 21:00–22:00').waitFor();
    assert.equal(await page.locator('.nomos-prices rect').count(), 96);
    const planned = await page.locator('.nomos-prices rect.planned title').allTextContents();
    assert.deepEqual([planned.length, planned[0], planned.at(-1)], [8, '18:00 11 ct/kWh', '21:45 -2 ct/kWh']);
    assert.equal(await device('Boiler').locator('.nomos-track i').count(), 2);
  });

  it('starts, skips and cancels by its buttons, and says what the boiler does', async () => {
    await says('off until 18:00');
    const press = async (label: string, isOn: boolean, after = bench.seen.length) => {
      await page.getByRole('button', { name: label }).click();
      await bench.saw('seen-dashboard-relay', ({ payload }) => payload === isOn, after);
    };
    await page.getByRole('button', { name: 'Skip tonight' }).click();
    await device('Boiler').getByText('18:00–19:00').waitFor({ state: 'hidden' });
    await press('Start now', true);
    await says('on until');
    await press('Cancel', false);
    await says('off');
  });

  it('plans the dishwasher when its button is pressed', async () => {
    await page.getByRole('button', { name: 'Ready by 07:00' }).click();
    await device('Dishwasher').locator('.nomos-track i').waitFor();
  });

  it('says what yesterday cost', async () => {
    await says('€ for');
  });

  for (const [theme, colors] of [
    ['light', undefined],
    ['dark', dark],
  ] as const)
    it(`has no serious finding of axe in the ${theme} theme, wide and narrow, and nothing is cut off`, async () => {
      if (colors !== undefined)
        await bench.deploy(flow.map((node) => (node.type === 'ui-theme' ? { ...node, colors } : node)));
      await page.reload();
      await page.locator('.nomos-prices rect').first().waitFor();
      for (const width of [1400, 390]) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await seriousFindings(page, content), [], `${width} pixels`);
        const cut = await page.evaluate<string[]>(
          "[...document.querySelectorAll('.nomos, .nomos *, .v-btn, .nrdb-ui-text')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 200))",
        );
        assert.deepEqual(cut, [], `${width} pixels`);
      }
    });

  it('nothing went wrong on the way', () => {
    assert.deepEqual(troubles, []);
    assert.deepEqual(
      bench.lines.filter((line) => /\[warn\] \[|\[error\]|Unhandled/.test(line)),
      [],
    );
  });
});
