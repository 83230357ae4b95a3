import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type NodeRedProcess, startNodeRed } from '../../sandbox/drive/node-red-process.js';
import { defaultClient } from '../../sandbox/index.js';
import {
  deploy,
  dragNode,
  type Editor,
  importNodes,
  lightEditor,
  openDialog,
  openEditor,
  trayOpen,
} from '../support/browser/browser.js';
import { KeptEditors } from '../support/browser/kept-editors.js';
import { secondsOfWork } from '../support/browser/keystroke-level.js';
import { enterClient, fillNewAccount, type Home, pressConnect, startHome, walkScreens } from './home.js';

const phase = (name: string) => `#nomos-connection .nomos-phase-${name}`;
/** Three screens: the address of a person, the code from a mail, Allow. The test fills them in, a person types. */
const onSignInPage = { clicks: 3, keys: 'anna@example.com'.length + '123456'.length, changes: 4 };
/** Seconds. */
const readingTheMail = 20;
/** Two dialogs, the window and its three screens, the way back, the deploy. */
const waits = 8;
const secondsOfWaiting = 1.5;
const secrets = [defaultClient.clientId, defaultClient.clientSecret ?? '-'];

describe('browser: journeys', function () {
  this.timeout(150_000);
  let home: Home;
  const editors = new KeptEditors();
  let page: Page;

  before(async function () {
    // A refused renewal is confirmed after half a minute.
    home = await startHome(this, {}, 10);
  });
  after(() => home?.stop());
  beforeEach(async () => {
    page = await editors.open(home.browser, home.nodeRed.url);
  });
  afterEach(function () {
    return editors.leave(this.currentTest);
  });

  /** Signs in from the open dialog of an account, and ends it with that of its node. */
  async function signIn(on: Page): Promise<void> {
    const { popup } = await pressConnect(on);
    await walkScreens(popup, 'Allow');
    await on.waitForSelector(phase('connected'));
    await endDialogs(on);
  }

  async function endDialogs(on: Page): Promise<void> {
    await on.click('#node-config-dialog-ok');
    await on.waitForSelector('#nomos-connect', { state: 'detached' });
    await on.click('#node-dialog-ok');
    await on.waitForSelector('.nomos-dialog', { state: 'detached' });
  }

  /** Opens the dialog of a flow node, and from there that of its account. */
  async function openAccount(on: Page, nodeId: string): Promise<void> {
    await openDialog(on, nodeId);
    await on.click('#node-input-btn-account-edit');
    await trayOpen(on, '#nomos-connect');
  }

  /** What stands under a node. */
  async function waitForStatus(on: Page, id: string, words: RegExp): Promise<string> {
    const shown = `(RED.nodes.node(${JSON.stringify(id)})?.status ?? {}).text ?? ''`;
    await on.waitForFunction(`${words}.test(${shown})`);
    return on.evaluate(shown);
  }

  async function showDialog(on: Page, action: 'import' | 'export'): Promise<void> {
    await on.evaluate(`RED.actions.invoke('core:show-${action}-dialog')`);
    await on.waitForSelector('.ui-dialog:has(#red-ui-clipboard-dialog)');
  }

  async function signedInWindow(): Promise<string> {
    const windowId = await dragNode(page, 'cheapest-window');
    await openDialog(page, windowId);
    await fillNewAccount(page, home.sandbox);
    await signIn(page);
    await deploy(page);
    await waitForStatus(page, windowId, /\d\d:\d\d/);
    return windowId;
  }

  it('from the empty editor to a switched device it takes at most 15 mouse actions, and less than two minutes', async () => {
    const hands: ('mouse' | 'key')[] = [];
    await page.exposeFunction('noteHand', (what: 'mouse' | 'key') => hands.push(what));
    await page.evaluate(`{
      window.sent = [];
      // A double click and a drag are one action each.
      const mouse = ({ detail }) => detail < 2 && noteHand('mouse');
      const key = () => noteHand('key');
      addEventListener('mousedown', mouse, true);
      addEventListener('keydown', key, true);
      const listen = (topic, { msg }) => window.sent.push(msg);
      RED.comms.subscribe('debug', listen);
      (window.putBack ??= []).push(() => {
        removeEventListener('mousedown', mouse, true);
        removeEventListener('keydown', key, true);
        RED.comms.unsubscribe('debug', listen);
        $('#red-ui-palette-search input').searchBox('value', '');
      });
    }`);
    const look = async (word: string) => {
      await page.click('#red-ui-palette-search input');
      await page.keyboard.press('Control+A');
      await page.keyboard.type(word);
    };
    const shown = (type: string) =>
      page.waitForSelector(`.red-ui-palette-node[data-palette-type="${type}"]:not([data-filter])`);
    await look('strom');
    // The palette filters a moment later, and what is left moves up.
    await page.waitForSelector('.red-ui-palette-node[data-palette-type="inject"][data-filter]', { state: 'attached' });
    await shown('cheapest-window');
    const id = await dragNode(page, 'cheapest-window');
    await page.locator(`[id="${id}"] .red-ui-flow-node`).dblclick();
    await page.waitForSelector('.nomos-dialog');
    await page.click('#node-input-btn-account-add');
    await page.click('#node-config-input-clientId');
    await page.keyboard.type(defaultClient.clientId);
    await page.keyboard.press('Tab');
    await page.keyboard.type(defaultClient.clientSecret ?? '');
    // Only a test needs another address.
    await enterClient(page, defaultClient, home.sandbox);
    await signIn(page);
    await look('debug');
    await shown('debug');
    await dragNode(page, 'debug', { x: 850, y: 300 });
    await drawWire('.red-ui-flow-port-output >> nth=0', '.red-ui-flow-port-input >> nth=-1');
    await deploy(page);
    await page.waitForFunction("window.sent.includes('false') || window.sent.includes('true')");
    const clicks = hands.filter((hand) => hand === 'mouse').length + onSignInPage.clicks;
    assert.ok(clicks > 10 && clicks <= 15, `${clicks} mouse actions`);
    const changes = hands.filter((hand, index) => index > 0 && hand !== hands[index - 1]).length + onSignInPage.changes;
    const keys = hands.filter((hand) => hand === 'key').length + onSignInPage.keys;
    assert.ok(keys > 50, `${keys} keys`);
    // Both nodes and the wire are dragged.
    const reckoned = secondsOfWork({ clicks, drags: 3, keys, changes }) + readingTheMail + waits * secondsOfWaiting;
    assert.ok(reckoned > 60 && reckoned < 120, `${reckoned} s`);
  });

  async function drawWire(from: string, to: string): Promise<void> {
    const middle = async (port: string) => {
      const box = await page.locator(port).boundingBox();
      return box === null ? assert.fail(port) : ([box.x + box.width / 2, box.y + box.height / 2] as const);
    };
    const end = await middle(to);
    await page.mouse.move(...(await middle(from)));
    await page.mouse.down();
    await page.mouse.move(end[0] - 30, end[1], { steps: 4 });
    await page.mouse.move(...end, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction('RED.nodes.links?.length > 0 || RED.nodes.filterLinks({}).length > 0');
  }

  /** Four hours that begin in two: nothing runs yet, and their prices are known at any time of the day. */
  async function hoursToCome(account: string): Promise<{ from: string; to: string }> {
    const now: string = await page.evaluate(`$.getJSON('nomos/accounts/${account}/prices').then(({ now }) => now)`);
    const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'Europe/Berlin' });
    const hour = Number(time.format(Date.parse(now)));
    const clock = (ahead: number) => `${String((hour + ahead) % 24).padStart(2, '0')}:00`;
    return { from: clock(2), to: clock(6) };
  }

  it('the preview of a device in a house plans it together with the others, and before them where it comes first', async () => {
    const windowId = await signedInWindow();
    const account: string = await page.evaluate(`RED.nodes.node(${JSON.stringify(windowId)}).account`);
    const hours = await hoursToCome(account);
    await page.evaluate(`Object.assign(RED.nodes.node(${JSON.stringify(windowId)}), ${JSON.stringify(hours)})`);
    const house = { id: 'home', type: 'nomos-home', version: 1, name: 'Home', oneAtATime: true };
    const boiler = {
      id: 'boiler',
      type: 'cheapest-window',
      version: 1,
      name: 'Boiler',
      account,
      home: 'home',
      ...hours,
    };
    await importNodes(page, [house, { ...boiler, priority: 2, x: 300, y: 200, wires: [[], [], []] }]);
    await page.evaluate('RED.nodes.dirty(true)');
    await deploy(page);
    await waitForStatus(page, 'boiler', /\d\d:\d\d/);
    await openDialog(page, windowId);
    const runs = page.locator('#nomos-preview p', { hasText: /^Runs / });
    const alone = await runs.textContent();
    await page.click('#nomos-section-house summary');
    await page.selectOption('#node-input-home', 'home');
    const besides = page.locator('#nomos-preview', {
      hasText: /together with the other devices of the house: Boiler \(.*\d\d:\d\d/,
    });
    await besides.waitFor();
    assert.notEqual(await runs.textContent(), alone);
    await page.fill('#node-input-priority', '1');
    await page.locator('#nomos-preview p', { hasText: alone ?? '-' }).waitFor();
    await page.locator('#nomos-preview p', { hasText: /^Boiler then runs .* and not / }).waitFor();
    await page.selectOption('#node-input-home', '_ADD_');
    await besides.waitFor({ state: 'detached' });
    await page.click('#node-dialog-cancel');
  });

  it('a flow that was exported holds no secret, and works elsewhere after signing in there', async () => {
    await signedInWindow();
    await showDialog(page, 'export');
    await page.click('#red-ui-clipboard-dialog-export-rng-full');
    await page.waitForFunction("document.querySelector('#red-ui-clipboard-dialog-export-text').value !== ''");
    const flow = await page.inputValue('#red-ui-clipboard-dialog-export-text');
    assert.match(flow, /"type":"nomos-account"/);
    for (const secret of secrets) assert.ok(!flow.includes(secret), 'the export holds a secret');
    await page.click('#red-ui-clipboard-dialog-cancel');

    const userDir = mkdtempSync(join(tmpdir(), 'nomos-elsewhere-'));
    let elsewhere: NodeRedProcess | undefined;
    let other: Editor | undefined;
    try {
      elsewhere = await startNodeRed({ userDir, settings: lightEditor });
      other = await openEditor(home.browser, elsewhere.url);
      const windowId = await importText(other.page, flow);
      await deploy(other.page);
      await waitForStatus(other.page, windowId, /not connected: client id and secret are missing/);
      await openAccount(other.page, windowId);
      await other.page.waitForSelector(phase('new'));
      await enterClient(other.page, defaultClient);
      await signIn(other.page);
      await deploy(other.page);
      await waitForStatus(other.page, windowId, /starts .*\d\d:\d\d at \S+ ct\/kWh$/);
      assert.deepEqual(other.troubles, []);
    } finally {
      await other?.close();
      await elsewhere?.stop();
      rmSync(userDir, { recursive: true, force: true });
    }
  });

  async function importText(on: Page, flow: string): Promise<string> {
    await showDialog(on, 'import');
    await on.fill('#red-ui-clipboard-dialog-import-text', flow);
    // The dialog looks at the text when a key goes up.
    await on.press('#red-ui-clipboard-dialog-import-text', 'End');
    await on.click('#red-ui-clipboard-dialog-ok');
    await on.waitForSelector('.ui-dialog:has(#red-ui-clipboard-dialog)', { state: 'hidden' });
    return importedWindow(on);
  }

  /** Puts imported nodes down where they hang on the mouse; gives the id of the cheapest-window among them. */
  async function importedWindow(on: Page): Promise<string> {
    await on.waitForFunction("RED.nodes.filterNodes({ type: 'cheapest-window' }).length > 0");
    await on.mouse.move(600, 320, { steps: 4 });
    await on.mouse.click(600, 320);
    return on.evaluate("RED.nodes.filterNodes({ type: 'cheapest-window' })[0].id");
  }

  it('an example comes from the import dialog, and works after signing in', async () => {
    await showDialog(page, 'import');
    await page.locator('#red-ui-clipboard-dialog-import-tabs li', { hasText: 'Examples' }).click();
    const shelf = page.locator('#red-ui-clipboard-dialog-import-tab-examples');
    await shelf.getByText('node-red-contrib-nomos', { exact: true }).click();
    await shelf.getByText('cheapest-window', { exact: true }).click();
    await page.click('#red-ui-clipboard-dialog-ok');
    await page.waitForSelector('.ui-dialog:has(#red-ui-clipboard-dialog)', { state: 'hidden' });
    const windowId = await importedWindow(page);
    await openAccount(page, windowId);
    await enterClient(page, defaultClient, home.sandbox);
    await signIn(page);
    await deploy(page);
    await waitForStatus(page, windowId, /starts .*\d\d:\d\d at \S+ ct\/kWh$/);
    await page.evaluate("RED.sidebar.show('nomos')");
    await page.waitForSelector('.nomos-hour:has-text("A whole hour at 1 kW")');
    const prices = await page.evaluate<string>("RED.nodes.filterNodes({ type: 'nomos-prices' })[0]?.id ?? ''");
    if (prices !== '') await waitForStatus(page, prices, /^\S+ ct\/kWh/);
  });

  it('a wrong one-time code is refused, and the right one goes on', async () => {
    await openDialog(page, await dragNode(page, 'cheapest-window'));
    await fillNewAccount(page, home.sandbox);
    const { popup } = await pressConnect(page);
    await popup.fill('input[name="email"]', 'anna@example.com');
    await popup.click('text=Continue');
    const right = (await popup.textContent('#one-time-code')) ?? '';
    await popup.fill('input[name="one_time_code"]', right === '000000' ? '111111' : '000000');
    await popup.click('text=Continue');
    assert.match((await popup.textContent('body')) ?? '', /code/i);
    await page.waitForSelector('#nomos-stage .nomos-mood[data-mood="busy"]');
    await popup.fill('input[name="one_time_code"]', right);
    await popup.click('text=Continue');
    await popup.click('button:text-is("Allow")').catch((error: unknown) => {
      if (!popup.isClosed()) throw error;
    });
    await page.waitForSelector(phase('connected'));
  });

  it('after a withdrawn consent the node, the sidebar and the dialog say so, and signing in again mends it', async () => {
    const windowId = await signedInWindow();
    home.sandbox.revokeConsent('anna@example.com');
    await openAccount(page, windowId);
    await page.click('#nomos-test');
    await page.waitForSelector(phase('signin'));
    assert.match((await page.textContent('#nomos-connection')) ?? '', /sign in again/i);
    assert.match((await page.textContent('#nomos-connect')) ?? '', /Sign in again/);
    await endDialogs(page);
    await waitForStatus(page, windowId, /sign in again$/);
    await page.evaluate("RED.sidebar.show('nomos')");
    await page.waitForSelector('.nomos-sidebar .nomos-phase-signin');

    await openAccount(page, windowId);
    await signIn(page);
    await waitForStatus(page, windowId, /ct\/kWh$/);
    await page.waitForSelector('.nomos-sidebar .nomos-phase-connected');
  });
});
