import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { NomosError } from '#src/errors.js';
import { type Acceptance, type AcceptedAttempt, hasHash, hashOf, type OpenedAttempt } from '#src/oauth/attempt.js';
import { Consents } from '#src/oauth/consents.js';

const minute = 60_000;
const now = Date.parse('2026-11-22T10:00:00Z');
const settings = {
  accountId: 'account-1',
  clientId: 'client-1',
  clientSecret: 'the-secret',
  baseUrl: 'https://api.nomos.energy',
  redirectUri: 'https://pi.local/nomos/oauth/callback',
};

const stateOf = ({ authorizeUrl }: OpenedAttempt) => new URL(authorizeUrl).searchParams.get('state') ?? '';
const query = (fields: Record<string, string>) => new URLSearchParams(fields);
const callbackOf = (attempt: OpenedAttempt, more: Record<string, string> = {}) =>
  query({ state: stateOf(attempt), code: 'the-code', ...more });

describe('oauth: attempts to sign in', () => {
  let consents: Consents;
  beforeEach(() => {
    consents = new Consents();
  });
  const open = (more: Partial<typeof settings> = {}, at = now) => consents.open({ ...settings, ...more, now: at });
  const refusedCode = (attempt: OpenedAttempt, cookie: string | undefined, at = now) => {
    const verdict = consents.judge(callbackOf(attempt), cookie === undefined ? [] : [cookie], at);
    return verdict.kind === 'refused' ? verdict.error.code : verdict.kind;
  };

  it('A1, A9: the address of the consent page', () => {
    const url = new URL(open().authorizeUrl);
    assert.equal(url.origin + url.pathname, 'https://api.nomos.energy/oauth/authorize');
    const { state, code_challenge, ...rest } = Object.fromEntries(url.searchParams);
    assert.deepEqual(rest, {
      response_type: 'code',
      client_id: 'client-1',
      redirect_uri: 'https://pi.local/nomos/oauth/callback',
      code_challenge_method: 'S256',
    });
    assert.match(state ?? '', /^[\w-]{43}$/);
    assert.match(code_challenge ?? '', /^[\w-]{43}$/);
  });

  it('A1: 1000 attempts, 1000 different verifiers, states and cookies; the challenge is the hash of the verifier', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 1_000; index += 1) {
      const attempt = open();
      const verdict = consents.judge(callbackOf(attempt), [attempt.cookieValue], now);
      assert.equal(verdict.kind, 'matched');
      if (verdict.kind !== 'matched') return;
      const { verifier } = verdict.attempt;
      assert.match(verifier, /^[\w-]{43}$/);
      const challenge = new URL(attempt.authorizeUrl).searchParams.get('code_challenge');
      assert.equal(createHash('sha256').update(verifier).digest('base64url'), challenge);
      for (const text of [verifier, stateOf(attempt), attempt.cookieValue, attempt.attemptId]) seen.add(text);
    }
    assert.equal(seen.size, 4_000);
  });

  it('hands out what the exchange needs, once', () => {
    const attempt = open();
    const verdict = consents.judge(callbackOf(attempt), [attempt.cookieValue], now);
    assert.ok(verdict.kind === 'matched');
    const { verifier, attemptId, ...rest } = verdict.attempt;
    assert.deepEqual(rest, { ...settings, code: 'the-code' });
    assert.equal(attemptId, attempt.attemptId);
    assert.equal(consents.latest('account-1', now)?.state, 'exchanging');
    consents.finish(attemptId);
    assert.equal(consents.latest('account-1', now)?.state, 'done');
  });

  it('A7: a double click on the callback gives one exchange, and the second tells how it ended', async () => {
    const attempt = open();
    assert.equal(refusedCode(attempt, attempt.cookieValue), 'matched');
    assert.equal(refusedCode(attempt, attempt.cookieValue), 'repeated');
    const settled = consents.settled(attempt.attemptId);
    let state = 'waiting';
    void settled.then((view) => {
      state = view.state;
    });
    await Promise.resolve();
    assert.equal(state, 'waiting', 'the exchange is under way');
    consents.finish(attempt.attemptId);
    assert.equal((await settled).state, 'done');
    assert.equal(refusedCode(attempt, undefined, now + 15 * minute), 'repeated');
    assert.equal((await consents.settled(attempt.attemptId)).state, 'done');
  });

  it('whoever waits for the end of an exchange is told so, too, when the attempt is forgotten', async () => {
    const attempt = open();
    refusedCode(attempt, attempt.cookieValue);
    const settled = consents.settled(attempt.attemptId);
    for (let index = 0; index < 5; index += 1) open();
    assert.equal((await settled).state, 'exchanging');
    await assert.rejects(() => consents.settled(attempt.attemptId), { code: 'attempt-unknown' });
  });

  it('A2: an expired attempt', () => {
    const attempt = open();
    assert.equal(refusedCode(attempt, attempt.cookieValue, now + 10 * minute), 'repeated');
    assert.equal(consents.latest('account-1', now + 10 * minute)?.error?.code, 'attempt-expired');
    const other = open({}, now);
    assert.equal(refusedCode(other, other.cookieValue, now + 10 * minute - 1), 'matched');
  });

  it('A2: what ended is told for 10 minutes more, and then forgotten', async () => {
    const { attemptId } = open();
    assert.equal(consents.latest('account-1', now + 10 * minute)?.error?.code, 'attempt-expired');
    assert.equal(consents.latest('account-1', now + 20 * minute - 1)?.attemptId, attemptId);
    assert.equal(consents.latest('account-1', now + 20 * minute), undefined);
    await assert.rejects(() => consents.settled(attemptId), { code: 'attempt-unknown' });
  });

  it('A2: an attempt out of a future that the clock came back from has expired', () => {
    open();
    assert.equal(consents.latest('account-1', now - 10 * minute)?.state, 'pending');
    assert.equal(consents.latest('account-1', now - 10 * minute - 1)?.error?.code, 'attempt-expired');
  });

  for (const callback of ['', 'code=c', 'state=s&code=a&error=b', 'state=&code=c'])
    it(`A4: "${callback}" is no answer, and uses nothing up`, () => {
      const attempt = open();
      const verdict = consents.judge(new URLSearchParams(callback), [attempt.cookieValue], now);
      assert.equal(verdict.kind === 'refused' && verdict.error.code, 'callback-malformed');
      assert.deepEqual(consents.latest('account-1', now), {
        attemptId: attempt.attemptId,
        accountId: 'account-1',
        state: 'pending',
        expiresAt: now + 10 * minute,
      });
    });

  it('what nobody waits for changes nothing: an exchange that did not begin, has ended, or is forgotten', () => {
    const attempt = open();
    const stateNow = () => consents.latest('account-1', now)?.state;
    consents.finish(attempt.attemptId);
    assert.equal(stateNow(), 'pending');
    const verdict = consents.judge(callbackOf(attempt), [attempt.cookieValue], now);
    assert.ok(verdict.kind === 'matched');
    consents.finish(attempt.attemptId);
    consents.waitOn(verdict.attempt);
    assert.equal(stateNow(), 'done');
    consents = new Consents();
    consents.finish(attempt.attemptId);
    consents.waitOn(verdict.attempt);
    assert.equal(stateNow(), undefined);
    assert.throws(() => consents.confirm('account-1', attempt.attemptId, now), { code: 'attempt-unknown' });
  });

  it('every error says in words what happened', async () => {
    const errors: NomosError[] = [];
    const note = (work: () => void) => {
      try {
        work();
      } catch (error) {
        errors.push(error as NomosError);
      }
    };
    note(() => consents.paste('account-1', `?code=c&state=${'A'.repeat(43)}`, now));
    open();
    note(() => consents.paste('account-1', `?code=c&state=${'A'.repeat(43)}`, now));
    note(() => consents.paste('account-1', 'hello', now));
    for (const answer of [{ error: 'access_denied' }, { error: 'server_error' }, { code: 'c', iss: 'https://x' }]) {
      const verdict = consents.judge(query({ state: stateOf(open()), ...answer }), [], now);
      if (verdict.kind === 'denied') errors.push(verdict.error);
    }
    for (const [change, at] of [
      [{ clientId: 'other' }, now],
      [{}, now + 10 * minute],
    ] as const) {
      const { attemptId } = open();
      consents.keepOnly({ ...settings, ...change });
      consents.latest('account-1', at);
      const { error } = await consents.settled(attemptId);
      if (error !== undefined) errors.push(error);
    }
    assert.deepEqual(
      errors.map(({ code }) => code),
      [
        ...['attempt-unknown', 'callback-foreign', 'callback-malformed', 'consent-denied', 'consent-failed'],
        ...['issuer-mismatch', 'attempt-cancelled', 'attempt-expired'],
      ],
    );
    for (const { code, message } of errors) assert.match(message, /\w{3,} \w+/, code);
  });

  it('a one-time value fits its own hash only, and none is no value', () => {
    const hash = hashOf('value');
    assert.deepEqual(
      ['value', 'Value', '', undefined].map((text) => hasHash(text, hash)),
      [true, false, false, false],
    );
  });

  it('A2: a state that is unknown, truncated or in other letters', () => {
    const attempt = open();
    const state = stateOf(attempt);
    const swapped = state.replace(/[a-zA-Z]/g, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    for (const wrong of ['unknown', state.slice(0, -1), swapped, `${state}x`]) {
      const verdict = consents.judge(query({ state: wrong, code: 'c' }), [attempt.cookieValue], now);
      assert.equal(verdict.kind === 'refused' && verdict.error.code, 'attempt-unknown');
    }
    assert.equal(refusedCode(attempt, attempt.cookieValue), 'matched');
  });

  for (const [what, cookie] of [
    ['no', undefined],
    ['a foreign', 'x'.repeat(43)],
  ] as const) {
    it(`A3, case 75: with ${what} cookie the code is held until the editor confirms, once`, () => {
      const attempt = open();
      assert.deepEqual(consents.judge(callbackOf(attempt), cookie === undefined ? [] : [cookie], now), {
        kind: 'held',
        accountId: 'account-1',
        attemptId: attempt.attemptId,
      });
      assert.equal(consents.latest('account-1', now)?.state, 'held');
      assert.throws(() => consents.confirm('account-2', attempt.attemptId, now), { code: 'attempt-unknown' });
      assert.equal(refusedCode(attempt, cookie), 'repeated');
      const confirmed = consents.confirm('account-1', attempt.attemptId, now);
      assert.equal(confirmed.kind === 'matched' && confirmed.attempt.code, 'the-code');
      const { attemptId } = attempt;
      assert.deepEqual(consents.confirm('account-1', attemptId, now), { kind: 'repeated', attemptId });
    });
  }

  it('A3: a held code is dropped after 10 minutes', async () => {
    const attempt = open();
    consents.judge(callbackOf(attempt), [], now);
    assert.equal(consents.confirm('account-1', attempt.attemptId, now + 10 * minute).kind, 'repeated');
    assert.equal((await consents.settled(attempt.attemptId)).error?.code, 'attempt-expired');
  });

  it('an attempt that has not come back yet cannot be confirmed', () => {
    assert.throws(() => consents.confirm('account-1', open().attemptId, now), { code: 'attempt-unknown' });
  });

  it('A3: one of several cookies of the same name is enough: one for each path that the browser knows', () => {
    const attempt = open();
    assert.equal(consents.judge(callbackOf(attempt), ['x'.repeat(43), attempt.cookieValue], now).kind, 'matched');
  });

  for (const [iss, accepted] of [
    ['https://api.nomos.energy', true],
    ['https://api.nomos.energy/', true],
    ['https://evil.example', false],
    ['https://api.nomos.energy.evil.example', false],
  ] as const)
    it(`A5: iss ${iss} is ${accepted ? 'accepted' : 'refused, and the attempt is over'}`, () => {
      const attempt = open();
      const verdict = consents.judge(callbackOf(attempt, { iss }), [attempt.cookieValue], now);
      assert.equal(verdict.kind, accepted ? 'matched' : 'denied');
      assert.equal(verdict.kind === 'denied' && verdict.error.code, accepted ? false : 'issuer-mismatch');
      assert.equal(refusedCode(attempt, attempt.cookieValue), 'repeated');
    });

  for (const other of [
    { clientId: 'client-2' },
    { clientSecret: 'another' },
    { baseUrl: 'https://api.sandbox.nomos.energy' },
  ]) {
    const name = Object.keys(other).join();

    it(`A6: another ${name} ends the attempts made with the old one, and leaves those of other accounts`, () => {
      const attempt = open();
      consents.keepOnly(settings);
      consents.keepOnly({ ...settings, ...other, accountId: 'account-2' });
      assert.equal(consents.latest('account-1', now)?.state, 'pending');
      consents.keepOnly({ ...settings, ...other });
      assert.equal(consents.latest('account-1', now)?.error?.code, 'attempt-cancelled');
      assert.equal(refusedCode(attempt, attempt.cookieValue), 'repeated');
    });

    it(`A6: after another ${name} an exchange under way is told as it ends, but no second code is waited for`, async () => {
      const [good, bad] = [open(), open()].map((attempt) => {
        const accepted = consents.paste('account-1', `?${callbackOf(attempt)}`, now);
        assert.ok(accepted.kind === 'matched');
        return accepted.attempt;
      });
      consents.keepOnly({ ...settings, ...other });
      consents.finish(good?.attemptId ?? '');
      assert.equal((await consents.settled(good?.attemptId ?? '')).state, 'done');
      const waiting = consents.settled(bad?.attemptId ?? '');
      if (bad !== undefined) consents.waitOn(bad);
      assert.equal((await waiting).error?.code, 'attempt-cancelled');
    });
  }

  it('A6: what ended before the settings changed stays as it ended', () => {
    const attempt = open();
    consents.judge(query({ state: stateOf(attempt), error: 'access_denied' }), [], now);
    consents.keepOnly({ ...settings, clientId: 'client-2' });
    assert.equal(consents.latest('account-1', now)?.error?.code, 'consent-denied');
  });

  for (const [error, code, reason] of [
    ['access_denied', 'consent-denied', undefined],
    ['server_error', 'consent-failed', 'server_error'],
    ['e'.repeat(60), 'consent-failed', 'e'.repeat(60)],
    ['e'.repeat(61), 'consent-failed', 'unknown'],
    ['<script>', 'consent-failed', 'unknown'],
    ['error<script>', 'consent-failed', 'unknown'],
    ['script error', 'consent-failed', 'unknown'],
    ['', 'consent-failed', 'no_code'],
  ] as const)
    it(`case 74: "${error}" ends the attempt with ${code}, and is repeated only where it is a word`, () => {
      const attempt = open();
      const answer = query({ state: stateOf(attempt), ...(error === '' ? {} : { error }) });
      const verdict = consents.judge(answer, [attempt.cookieValue], now);
      assert.ok(verdict.kind === 'denied');
      assert.deepEqual([verdict.error.code, verdict.error.params.reason], [code, reason]);
      assert.ok(!inspect(verdict).includes('script'));
      assert.deepEqual(consents.latest('account-1', now), {
        attemptId: attempt.attemptId,
        accountId: 'account-1',
        state: 'failed',
        expiresAt: now + 10 * minute,
        error: verdict.error,
      });
    });

  it('A5: an error that another issuer reports is no word of the one asked (RFC 9207 2.4)', () => {
    const attempt = open();
    const answer = query({ state: stateOf(attempt), error: 'access_denied', iss: 'https://evil.example' });
    const verdict = consents.judge(answer, [attempt.cookieValue], now);
    assert.equal(verdict.kind === 'denied' && verdict.error.code, 'issuer-mismatch');
  });

  it('case 72: after a restart nothing waits', () => {
    const attempt = open();
    consents = new Consents();
    assert.equal(refusedCode(attempt, attempt.cookieValue), 'attempt-unknown');
  });

  it('case 73: two tabs do not mix', () => {
    const [first, second] = [open({ clientId: 'one' }), open({ clientId: 'two' })];
    const late = consents.judge(callbackOf(second, { code: 'code-2' }), [second.cookieValue], now);
    const early = consents.judge(callbackOf(first, { code: 'code-1' }), [first.cookieValue], now);
    assert.ok(late.kind === 'matched' && early.kind === 'matched');
    assert.deepEqual([late.attempt.clientId, late.attempt.code], ['two', 'code-2']);
    assert.deepEqual([early.attempt.clientId, early.attempt.code], ['one', 'code-1']);
  });

  it('the cookie of one tab does not open the attempt of another', () => {
    const [first, second] = [open(), open()];
    assert.equal(consents.judge(callbackOf(first), [second.cookieValue], now).kind, 'held');
  });

  it('A14: at most 5 attempts of an account wait; the oldest goes', () => {
    const attempts = Array.from({ length: 6 }, () => open());
    const kinds = attempts.map((attempt) => refusedCode(attempt, attempt.cookieValue));
    assert.deepEqual(kinds, ['attempt-unknown', ...Array.from({ length: 5 }, () => 'matched')]);
  });

  it('A14: 10 000 attempts of as many accounts: memory stays flat', () => {
    const attempts = Array.from({ length: 10_000 }, (_, index) => open({ accountId: `account-${index}` }));
    const waiting = attempts.filter(
      ({ attemptId }, index) => consents.latest(`account-${index}`, now)?.attemptId === attemptId,
    );
    assert.equal(waiting.length, 200);
  });

  it('pasted: no cookie is needed, but the right account is', () => {
    const attempt = open();
    const url = `${settings.redirectUri}?${callbackOf(attempt)}`;
    assert.throws(() => consents.paste('account-2', url, now), { code: 'attempt-unknown' });
    const pasted = consents.paste('account-1', url, now);
    assert.equal(pasted.kind === 'matched' && pasted.attempt.code, 'the-code');
    const { attemptId } = attempt;
    assert.deepEqual(consents.paste('account-1', url, now), { kind: 'repeated', attemptId });
  });

  it('pasted: the address of a sign-in that is held needs no confirming', () => {
    const attempt = open();
    consents.judge(callbackOf(attempt), [], now);
    assert.equal(consents.paste('account-1', `?${callbackOf(attempt)}`, now).kind, 'matched');
  });

  for (const [what, address, code] of [
    ['an address of somewhere else', () => 'http://localhost:1880/', 'callback-malformed'],
    ['the address of the consent page', ({ authorizeUrl }: OpenedAttempt) => authorizeUrl, 'callback-malformed'],
    ['half an address', (attempt: OpenedAttempt) => `?state=${stateOf(attempt)}`, 'callback-malformed'],
    ['one cut off inside of its state', (attempt: OpenedAttempt) => `?${callbackOf(attempt)}`.slice(0, 40), ''],
    ['the address of another sign-in', () => `?code=c&state=${'A'.repeat(43)}`, 'callback-foreign'],
    [
      'an answer of somebody else',
      (attempt: OpenedAttempt) => `?${callbackOf(attempt)}&iss=https://x`,
      'issuer-mismatch',
    ],
    [
      'a denial by somebody else',
      (attempt: OpenedAttempt) => `?state=${stateOf(attempt)}&error=access_denied&iss=https://x`,
      'issuer-mismatch',
    ],
  ] as const)
    it(`pasted: ${what} uses nothing up, and the right one is taken afterwards`, () => {
      const attempt = open();
      assert.throws(
        () => consents.paste('account-1', address(attempt), now),
        (error: { code: string }) => code === '' || error.code === code,
      );
      assert.equal(consents.latest('account-1', now)?.state, 'pending');
      assert.equal(consents.paste('account-1', `?${callbackOf(attempt)}`, now).kind, 'matched');
    });

  it('pasted: where the code was refused, the attempt waits for a better address with the same verifier', () => {
    const attempt = open();
    const first = consents.paste('account-1', `?${callbackOf(attempt, { code: 'the-co' })}`, now);
    assert.ok(first.kind === 'matched');
    consents.waitOn(first.attempt);
    assert.equal(consents.latest('account-1', now)?.state, 'pending');
    const second = consents.paste('account-1', `?${callbackOf(attempt)}`, now);
    assert.ok(second.kind === 'matched');
    assert.deepEqual(second.attempt, { ...first.attempt, code: 'the-code' });
  });

  it('pasted: nonsense, and a denial', () => {
    assert.throws(() => consents.paste('account-1', 'hello', now), { code: 'callback-malformed' });
    const denial = query({ state: stateOf(open()), error: 'access_denied' });
    assert.throws(() => consents.paste('account-1', `?${denial}`, now), { code: 'consent-denied' });
    assert.equal(consents.latest('account-1', now)?.error?.code, 'consent-denied');
  });

  it('pasted: an address of another sign-in is called so while one waits or is held, else it is unknown', () => {
    const other = `?code=c&state=${'A'.repeat(43)}`;
    const codeOf = () => {
      try {
        return consents.paste('account-1', other, now).kind;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    open({ accountId: 'account-2' });
    assert.equal(codeOf(), 'attempt-unknown');
    const attempt = open();
    assert.equal(codeOf(), 'callback-foreign');
    consents.judge(callbackOf(attempt), [], now);
    assert.equal(codeOf(), 'callback-foreign');
    consents.confirm('account-1', attempt.attemptId, now);
    assert.equal(codeOf(), 'attempt-unknown');
  });

  it('refuses an API address that is not safe', () => {
    assert.throws(() => open({ baseUrl: 'http://api.nomos.energy' }), { code: 'invalid-base-url' });
  });

  it('whatever happens in whatever order: a code is handed out once, what is shown holds no secret, and errors have words', () => {
    const acts = fc.record({
      act: fc.constantFrom(
        'open',
        'callback',
        'stolen',
        'deny',
        'confirm',
        'paste',
        'wait',
        'finish',
        'settings',
        'later',
      ),
      one: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(acts, { minLength: 1, maxLength: 40 }), (steps) => {
        consents = new Consents();
        const secrets = ['the-secret', 'other-secret', 'the-code'];
        const opened: OpenedAttempt[] = [open()];
        const underWay = new Map<string, AcceptedAttempt>();
        let at = now;
        const take = ({ kind, ...more }: Acceptance) => {
          if (kind !== 'matched' || !('attempt' in more)) return;
          const { attempt } = more;
          assert.ok(!underWay.has(attempt.attemptId), 'handed out twice');
          underWay.set(attempt.attemptId, attempt);
          secrets.push(attempt.verifier);
        };
        const act: Record<string, (attempt: OpenedAttempt) => void> = {
          open: () => void opened.push(open({}, at)),
          callback(attempt) {
            const verdict = consents.judge(callbackOf(attempt), [attempt.cookieValue], at);
            if (verdict.kind === 'matched') take(verdict);
            if (verdict.kind === 'refused' || verdict.kind === 'denied') throw verdict.error;
          },
          stolen(attempt) {
            const verdict = consents.judge(callbackOf(attempt), ['x'.repeat(43)], at);
            assert.notEqual(verdict.kind, 'matched', 'without our cookie');
          },
          deny: (attempt) => void consents.judge(query({ state: stateOf(attempt), error: 'access_denied' }), [], at),
          confirm: ({ attemptId }) => take(consents.confirm('account-1', attemptId, at)),
          paste: (attempt) => take(consents.paste('account-1', `?${callbackOf(attempt)}`, at)),
          wait({ attemptId }) {
            const accepted = underWay.get(attemptId);
            if (accepted !== undefined) consents.waitOn(accepted);
            underWay.delete(attemptId);
          },
          finish({ attemptId }) {
            consents.finish(attemptId);
            underWay.delete(attemptId);
          },
          settings: ({ attemptId }) =>
            consents.keepOnly({ ...settings, ...(attemptId < 'c' && { clientSecret: 'other-secret' }) }),
          later: () => {
            at += 3 * minute;
          },
        };
        for (const step of steps) {
          try {
            act[step.act]?.(opened.at(-1 - (step.one % opened.length)) as OpenedAttempt);
          } catch (error) {
            assert.ok(error instanceof NomosError, inspect(error));
            assert.ok(error.message.length > 0, error.code);
          }
          const shown = inspect(consents, { depth: 10, showHidden: true }) + inspect(consents.latest('account-1', at));
          assert.ok(!secrets.some((text) => shown.includes(text)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('shows no secret', () => {
    const attempt = open();
    const shown =
      inspect(consents, { depth: 10, showHidden: true }) + JSON.stringify(consents.latest('account-1', now));
    for (const text of ['the-secret', stateOf(attempt), attempt.cookieValue]) assert.ok(!shown.includes(text));
  });
});
