import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { defaultClient, walkConsent } from '../../sandbox/index.js';
import {
  deploy,
  dragNode,
  exported,
  importNodes,
  lightEditor,
  openDialog,
  trayOpen,
} from '../support/browser/browser.js';
import { KeptEditors, replaceInPage } from '../support/browser/kept-editors.js';
import { until } from '../support/real/until.js';
import { fillNewAccount, type Home, pressConnect, startHome, walkScreens } from './home.js';

describe('browser: signing in', function () {
  this.timeout(150_000);
  let home: Home;
  const editors = new KeptEditors();
  let page: Page;

  before(async function () {
    home = await startHome(this, lightEditor);
  });
  after(() => home?.stop());
  beforeEach(async () => {
    page = await editors.open(home.browser, home.nodeRed.url);
  });
  afterEach(function () {
    return editors.leave(this.currentTest);
  });

  async function beginAccount(client = defaultClient): Promise<void> {
    await openDialog(page, await dragNode(page, 'cheapest-window'));
    await fillNewAccount(page, home.sandbox, client);
  }

  const stage = (mood: string) => page.waitForSelector(`#nomos-stage .nomos-mood[data-mood="${mood}"]`);

  it('a new user signs in through three screens, chooses the contract, deploys, and sees price and plan', async () => {
    const windowId = await dragNode(page, 'cheapest-window');
    await openDialog(page, windowId);
    await fillNewAccount(page, home.sandbox);
    const redirect = await page.inputValue('#nomos-redirect');
    assert.equal(redirect, `${home.nodeRed.url}/nomos/oauth/callback`);
    const mail = decodeURIComponent((await page.getAttribute('#nomos-redirect-mail', 'href')) ?? '');
    assert.match(mail, /^mailto:support@nomos\.energy\?/);
    assert.ok(mail.includes(redirect));

    const { popup } = await pressConnect(page);
    const closed = popup.waitForEvent('close');
    await walkScreens(popup, 'Allow');
    await closed;
    await page.waitForSelector('#nomos-connection .nomos-phase-connected');
    await stage('done');
    await page.waitForFunction("document.querySelectorAll('#node-config-input-subscription option').length === 4");
    const feedIn = page.locator('#node-config-input-subscription option', { hasText: 'feed-in' });
    assert.equal(await feedIn.count(), 1);
    const consumption = page.locator('#node-config-input-subscription option', { hasText: 'consumption · active' });
    await page.selectOption('#node-config-input-subscription', (await consumption.getAttribute('value')) ?? '');
    await page.click('#node-config-dialog-ok');
    await page.waitForSelector('#nomos-connect', { state: 'detached' });
    await page.click('#node-dialog-ok');
    await deploy(page);

    await page.evaluate("RED.sidebar.show('nomos')");
    await page.waitForFunction("/\\d/.test(document.querySelector('.nomos-now strong')?.textContent ?? '')");
    await page.waitForSelector('.nomos-chart canvas');
    await page.click('.nomos-plans li button');
    assert.equal(await page.evaluate('RED.view.selection().nodes?.[0]?.id'), windowId);
    await openDialog(page, windowId);
    await page.waitForSelector('#nomos-preview canvas');
    assert.match((await page.textContent('#nomos-preview')) ?? '', /Runs \w+\s\d\d:\d\d\s–\u2060\s\d\d:\d\d/);

    await page.click('#node-dialog-cancel');
    await page.waitForSelector('.nomos-dialog', { state: 'detached' });
    await importNodes(page, [
      { id: 'prices', type: 'nomos-prices', account: await accountId(page), x: 300, y: 400, wires: [] },
    ]);
    await openDialog(page, 'prices');
    await page.waitForSelector('#nomos-preview .nomos-now strong');
    await page.waitForSelector('#nomos-preview canvas');

    const flow = JSON.stringify(await exported(page, windowId));
    assert.match(flow, /"type":"nomos-account"[^}]*"subscription":"sub_/);
    for (const secret of [defaultClient.clientId, defaultClient.clientSecret ?? '-'])
      assert.ok(!flow.includes(secret), 'the export holds a secret');
  });

  it('says so when access is denied, and can begin again', async () => {
    await beginAccount();
    const { popup } = await pressConnect(page);
    await walkScreens(popup, 'Deny');
    const told = await stage('failed');
    assert.match((await told.textContent()) ?? '', /not allowed/i);
    assert.ok(await page.isEnabled('#nomos-connect'));
    await page.waitForSelector('#nomos-connection .nomos-phase-new');
  });

  it('names the wrong client secret and stays unconnected', async () => {
    await beginAccount({ ...defaultClient, clientSecret: 'wrong' });
    const { popup } = await pressConnect(page);
    await walkScreens(popup, 'Allow');
    const told = await stage('failed');
    assert.match((await told.textContent()) ?? '', /client id/i);
  });

  it('after a closed window offers to paste the address, and that works', async () => {
    await beginAccount();
    const { popup, authorizeUrl } = await pressConnect(page);
    await popup.waitForSelector('input[name="email"]');
    await popup.close();
    await stage('asks');
    assert.ok(await page.locator('#nomos-paste-section').evaluate((section) => section.hasAttribute('open')));

    await page.fill('#nomos-paste-url', 'http://localhost:1880/elsewhere');
    await page.click('#nomos-paste');
    await stage('failed');

    const address = await walkConsent(authorizeUrl, { email: 'anna@example.com', decision: 'allow' });
    await page.fill('#nomos-paste-url', address);
    await page.click('#nomos-paste');
    await page.waitForSelector('#nomos-connection .nomos-phase-connected');
    await stage('done');
  });

  it('keeps the window with the right page open when a wrong or half address is pasted', async () => {
    await beginAccount();
    const { popup, authorizeUrl } = await pressConnect(page);
    await popup.waitForSelector('input[name="email"]');
    const { state } = Object.fromEntries(new URL(authorizeUrl).searchParams);
    await page.click('#nomos-paste-section summary');
    for (const wrong of [
      'http://localhost:1880/elsewhere',
      authorizeUrl,
      `?state=${state}`,
      `?code=abc&state=${state}x`,
    ]) {
      await page.fill('#nomos-paste-url', wrong);
      const answered = page.waitForResponse((response) => response.url().endsWith('/nomos/oauth/paste'));
      await page.click('#nomos-paste');
      await answered;
      await stage('failed');
      assert.equal(popup.isClosed(), false, wrong);
    }
    const closed = popup.waitForEvent('close');
    await walkScreens(popup, 'Allow');
    await closed;
    await page.waitForSelector('#nomos-connection .nomos-phase-connected');
  });

  it('tests what stands in the dialog before anything is deployed', async () => {
    await beginAccount();
    await page.click('#nomos-test');
    assert.match((await (await stage('failed')).textContent()) ?? '', /Press Connect first/);
    await page.selectOption('#node-config-input-grant', 'client-credentials');
    await page.click('#nomos-test');
    await page.waitForSelector('#nomos-stage .nomos-mood[data-mood="done"]:has-text("Contracts found: 3")');
    assert.equal(await page.locator('#node-config-input-subscription option').count(), 4);
    await page.fill('#node-config-input-clientSecret', 'wrong');
    await page.click('#nomos-test');
    assert.match((await (await stage('failed')).textContent()) ?? '', /client id or secret/);
  });

  it('asks before it accepts a sign-in that came back from another browser', async () => {
    await beginAccount();
    const { popup, authorizeUrl } = await pressConnect(page);
    const address = await walkConsent(authorizeUrl, { email: 'anna@example.com', decision: 'allow' });
    await fetch(address);
    await stage('asks');
    assert.ok(popup.isClosed());
    await page.waitForSelector('#nomos-connection .nomos-phase-new');
    await page.click('text=Yes, that was me');
    await page.waitForSelector('#nomos-connection .nomos-phase-connected');
  });

  it('notices success by asking when the websocket brings nothing, and when the clock of the browser is days ahead', async () => {
    await replaceInPage(page, 'RED.comms.subscribe', '() => undefined');
    await replaceInPage(page, 'Date.now', '() => new Date().getTime() + 2 * 86_400_000');
    await beginAccount();
    const { popup } = await pressConnect(page);
    await walkScreens(popup, 'Allow');
    await page.waitForSelector('#nomos-connection .nomos-phase-connected');
  });

  it('offers a link where the browser opens no window', async () => {
    await replaceInPage(page, 'window.open', '() => null');
    await beginAccount();
    await page.click('#nomos-connect');
    const told = await stage('asks');
    assert.match((await told.textContent()) ?? '', /did not open a window/);
    const link = (await page.getAttribute('#nomos-stage a', 'href')) ?? '';
    assert.ok(link.startsWith(`${home.sandbox.url}/oauth/authorize?`), link);
    const address = await walkConsent(link, { email: 'ben@example.com', decision: 'allow' });
    await page.click('#nomos-paste-section summary');
    await page.fill('#nomos-paste-url', address);
    await page.click('#nomos-paste');
    await page.waitForSelector('#nomos-connection .nomos-phase-connected');
  });

  it('gives up when the attempt has expired, and says what to do', async () => {
    await page.route('**/nomos/oauth/start', async (route) => {
      const answer = await route.fetch();
      const json = { ...((await answer.json()) as object), lifeMs: 200 };
      await route.fulfill({ response: answer, json });
    });
    await beginAccount();
    const { popup } = await pressConnect(page);
    const told = await stage('failed');
    assert.match((await told.textContent()) ?? '', /longer than 10 minutes/);
    assert.ok(popup.isClosed());
    assert.ok(await page.isVisible('#nomos-paste-url'));
  });

  it('an answer that comes when its dialog is closed is shown in no other one', async () => {
    const withheld: (() => Promise<void>)[] = [];
    await page.route(/nomos\/(oauth\/start|accounts\/[^/]+\/(subscriptions|test))(\?|$)/, (route) => {
      withheld.push(() => route.continue());
    });
    await beginAccount();
    for (const button of ['subscriptions', 'test', 'connect']) await page.click(`#nomos-${button}`);
    await until('three questions', () => withheld.length === 3);
    await page.click('#node-config-dialog-cancel');
    await page.waitForSelector('#nomos-connect', { state: 'detached' });

    await page.click('#node-input-btn-account-add');
    await trayOpen(page, '#nomos-connect');
    const shown = () => page.textContent('.nomos-dialog:has(#nomos-connect)');
    const before = await shown();
    for (const answer of withheld) {
      const answered = page.waitForEvent('requestfinished');
      await answer();
      await answered;
    }
    assert.equal(await shown(), before);
  });

  it('tests and disconnects', async () => {
    await beginAccount();
    const { popup } = await pressConnect(page);
    await walkScreens(popup, 'Allow');
    await page.waitForSelector('#nomos-connection .nomos-phase-connected');
    await page.click('#nomos-test');
    await page.waitForSelector('#nomos-stage:has-text("Contracts found: 3")');
    await page.click('#nomos-disconnect');
    await page.click('#nomos-stage button:text-is("Stay connected")');
    assert.ok(await page.isVisible('#nomos-connection .nomos-phase-connected'));
    await page.click('#nomos-disconnect');
    await page.click('#nomos-stage button:text-is("Disconnect")');
    await page.waitForSelector('#nomos-connection .nomos-phase-new');
    assert.ok(await page.isHidden('#nomos-disconnect'));
  });
});

/** The id of the account that was made first. */
function accountId(page: Page): Promise<string> {
  return page.evaluate('(() => { let id; RED.nodes.eachConfig((node) => { id ??= node.id; }); return id; })()');
}
