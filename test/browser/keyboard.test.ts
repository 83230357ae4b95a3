import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { importNodes, openConfig, openDialog, trayOpen } from '../support/browser/browser.js';
import { fakeAccount, manyPlans, pricesAnswer } from '../support/browser/fake-editor-answers.js';
import { keptEditor } from '../support/browser/kept-editor.js';

const account = { id: 'acc', type: 'nomos-account', name: 'Zuhause', version: 1, grant: 'consent' };
const device = { id: 'dev', type: 'cheapest-window', z: 'keys', x: 300, y: 100, wires: [], account: 'acc' };

describe('browser: with the keyboard only', function () {
  this.timeout(150_000);
  const open = keptEditor();

  async function bring(): Promise<Page> {
    const page = await open('de');
    await fakeAccount(page, 'acc', { prices: pricesAnswer({ plans: manyPlans(2) }) });
    await importNodes(page, [account, { id: 'keys', type: 'tab', label: 'keys' }, device]);
    return page;
  }

  it('the dialog of cheapest-window: sections open, days change, and every field is reached and shows that it is', async () => {
    const page = await bring();
    await openDialog(page, 'dev');
    await page.focus('#nomos-section-when summary');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    assert.equal(await page.isChecked('#nomos-weekdays input >> nth=0'), false);
    await page.evaluate("document.querySelectorAll('.nomos-dialog details').forEach((part) => { part.open = true; })");
    assert.deepEqual(await unreached(page, '.nomos-dialog'), []);
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.nomos-dialog', { state: 'detached' });
    const days = await page.evaluate("RED.nodes.node('dev').weekdays");
    assert.deepEqual(days, [2, 3, 4, 5, 6, 7]);
  });

  it('from an empty dialog: an account and a house are added, and what was filled in is kept', async () => {
    const page = await open('de');
    await importNodes(page, [
      { id: 'keys', type: 'tab', label: 'keys' },
      { ...device, account: '' },
    ]);
    await openDialog(page, 'dev');
    await page.focus('#node-input-name');
    await page.keyboard.type('Boiler');
    await tabTo(page, 'Konto: hinzufügen');
    await page.keyboard.press('Enter');
    await trayOpen(page, '#nomos-connect');
    await page.focus('#node-config-input-name');
    await page.keyboard.type('Zuhause');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('#nomos-connect', { state: 'detached' });
    await page.waitForSelector('#node-input-account:has-text("Zuhause")');
    await page.focus('#nomos-section-house summary');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Haus: hinzufügen');
    await page.keyboard.press('Space');
    await trayOpen(page, '#nomos-home-dialog');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('#nomos-home-dialog', { state: 'detached' });
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.nomos-dialog', { state: 'detached' });
    const stored = '(({ name, account, home }) => [name, ...[account, home].map((id) => RED.nodes.node(id)?.type)])';
    const kinds = await page.evaluate(`${stored}(RED.nodes.node('dev'))`);
    assert.deepEqual(kinds, ['Boiler', 'nomos-account', 'nomos-home']);
  });

  it('the dialog of an account: every field and button is reached, and to disconnect asks first', async () => {
    const page = await bring();
    await openConfig(page, 'nomos-account', 'acc');
    await page.waitForSelector('#nomos-connection .nomos-phase-connected');
    await page.evaluate("document.querySelectorAll('.nomos-dialog details').forEach((part) => { part.open = true; })");
    assert.deepEqual(await unreached(page, '.nomos-dialog'), []);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
    await page.focus('#nomos-disconnect');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#nomos-stage:has-text("trennen")');
    const words = 'document.activeElement.textContent';
    for (let steps = 0; (await page.evaluate(words)) !== 'Verbunden bleiben' && steps < 9; steps += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#nomos-stage:has-text("trennen")', { state: 'detached' });
    assert.deepEqual(
      asked.filter((line) => /disconnect|DELETE/i.test(line)),
      [],
    );
    await page.waitForSelector('#nomos-connection .nomos-phase-connected');
  });

  it('the sidebar: everything is reached, the chart tells prices, and a name selects its node', async () => {
    const page = await bring();
    await page.evaluate("RED.sidebar.show('nomos')");
    await page.waitForSelector('.nomos-plans li:nth-child(2)');
    assert.deepEqual(await unreached(page, '.nomos-sidebar'), []);
    await page.focus('.nomos-sidebar .nomos-chart');
    await page.keyboard.press('ArrowRight');
    assert.match((await page.textContent('.nomos-sidebar .nomos-hover')) ?? '', /12:15 – 12:30: 20,8 ct\/kWh/);
  });

  it('the sidebar: what is asked again in the background takes nothing out of the hands', async () => {
    const page = await bring();
    await page.evaluate("RED.sidebar.show('nomos')");
    const device = '.nomos-plans li:nth-child(2) button';
    await page.waitForSelector(device);
    await page.focus(device);
    const name = await page.textContent(device);
    await fakeAccount(page, 'acc', { prices: pricesAnswer({ plans: manyPlans(3) }) });
    await page.evaluate("RED.events.emit('deploy')");
    await page.waitForSelector('.nomos-plans li:nth-child(3)');
    assert.equal(await page.evaluate('document.activeElement.textContent'), name);
    await page.focus('.nomos-sidebar .nomos-chart');
    for (const _step of [1, 2]) await page.keyboard.press('ArrowRight');
    const told = await page.textContent('.nomos-sidebar .nomos-hover');
    assert.match(told ?? '', /12:30 – 12:45/);
    await fakeAccount(page, 'acc', { prices: pricesAnswer({ plans: manyPlans(1) }) });
    await page.evaluate("RED.events.emit('deploy')");
    await page.waitForSelector('.nomos-plans li:nth-child(3)', { state: 'detached' });
    assert.equal(await page.textContent('.nomos-sidebar .nomos-hover'), told);
    await page.keyboard.press('ArrowRight');
    assert.match((await page.textContent('.nomos-sidebar .nomos-hover')) ?? '', /12:45 – 13:00/);
  });
});

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const focused = () => page.evaluate("document.activeElement.getAttribute('aria-label')");
  for (let steps = 0; (await focused()) !== name; steps += 1) {
    assert.ok(steps < 40, `${name} is not reached`);
    await page.keyboard.press('Tab');
  }
}

