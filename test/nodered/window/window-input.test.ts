import assert from 'node:assert/strict';
import { NomosError, shownValue } from '#src/errors.js';
import type { Message } from '#src/nodered/platform/red.js';
import { readWindowInput as readInput } from '#src/nodered/window/window-input.js';
import { usualReader } from '../../support/nomos/price-reader.js';
import { refusesField } from '../../support/nomos/refusals.js';

const prices = [{ start: '2026-11-22T14:00:00+01:00', end: '2026-11-22T15:00:00+01:00', value: 20 }];

const readWindowInput = (message: Message, source: 'account' | 'message') => readInput(message, source, usualReader);

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

  const cancel = { kind: 'cancel' };
  const plan = { kind: 'plan', options: {} };
  for (const [message, command] of [
    ...[false, 0, -0, '0', 'off', 'OFF', ' off ', 'Off\n', 'stop', 'Cancel', 'false'].map((payload) => [
      { payload },
      cancel,
    ]),
    ...[
      true,
      'on',
      'ON',
      'start',
      '',
      ' ',
      1,
      '1',
      1_795_352_400_000,
      null,
      undefined,
      'hello',
      Number.NaN,
      [],
      {},
    ].map((payload) => [{ payload }, plan]),
    ...[true, 1, 'x', false, null, ''].map((reset) => [{ reset, payload: 1, command: 'plan' }, cancel]),
    [{ payload: Buffer.from('OFF') }, cancel],
    ...[
      { state: 'OFF' },
      { state: 'off', brightness: 254, linkquality: 90 },
      { entity_id: 'switch.pump', state: 'off', attributes: { power: 3 } },
      { POWER: 'OFF' },
      { id: 0, source: 'http', output: false, apower: 0 },
      { ison: false },
      { on: false },
      { enabled: 'false' },
      { value: false },
      '{"state": "OFF"}',
      Buffer.from('{"state":"OFF"}'),
      '\uFEFF{"state":"OFF"}',
    ].map((payload) => [{ payload }, cancel]),
    ...[{ state: 'ON' }, { output: true }, { value: 0 }, { brightness: 0 }, { statement: 'off' }].map((payload) => [
      { payload },
      plan,
    ]),
    ...['unavailable', 'unknown', { state: 'unavailable' }].map((payload) => [{ payload }, { kind: 'status' }]),
    [{ payload: 'status' }, { kind: 'status' }],
    [{ payload: ' Skip ' }, { kind: 'skip' }],
    [{ payload: 'off', command: 'status' }, { kind: 'status' }],
    [{ payload: false, command: 'plan' }, plan],
    [{ command: ' CANCEL ' }, cancel],
    [{ command: 'Start' }, { kind: 'start' }],
    [{ payload: { command: 'cancel' } }, cancel],
    [{ payload: { command: 'Stop' } }, { kind: 'stop' }],
    [
      { payload: { command: 'plan', options: { durationMinutes: '30' } } },
      { kind: 'plan', options: { durationMinutes: 30 } },
    ],
    [{ payload: { options: { durationMinutes: 30 } } }, { kind: 'plan', options: { durationMinutes: 30 } }],
    [
      { payload: { command: 'plan' }, options: { durationMinutes: 30 } },
      { kind: 'plan', options: { durationMinutes: 30 } },
    ],
    [{ payload: '{"command": "cancel"}' }, cancel],
    [{ payload: { override: { state: ' ON ' } } }, { kind: 'override', state: 'on', minutes: undefined }],
    [
      { payload: { command: 'override', override: { state: 'Off', minutes: 5 } } },
      { kind: 'override', state: 'off', minutes: 5 },
    ],
    [{ options: { deadline: new Date(0) } }, { kind: 'plan', options: { deadline: '1970-01-01T00:00:00.000Z' } }],
  ] as [Record<string, unknown>, unknown][])
    it(`${shownValue(message)} is ${shownValue(command)}`, () => {
      assert.deepEqual(readWindowInput(message, 'account'), { command });
    });

  it('a command in the payload is no list of prices', () => {
    assert.deepEqual(readWindowInput({ payload: { command: 'cancel' } }, 'message'), { command: cancel });
    for (const payload of ['off', { state: 'OFF' }])
      assert.deepEqual(readWindowInput({ payload }, 'message'), { command: cancel });
  });

  it('says what would be right for options that are none, an unknown one and a deadline that is a number', () => {
    const allowed = (message: object, field: string) =>
      refusesField(() => readWindowInput(message as never, 'account'), field);
    assert.match(allowed({ options: null }, 'options'), /^options, names mode/);
    assert.match(allowed({ options: { duration: 60 } }, 'duration'), /nearest durationMinutes$/);
    assert.match(allowed({ options: { MAXPRICE: 60 } }, 'MAXPRICE'), /nearest maxPriceCt/);
    assert.match(allowed({ options: { zzz: 60 } }, 'zzz'), /^mode \| durationMinutes/);
    assert.equal(allowed({ options: { deadline: 7 } }, 'deadline'), 'time-or-instant');
    assert.equal(allowed({ options: { resend: 0.5 } }, 'resend'), 'change | replan | 1 … 10080');
  });

  it('prices count only where they come by message, and never beside a command', () => {
    const input = readWindowInput({ payload: prices }, 'message');
    assert.deepEqual([input.series?.length, input.command], [1, undefined]);
    for (const payload of [prices, { priceData: prices }])
      assert.throws(() => readWindowInput({ payload }, 'account'), { code: 'prices-not-wanted' });
    assert.equal(readWindowInput({ payload: prices, command: 'status' }, 'message').series, undefined);
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
    const price = { amount: 0, quantile: 0.5 };
    assert.throws(() => readWindowInput({ topic: 'mine', payload: 0, price }, 'account'), { code: 'wire-output-2' });
  });

  for (const [message, field] of [
    [{ command: 'go' }, 'command'],
    [{ command: 5 }, 'command'],
    [{ command: null }, 'command'],
    [{ command: {} }, 'command'],
    [{ command: 'override' }, 'override'],
    [{ command: 'override', override: 'on' }, 'override'],
    [{ command: 'override', override: {} }, 'override.state'],
    [{ command: 'override', override: { state: 'high' } }, 'override.state'],
    [{ command: ' ' }, 'command'],
    [{ command: 'off' }, 'command'],
    [{ payload: { command: 'fly' } }, 'command'],
    [{ payload: { command: 'plan', options: { typo: 1 } } }, 'typo'],
    [{ payload: '{"command": "fly"}' }, 'command'],
    [{ options: null }, 'options'],
    [{ options: { deadline: 7 } }, 'deadline'],
    [{ options: { deadline: 1_795_352_400_000 } }, 'deadline'],
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

  it('options may stand inside of the prices, and a command beside them goes before them', () => {
    const options = { durationMinutes: 30 };
    const inside = readWindowInput({ payload: { prices, options } }, 'message');
    assert.deepEqual([inside.series?.length, inside.command], [1, { kind: 'plan', options }]);
    for (const order of [{ command: 'cancel' }, { reset: true }]) {
      const { series, command } = readWindowInput({ payload: { prices }, ...order }, 'message');
      assert.deepEqual([series, command], [undefined, { kind: 'cancel' }]);
    }
  });

  it('prices of any supplier are not wanted where the account has them', () => {
    const tibber = { data: { home: { priceInfo: { today: [{ startsAt: prices[0]?.start, total: 0.3 }] } } } };
    for (const payload of [tibber, JSON.stringify(tibber), Buffer.from(JSON.stringify(tibber))])
      assert.throws(() => readWindowInput({ payload }, 'account'), { code: 'prices-not-wanted' });
  });
});
