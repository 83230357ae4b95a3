import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { decodeBatteryNode } from '#src/nodered/battery/battery-settings.js';
import { decodeHomeSettings } from '#src/nodered/home/home-settings.js';
import { decodePricesSettings } from '#src/nodered/prices/prices-settings.js';
import { decodeQuerySettings } from '#src/nodered/query/query-settings.js';
import { decodeUsageSettings } from '#src/nodered/usage/usage-settings.js';
import { decodeWindowSettings } from '#src/nodered/window/window-settings.js';
import { exported, importNodes, openConfig, openDialog } from '../support/browser/browser.js';
import { keptEditor } from '../support/browser/kept-editor.js';

type Properties = Readonly<Record<string, unknown>>;

/** Every field of every node, with a value in the form that today's dialog stores. */
const plain: Readonly<Record<string, Properties>> = {
  'cheapest-window': {
    name: 'Boiler',
    subscription: 'sub_1',
    priceSource: 'account',
    mode: 'interruptible',
    objective: 'cheapest',
    durationMinutes: 90,
    energyKwh: 3.5,
    powerKw: 2.2,
    profile: [],
    partial: 'maximise',
    trigger: 'message',
    from: '22:00',
    to: '06:00',
    weekdays: [1, 2, 5],
    exclude: [
      { from: '17:00', to: '19:00' },
      { from: '23:00', to: '01:00' },
    ],
    timeZone: 'Europe/Vienna',
    withinHours: 12.5,
    deadline: '07:00',
    maxPriceCt: -5.25,
    maxPriceFrom: 'minimum',
    maxPriceAppliesTo: 'average',
    alwaysOnBelowCt: 25.5,
    missingPrices: 'fallback',
    fallbackStart: '03:00',
    minRunMinutes: 15,
    minPauseMinutes: 10,
    maxStarts: 3,
    tie: 'latest',
    toleranceCt: 2.5,
    startAlignMinutes: 15,
    replan: 'always',
    outputNoPlan: 'none',
    outputOutside: 'on',
    onValue: '1',
    onValueType: 'num',
    offValue: '',
    offValueType: 'str',
    resend: '10',
    sendOnStart: false,
    topic: 'house/boiler',
  },
  'nomos-prices': {
    name: 'Prices',
    subscription: 'sub_1',
    topic: 'price',
    unit: 'EUR/MWh',
    format: 'power-saver',
    missingAt: '18:30',
    veryCheapBelow: 0.2,
    cheapBelow: 0.35,
    normalBelow: 0.6,
    expensiveBelow: 0.95,
    minSpreadCt: 0,
  },
  'nomos-query': {
    name: 'Bills',
    subscription: 'sub_1',
    topic: 'bills',
    resource: 'invoices',
    entryStatus: 'paid',
    kind: 'monthly',
    from: '2026-01-01',
    to: '2026-06-30',
    maxItems: 50,
    invoice: 'inv_1',
    personalData: true,
  },
  'nomos-usage': {
    name: 'Usage',
    subscription: 'sub_1',
    topic: 'usage',
    period: 'month',
    fixedPriceCt: 31.5,
    automatic: false,
  },
  'home-battery': {
    name: 'Cellar',
    capacityKwh: 9.6,
    chargeKw: 4.6,
    dischargeKw: 3.2,
    solar: 'yes',
    feedInCt: 8.11,
    unpaidWhenNegative: false,
    chargeFromGrid: true,
    minSocPercent: 12.5,
    maxSocPercent: 95,
    efficiencyPercent: 88,
    wearCt: 3.5,
    gridLimitKw: 0,
    leaveRoom: false,
    feedFromBattery: true,
    feedInSubscription: 'sub_2',
    marginCt: 14.25,
    priceSource: 'account',
    priceUnit: 'EUR/MWh',
    subscription: 'sub_1',
    timeZone: 'Europe/Vienna',
    resend: 'replan',
    sendOnStart: false,
    topic: 'cellar',
  },
  'nomos-home': {
    name: 'House',
    limitKw: 11.5,
    oneAtATime: true,
    feedIn: 'contract',
    feedInCt: 7.5,
    subscription: 'sub_2',
    baseLoadKw: 0,
  },
  'nomos-account': {
    name: 'Home',
    baseUrl: 'https://api.example.com',
    grant: 'client-credentials',
    subscription: 'sub_1',
    redirectUri: 'https://home.example.com/nomos/oauth/callback',
  },
};

