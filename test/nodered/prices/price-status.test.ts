import assert from 'node:assert/strict';
import type { FeedState } from '#src/account/feed/feed-state.js';
import type { Connection } from '#src/account/session/connection.js';
import { NomosError } from '#src/errors.js';
import type { Red } from '#src/nodered/platform/red.js';
import { errorText, sharedTexts } from '#src/nodered/platform/texts.js';
import { feedStatus, troubleText, withTrouble } from '#src/nodered/prices/price-status.js';
import { failureText } from '#src/protocol/failure-text.js';
import { keysOnly } from '../../support/nomos/refusals.js';

const now = Date.parse('2026-11-22T13:05:00Z');
const hour = 3_600_000;
const start = now - 5 * 60_000;
const series = [12.345, 30].map((priceCt, index) => ({
  start: start + index * hour,
  end: start + (index + 1) * hour,
  priceCt,
  components: {},
}));
const connection: Connection = { phase: 'connected', since: now - hour, saved: true };
const state: FeedState = { phase: 'fresh', tomorrowComplete: false };
const error = { code: 'network-dns', params: { host: 'api.nomos.energy' }, at: now - 2 * hour };
const dns = 'errors.network-dns{host=api.nomos.energy}';

describe('nodered: status of prices', () => {
  const situation = { connection, series, state, now };

  for (const [name, change, fill, text] of [
    ['all is well', {}, 'green', 'status.price{price=12.35 ct/kWh until=16:00}'],
    ['nothing known yet', { series: [] }, 'grey', 'status.waiting-for-prices'],
    [
      'nobody has signed in',
      { series: [], connection: { ...connection, phase: 'new' } },
      'red',
      'status.not-connected',
    ],
    ['the tokens are still being read', { series: [], connection: undefined }, 'grey', 'status.waiting-for-prices'],
    ['the prices have ended', { now: now + 3 * hour }, 'red', 'status.prices-ended{since=16:00}'],
    [
      'the prices have ended, and Nomos is away',
      { now: now + 3 * hour, state: { ...state, lastError: error } },
      'red',
      'status.trouble{text=trouble.no-connection since=12:05}',
    ],
    [
      'Nomos has answered for tomorrow without prices',
      { series: [...series, { ...series[0], start: now + 12 * hour, end: now + 13 * hour, priceCt: null }] },
      'yellow',
      '12.35 ct/kWh · status.tomorrow-unpriced',
    ],
    [
      'prices are there, but Nomos is away since before noon',
      { state: { ...state, lastError: error, downSince: now - 3 * hour } },
      'yellow',
      'status.trouble{text=trouble.no-connection since=11:05}',
    ],
    [
      'the price of this hour is unknown',
      { series: series.map((interval) => ({ ...interval, priceCt: null })) },
      'grey',
      'status.waiting-for-prices',
    ],
  ] as const)
    it(name, () => {
      const status = feedStatus(keysOnly, { ...situation, ...change } as typeof situation);
      assert.deepEqual([status.fill, status.text], [fill, text]);
    });

  for (const [name, change, text] of [
    ['nothing', {}, undefined],
    ['a sign-in that is not saved', { connection: { ...connection, saved: false } }, 'status.not-saved'],
    [
      'the sign-in before the feed, with its date when that was another day',
      {
        connection: { ...connection, phase: 'signin', since: now - 24 * hour, lastError: error },
        state: { ...state, lastError: { ...error, code: 'other' } },
      },
      'trouble.sign-in-again',
    ],
    [
      'the feed alone, since it failed first',
      { state: { ...state, lastError: error } },
      `status.trouble{text=trouble.no-connection since=12:05}`,
    ],
  ] as const)
    it(`what is in the way: ${name}`, () => {
      assert.equal(troubleText(keysOnly, { ...situation, ...change } as typeof situation), text);
    });
});

describe('nodered: status of a device', () => {
  for (const [fill, shown] of [
    ['green', 'green'],
    ['yellow', 'red'],
    ['grey', 'yellow'],
  ] as const)
    it(`trouble makes ${fill} ${shown}`, () => {
      assert.deepEqual(withTrouble({ fill, shape: 'dot', text: 'a' }, 'b'), {
        fill: shown,
        shape: 'dot',
        text: 'a · b',
      });
      assert.deepEqual(withTrouble({ fill, text: 'a' }, undefined), { fill, text: 'a' });
    });
});

describe('nodered: texts', () => {
  it('come from the shared catalog; what it lacks is shown as its key', () => {
    const known = 'node-red-contrib-nomos/nomos-account:status.starting';
    const red = { _: (key: string) => (key === known ? 'starting' : key) } as unknown as Red;
    assert.deepEqual(
      ['status.starting', 'status.new'].map((key) => sharedTexts(red)(key)),
      ['starting', 'status.new'],
    );
  });

  it('of a failure have its params and the request id for Nomos', () => {
    assert.equal(failureText(keysOnly, { ...error, requestId: 'req_1' }), `${dns} (errors.request-id req_1)`);
    assert.equal(errorText(keysOnly, new NomosError('api-busy', 'secret detail')), 'errors.api-busy');
    assert.equal(errorText(keysOnly, 'boom'), 'errors.internal-error{message=boom}');
  });
});
