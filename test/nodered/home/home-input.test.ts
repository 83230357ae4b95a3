import assert from 'node:assert/strict';
import { NomosError } from '#src/errors.js';
import { readHomeInput } from '#src/nodered/home/home-input.js';

const zone = 'Europe/Berlin';
const read = (topic: string, payload: unknown) => readHomeInput({ topic, payload }, zone);
const forever = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };
const refusal = (field: string) => (error: unknown) =>
  error instanceof NomosError && error.code === 'invalid-value' && error.params.field === field;

describe('nodered: what a message says to a house', () => {
  for (const given of [
    4.2,
    '4.2',
    ' 4.2 ',
    '4,2',
    '4.2 kW',
    '4,2 kW',
    '4,2kw',
    '4200 W',
    '4200w',
    '+4.2',
    '4.200',
    '4.20 kW',
  ])
    for (const payload of [given, { limitKw: given }, [given], JSON.stringify({ limitKw: given })])
      it(`${JSON.stringify(payload)} is a limit of 4.2 kW`, () => {
        const told = read('nomos/limit', payload);
        assert.deepEqual(told, { kind: 'limits', limits: [{ ...forever, limitKw: 4.2, hard: false }] });
      });

  for (const [payload, field] of [
    [Number.NaN, 'payload'],
    [Number.POSITIVE_INFINITY, 'payload'],
    ['unavailable', 'payload'],
    ['', 'payload'],
    [undefined, 'payload'],
    [true, 'payload'],
    [{}, 'payload'],
    [{ kw: 4 }, 'payload'],
    [-1, 'payload.limitKw'],
    [4200, 'payload.limitKw'],
    ['-4.2 kW', 'payload.limitKw'],
    [{ limitKw: Number.NaN }, 'payload.limitKw'],
    [{ limitKw: 'unavailable' }, 'payload.limitKw'],
    [{ limitKw: '4,200 W' }, 'payload.limitKw'],
    [{ limitKw: '4.200 W' }, 'payload.limitKw'],
    [{ limitKw: '4,200' }, 'payload.limitKw'],
    [{ limitKw: '4 MW' }, 'payload.limitKw'],
    [{ limitKw: '16 A' }, 'payload.limitKw'],
    [{ limitKw: [4] }, 'payload.limitKw'],
    [{ limitKw: undefined }, 'payload.limitKw'],
    [[4, { limitKw: 'x' }], 'payload[1].limitKw'],
    [{ limitKw: 4, hard: 'yes' }, 'payload.hard'],
    [{ limitKw: 4, until: 'soon' }, 'payload.until'],
    [{ limitKw: 4, until: 60 }, 'payload.until'],
    [{ limitKw: 4, from: 3600 }, 'payload.from'],
    [{ limitKw: 4, from: '2026-11-28T18:00', until: '2026-11-28T18:00' }, 'payload.until'],
    [Array.from({ length: 1001 }, () => 4), 'payload.length'],
  ] as const)
    it(`no limit is ${JSON.stringify(payload)?.slice(0, 60)}: nothing is guessed where a fuse may hang on it`, () => {
      assert.throws(() => read('nomos/limit', payload), refusal(field));
    });

  it('null takes a limit back, for its time or for all of it', () => {
    assert.deepEqual(read('nomos/limit', null), {
      kind: 'limits',
      limits: [{ ...forever, limitKw: Number.POSITIVE_INFINITY, hard: false }],
    });
  });

  it('a limit over an hour that the autumn has twice holds for both; one that the spring leaves out is moved by it', () => {
    const autumn = read('nomos/limit', { limitKw: 4, from: '2026-10-25T02:15', until: '2026-10-25T02:45' });
    const spring = read('nomos/limit', { limitKw: 4, from: '2026-03-29T01:30', until: '2026-03-29T03:30' });
    const gap = read('nomos/limit', { limitKw: 4, from: '2026-03-29T01:00', until: '2026-03-29T02:00' });
    const late = read('nomos/limit', { limitKw: 4, from: '2026-03-29T02:00', until: '2026-03-29T04:00' });
    const spans = [autumn, spring, gap, late].map((told) => {
      assert.ok(told?.kind === 'limits');
      return told.limits.map(({ start, end }) => (end - start) / 60_000);
    });
    assert.deepEqual(spans, [[90], [60], [60], [60]]);
  });

  for (const [payload, w] of [
    [350, 350],
    ['350 W', 350],
    ['0,35 kW', 350],
    ['-12', -12],
    ['unavailable', undefined],
    [null, undefined],
    ['', undefined],
  ] as const)
    it(`${JSON.stringify(payload)} is a surplus of ${w} W`, () => {
      assert.deepEqual(read('nomos/surplus', payload), { kind: 'surplus', w });
    });

  for (const payload of [{}, [], true, 'much', Number.NaN])
    it(`${JSON.stringify(payload)} is no surplus`, () => {
      assert.throws(() => read('nomos/surplus', payload), refusal('payload'));
    });

  for (const payload of ['unavailable', 'Unknown', '', null])
    it(`${JSON.stringify(payload)} in place of a forecast says that its service is away, and no mistake`, () => {
      assert.deepEqual(read('nomos/pv', payload), { kind: 'sun', forecast: undefined });
    });

  it('says nothing to a house under any other topic', () => {
    for (const topic of ['nomos/price', 'nomos/limits', 'a/nomos/limit', '', 'solar-forecast/x'])
      assert.equal(read(topic, 4), undefined, topic);
  });
});