/** What the runtime makes of stored settings, by type. */
const decoders: Readonly<Record<string, (stored: unknown) => unknown>> = {
  'cheapest-window': decodeWindowSettings,
  'nomos-prices': decodePricesSettings,
  'nomos-query': decodeQuerySettings,
  'nomos-usage': decodeUsageSettings,
  'home-battery': decodeBatteryNode,
  'nomos-home': decodeHomeSettings,
};

const configs = ['nomos-account', 'nomos-home'];
/** Without these a node has nothing to work with. */
const needed: Readonly<Record<string, Properties>> = {
  'home-battery': { capacityKwh: 9.6, chargeKw: 4.6, dischargeKw: 3.2 },
};

const fieldsOf = (type: string) => Object.keys(plain[type] ?? {});
const all = (type: string, form: (name: string, value: unknown) => unknown): Properties =>
  Object.fromEntries(fieldsOf(type).map((name) => [name, form(name, plain[type]?.[name])]));
const reference = (name: string) => `\${${name.toUpperCase()}}`;
const isType = (name: string) => name.endsWith('ValueType');

/** A number with a decimal comma; an empty list has no text but the empty one, which stands for the same, and one of objects none. */
function asText(value: unknown): unknown {
  if (typeof value === 'number') return String(value).replace('.', ',');
  if (!Array.isArray(value)) return String(value);
  return value.some((one) => typeof one === 'object') ? value : value.join();
}

/** In which forms a flow may hold the same settings, and whether all of these work at run time. */
const forms: Readonly<Record<string, { readonly works: boolean; readonly of: (type: string) => Properties }>> = {
  'as the dialog stores it': { works: true, of: (type) => plain[type] ?? {} },
  'as a reference to the environment': {
    works: true,
    of: (type) => all(type, (name) => (isType(name) ? 'bool' : reference(name))),
  },
  'as a reference in the older notation': { works: true, of: (type) => all(type, (name) => `$(${name})`) },
  'as text, numbers with a comma': { works: true, of: (type) => all(type, (_name, value) => asText(value)) },
  'as null': {
    works: true,
    of: (type) => ({ ...all(type, (name) => (isType(name) ? 'bool' : null)), ...needed[type] }),
  },
  'as an empty text': {
    works: true,
    of: (type) => ({ ...all(type, (name) => (isType(name) ? 'str' : '')), ...needed[type] }),
  },
  'as what no version knows': {
    works: false,
    of: (type) =>
      all(type, (name, value) => (Array.isArray(value) ? { [name]: 1 } : isType(name) ? 'json' : '1.234,5 h')),
  },
};

const shownValues =
  "[...document.querySelectorAll('.nomos-dialog :is(input:not([type=hidden]), select, code)')].map((field) => field.value ?? field.textContent)";