/** What a person can use inside of `selector` and the Tab key does not reach, or does not show that it has. */
async function unreached(page: Page, selector: string): Promise<string[]> {
  await page.evaluate(`{
    const marker = document.createElement('span');
    marker.tabIndex = -1;
    document.querySelector('${selector}').prepend(marker);
    marker.focus();
    const usable = [...document.querySelectorAll('${selector} :is(a[href], button, input, select, textarea, summary, .red-ui-button, [tabindex="0"])')]
      .filter((part) => part.offsetParent && !part.matches(':disabled, .disabled, [tabindex="-1"]'));
    window.missing = new Map(usable.map((part) => [part, part.outerHTML.slice(0, 90)]));
    const look = (part) => { const { outline, boxShadow, borderColor } = getComputedStyle(part); return outline + boxShadow + borderColor; };
    window.before = new Map(usable.map((part) => [part, look(part) + look(part.parentElement)]));
    window.step = () => {
      const part = document.activeElement;
      if (!missing.has(part)) return missing.size;
      if (look(part) + look(part.parentElement) !== before.get(part)) missing.delete(part);
      return missing.size;
    };
  }`);
  const count = await page.evaluate<number>('missing.size');
  assert.ok(count > 3, `only ${count} to reach`);
  for (let steps = 0; steps < count + 30; steps += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate<number>('step()')) === 0) return [];
  }
  return page.evaluate('[...missing.values()]');
}
