import assert from 'node:assert/strict';
import type { SettingsTable } from '#src/protocol/setting.js';
import { windowSettings } from '#src/protocol/window-settings.js';
import { editorModule } from '../../support/browser/editor-module.js';

type Values = Readonly<Record<string, unknown>>;

const { idleBecauseOf } = editorModule<{
  idleBecauseOf(table: SettingsTable, name: string, others: Values): string | undefined;
}>('form/stored-value');

describe('editor: settings that do not count', () => {
  const daily = { mode: 'contiguous', trigger: 'daily', profile: [] };
  const rows: readonly [name: string, others: Values, reason: string | undefined][] = [
    ['durationMinutes', { ...daily }, undefined],
    ['durationMinutes', { ...daily, energyKwh: '' }, undefined],
    ['durationMinutes', { ...daily, energyKwh: 20 }, 'energyKwh'],
    ['durationMinutes', { ...daily, profile: [{ minutes: 5, powerKw: 2 }], energyKwh: 20 }, 'profile'],
    // Only the runtime knows whether there is one.
    ['durationMinutes', { ...daily, energyKwh: '$(KWH)' }, undefined],
    ['withinHours', { trigger: 'message', deadline: '07:00' }, 'deadline'],
    ['withinHours', { trigger: 'message', deadline: '' }, undefined],
    // A deadline that is not to be seen takes nothing away.
    ['withinHours', { trigger: 'daily', deadline: '07:00' }, undefined],
    ['powerKw', { ...daily, profile: [{ minutes: 5, powerKw: 2 }] }, 'profile'],
    ['maxPriceAppliesTo', { ...daily, maxPriceCt: '' }, 'maxPriceCt'],
    ['maxPriceAppliesTo', { ...daily, maxPriceCt: 0 }, undefined],
    ['priority', { home: '' }, 'home'],
    ['priority', { home: '_ADD_' }, 'home'],
    ['priority', { home: '$(HOUSE)' }, undefined],
    ['weekdays', { ...daily }, undefined],
  ];
  for (const [name, others, reason] of rows) {
    it(`${name} with ${JSON.stringify(others)}: ${reason ?? 'counts'}`, () => {
      assert.equal(idleBecauseOf(windowSettings, name, others), reason);
    });
  }

  it('names only settings that there are, and never itself', () => {
    for (const [name, { row }] of Object.entries<SettingsTable[string]>(windowSettings)) {
      const others = [...(row?.idle?.with ?? []), ...(row?.idle?.without ?? [])];
      assert.ok(
        others.every((other) => other in windowSettings && other !== name),
        name,
      );
    }
  });
});
