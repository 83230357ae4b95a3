import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { batterySettings } from '#src/protocol/battery-settings.js';
import type { Setting, SettingsTable } from '#src/protocol/setting.js';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';

type FillDialog = (html: string, type: string, table: SettingsTable) => string;

describe('house: what the build makes of a table of settings', () => {
  let fillDialog: FillDialog;
  before(async () => {
    ({ fillDialog } = await import(pathToFileURL(join(packageRoot, 'tools', 'dialog.mjs')).href));
  });

  const coffeeCups = {
    kind: 'number',
    min: 0,
    max: 12,
    default: 2,
    unit: 'cups',
    when: { mode: ['strong'] },
    row: { place: 'kitchen', icon: 'coffee', placeholder: 'none' },
  } as const;
  const html = ['<div>', '  <!-- rows kitchen -->', '</div>', 'defaults: {', '  /* settings */', '}'].join('\n');

  it('is a row in its place, and a default with its check', () => {
    assert.deepEqual(fillDialog(html, 'my-node', { coffeeCups }).split('\n'), [
      '<div>',
      '  <div class="form-row" id="nomos-row-coffeeCups">',
      '    <label for="node-input-coffeeCups"><i class="fa fa-coffee"></i> <span data-i18n="my-node.label.coffeeCups"></span></label>',
      '    <span class="nomos-field"><input type="text" inputmode="decimal" id="node-input-coffeeCups" data-i18n="[placeholder]my-node.placeholder.none"> <span data-i18n="my-node.unit.cups"></span></span>',
      '  </div>',
      '</div>',
      'defaults: {',
      '  coffeeCups: { value: 2, validate: myNodeEditor.valid.coffeeCups },',
      '}',
    ]);
  });

  it('has a hint of one line where it is folded, and the reasons for which it has no effect', () => {
    const folded = html.replace('<div>', '<details>').replace('</div>', '</details>');
    const row = { place: 'kitchen', icon: 'coffee', idle: { with: ['tea'], without: ['kettle'] } } as const;
    const filled = fillDialog(folded, 'my-node', { coffeeCups: { ...coffeeCups, row } });
    const hint = '<div class="nomos-tip" id="node-input-coffeeCups-hint" data-i18n="my-node.hint.coffeeCups"></div>';
    assert.ok(filled.includes(hint), filled);
    for (const other of ['tea', 'kettle']) {
      const key = `data-i18n="my-node.idle.coffeeCups.${other}"`;
      assert.ok(filled.includes(`id="nomos-idle-coffeeCups-${other}" ${key} hidden>`), filled);
    }
    assert.doesNotMatch(fillDialog(html, 'my-node', { coffeeCups }), /nomos-tip|nomos-idle/);
    const always = { coffeeCups: { ...coffeeCups, row: { place: 'kitchen', icon: 'coffee', hint: true } } } as const;
    assert.ok(fillDialog(html, 'my-node', always).includes(hint));
  });

  it('leads to the page of the node', () => {
    const page = '  <!-- page -->';
    assert.match(fillDialog(`${page}\n${html}`, 'my-node', { coffeeCups }), /href="https:[^"]+\/docs\/my-node\.md"/);
  });

  it('may have a choice of units behind it', () => {
    const units = { kind: 'choice', choices: ['whole', 'half'], default: 'whole' } as const;
    const row = { place: 'kitchen', icon: 'coffee', units: 'units' } as const;
    const filled = fillDialog(html, 'my-node', { coffeeCups: { ...coffeeCups, row }, units });
    const said = 'data-i18n="[aria-label]my-node.label.units"';
    const option = (choice: string) => `<option value="${choice}" data-i18n="my-node.choice.units.${choice}"></option>`;
    assert.ok(
      filled.includes(`<select ${said} id="node-input-units">${option('whole')}${option('half')}</select></span>`),
      filled,
    );
  });

  it('stands in the order of the table, each row once', () => {
    const filled = fillDialog(html, 'my-node', { tea: coffeeCups, coffeeCups });
    assert.deepEqual(
      [...filled.matchAll(/id="node-input-(\w+)"/g)].map(([, name]) => name),
      ['tea', 'coffeeCups'],
    );
  });

  it('is refused where the html has no place for a row', () => {
    const lost = { ...coffeeCups, row: { place: 'cellar', icon: 'coffee' } };
    assert.throws(() => fillDialog(html, 'my-node', { lost }), /my-node\.html has no place for the rows cellar/);
  });

  it('home-battery: at most nine fields on the first screen, and what a battery cannot be planned without is there', () => {
    const first = Object.entries<Setting>(batterySettings).filter(
      ([, { row }]) => row?.place === 'top' || row?.place === 'first',
    );
    const names = first.map(([name]) => name);
    assert.ok(names.length <= 9, names.join());
    for (const needed of ['capacityKwh', 'chargeKw', 'dischargeKw', 'solar', 'chargeFromGrid'])
      assert.ok(names.includes(needed), needed);
  });
});
