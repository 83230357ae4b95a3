import assert from 'node:assert/strict';
import type { Connection } from '#src/account/session/connection.js';
import { type UsageState, usageStatus } from '#src/nodered/usage/usage-status.js';
import { keysOnly } from '../../support/nomos/refusals.js';

const now = Date.parse('2026-11-22T14:07:00+01:00');
const translate = (key: string, params: Readonly<Record<string, unknown>> = {}) =>
  key.startsWith('format.') && key !== 'format.euro'
    ? keysOnly(key, params)
    : [key, ...Object.values(params)].join(' ');
const show = (state: UsageState, phase: Connection['phase'] = 'connected', nextAt?: number) =>
  usageStatus(translate, { connection: { phase, since: now, saved: true }, state, nextAt, now });
const day = { kind: 'reported', from: '2026-11-21', to: '2026-11-21', quality: 'final', isAnalog: false } as const;

function backtested(savedCt: number | undefined, objective: 'cheapest' | 'dearest'): UsageState {
  return { kind: 'backtested', from: '2026-10-23', savedCt, unit: 'ct', objective };
}

describe('nodered: status of nomos-usage', () => {
  const rows: [name: string, state: UsageState, fill: string, text: string][] = [
    ['ready', { kind: 'ready' }, 'grey', 'status.ready'],
    ['reading', { kind: 'reading', done: 31, of: 365 }, 'blue', 'status.usage-reading 31 365'],
    ['a day', { ...day, usageKwh: 8.24, costCt: 247.2 }, 'green', '21 Nov: 8.2 kWh · format.euro 2.47'],
    ['a cheap day', { ...day, usageKwh: 1, costCt: 99.9 }, 'green', '21 Nov: 1.0 kWh · 99.9 ct'],
    ['a day that earns', { ...day, usageKwh: 9, costCt: -250 }, 'green', '21 Nov: 9.0 kWh · -format.euro 2.50'],
    [
      'without a price',
      { ...day, usageKwh: 8, costCt: undefined, quality: 'holes' },
      'yellow',
      '21 Nov: 8.0 kWh · status.usage-holes',
    ],
    [
      'a month of an analog meter',
      { ...day, from: '2026-10-01', usageKwh: 1, costCt: 2, quality: 'preliminary', isAnalog: true },
      'green',
      '01 Oct – 21 Nov: 1.0 kWh · 2.0 ct · status.usage-analog',
    ],
    [
      'no values',
      { ...day, usageKwh: undefined, costCt: undefined, quality: 'none' },
      'yellow',
      'status.usage-none 21 Nov',
    ],
    ['cancelled', { kind: 'cancelled', at: now }, 'grey', 'status.usage-cancelled 14:07'],
    ['failed', { kind: 'failed', text: 'No.', at: now }, 'red', 'status.failed No. 14:07'],
    [
      'a backtest that found better',
      backtested(123.6, 'cheapest'),
      'green',
      'status.usage-backtested-less 23 Oct format.euro 1.24',
    ],
    [
      'a backtest that found worse',
      backtested(-3.4, 'cheapest'),
      'green',
      'status.usage-backtested-more 23 Oct 3.4 ct',
    ],
    [
      'a backtest of the dearest time',
      backtested(12, 'dearest'),
      'green',
      'status.usage-backtested-more 23 Oct 12.0 ct',
    ],
    [
      'a backtest of a dearest time that was none',
      backtested(-12, 'dearest'),
      'green',
      'status.usage-backtested-less 23 Oct 12.0 ct',
    ],
    ['a backtest without prices', backtested(undefined, 'cheapest'), 'yellow', 'status.usage-unpriced 23 Oct'],
  ];
  for (const [name, state, fill, text] of rows)
    it(name, () => {
      const status = show(state);
      assert.deepEqual([status.fill, status.text], [fill, text]);
    });

  it('says when it reads next, but not while it reads', () => {
    const nextAt = Date.parse('2026-11-23T16:05:00+01:00');
    assert.equal(show({ kind: 'ready' }, 'connected', nextAt).text, 'status.ready · status.usage-next Mon 16:05');
    assert.doesNotMatch(show({ kind: 'reading', done: 0, of: 1 }, 'connected', nextAt).text ?? '', /next/);
  });

  it('without a sign-in says so, until a question was answered', () => {
    assert.deepEqual(show({ kind: 'ready' }, 'new'), { fill: 'grey', shape: 'ring', text: 'status.not-connected' });
    assert.match(show({ kind: 'failed', text: 'No.', at: now }, 'new').text ?? '', /^status\.failed/);
  });
});