describe('browser: what is stored stays as it is when a dialog is opened and closed with Done', function () {
  this.timeout(150_000);
  const open = keptEditor();

  async function bring(node: Properties & { readonly id: string; readonly type: string }): Promise<Page> {
    const page = await open('de');
    const isConfig = configs.includes(node.type);
    await importNodes(page, [
      { id: 'home', type: 'nomos-account', name: 'Home', version: 1 },
      { version: 1, ...node, ...(!isConfig && { x: 300, y: 200, wires: [] }) },
    ]);
    return page;
  }

  async function openAndSave(
    page: Page,
    { id, type, look }: { id: string; type: string; look?: (page: Page) => Promise<void> },
  ): Promise<Record<string, unknown>> {
    if (configs.includes(type)) {
      await openConfig(page, type, id);
      await look?.(page);
      await page.click('#node-config-dialog-ok');
    } else {
      await openDialog(page, id);
      await look?.(page);
      await page.click('#node-dialog-ok');
    }
    await page.waitForSelector('.nomos-dialog', { state: 'detached' });
    const [node = {}] = await exported(page, id);
    return node;
  }

  for (const type of Object.keys(plain)) {
    for (const [form, { works, of }] of Object.entries(forms)) {
      it(`${type}: every setting ${form}`, async () => {
        const id = `${type}-${form.replaceAll(' ', '-')}`;
        const stored = type === 'nomos-account' ? of(type) : { account: 'home', ...of(type) };
        const page = await bring({ id, type, ...stored });
        let shown: readonly string[] = [];
        const look = async () => {
          shown = await page.evaluate(shownValues);
        };
        const node = await openAndSave(page, { id, type, look });
        for (const [name, value] of Object.entries(stored)) assert.deepEqual(node[name], value, name);
        for (const name of fieldsOf(type)) {
          const value = String(stored[name]);
          if (value === reference(name)) assert.ok(shown.includes(value), `${name} is not shown: ${shown.join()}`);
        }
        const errors = await page.evaluate(`RED.nodes.node('${id}').validationErrors ?? []`);
        if (works) assert.deepEqual(errors, []);
      });
    }

    it(`${type}: settings that an old version did not have mean the same afterwards`, async () => {
      const own = type === 'nomos-account' ? {} : { account: 'home', ...needed[type] };
      const page = await bring({ id: `${type}-bare`, type, ...own });
      const node = await openAndSave(page, { id: `${type}-bare`, type });
      const decode = decoders[type];
      if (decode !== undefined) assert.equal(JSON.stringify(decode(node)), JSON.stringify(decode(own)));
      for (const name of fieldsOf(type)) assert.notEqual(node[name], undefined, name);
    });
  }

  for (const [what, home] of [
    ['a reference', reference('house')],
    ['no longer there', 'gone'],
  ] as const)
    it(`a house that is ${what} is to be seen, and stays; nothing else can be edited in its place`, async () => {
      const page = await open('de');
      await importNodes(page, [
        { id: 'home', type: 'nomos-account', name: 'Home', version: 1 },
        { id: 'other', type: 'nomos-home', name: 'Another', version: 1 },
        { id: 'shares', type: 'cheapest-window', account: 'home', home, version: 1, x: 300, y: 200, wires: [] },
      ]);
      const look = async () => {
        await page.click('#nomos-section-house summary');
        assert.equal(await page.inputValue('#node-input-home'), home);
        assert.equal(await page.isDisabled('#node-input-priority'), false);
        const edit = page.locator('#node-input-btn-home-edit');
        await page.waitForFunction("document.querySelector('#node-input-btn-home-edit').matches('.disabled')");
        await edit.dispatchEvent('click');
        assert.equal(await page.locator('#node-config-dialog-ok').count(), 0);
        if (home !== 'gone') await page.locator('#nomos-preview', { hasText: home }).waitFor();
      };
      assert.equal((await openAndSave(page, { id: 'shares', type: 'cheapest-window', look })).home, home);
    });

  it('a number typed with a comma is stored as a number, and a reference can be typed where a picker stands', async () => {
    const id = 'typed-in';
    const page = await bring({ id, type: 'cheapest-window', account: 'home', to: '06:00' });
    const look = async () => {
      await page.fill('#node-input-powerKw', '2,5');
      await page.press('#node-input-from', '$');
      await page.keyboard.type('{FROM}');
      await page.press('#node-input-durationMinutes-hours', '$');
      await page.keyboard.type('{LONG}');
      await page.click('#nomos-section-when summary');
      await page.locator('#nomos-weekdays input').first().press('$');
      await page.keyboard.type('{DAYS}');
      await page.press('#node-input-to', '$');
      await page.fill('#node-input-to', '');
      await page.press('#node-input-to', 'Tab');
      assert.equal(await page.getAttribute('#node-input-to', 'type'), 'time');
      await page.locator('#nomos-preview', { hasText: /Keine Vorschau: .*\$\{FROM\}/ }).waitFor();
    };
    const node = await openAndSave(page, { id, type: 'cheapest-window', look });
    const { powerKw, from, to, durationMinutes, weekdays } = node;
    assert.deepEqual(
      { powerKw, from, to, durationMinutes, weekdays },
      {
        powerKw: 2.5,
        from: reference('from'),
        to: '00:00',
        durationMinutes: reference('long'),
        weekdays: reference('days'),
      },
    );
  });
});
