// @ts-nocheck
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backtestPayload, usagePayload } from '#src/nodered/usage/usage-message.js';
import { backtest, defaultRunSettings } from '#src/runs/index.js';
import { usageReport } from '#src/usage/index.js';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { languages } from './catalogs.js';

const timeZone = 'Europe/Berlin';
const start = Date.parse('2026-11-20T00:00:00+01:00');
const day = { start, end: start + 24 * 3_600_000 };
const prices = [{ ...day, priceCt: 30, components: {} }];

/** Every name in a payload, however deep. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}

describe('locales: help of nomos-usage', () => {
  const report = usageReport([], prices, { range: day, timeZone });
  const data = { direction: 'consumption', meterType: 'smart' } as const;
  const window = { id: 'boiler', name: 'Boiler' };
  const asked = { kind: 'backtest', subscription: '', window, run: defaultRunSettings, without: [] } as const;
  const tried = backtest(defaultRunSettings, prices, day);
  const others = [{ rule: 'exclude' as const, result: tried }];
  const names = new Set([
    ...namesIn(usagePayload(report, data, { from: '2026-11-20', to: '2026-11-20' })),
    ...namesIn(backtestPayload(tried, { ...asked, firstDay: '', lastDay: '' }, others)),
    ...['command', 'options', 'window', 'days', 'account', 'subscription', 'repeated', 'topic'],
    ...['period', 'date', 'range', 'fixedPriceCt', 'report', 'backtest', 'cancel', 'reason'],
  ]);

  for (const language of languages)
    it(`${language}: names every property of every message`, () => {
      const help = readFileSync(join(packageRoot, 'locales', language, 'nomos-usage.html'), 'utf8');
      assert.ok(names.size > 35, `${names.size} names`);
      assert.deepEqual(
        [...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(help)),
        [],
      );
    });
});
