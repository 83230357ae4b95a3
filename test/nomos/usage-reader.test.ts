import assert from 'node:assert/strict';
import { ApiError, DecodeError } from '#src/errors.js';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import { createNomosClient, type NomosClient } from '#src/nomos/client.js';
import type { UsageResolution } from '#src/nomos/usage-answer.js';
import { isoLocal } from '#src/time/index.js';
import { json, type Loopback, startLoopback } from '../support/nomos/loopback.js';

type Value = readonly [start: string, usage: unknown, type?: string];

describe('nomos: reading metered energy', () => {
  let server: Loopback;
  let door: HttpDoor;
  let client: NomosClient;
  let known: readonly string[];
  let answer: object;

  beforeEach(async () => {
    known = ['usage'];
    answer = usage([]);
    server = await startLoopback(({ url }, response) => {
      const place = /^\/subscriptions\/sub_1\/(\w+)\?/.exec(url)?.[1] ?? '';
      if (known.includes(place)) json(response, 200, answer);
      else json(response, 404, { code: 'NOT_FOUND', message: 'No.', requestId: `req_${place}`, docs: '' });
    });
    door = createHttpDoor({ maxPerSecond: 10_000 });
    const tokens = { accessToken: async () => 'token-1', renew: async () => 'token-2' };
    client = createNomosClient({ door, baseUrl: server.url, tokens });
  });
  afterEach(async () => {
    door.close();
    await server.stop();
  });

  function usage(values: readonly Value[], more: object = {}) {
    const data = values.map(([start, kwh, type = 'final']) => ({ start, usage: kwh, type }));
    return { object: 'usage', meter_type: 'smart', resolution: '15min', data, ...more };
  }
  const read = (resolution: UsageResolution = '15min', firstDay = '2026-10-25', lastDay = firstDay) =>
    client.usage('sub_1', { firstDay, lastDay, resolution });
  const shown = async (resolution?: UsageResolution) =>
    (await read(resolution)).series.map(({ start, end, usageKwh, isPreliminary }) =>
      [
        isoLocal('Europe/Berlin', start),
        isoLocal('Europe/Berlin', end),
        usageKwh,
        isPreliminary && 'preliminary',
      ].filter((word) => word !== false),
    );

  it('the last day is part of the question, though Nomos calls the day after it the end', async () => {
    await read('15min', '2026-02-27', '2026-02-28');
    assert.deepEqual(
      server.seen.map(({ url }) => url),
      ['/subscriptions/sub_1/usage?resolution=15min&start=2026-02-27&end=2026-03-01'],
    );
  });

  for (const [name, resolution, start, end] of [
    ['a quarter-hour', '15min', '2026-10-24T22:00:00.000Z', '2026-10-25T00:15:00+02:00'],
    ['the hour that comes twice', 'hour', '2026-10-25T00:00:00.000Z', '2026-10-25T02:00:00+01:00'],
    ['a day of 25 hours', 'day', '2026-10-24T22:00:00.000Z', '2026-10-26T00:00:00+01:00'],
    ['a day of 23 hours', 'day', '2026-03-28T23:00:00.000Z', '2026-03-30T00:00:00+02:00'],
    ['a week', 'week', '2026-10-18T22:00:00.000Z', '2026-10-26T00:00:00+01:00'],
    ['a month', 'month', '2026-09-30T22:00:00.000Z', '2026-11-01T00:00:00+01:00'],
    ['a month that began in its middle', 'month', '2026-12-14T23:00:00.000Z', '2027-01-01T00:00:00+01:00'],
  ] as const)
    it(`the end of a value: ${name}`, async () => {
      answer = usage([[start, 1]], { resolution });
      const [value] = await shown('15min');
      assert.equal(value?.[1], end);
    });

  it('sorts, keeps holes, prefers what is final, and else what was said last', async () => {
    answer = usage([
      ['2026-10-25T10:30:00.000Z', 0.3, 'preliminary'],
      ['2026-10-25T10:00:00Z', 0.1],
      ['2026-10-25T10:00:00.000Z', 0.2, 'preliminary'],
      ['2026-10-25T10:30:00Z', 0.4, 'a new word'],
    ]);
    assert.deepEqual(await shown(), [
      ['2026-10-25T11:00:00+01:00', '2026-10-25T11:15:00+01:00', 0.1],
      ['2026-10-25T11:30:00+01:00', '2026-10-25T11:45:00+01:00', 0.4, 'preliminary'],
    ]);
  });

  for (const resolution of ['fortnight', 'toString', '', null, undefined])
    it(`no value reaches over the next, and the resolution ${resolution} is the one that was asked for`, async () => {
      answer = usage(
        [
          ['2026-10-25T10:00:00Z', 1],
          ['2026-10-25T10:30:00Z', 2],
        ],
        { resolution },
      );
      assert.deepEqual(await shown('hour'), [
        ['2026-10-25T11:00:00+01:00', '2026-10-25T11:30:00+01:00', 1],
        ['2026-10-25T11:30:00+01:00', '2026-10-25T12:30:00+01:00', 2],
      ]);
    });

  it('a value that is null or missing is a hole, also beside one for the same start', async () => {
    answer = usage([
      ['2026-10-25T10:00:00Z', null],
      ['2026-10-25T10:15:00Z', undefined],
      ['2026-10-25T10:30:00Z', 0],
      ['2026-10-25T10:30:00Z', null],
    ]);
    assert.deepEqual(await shown(), [['2026-10-25T11:30:00+01:00', '2026-10-25T11:45:00+01:00', 0]]);
  });

  it('of two final values for one start the later in the answer counts', async () => {
    answer = usage([
      ['2026-10-25T10:00:00Z', 1],
      ['2026-10-25T10:00:00Z', 2],
    ]);
    assert.deepEqual(await shown(), [['2026-10-25T11:00:00+01:00', '2026-10-25T11:15:00+01:00', 2]]);
  });

  for (const [said, meterType] of [
    ['smart', 'smart'],
    ['analog', 'analog'],
    ['quantum', 'unknown'],
    [undefined, 'unknown'],
  ] as const)
    it(`a meter of type ${said} is ${meterType}; null data is none`, async () => {
      answer = usage([], { meter_type: said, data: null });
      assert.deepEqual(await read(), { meterType, series: [] });
    });

  for (const [what, value, path] of [
    ['less than nothing', ['2026-10-25T10:00:00Z', -0.1], 'data.0.usage'],
    ['no number', ['2026-10-25T10:00:00Z', '0.1'], 'data.0.usage'],
    ['no instant', ['yesterday', 0.1], 'data.0.start'],
  ] as const)
    it(`${what} is refused, naming where`, async () => {
      answer = usage([value]);
      await assert.rejects(read(), (error) => error instanceof DecodeError && error.path === path);
    });

  it('asks under the older name where the present one is unknown, and remembers it', async () => {
    known = ['consumption'];
    await read();
    await read();
    assert.deepEqual(
      server.seen.map(({ url }) => url.split('?')[0]?.split('/').at(-1)),
      ['usage', 'consumption', 'consumption'],
    );
    known = ['usage'];
    assert.equal((await read()).meterType, 'smart');
  });

  it('where neither name is known, the first refusal counts', async () => {
    known = [];
    await assert.rejects(read(), (error) => error instanceof ApiError && error.requestId === 'req_usage');
  });

  it('only where a name is not known the other one is tried, and what happens there is told', async () => {
    server.answer = (_, response) => json(response, 403, {});
    await assert.rejects(read(), { code: 'api-forbidden' });
    assert.equal(server.seen.length, 1);
    server.answer = ({ url }, response) => json(response, url.includes('/usage?') ? 404 : 500, {});
    await assert.rejects(read(), { code: 'api-unavailable' });
  });

  it('H12: an id cannot lead elsewhere, and is called a contract', async () => {
    const days = { firstDay: '2026-10-25', lastDay: '2026-10-25', resolution: 'day' } as const;
    await assert.rejects(client.usage('../oauth', days), {
      code: 'invalid-value',
      params: { field: 'subscription', value: '"…"', allowed: 'sub_…' },
    });
    assert.equal(server.seen.length, 0);
  });
});
