import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { seriousFindings } from '../support/browser/axe.js';
import {
  darken,
  dragNode,
  exported,
  importNodes,
  openConfig,
  openDialog,
  trayOpen,
} from '../support/browser/browser.js';
import { fakeAccount } from '../support/browser/fake-editor-answers.js';
import { keptEditor } from '../support/browser/kept-editor.js';

describe('browser: dialogs', function () {
  this.timeout(150_000);
  const open = keptEditor();

  async function close(page: Page): Promise<void> {
    await page.click('#node-dialog-ok');
    await page.waitForSelector('.nomos-dialog', { state: 'detached' });
  }

  it('cheapest-window stores what was chosen, with types, and shows it again', async () => {
    const page = await open();
    const id = await dragNode(page, 'cheapest-window');
    await openDialog(page, id);
    await page.selectOption('#node-input-mode', 'interruptible');
    await page.fill('#node-input-durationMinutes-hours', '3');
    await page.fill('#node-input-durationMinutes-minutes', '20');
    await page.fill('#node-input-from', '22:00');
    await page.fill('#node-input-to', '06:00');
    await page.fill('#node-input-powerKw', '2.2');
    for (const section of ['when', 'limits', 'load', 'shape', 'output']) {
      await page.click(`#nomos-section-${section} summary`);
    }
    await page.click('#nomos-weekdays label:nth-child(7)');
    await page.fill('#node-input-maxPriceCt', '0');
    await page.fill('#node-input-minRunMinutes', '45');
    await page.selectOption('#nomos-resend', 'minutes');
    await page.fill('#nomos-resend-minutes', '10');
    await page.uncheck('#node-input-sendOnStart');
    assert.match((await page.textContent('#nomos-section-shape summary')) ?? '', /1 changed/);
    await close(page);

    const [node] = await exported(page, id);
    const wanted = {
      mode: 'interruptible',
      durationMinutes: 200,
      from: '22:00',
      to: '06:00',
      powerKw: 2.2,
      weekdays: [1, 2, 3, 4, 5, 6],
      maxPriceCt: 0,
      alwaysOnBelowCt: '',
      minRunMinutes: 45,
      maxStarts: 0,
      resend: '10',
      sendOnStart: false,
      profile: [],
    };
    for (const [name, value] of Object.entries(wanted)) assert.deepEqual(node?.[name], value, name);

    await openDialog(page, id);
    assert.equal(await page.inputValue('#node-input-durationMinutes-hours'), '3');
    assert.equal(await page.inputValue('#node-input-durationMinutes-minutes'), '20');
    assert.equal(await page.inputValue('#nomos-resend'), 'minutes');
    assert.equal(await page.isChecked('#nomos-weekdays label:nth-child(7) input'), false);
  });

  for (const [locale, sign, bounds] of [
    ['en-US', '.', '0.1 to 1'],
    ['de', ',', '0,1 bis 1'],
  ] as const)
    it(`${locale}: shows numbers with the decimal sign of the language, takes either, and stores numbers`, async () => {
      const page = await open(locale);
      const id = await dragNode(page, 'cheapest-window');
      await openDialog(page, id);
      for (const section of ['limits', 'load', 'ties']) await page.click(`#nomos-section-${section} summary`);
      await page.selectOption('#node-input-maxPriceFrom', 'average');
      await page.fill('#node-input-powerKw', '2,5');
      await page.fill('#node-input-toleranceCt', '1.25');
      await page.fill('#node-input-maxPriceCt', '3,5');
      await page.click('#nomos-profile button');
      await page.fill('#nomos-profile input >> nth=0', '30');
      await page.fill('#nomos-profile input >> nth=1', '0.75');
      await close(page);
      const stored = async () => {
        const [node] = await exported(page, id);
        return [node?.powerKw, node?.toleranceCt, node?.maxPriceCt, node?.profile];
      };
      const wanted = [2.5, 1.25, -3.5, [{ minutes: 30, powerKw: 0.75 }]];
      assert.deepEqual(await stored(), wanted);
      await openDialog(page, id);
      for (const [field, shown] of Object.entries({
        '#node-input-powerKw': '2_5',
        '#node-input-toleranceCt': '1_25',
        '#node-input-maxPriceCt': '3_5',
        '#nomos-profile input >> nth=1': '0_75',
      }))
        assert.equal(await page.inputValue(field), shown.replace('_', sign), field);
      await close(page);
      assert.deepEqual(await stored(), wanted);
      await openDialog(page, await dragNode(page, 'nomos-prices', { x: 600, y: 500 }));
      assert.equal(await page.inputValue('#node-input-veryCheapBelow'), `0${sign}1`);
      assert.equal(await page.locator('.nomos-changed').count(), 0);
      for (const section of await page.locator('.nomos-dialog summary').all()) await section.click();
      await page.fill('#node-input-cheapBelow', `0${sign}05`);
      assert.match((await page.textContent('#node-input-cheapBelow-invalid')) ?? '', new RegExp(bounds));
      await page.click('#node-dialog-cancel');
    });

  for (const [locale, half, allowed] of [
    ['en-US', '1.5', 'A length from 1 min to 168 h, in whole minutes'],
    ['de', '1,5', 'Eine Dauer von 1 min bis 168 h, auf die Minute'],
  ] as const)
    it(`${locale}: a duration may be ${half} hours, with either sign, and says why it is wrong`, async () => {
      const page = await open(locale);
      const id = await dragNode(page, 'cheapest-window');
      await openDialog(page, id);
      const [hours, minutes] = ['#node-input-durationMinutes-hours', '#node-input-durationMinutes-minutes'] as const;
      const frame = () => page.locator(hours).evaluate((field) => getComputedStyle(field).borderTopColor);
      const plain = await frame();
      for (const typed of ['1,5', '1.5']) {
        await page.fill(minutes, '0');
        await page.fill(hours, typed);
        assert.equal(await page.inputValue('#node-input-durationMinutes'), '90');
        await page.press(hours, 'Tab');
        assert.deepEqual([await page.inputValue(hours), await page.inputValue(minutes)], ['1', '30'], typed);
        assert.equal(await page.locator('#node-input-durationMinutes-invalid').count(), 0);
        await page.press(minutes, 'Tab');
        assert.equal(await frame(), plain);
      }
      for (const [typedHours, typedMinutes] of [
        ['long', '0'],
        ['-1', '0'],
        ['169', '0'],
        ['0', '0,5'],
      ] as const) {
        await page.fill(hours, typedHours);
        await page.fill(minutes, typedMinutes);
        assert.equal(await page.textContent('#node-input-durationMinutes-invalid'), allowed, typedHours);
      }
      await page.fill(minutes, '20');
      await page.fill(hours, half);
      await close(page);
      const [node] = await exported(page, id);
      assert.equal(node?.durationMinutes, 110);
    });

  it('shows the defaults of settings that an imported flow lacks, and finds them valid', async () => {
    const page = await open();
    await importNodes(page, [
      { id: 'bare', type: 'cheapest-window', priceSource: 'message', x: 300, y: 200, wires: [] },
    ]);
    assert.equal(await page.evaluate("RED.nodes.node('bare').valid"), true);
    await openDialog(page, 'bare');
    assert.equal(await page.inputValue('#node-input-mode'), 'contiguous');
    assert.equal(await page.inputValue('#node-input-durationMinutes-hours'), '1');
    assert.equal(await page.inputValue('#node-input-timeZone'), 'Europe/Berlin');
    assert.equal(await page.locator('.nomos-invalid').count(), 0);
    assert.equal(await page.locator('.nomos-changed').count(), 1);
    await close(page);
    const [node] = await exported(page, 'bare');
    assert.deepEqual([node?.durationMinutes, node?.tie, node?.onValueType], [60, 'earliest', 'bool']);
  });

  it('a battery: panels take the grid away, and who changes their mind has it again; the slider says what it holds', async () => {
    const page = await open();
    await fakeAccount(page, 'acc', {});
    await importNodes(page, [{ id: 'acc', type: 'nomos-account', name: 'Home', version: 1 }]);
    await openDialog(page, await dragNode(page, 'home-battery'));
    const fromGrid = () => page.isChecked('#node-input-chargeFromGrid');
    assert.equal(await fromGrid(), true);
    await page.selectOption('#node-input-solar', 'yes');
    assert.equal(await fromGrid(), false);
    await page.selectOption('#node-input-solar', 'none');
    assert.equal(await fromGrid(), true);
    await page.uncheck('#node-input-chargeFromGrid');
    for (const solar of ['yes', 'none']) await page.selectOption('#node-input-solar', solar);
    assert.equal(await fromGrid(), false);
    const slider = '#nomos-preview input[type=range]';
    await page.evaluate(
      `{ const it = document.querySelector('${slider}'); it.value = '72'; it.dispatchEvent(new Event('input')); }`,
    );
    assert.equal(await page.textContent('#nomos-preview output'), '72 %');
    assert.equal(await page.getAttribute(slider, 'aria-valuetext'), '72 %');
  });

  for (const [locale, words] of [
    ['en-US', /12:30 – 12:45: 20\.5 ct\/kWh.*; then 54 % stored$/],
    ['de', /12:30 – 12:45: 20,5 ct\/kWh.*; dann 54 % gespeichert$/],
  ] as const)
    it(`${locale}: whoever points at a price of a battery is told what is stored then`, async () => {
      const page = await open(locale);
      const battery = { capacityKwh: 10, chargeKw: 5, dischargeKw: 5, version: 1 };
      await importNodes(page, [
        { id: 'acc', type: 'nomos-account', name: 'Home', version: 1 },
        { id: 'full', type: 'home-battery', account: 'acc', ...battery, x: 300, y: 200, wires: [] },
      ]);
      await fakeAccount(page, 'acc', {});
      const noon = Date.parse('2026-11-22T11:00:00Z');
      const at = (quarter: number) => new Date(noon + quarter * 900_000).toISOString();
      const intervals = Array.from({ length: 8 }, (_, index) => {
        const socPercent = 50 + (index + 1) * 1.25;
        return { start: at(index), end: at(index + 1), mode: 'charge', buyCt: 20, socPercent, expected: false };
      });
      const plan = { feasible: true, saved: { againstSelfUseCt: 10 }, cycles: 0.1, pricesUntil: at(8), intervals };
      const why = { code: 'cheap', mode: 'charge', priceCt: 20, storedValueCt: 25, minimumPercent: 10 };
      const answer = { timeZone: 'Europe/Berlin', now: at(0), why, socPercent: 50, isExample: false, plan };
      await page.route('**/nomos/battery', (route) => route.fulfill({ json: answer }));
      await openDialog(page, 'full');
      await page.waitForSelector('#nomos-preview canvas');
      await page.focus('#nomos-preview .nomos-chart');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.match((await page.textContent('#nomos-preview .nomos-hover')) ?? '', words);
      assert.match((await page.getAttribute('#nomos-preview .nomos-chart', 'aria-valuetext')) ?? '', words);
      await page.keyboard.press('Home');
      assert.doesNotMatch((await page.textContent('#nomos-preview .nomos-hover')) ?? '', /%/);
    });

  for (const [locale, mode, scale, until, grid, paid] of [
    [
      'en-US',
      'self-consumption',
      'stored (0–100 %)',
      /^With the published prices, until Mon 12:00: saves 0\.0 ct .* discharged: 0\.3 times\.$/,
      /^Counts with charging from the grid\.$/,
      'Paid for each kWh fed in; 0: nothing',
    ],
    [
      'de',
      'Eigenverbrauch',
      'gespeichert (0–100 %)',
      /^Mit den veröffentlichten Preisen, bis Mo 12:00: spart 0,0 ct .* entladen: 0,3-mal\.$/,
      /^Zählt erst mit Laden aus dem Netz\.$/,
      'Einspeisevergütung je kWh; 0: keine',
    ],
  ] as const)
    it(`${locale}: a battery that is left to itself has a word of the language; its preview says until when it reckons, and what does not count is grey`, async () => {
      const page = await open(locale);
      const battery = { capacityKwh: 10, chargeKw: 5, dischargeKw: 5, solar: 'yes', chargeFromGrid: false, version: 1 };
      await importNodes(page, [
        { id: 'acc', type: 'nomos-account', name: 'Home', version: 1 },
        { id: 'sun', type: 'home-battery', account: 'acc', ...battery, x: 300, y: 200, wires: [] },
      ]);
      await fakeAccount(page, 'acc', {});
      const day = { start: '2026-11-22T11:00:00Z', end: '2026-11-23T11:00:00Z' };
      const intervals = [{ ...day, mode: 'auto', buyCt: 20, socPercent: 60, expected: false }];
      const plan = { feasible: true, saved: { againstSelfUseCt: 0 }, cycles: 0.3, pricesUntil: day.end, intervals };
      const why = { code: 'dear', mode: 'auto', priceCt: 20, storedValueCt: 25, minimumPercent: 10 };
      const answer = { timeZone: 'Europe/Berlin', now: day.start, why, socPercent: 50, isExample: true, plan };
      await page.route('**/nomos/battery', (route) => route.fulfill({ json: answer }));
      await openDialog(page, 'sun');
      const preview = page.locator('#nomos-preview');
      await preview.locator('.nomos-run', { hasText: new RegExp(`^${mode}$`) }).waitFor();
      assert.match((await preview.locator('p').allTextContents()).join('\n'), new RegExp(until.source, 'm'));
      for (const word of [scale, mode]) await preview.locator('.nomos-legend li', { hasText: word }).waitFor();
      assert.equal(await page.textContent('#node-input-feedInCt-hint:visible'), paid);
      await page.click('#nomos-section-battery summary');
      const why100 = page.locator('#nomos-idle-maxSocPercent-chargeFromGrid');
      assert.match((await why100.textContent()) ?? '', grid);
      assert.deepEqual([await why100.isVisible(), await page.isDisabled('#node-input-maxSocPercent')], [true, true]);
      for (const width of [1400, 390]) {
        await page.setViewportSize({ width, height: 1000 });
        const lines = await page.evaluate<number[]>(
          "[...document.querySelectorAll('.nomos-slider :is(span, output)')].map((part) => part.getClientRects().length === 1 ? part.offsetHeight : 99)",
        );
        assert.ok(lines.length === 2 && lines.every((height) => height < 26), `${lines} at ${width} px`);
      }
      await page.setViewportSize({ width: 1400, height: 1100 });
      await page.check('#node-input-chargeFromGrid');
      assert.deepEqual([await why100.isVisible(), await page.isDisabled('#node-input-maxSocPercent')], [false, false]);
      await page.click('#node-dialog-cancel');
    });

  it('a feed-in contract is one that feeds in and has not ended, offered where anything can be fed in; a house takes the only account', async () => {
    const page = await open();
    await importNodes(page, [{ id: 'acc', type: 'nomos-account', name: 'Home', version: 1 }]);
    await fakeAccount(page, 'acc', {});
    const contract = (id: string, type: string, status = 'active') => ({ id, number: `NO-${id}`, status, type });
    const answer = async (...feedIns: object[]) => {
      const subscriptions = [contract('a', 'consumption'), contract('old', 'feed-in', 'ended'), ...feedIns];
      await page.unroute('**/nomos/accounts/acc/subscriptions?*');
      await page.route('**/nomos/accounts/acc/subscriptions?*', (route) =>
        route.fulfill({ json: { subscriptions, activeCount: 1, proposedId: 'a' } }),
      );
    };
    const offered = (field: string) => page.locator(`${field} option`).allTextContents();
    await answer(contract('b', 'feed-in'));
    await openDialog(page, await dragNode(page, 'home-battery'));
    await page.click('#nomos-section-feed summary');
    const field = '#node-input-feedInSubscription';
    const areShown = async () => [await page.isVisible(field), await page.isVisible('#node-input-feedInCt')];
    assert.deepEqual(await areShown(), [false, false]);
    await page.check('#node-input-feedFromBattery');
    assert.deepEqual(await areShown(), [true, true]);
    await page.uncheck('#node-input-feedFromBattery');
    await page.selectOption('#node-input-solar', 'yes');
    assert.deepEqual(await areShown(), [true, true]);
    assert.deepEqual(await offered(field), ['none: a fixed price', 'NO-b · feed-in · active']);
    await page.click('#node-dialog-cancel');

    const own = '#node-config-input-subscription';
    for (const [feedIns, wanted] of [
      [[contract('b', 'feed-in')], ['Automatic: NO-b', 'NO-b · feed-in · active']],
      [[], ['none in this account']],
    ] as const) {
      await answer(...feedIns);
      const id = `house-${feedIns.length}`;
      await importNodes(page, [{ id, type: 'nomos-home', version: 1, name: 'House' }]);
      await openConfig(page, 'nomos-home', id);
      await page.selectOption('#node-config-input-feedIn', 'contract');
      assert.equal(await page.inputValue('#node-config-input-account'), 'acc');
      await page.waitForSelector(`${own} option:has-text("${wanted[0]}")`, { state: 'attached' });
      assert.deepEqual(await offered(own), wanted);
      await page.click('#node-config-dialog-cancel');
      await page.waitForSelector('.nomos-dialog', { state: 'detached' });
    }
  });

  it('a new node asks for what it needs, and is red only where somebody has been, or when it is opened once more', async () => {
    const page = await open();
    const red = () =>
      page.evaluate<string[]>(`(() => {
        const error = getComputedStyle(document.documentElement).getPropertyValue('--red-ui-form-input-border-error-color').trim();
        const probe = Object.assign(document.createElement('i'), { style: 'color: ' + error });
        document.body.append(probe);
        const { color } = getComputedStyle(probe);
        probe.remove();
        return [...document.querySelectorAll('.nomos-dialog :is(input, select)')]
          .filter((field) => getComputedStyle(field).borderTopColor === color).map((field) => field.id.split('-').at(-1));
      })()`);
    const battery = await dragNode(page, 'home-battery');
    await openDialog(page, battery);
    assert.deepEqual([await red(), await page.locator('.nomos-invalid').count()], [[], 0]);
    assert.deepEqual(await page.locator('.nomos-tip[id$="-invalid"]').allTextContents(), [
      'Choose or add a Nomos account',
      'Please enter the usable capacity, in kWh',
      'Please enter the power, in kW',
      'Please enter the power, in kW',
    ]);
    assert.equal(await page.getAttribute('#node-input-capacityKwh', 'aria-invalid'), 'false');
    await page.focus('#node-input-capacityKwh');
    await page.keyboard.press('Tab');
    await page.waitForSelector('#node-input-capacityKwh-invalid.nomos-invalid');
    assert.deepEqual([await red(), await page.locator('.nomos-invalid').count()], [['capacityKwh'], 1]);
    await page.fill('#node-input-chargeKw', 'much');
    assert.equal(await page.locator('.nomos-invalid').count(), 2);
    await page.fill('#node-input-chargeKw', '5');
    await close(page);
    assert.equal(await page.evaluate(`RED.nodes.node('${battery}').valid`), false);
    await openDialog(page, battery);
    assert.deepEqual(await red(), ['account', 'capacityKwh', 'dischargeKw']);
    assert.equal(await page.locator('.nomos-invalid').count(), 3);
  });

  it('a field says that it is needed where another one makes it so', async () => {
    const page = await open();
    await openDialog(page, await dragNode(page, 'cheapest-window'));
    const placeholder = (name: string) => page.getAttribute(`#node-input-${name}`, 'placeholder');
    const both = async () => [await placeholder('powerKw'), await placeholder('maxPriceCt')];
    assert.deepEqual(await both(), ['for costs', 'none']);
    await page.click('#nomos-section-load summary');
    await page.fill('#node-input-energyKwh', '20');
    assert.deepEqual(await both(), ['needed', 'none']);
    await page.fill('#node-input-energyKwh', '');
    await page.selectOption('#node-input-mode', 'threshold');
    assert.deepEqual(await both(), ['for costs', 'needed']);
  });

  it('leaves out times of the day, and turns the sign of a limit below the average', async () => {
    const page = await open();
    const id = await dragNode(page, 'cheapest-window');
    await openDialog(page, id);
    for (const section of ['when', 'limits', 'ties']) await page.click(`#nomos-section-${section} summary`);
    await page.click('#nomos-exclude button');
    await page.fill('#nomos-exclude input >> nth=0', '17:00');
    await page.fill('#nomos-exclude input >> nth=1', '17:00');
    assert.match(
      (await page.textContent('#nomos-exclude-invalid')) ?? '',
      /^Enter both: each goes from one time to another$/,
    );
    await page.fill('#nomos-exclude input >> nth=1', '19:00');
    assert.equal(await page.locator('#nomos-exclude-invalid').count(), 0);
    await page.click('#nomos-exclude button >> nth=-1');
    await page.fill('#nomos-exclude input >> nth=2', '22:00');
    await page.fill('#nomos-exclude input >> nth=3', '06:00');
    await page.fill('#node-input-maxPriceCt', '3');
    await page.selectOption('#node-input-maxPriceFrom', 'average');
    await page.selectOption('#node-input-tie', 'latest');
    assert.match((await page.textContent('#nomos-row-toleranceCt label')) ?? '', /Start later/);
    await page.fill('#node-input-toleranceCt', '2.5');
    await close(page);
    const stored = async () => {
      const [node] = await exported(page, id);
      return [node?.exclude, node?.maxPriceCt, node?.maxPriceFrom, node?.toleranceCt];
    };
    const both = [
      { from: '17:00', to: '19:00' },
      { from: '22:00', to: '06:00' },
    ];
    assert.deepEqual(await stored(), [both, -3, 'average', 2.5]);
    await openDialog(page, id);
    assert.equal(await page.inputValue('#node-input-maxPriceCt'), '3');
    await close(page);
    assert.deepEqual(await stored(), [both, -3, 'average', 2.5]);
    await openDialog(page, id);
    for (const section of ['when', 'limits']) await page.click(`#nomos-section-${section} summary`);
    await page.click('#nomos-exclude button >> nth=0');
    await page.selectOption('#node-input-maxPriceFrom', 'minimum');
    await close(page);
    assert.deepEqual(await stored(), [both.slice(1), 3, 'minimum', 2.5]);
  });

  it('says where limits on the number of runs are, as long as there is one run', async () => {
    const page = await open('de');
    const id = await dragNode(page, 'cheapest-window');
    await openDialog(page, id);
    await page.click('#nomos-section-shape summary');
    const hint = page.locator('#nomos-section-shape .nomos-tip', {
      hasText: /„in mehreren Stücken“.*„Starts höchstens“/,
    });
    assert.deepEqual([await hint.isVisible(), await page.isVisible('#node-input-maxStarts')], [true, false]);
    await page.selectOption('#node-input-mode', 'interruptible');
    assert.deepEqual([await hint.isVisible(), await page.isVisible('#node-input-maxStarts')], [false, true]);
    await page.click('#node-dialog-cancel');
  });

  it('no field says one thing and stores another: a phase without its minutes, a repetition without its own', async () => {
    const page = await open('de');
    const id = await dragNode(page, 'cheapest-window');
    await openDialog(page, id);
    await page.click('#nomos-section-load summary');
    await page.click('#nomos-profile button');
    await page.fill('#nomos-profile input >> nth=1', '2,5');
    await page.locator('#nomos-profile-invalid', { hasText: 'Minuten' }).waitFor();
    await page.click('#nomos-section-output summary');
    await page.selectOption('#nomos-resend', 'minutes');
    await page.fill('#nomos-resend-minutes', '');
    await page.press('#nomos-resend-minutes', 'Tab');
    assert.equal(await page.inputValue('#nomos-resend-minutes'), '15');
    await close(page);
    const [node] = await exported(page, id);
    assert.deepEqual([node?.profile, node?.resend], [[{ minutes: '', powerKw: 2.5 }], '15']);
    await openDialog(page, id);
    await page.click('#nomos-section-load summary');
    assert.equal(await page.inputValue('#nomos-profile input >> nth=1'), '2,5');
    await page.fill('#nomos-profile input >> nth=1', '');
    assert.equal(await page.locator('#nomos-profile-invalid').count(), 0);
    await close(page);
    assert.deepEqual((await exported(page, id))[0]?.profile, []);
  });

  it('a profile that is being written has the power that a house with a limit asks for', async () => {
    const page = await open();
    await importNodes(page, [
      { id: 'house', type: 'nomos-home', name: 'House', limitKw: 11, version: 1 },
      { id: 'shares', type: 'cheapest-window', home: 'house', version: 1, x: 300, y: 200, wires: [] },
    ]);
    await openDialog(page, 'shares');
    const asked = page.locator('#node-input-powerKw-invalid');
    await asked.waitFor();
    await page.click('#nomos-section-load summary');
    await page.click('#nomos-profile button');
    await page.fill('#nomos-profile input >> nth=0', '30');
    await page.fill('#nomos-profile input >> nth=1', '2');
    assert.equal(await asked.count(), 0);
    await close(page);
    await openDialog(page, 'shares');
    assert.equal(await asked.count(), 0);
    await page.click('#nomos-section-load summary');
    await page.click('#nomos-profile button >> nth=0');
    assert.equal(await asked.count(), 1);
    await page.click('#node-dialog-cancel');
  });

  it('asks for the unit of prices where they come by message, and keeps it', async () => {
    const page = await open();
    const id = await dragNode(page, 'cheapest-window');
    await openDialog(page, id);
    await page.click('#nomos-section-prices summary');
    assert.equal(await page.isVisible('#node-input-priceUnit'), false);
    await page.selectOption('#node-input-priceSource', 'message');
    assert.equal(await page.isVisible('#node-input-priceUnit'), true);
    assert.equal(await page.inputValue('#node-input-priceUnit'), 'automatic');
    await page.selectOption('#node-input-priceUnit', 'EUR/MWh');
    await close(page);
    const [node] = await exported(page, id);
    assert.deepEqual([node?.priceSource, node?.priceUnit], ['message', 'EUR/MWh']);
  });

  it('says what is allowed, beside the field and in the triangle of the node', async () => {
    const page = await open();
    const id = await dragNode(page, 'cheapest-window');
    await openDialog(page, id);
    await page.click('#nomos-section-limits summary');
    await page.fill('#node-input-maxPriceCt', '20');
    await page.fill('#node-input-maxPriceCt', '');
    // The limit moves to the first screen while it has the focus.
    await page.selectOption('#node-input-mode', 'threshold');
    await page.waitForSelector('#nomos-limit-first #node-input-maxPriceCt-invalid');
    assert.match((await page.textContent('#node-input-maxPriceCt-invalid')) ?? '', /Please enter a price/);
    assert.equal(
      await page.getAttribute('#node-input-maxPriceCt', 'aria-describedby'),
      'node-input-maxPriceCt-invalid node-input-maxPriceCt-hint',
    );
    await page.selectOption('#node-input-mode', 'contiguous');
    assert.equal(await page.locator('#node-input-maxPriceCt-invalid').count(), 0);
    await page.selectOption('#node-input-trigger', 'message');
    await page.fill('#node-input-deadline', 'tomorrow');
    await close(page);
    const errors = await page.evaluate<string[]>(`RED.nodes.node('${id}').validationErrors`);
    assert.ok(
      errors.some((line) => /07:00/.test(line)),
      errors.join(),
    );
    assert.ok(
      errors.some((line) => /account/.test(line)),
      errors.join(),
    );
  });

  it('cheapest-window greys what does not count, says why, and counts it again', async () => {
    const page = await open();
    const id = await dragNode(page, 'cheapest-window');
    await openDialog(page, id);
    await page.click('#nomos-section-load summary');
    const hours = '#node-input-durationMinutes-hours';
    const why = '#nomos-idle-durationMinutes-energyKwh';
    assert.equal(await page.isDisabled(hours), false);
    await page.fill('#node-input-energyKwh', '20');
    assert.equal(await page.isDisabled(hours), true);
    assert.match((await page.textContent(`${why}:visible`)) ?? '', /energy and power say how long/);
    await page.fill('#node-input-energyKwh', '');
    assert.deepEqual([await page.isDisabled(hours), await page.isVisible(why)], [false, false]);
    await page.click('#nomos-profile button');
    await page.fill('#nomos-profile input >> nth=0', '30');
    assert.deepEqual([await page.isDisabled(hours), await page.isDisabled('#node-input-powerKw')], [true, true]);
    await page.click('#nomos-profile button >> nth=0');
    await page.selectOption('#node-input-trigger', 'message');
    await page.fill('#node-input-deadline', '07:00');
    assert.equal(await page.isDisabled('#node-input-withinHours'), true);
    await page.click('#nomos-section-limits summary');
    assert.equal(await page.isDisabled('#node-input-maxPriceAppliesTo'), true);
    await page.fill('#node-input-maxPriceCt', '0');
    assert.equal(await page.isDisabled('#node-input-maxPriceAppliesTo'), false);
    await page.fill('#node-input-energyKwh', '20');
    await close(page);
    const [node] = await exported(page, id);
    assert.deepEqual([node?.durationMinutes, node?.energyKwh, node?.deadline], [60, 20, '07:00']);
  });

  it('a wrong field keeps the preview of the rest, says what is wrong, and is red no longer than it is wrong', async () => {
    const page = await open();
    await importNodes(page, [
      { id: 'acc', type: 'nomos-account', name: 'Home', version: 1 },
      { id: 'wrong', type: 'cheapest-window', account: 'acc', version: 1, x: 300, y: 200, wires: [] },
    ]);
    await fakeAccount(page, 'acc', {});
    const asked: Record<string, unknown>[] = [];
    await page.route('**/nomos/plan', (route) => {
      asked.push(route.request().postDataJSON().settings);
      const evening = { start: '2026-01-15T17:00:00+01:00', end: '2026-01-15T19:00:00+01:00' };
      return route.fulfill({ json: { plan: { ...hourAtNoon, excluded: [evening] } } });
    });
    await page.route('**/nomos/plan/rules', (route) => route.fulfill({ json: { costs: [] } }));
    await openDialog(page, 'wrong');
    const preview = page.locator('#nomos-preview');
    await preview.locator('text=Costs €1.23.').waitFor();
    for (const word of ['planned run', 'excluded']) await preview.locator(`.nomos-legend >> text=${word}`).waitFor();
    assert.equal(await preview.locator('.nomos-chart-unit').textContent(), 'ct/kWh');
    await page.click('#nomos-section-limits summary');
    await page.fill('#node-input-alwaysOnBelowCt', 'cheap');
    // Under the field that is to be seen it stands already.
    const notice = preview.locator('.nomos-notice');
    await notice.getByText(/“Always on below”\.$/).waitFor();
    await page.click('#nomos-section-limits summary');
    await page.fill('#node-input-durationMinutes-minutes', '0');
    await notice.getByText(/“Always on below”: A number from/).waitFor();
    await page.click('#nomos-section-limits summary');
    await preview.locator('text=Costs €1.23.').waitFor();
    const last = asked.at(-1) ?? {};
    assert.deepEqual(['alwaysOnBelowCt' in last, last.durationMinutes], [false, 60]);
    await page.press('#node-input-alwaysOnBelowCt', 'Tab');
    await page.waitForSelector('#node-input-alwaysOnBelowCt.input-error');
    await page.fill('#node-input-alwaysOnBelowCt', '5');
    assert.equal(await page.locator('#node-input-alwaysOnBelowCt.input-error').count(), 0);
    await preview.locator('.nomos-notice').waitFor({ state: 'detached' });
    assert.equal(asked.at(-1)?.alwaysOnBelowCt, 5);
  });

  it('says beside the choice of what stands in for missing prices that none is missing', async () => {
    const page = await open();
    await importNodes(page, [
      { id: 'acc', type: 'nomos-account', name: 'Home', version: 1 },
      { id: 'known', type: 'cheapest-window', account: 'acc', version: 1, x: 300, y: 200, wires: [] },
    ]);
    await fakeAccount(page, 'acc', {});
    const whole = { ...hourAtNoon.window, amount: 20 };
    await page.route('**/nomos/plan', (route) => {
      const { missingPrices } = route.request().postDataJSON().settings;
      const intervals = missingPrices === 'wait' ? [{ ...whole, amount: null }] : [whole];
      return route.fulfill({ json: { plan: { ...hourAtNoon, intervals } } });
    });
    await page.route('**/nomos/plan/rules', (route) => route.fulfill({ json: { costs: [] } }));
    await openDialog(page, 'known');
    await page.click('#nomos-section-prices summary');
    const line = page.locator('.nomos-idle-why:has-text("No price is missing now")');
    await line.waitFor();
    await page.selectOption('#node-input-missingPrices', 'wait');
    await line.waitFor({ state: 'hidden' });
    await page.selectOption('#node-input-missingPrices', 'use-known');
    await line.waitFor();
    await page.selectOption('#node-input-priceSource', 'message');
    await line.waitFor({ state: 'hidden' });
  });

  it('an account says which of several contracts is used, and asks; what is written to Nomos is copied too', async () => {
    const page = await open();
    await importNodes(page, [{ id: 'acc', type: 'nomos-account', name: 'Home', version: 1 }]);
    await fakeAccount(page, 'acc', {});
    const contract = (id: string) => ({ id, number: `NO-${id}`, status: 'active', type: 'consumption' });
    const listed = { subscriptions: [contract('a'), contract('b')], activeCount: 2 };
    const answer = async (json: object) => {
      await page.unroute('**/nomos/accounts/acc/subscriptions?*');
      await page.route('**/nomos/accounts/acc/subscriptions?*', (route) => route.fulfill({ json }));
    };
    await answer({ ...listed, proposedId: 'b' });
    await openConfig(page, 'nomos-account', 'acc');
    await page.waitForSelector('#nomos-subscriptions-said:has-text("NO-b is used")');
    assert.match((await page.textContent('#node-config-input-subscription option')) ?? '', /Automatic: NO-b/);
    await answer(listed);
    await page.click('#nomos-subscriptions');
    await page.waitForSelector('#nomos-subscriptions-said:has-text("Please choose")');
    await page.selectOption('#node-config-input-subscription', 'a');
    await page.click('#nomos-subscriptions');
    await page.waitForFunction("document.querySelector('#nomos-subscriptions-said').textContent === ''");
    await page.evaluate('navigator.clipboard.writeText = async (words) => { window.copied = words; }');
    await page.click('#nomos-redirect-mail');
    await page.waitForSelector('#nomos-redirect-said:has-text("copied")');
    assert.match(await page.evaluate('window.copied'), /nomos\/oauth\/callback/);
  });

  it('where the browser cannot come back, the localhost address is what Nomos is written, and what is stored', async () => {
    const page = await open();
    await importNodes(page, [{ id: 'acc', type: 'nomos-account', name: 'Home', version: 1 }]);
    await openConfig(page, 'nomos-account', 'acc');
    await page.click('#nomos-redirect-other summary');
    await page.click('#nomos-redirect-localhost:has-text("Use the localhost address")');
    const address = 'http://localhost:1880/nomos/oauth/callback';
    assert.equal(await page.inputValue('#nomos-redirect'), address);
    const mail = decodeURIComponent((await page.getAttribute('#nomos-redirect-mail', 'href')) ?? '');
    assert.ok(mail.startsWith('mailto:support@nomos.energy?') && mail.includes(address), mail);
    await page.click('#node-config-dialog-ok');
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate("RED.nodes.node('acc').redirectUri"), address);
  });

  it('nomos-prices stores unit and levels with types, and wants the levels in order', async () => {
    const page = await open();
    const id = await dragNode(page, 'nomos-prices');
    await openDialog(page, id);
    for (const section of await page.locator('.nomos-dialog summary').all()) await section.click();
    await page.selectOption('#node-input-unit', 'EUR/MWh');
    await page.fill('#node-input-missingAt', '18:30');
    await page.fill('#node-input-cheapBelow', '0.05');
    assert.match((await page.textContent('#node-input-cheapBelow-invalid')) ?? '', /from 0.1 to 1/);
    await page.fill('#node-input-veryCheapBelow', '0.02');
    assert.equal(await page.locator('#node-input-cheapBelow-invalid').count(), 0);
    await close(page);
    const [node] = await exported(page, id);
    const stored = [node?.unit, node?.missingAt, node?.veryCheapBelow, node?.cheapBelow, node?.topic];
    assert.deepEqual(stored, ['EUR/MWh', '18:30', 0.02, 0.05, 'nomos/price']);
  });

  for (const locale of ['en-US', 'de']) {
    it(`${locale}: no dialog shows a bare key, and every node has help`, async () => {
      const page = await open(locale);
      for (const type of ['cheapest-window', 'nomos-prices', 'nomos-query', 'nomos-usage']) {
        await openDialog(page, await dragNode(page, type));
        for (const section of await page.locator('.nomos-dialog summary:visible').all()) await section.click();
        assert.doesNotMatch((await page.textContent('.nomos-dialog')) ?? '', /(nomos|cheapest)-\w+\.\w/);
        await close(page);
        await page.keyboard.press('Backspace');
        const help = await page.evaluate<string>(`RED.nodes.getNodeHelp('${type}')`);
        assert.match(help, locale === 'de' ? /Einzelheiten/ : /Details/);
      }
      assert.doesNotMatch((await page.textContent('.nomos-sidebar')) ?? '', /nomos-\w+\.\w/);
    });
  }

  for (const theme of ['light', 'dark'] as const) {
    it(`${theme}: dialogs and sidebar have no serious accessibility findings`, async function () {
      const page = await open();
      if (theme === 'dark' && !(await darken(page))) this.skip();
      await page.evaluate("RED.sidebar.show('nomos')");
      assert.deepEqual(await seriousFindings(page, '.nomos-sidebar'), []);
      for (const type of ['nomos-prices', 'nomos-usage', 'nomos-query']) {
        await importNodes(page, [{ id: type, type, version: 1, x: 200, y: 200, wires: [] }]);
        await openDialog(page, type);
        for (const section of await page.locator('.nomos-dialog summary:visible').all()) await section.click();
        assert.deepEqual(await seriousFindings(page, '.nomos-dialog'), [], type);
        await page.click('#node-dialog-cancel');
        await page.waitForSelector('.nomos-dialog', { state: 'detached' });
      }
      await openDialog(page, await dragNode(page, 'cheapest-window'));
      for (const section of await page.locator('.nomos-dialog summary:visible').all()) await section.click();
      assert.deepEqual(await seriousFindings(page, '.nomos-dialog'), []);
      await page.click('#node-input-btn-account-add');
      await trayOpen(page, '#nomos-connect');
      await page.locator('#nomos-connect').scrollIntoViewIfNeeded();
      for (const section of await page.locator('#node-config-dialog-edit-form summary:visible').all())
        await section.click();
      assert.deepEqual(await seriousFindings(page, '#node-config-dialog-edit-form .nomos-dialog'), []);
    });
  }
});

/** A plan as the runtime answers it: an hour from 13:00 on, of the day of `pricesAnswer`. */
const hourAtNoon = {
  feasible: true,
  provisional: false,
  window: { start: '2026-11-22T00:00:00+01:00', end: '2026-11-23T00:00:00+01:00' },
  runs: [{ start: '2026-11-22T13:00:00+01:00', end: '2026-11-22T14:00:00+01:00' }],
  intervals: [],
  averageCt: 20.5,
  costCt: 123.4,
  costUnit: 'ct',
  energyKwh: 6,
  minutesPlanned: 60,
  minutesMissing: 0,
  saved: { againstNowCt: null, againstAverageCt: null },
};
