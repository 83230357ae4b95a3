import assert from 'node:assert/strict';
import { askedWaitMs, type Renewal, renewTokens } from '#src/account/session/renewal.js';
import type { TokenRecord } from '#src/account/tokens/token-record.js';
import type { LoadedRecord, TokenVault } from '#src/account/tokens/token-vault.js';
import { markNow } from '#src/clock/elapsed.js';
import { ConfigError, UnavailableError } from '#src/errors.js';
import type { HttpDoor } from '#src/http/door.js';
import type { HttpAnswer, HttpRequest } from '#src/http/request.js';
import { client, tokenRecord } from '../../support/account/token-records.js';
import { ManualClock } from '../../support/clock/manual-clock.js';

const answer = (status: number, json: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  text: JSON.stringify(json),
});
const fresh = answer(200, { access_token: 'access-2', expires_in: 3600, refresh_token: 'refresh-2' });
const lost = new UnavailableError('network-reset', 'x', { sent: true });
const away = new UnavailableError('network-refused', 'x', { sent: false });
const full = () => new Error('ENOSPC');
const noStorage = () => new UnavailableError('storage-unavailable', 'x', { sent: false });

describe('session: one renewal', () => {
  let clock: ManualClock;
  let steps: string[];
  beforeEach(() => {
    clock = new ManualClock();
    steps = [];
  });
  const record = (more: Partial<TokenRecord> = {}): TokenRecord => tokenRecord({ seq: 4, ...more });

  interface Setting extends Partial<Pick<Renewal, 'grant' | 'record' | 'lostAt'>> {
    /** What lies in the store; `same` = the record of the renewal. */
    readonly loaded?: LoadedRecord | Error | 'same' | undefined;
    /** What becomes of one save after the other. */
    readonly saves?: (Error | undefined)[];
    /** How many pauses are not broken off. */
    readonly pauses?: number;
  }

  /** Renews; each step is noted, in order. */
  function renew(setting: Setting, ...answers: (HttpAnswer | Error)[]) {
    const { grant = 'consent', lostAt, saves = [] } = setting;
    const held = 'record' in setting ? setting.record : record();
    const loaded = 'loaded' in setting ? setting.loaded : 'same';
    let pauses = setting.pauses ?? 9;
    const vault = {
      async load() {
        if (loaded instanceof Error) throw loaded;
        return loaded === 'same' ? held && { record: held, saved: true } : loaded;
      },
      keep: (_id: string, { gen }: TokenRecord) => void steps.push(`keep ${gen}`),
      async save(_id: string, { gen, seq, phase }: TokenRecord) {
        steps.push(`save ${gen}.${seq} ${phase}`);
        const failure = saves.shift();
        if (failure !== undefined) throw failure;
      },
    } as unknown as TokenVault;
    const door: HttpDoor = {
      close: () => {},
      async send({ body }: HttpRequest) {
        const fields = new URLSearchParams(body);
        steps.push(`send ${fields.get('refresh_token') ?? fields.get('grant_type')}`);
        const given = answers.shift() ?? assert.fail('asked once more');
        if (given instanceof Error) throw given;
        return given;
      },
    };
    const pause = async (ms: number) => {
      steps.push(`wait ${ms}`);
      await clock.advance(ms);
      pauses -= 1;
      return pauses >= 0;
    };
    return renewTokens({ accountId: 'a', grant, client, vault, door, clock, record: held, lostAt, pause });
  }
  const made = (gen: number, seq: number) => ({
    ...record({ gen, seq }),
    accessToken: 'access-2',
    refreshToken: 'refresh-2',
  });

  it('is noted down, asked for, kept and saved, in this order', async () => {
    const result = await renew({}, fresh);
    assert.deepEqual(steps, ['save 1.5 refreshing', 'send refresh-1', 'keep 2', 'save 2.6 idle']);
    assert.deepEqual(result, { kind: 'renewed', record: { ...made(2, 6), obtainedWall: clock.now() }, saved: true });
  });

  it('what cannot be saved in the end is given out all the same', async () => {
    const result = await renew({ saves: [undefined, full()] }, fresh);
    assert.ok(result.kind === 'renewed');
    assert.deepEqual([result.saved, result.error?.code, result.record.gen], [false, 'tokens-not-saved', 2]);
  });

  for (const [what, setting, kind, sent] of [
    ['the store has nothing any more', { loaded: undefined }, 'gone', 0],
    ['there never was anything', { loaded: undefined, record: undefined }, 'nothing-to-renew', 0],
    ['there is no refresh token', { record: record({ refreshToken: undefined }) }, 'nothing-to-renew', 0],
    ['the store cannot be read', { loaded: full() }, 'renewed', 1],
    ['the disk is full', { saves: [full()] }, 'not-reserved', 0],
    ['there is no storage at all', { loaded: noStorage(), saves: [noStorage(), noStorage()] }, 'renewed', 1],
    ['somebody else only noted something', { loaded: { record: record({ seq: 9 }), saved: true } }, 'renewed', 1],
  ] as readonly (readonly [string, Setting, string, number])[])
    it(`${what}: ${kind}, ${sent} requests`, async () => {
      const result = await renew(setting, fresh);
      assert.deepEqual([result.kind, steps.filter((step) => step.startsWith('send')).length], [kind, sent]);
      if (result.kind === 'not-reserved') assert.equal(result.error.code, 'tokens-not-saved');
    });

  for (const held of [record(), undefined])
    it(`what somebody else has renewed ${held === undefined ? 'for the first time ' : ''}is taken over as it is`, async () => {
      const loaded = { record: record({ gen: 2 }), saved: false };
      assert.deepEqual(await renew({ record: held, loaded }), { kind: 'renewed', ...loaded });
      assert.deepEqual(steps, []);
    });

  for (const held of [record({ refreshToken: undefined }), record(), undefined])
    it(`client credentials need no note, nor a refresh token: ${held?.refreshToken ?? 'none'}`, async () => {
      const result = await renew({ grant: 'client-credentials', record: held }, fresh);
      const [gen, seq] = held === undefined ? [1, 1] : [2, 5];
      assert.deepEqual(steps, ['send client_credentials', `keep ${gen}`, `save ${gen}.${seq} idle`]);
      assert.equal(result.kind, 'renewed');
    });

  it('an answer that is lost is asked for again soon, for 6 s, and the loss is remembered', async () => {
    const lostAt = markNow(clock);
    const result = await renew({}, lost, lost, lost, lost);
    assert.deepEqual(
      steps.filter((step) => !step.startsWith('send')),
      ['save 1.5 refreshing', 'wait 500', 'wait 2000', 'wait 3000'],
    );
    assert.ok(result.kind === 'failed');
    assert.deepEqual([result.failure.kind, result.lostAt], ['ambiguous', lostAt]);
    assert.deepEqual(result.record, record({ seq: 5, phase: 'refreshing', ambiguous: true }));
  });

  it('an answer that comes then counts, and what was lost is no matter any more', async () => {
    const result = await renew({}, lost, fresh);
    assert.ok(result.kind === 'renewed');
    assert.equal(result.record.ambiguous, false);
  });

  it('nothing is asked again once all ends', async () => {
    const result = await renew({ pauses: 0 }, lost);
    assert.deepEqual([result.kind, steps.at(-1)], ['failed', 'wait 500']);
  });

  for (const [seconds, waits] of [
    ['3', ['wait 3000']],
    ['6', ['wait 6000']],
    ['7', []],
  ] as const)
    it(`a server that asks for ${seconds} s is ${waits.length > 0 ? 'waited for' : 'left to the next try'}`, async () => {
      const busy = answer(503, {}, { 'retry-after': seconds });
      await renew({ pauses: 1 }, busy, busy);
      assert.deepEqual(steps.filter((step) => step.startsWith('wait')).slice(0, 1), waits);
    });

  it('what was not sent, or refused, is not asked again', async () => {
    for (const given of [away, answer(400, { error: 'invalid_grant' }), answer(403, {})]) {
      steps = [];
      const result = await renew({}, given);
      assert.ok(result.kind === 'failed');
      assert.deepEqual([steps.length, result.lostAt, result.record?.ambiguous], [2, undefined, false]);
    }
  });

  for (const [what, agoMs, isKept] of [
    ['a minute ago', 60_000, true],
    ['longer ago', 60_001, false],
  ] as const)
    it(`a loss ${what} ${isKept ? 'still counts' : 'counts no more'}`, async () => {
      const lostAt = markNow(clock);
      await clock.advance(agoMs);
      const result = await renew({ lostAt }, away);
      assert.ok(result.kind === 'failed');
      assert.deepEqual(result.lostAt, isKept ? lostAt : undefined);
      const now = markNow(clock);
      const again = await renew({ lostAt, pauses: 0 }, lost);
      assert.ok(again.kind === 'failed');
      assert.deepEqual(again.lostAt, isKept ? lostAt : now);
    });

  describe('an access token of no use', () => {
    const unusable = (refreshToken: string) =>
      answer(200, { access_token: '', expires_in: 3600, refresh_token: refreshToken });

    it('the refresh token that came with it is saved, beside the access token of before, whose age stays', async () => {
      const result = await renew({ lostAt: markNow(clock) }, unusable('refresh-2'));
      assert.ok(result.kind === 'failed');
      assert.deepEqual(result.record, record({ gen: 2, seq: 6, refreshToken: 'refresh-2' }));
      assert.deepEqual([result.lostAt, steps.slice(-2)], [undefined, ['keep 2', 'save 2.6 idle']]);
    });

    it('without one, or without tokens of before, nothing new is saved', async () => {
      const mac = answer(200, { access_token: 'x', token_type: 'mac', expires_in: 3600 });
      const result = await renew({}, mac);
      assert.ok(result.kind === 'failed');
      assert.deepEqual([result.record?.gen, steps.length], [1, 2]);
      const first = await renew({ grant: 'client-credentials', record: undefined }, unusable('refresh-2'));
      assert.ok(first.kind === 'failed');
      assert.deepEqual([first.record, steps.length], [undefined, 3]);
    });

    it('a new refresh token that cannot be read is a lost one: the next refusal is no sign of a withdrawn consent', async () => {
      for (const [refresh_token, isAmbiguous] of [
        [{ not: 'a text' }, true],
        [undefined, false],
      ]) {
        const result = await renew({}, answer(200, { access_token: 'x', token_type: 'mac', refresh_token }));
        assert.ok(result.kind === 'failed' && result.failure.kind === 'unusable');
        assert.equal(result.record?.ambiguous, isAmbiguous);
      }
    });
  });

  it('a wait is asked for by a server that says so, and by nobody else', () => {
    const asking = new UnavailableError('api-busy', 'x', { sent: false, retryAfterMs: 5 });
    assert.deepEqual([asking, away, new ConfigError('x', 'x')].map(askedWaitMs), [5, 0, 0]);
  });
});
