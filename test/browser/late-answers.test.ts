import assert from 'node:assert/strict';
import type { Page, Route } from 'playwright-core';
import { exported, importNodes, openConfig, openDialog, trayOpen } from '../support/browser/browser.js';
import { fakeAccount, pricesAnswer } from '../support/browser/fake-editor-answers.js';
import { keptEditor } from '../support/browser/kept-editor.js';
import { replaceInPage } from '../support/browser/kept-editors.js';

const account = (id: string, name: string) => ({ id, type: 'nomos-account', name, version: 1 });
const contract = (id: string) => ({ id, number: `NO-${id}`, status: 'active', type: 'consumption' });
const listed = (id: string) => ({ subscriptions: [contract(id)], activeCount: 1, proposedId: id });
const signIn = { error: { code: 'not-connected', params: {}, text: 'Please sign in' } };

const noBatteryPlan = {
  timeZone: 'Europe/Berlin',
  now: '2026-11-22T12:00:00+01:00',
  why: { code: 'no-prices', mode: 'auto', priceCt: null, storedValueCt: null, minimumPercent: 10 },
  socPercent: 50,
  isExample: true,
  plan: { feasible: false, saved: { againstSelfUseCt: null }, cycles: null, pricesUntil: null, intervals: [] },
};

describe('browser: what was asked about something that is another by now', function () {
  this.timeout(150_000);
  const open = keptEditor();

  async function close(page: Page): Promise<void> {
    await page.click('#node-dialog-ok');
    await page.waitForSelector('.nomos-dialog', { state: 'detached' });
  }

  it('who signs in from the dialog of prices comes back to prices and contracts', async () => {
    const page = await open();
    await importNodes(page, [
      account('acc', 'Home'),
      { id: 'prices', type: 'nomos-prices', account: 'acc', version: 1, x: 300, y: 200, wires: [] },
    ]);
    await fakeAccount(page, 'acc', {});
    let isSignedIn = false;
    const answer = (json: object) => (route: Route) =>
      route.fulfill(isSignedIn ? { json } : { status: 400, json: signIn });
    await page.route('**/nomos/accounts/acc/prices?*', answer(pricesAnswer()));
    await page.route('**/nomos/accounts/acc/subscriptions?*', answer(listed('a')));
    await openDialog(page, 'prices');
    await page.locator('#nomos-preview', { hasText: signIn.error.text }).waitFor();
    await page.click('#node-input-btn-account-edit');
    await trayOpen(page, '#nomos-connect');
    isSignedIn = true;
    await page.click('#node-config-dialog-ok');
    await page.waitForSelector('#nomos-preview canvas');
    await page.waitForFunction("/NO-a/.test(document.querySelector('#node-input-subscription').textContent)");
    await page.click('#node-dialog-cancel');
  });

  it('first prices that are on their way are shown once they are there', async () => {
    const page = await open();
    await importNodes(page, [
      account('acc', 'Home'),
      { id: 'prices', type: 'nomos-prices', account: 'acc', version: 1, x: 300, y: 200, wires: [] },
    ]);
    await fakeAccount(page, 'acc', {});
    let isThere = false;
    await page.route('**/nomos/accounts/acc/prices?*', (route) =>
      route.fulfill({ json: pricesAnswer(isThere ? {} : { intervals: [], loading: true }) }),
    );
    await openDialog(page, 'prices');
    await page.locator('#nomos-preview', { hasText: 'Loading' }).waitFor();
    isThere = true;
    await page.waitForSelector('#nomos-preview canvas');
    await page.click('#node-dialog-cancel');
  });

  for (const [type, settings, route, plan] of [
    ['cheapest-window', {}, '**/nomos/plan', { plan: null }],
    ['home-battery', { capacityKwh: 10, chargeKw: 5, dischargeKw: 5 }, '**/nomos/battery', noBatteryPlan],
  ] as const)
    it(`${type}: a preview waits for the first prices, and says so`, async () => {
      const page = await open();
      await importNodes(page, [
        account('acc', 'Home'),
        { id: 'plans', type, account: 'acc', ...settings, version: 1, x: 300, y: 200, wires: [] },
      ]);
      await fakeAccount(page, 'acc', {});
      let isThere = false;
      await page.route('**/nomos/accounts/acc/prices?*', (asked) =>
        asked.fulfill({ json: pricesAnswer(isThere ? {} : { intervals: [], loading: true }) }),
      );
      await page.route(route, (asked) => asked.fulfill({ json: plan }));
      await openDialog(page, 'plans');
      const preview = page.locator('#nomos-preview');
      await preview.getByText('Loading …', { exact: true }).waitFor();
      isThere = true;
      await preview.getByText('Loading …', { exact: true }).waitFor({ state: 'detached' });
      await preview.getByText(type === 'home-battery' ? /is not known/ : /no window ever opens/).waitFor();
      await page.click('#node-dialog-cancel');
    });

  it('a preview is made anew for what it depends on, not for a name, and after a sign-in', async () => {
    const page = await open();
    await importNodes(page, [
      account('acc', 'Home'),
      { id: 'plans', type: 'cheapest-window', account: 'acc', version: 1, x: 300, y: 200, wires: [] },
    ]);
    await fakeAccount(page, 'acc', {});
    let [asked, isSignedIn] = [0, false];
    await page.route('**/nomos/accounts/acc/prices?*', (route) =>
      route.fulfill(isSignedIn ? { json: pricesAnswer() } : { status: 400, json: signIn }),
    );
    await page.route('**/nomos/plan', (route) => {
      asked += 1;
      return route.fulfill({ json: { plan: null } });
    });
    await openDialog(page, 'plans');
    await page.locator('#nomos-preview', { hasText: signIn.error.text }).waitFor();
    await page.fill('#node-input-name', 'Boiler');
    await page.waitForTimeout(1_000);
    assert.equal(asked, 1);
    await page.click('#node-input-btn-account-edit');
    await trayOpen(page, '#nomos-connect');
    isSignedIn = true;
    await page.click('#node-config-dialog-ok');
    const preview = page.locator('#nomos-preview');
    await preview.getByText(/no window ever opens/).waitFor();
    await page.fill('#node-input-powerKw', '2');
    await page.waitForTimeout(1_000);
    assert.equal(asked, 3);
    await page.click('#node-dialog-cancel');
  });

  it('the numbers of a chart are those of the editor’s language, whatever that of the browser is', async () => {
    const page = await open('de');
    await importNodes(page, [
      account('acc', 'Home'),
      { id: 'prices', type: 'nomos-prices', account: 'acc', version: 1, x: 300, y: 200, wires: [] },
    ]);
    const intervals = pricesAnswer().intervals.map((interval) => ({ ...interval, amount: 0.9 }));
    await fakeAccount(page, 'acc', { prices: { intervals } });
    await replaceInPage(page, 'RED.i18n.lang', "() => 'en-US'");
    await page.evaluate('window.drawn = []');
    await replaceInPage(
      page,
      'CanvasRenderingContext2D.prototype.fillText',
      'function (words) { window.drawn.push(words); }',
    );
    await openDialog(page, 'prices');
    await page.waitForSelector('#nomos-preview canvas');
    await page.waitForFunction("window.drawn.includes('0.5')");
    assert.deepEqual(await page.evaluate("window.drawn.filter((words) => words.includes(','))"), []);
    await page.click('#node-dialog-cancel');
  });

  it('another account takes the contract of the first one away, and leaves one that it has', async () => {
    const page = await open();
    await importNodes(page, [
      ...[account('acc', 'Home'), account('other', 'Other')],
      { id: 'prices', type: 'nomos-prices', account: 'acc', subscription: 'a', version: 1, x: 300, y: 200, wires: [] },
    ]);
    await fakeAccount(page, 'acc', {});
    await page.route('**/nomos/accounts/*/prices?*', (route) => route.fulfill({ json: pricesAnswer() }));
    await page.route('**/nomos/accounts/*/subscriptions?*', (route) =>
      route.fulfill({ json: listed(route.request().url().includes('/acc/') ? 'a' : 'b') }),
    );
    const options = (words: string) =>
      page.waitForFunction(`document.querySelector('#node-input-subscription').textContent.includes('${words}')`);
    await openDialog(page, 'prices');
    await options('NO-a ·');
    assert.equal(await page.inputValue('#node-input-subscription'), 'a');
    await page.selectOption('#node-input-account', 'other');
    await options('NO-b ·');
    assert.equal(await page.inputValue('#node-input-subscription'), '');
    await page.selectOption('#node-input-subscription', 'b');
    await close(page);
    const [first] = await exported(page, 'prices');
    assert.deepEqual([first?.account, first?.subscription], ['other', 'b']);
  });

  for (const type of ['nomos-prices', 'cheapest-window'])
    it(`nobody asks on for the prices of a ${type} node that was deleted in its dialog`, async () => {
      const page = await open();
      await importNodes(page, [
        account('acc', 'Home'),
        { id: 'prices', type, account: 'acc', version: 1, x: 300, y: 200, wires: [] },
      ]);
      await fakeAccount(page, 'acc', {});
      let asked = 0;
      await page.route('**/nomos/accounts/acc/prices?*', (route) => {
        asked += 1;
        return route.fulfill({ json: pricesAnswer({ intervals: [], loading: true }) });
      });
      await openDialog(page, 'prices');
      await page.locator('#nomos-preview', { hasText: 'Loading' }).waitFor();
      await page.click('#node-dialog-delete');
      await page.waitForSelector('.nomos-dialog', { state: 'detached' });
      const before = asked;
      await page.waitForTimeout(5_000);
      // The timer that runs may come to its end.
      assert.ok(asked <= before + 1, `${asked - before} more`);
    });

  it('an answer about the connection that was overtaken by a newer one says nothing any more', async () => {
    const page = await open();
    await importNodes(page, [account('acc', 'Home')]);
    await fakeAccount(page, 'acc', {});
    const connection = (phase: string) => ({ phase, since: '2026-11-22T10:00:00+01:00', saved: true });
    const answer = (phase: string) => ({
      accountId: 'acc',
      deployed: true,
      waitsForDeploy: false,
      connection: connection(phase),
    });
    const late: Route[] = [];
    await page.route('**/nomos/accounts/acc?*', async (route) => {
      if (late.length === 0) late.push(route);
      else await route.fulfill({ json: answer('connected') });
    });
    await page.route('**/nomos/accounts/acc/test', (route) => route.fulfill({ json: { ok: true, subscriptions: 1 } }));
    await page.route('**/nomos/accounts/acc/subscriptions?*', (route) => route.fulfill({ json: listed('a') }));
    await openConfig(page, 'nomos-account', 'acc');
    await page.click('#nomos-test');
    await page.waitForSelector('#nomos-connection .nomos-phase-connected');
    const told = page.waitForResponse((response) => /accounts\/acc\?/.test(response.url()));
    await late[0]?.fulfill({ json: answer('signin') });
    await told;
    await page.waitForTimeout(300);
    assert.equal(await page.locator('#nomos-connection .nomos-phase-connected').count(), 1);
    await page.click('#node-config-dialog-cancel');
  });

  for (const [what, answer, said] of [
    ['the page of somebody else', { contentType: 'text/html', body: '<p>Log in</p>' }, /^Not Node-RED .*Reload/],
    ['nothing at all', { json: null }, /^Not Node-RED/],
    [
      'that nobody is signed in',
      { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } },
      /^Node-RED wants you to sign in/,
    ],
    ['that the user may not', { status: 401, body: '' }, /nomos\.read/],
    ['that something broke', { status: 502, body: '<h1>Bad</h1>' }, /status 502/],
  ] as const)
    it(`where ${what} is the answer, the dialog says so`, async () => {
      const page = await open();
      await importNodes(page, [
        account('acc', 'Home'),
        { id: 'prices', type: 'nomos-prices', account: 'acc', version: 1, x: 300, y: 200, wires: [] },
      ]);
      await page.route('**/nomos/**', (route) => route.fulfill(answer));
      await openDialog(page, 'prices');
      const line = page.locator('#nomos-preview [role=status]');
      await line.filter({ hasText: said }).waitFor();
      await page.click('#node-dialog-cancel');
    });
});
