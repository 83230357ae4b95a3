// @ts-nocheck
import assert from 'node:assert/strict';
import type { Setting } from '#src/protocol/setting.js';
import { windowSettings } from '#src/protocol/window-settings.js';
import { defaultRunSettings, preview, type RunSettings } from '#src/runs/index.js';

const start = Date.parse('2026-11-22T00:00:00+01:00');
const quarter = 900_000;
/** Cheap for a quarter-hour at a time, and once for an hour. */
const series = Array.from({ length: 96 }, (_, index) => {
  const priceCt = index % 8 === 3 || (index >= 40 && index < 44) ? 10 : 30;
  return { start: start + index * quarter, end: start + (index + 1) * quarter, priceCt, components: {} };
});

describe('protocol: the settings of a cheapest-window', () => {
  const table: Readonly<Record<string, Setting>> = windowSettings;
  for (const mode of ['contiguous', 'interruptible', 'threshold'] as const)
    for (const [name, value] of [
      ['minRunMinutes', 30],
      ['minPauseMinutes', 240],
      ['maxStarts', 1],
    ] as const)
      it(`${mode}: ${name} is shown where it changes the plan, and only there`, () => {
        const settings: RunSettings = { ...defaultRunSettings, mode, durationMinutes: 120, maxPriceCt: 31 };
        const limited = mode === 'threshold' ? { ...settings, maxPriceCt: 20 } : settings;
        const plans = [limited, { ...limited, [name]: value }].map((one) => preview(one, { series }, start));
        const hasEffect = plans[0]?.planId !== plans[1]?.planId;
        assert.equal(table[name]?.when?.mode?.includes(mode), hasEffect);
      });
});
