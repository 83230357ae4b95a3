import { strict as assert } from 'node:assert';
import { NomosError } from '#src/errors.js';
import type { Message } from '#src/nodered/red.js';
import { readWindowInput as readInput, withMessagePrices } from '#src/nodered/window-input.js';
import { refusesField } from './refusals.js';

const prices = [{ start: '2026-11-22T14:00:00+01:00', end: '2026-11-22T15:00:00+01:00', value: 20 }];

const reader = {
  priceUnit: 'automatic',
  timeZone: 'Europe/Berlin',
  now: Date.parse('2026-11-22T14:07:00+01:00'),
} as const;
const readWindowInput = (message: Message, source: 'account' | 'message') => readInput(message, source, reader);

describe('nodered: messages to cheapest-window', () => {
  for (const [name, message, command] of [
    ['an empty message plans', {}, { kind: 'plan', options: {} }],
    ['an inject with a timestamp plans', { payload: 1_795_352_400_000, topic: '' }, { kind: 'plan', options: {} }],
    ['options', { options: { durationMinutes: 30 } }, { kind: 'plan', options: { durationMinutes: 30 } }],
    ['plan', { command: 'plan' }, { kind: 'plan', options: {} }],
    ['cancel', { command: 'cancel' }, { kind: 'cancel' }],
    ['stop', { command: 'stop' }, { kind: 'stop' }],
    ['start', { command: 'start' }, { kind: 'start' }],
    ['skip', { command: 'skip' }, { kind: 'skip' }],
    ['status', { command: 'status' }, { kind: 'status' }],
    [
      'override beside the command',
      { command: 'override', override: { state: 'on', minutes: '30' } },
      { kind: 'override', state: 'on', minutes: 30 },
    ],
    [
      'override inside the command',
      { command: { override: { state: 'auto' } } },
      { kind: 'override', state: 'auto', minutes: undefined },
    ],
  ] as const)
    it(name, () => {
      for (const source of ['account', 'message'] as const)
        assert.deepEqual(readWindowInput(message, source), { command });
    });

  it('prices count only where they come by message, and never beside a command', () => {
    const input = readWindowInput({ payload: prices }, 'message');
    assert.deepEqual([input.series?.length, input.command], [1, undefined]);
    for (const payload of [prices, { priceData: prices }])
      assert.throws(() => readWindowInput({ payload }, 'account'), { code: 'prices-not-wanted' });
    assert.equal(readWindowInput({ payload: prices, command: 'status' }, 'message').series, undefined);
  });

  it('later prices are added to those that are known, and old ones go', () => {
    const at = (hour: number, priceCt: number | null) => ({
      ...{ start: hour * 3_600_000, end: (hour + 1) * 3_600_000 },
      ...{ priceCt, components: {} },
    });
    const known = [at(0, 9), at(100, 20), at(101, 21)];
    const merged = withMessagePrices(known, [at(101, null), at(102, 22)], 101 * 3_600_000);
    assert.deepEqual(merged, [at(100, 20), at(101, 21), at(102, 22)]);
    assert.equal(withMessagePrices(known, [], 0), known);
  });

  it('options beside prices ask for a plan by these prices', () => {
    const input = readWindowInput({ payload: prices, options: { durationMinutes: 30 } }, 'message');
    assert.equal(input.series?.length, 1);
    assert.deepEqual(input.command, { kind: 'plan', options: { durationMinutes: 30 } });
  });

  it('the current price says to wire the other output', () => {
    for (const source of ['account', 'message'] as const)
      assert.throws(
        () => readWindowInput({ topic: 'nomos/price', payload: 12.3 }, source),
        (error) => error instanceof NomosError && error.code === 'wire-output-2',
      );
  });

  for (const [message, field] of [
    [{ command: 'go' }, 'command'],
    [{ command: 5 }, 'command'],
    [{ command: null }, 'command'],
    [{ command: {} }, 'command'],
    [{ command: 'override' }, 'override'],
    [{ command: 'override', override: 'on' }, 'override'],
    [{ command: 'override', override: {} }, 'override.state'],
    [{ command: 'override', override: { state: 'ON' } }, 'override.state'],
    [{ command: 'override', override: { state: 'on', minutes: -1 } }, 'override.minutes'],
    [{ command: 'override', override: { state: 'on', minutes: 'long' } }, 'override.minutes'],
    [{ options: { typo: 1 } }, 'typo'],
  ] as const)
    it(`refuses ${JSON.stringify(message)}`, () => {
      refusesField(() => readWindowInput(message, 'account'), field);
    });

  it('where prices come by message, what is no command and no price is refused, and plans nothing', () => {
    const payloads = [
      { temperature: 20 },
      20.5,
      -3,
      '',
      '   ',
      '<html></html>',
      '{"a":1',
      '[1,2]',
      'a\nb',
      'x'.repeat(99),
      [],
    ];
    for (const payload of payloads) {
      refusesField(() => readWindowInput({ payload }, 'message'), 'payload');
      if (typeof payload !== 'object') assert.equal(readWindowInput({ payload }, 'account').command?.kind, 'plan');
    }
  });

  it('a word, a switch and the time of an inject are no prices', () => {
    for (const payload of ['on', 'car is here', true, 1, 1_795_352_400_000, undefined, null])
      assert.deepEqual(readWindowInput({ payload }, 'message'), { command: { kind: 'plan', options: {} } });
  });

  it('a payload that is no prices is left over where options stand beside it', () => {
    for (const payload of ['', 20.5, '<html>'])
      assert.deepEqual(readWindowInput({ payload, options: { durationMinutes: 30 } }, 'message'), {
        command: { kind: 'plan', options: { durationMinutes: 30 } },
      });
    refusesField(() => readWindowInput({ payload: { a: 1 }, options: {} }, 'message'), 'payload');
  });

  it('prices of any supplier are not wanted where the account has them', () => {
    const tibber = { data: { home: { priceInfo: { today: [{ startsAt: prices[0]?.start, total: 0.3 }] } } } };
    for (const payload of [tibber, JSON.stringify(tibber), Buffer.from(JSON.stringify(tibber))])
      assert.throws(() => readWindowInput({ payload }, 'account'), { code: 'prices-not-wanted' });
  });
});
