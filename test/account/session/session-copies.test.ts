import assert from 'node:assert/strict';
import { isElsewhere } from '#src/account/tokens/installation.js';
import { hour, minute, SessionBench } from '../../support/account/session-bench.js';
import { turns, until } from '../../support/clock/manual-clock.js';
import { refuse } from '../../support/nomos/fake-nomos.js';

describe('session: a copy of an installation', () => {
  const bench = new SessionBench();
  beforeEach(() => bench.start());
  afterEach(() => bench.stop());

  /** The next process is of another installation that took the stored tokens along. */
  function copyTo(marks: typeof bench.marks): void {
    bench.marks = marks;
    bench.kill();
  }
  function withdraw(): void {
    bench.nomos.onToken = (_, response) => {
      refuse(response);
      return true;
    };
  }
  /** Why a person has to sign in, after Nomos has refused the renewal twice. */
  async function refusal(session: ReturnType<typeof bench.session>): Promise<string | undefined> {
    await session.accessToken().catch(() => undefined);
    await bench.clock.advance(minute);
    await turns();
    await until(() => session.connection.phase === 'signin');
    return session.connection.lastError?.code;
  }

  for (const [name, marks] of [
    ['another machine', { machine: 'another', folder: '17' }],
    ['another folder of the same machine', { machine: 'this one', folder: '18' }],
    ['a card in another board', { machine: 'this one', folder: '17', board: 'b' }],
  ] as const)
    it(`${name}: the copy says so at once, and names it first when Nomos refuses the renewal`, async () => {
      if ('board' in marks) bench.marks = { ...bench.marks, board: 'a' };
      await (await bench.expired()).stop();
      copyTo(marks);
      const copy = bench.session();
      await copy.open();
      assert.equal(copy.connection.copied, true);
      withdraw();
      assert.equal(await refusal(copy), 'sign-in-copied');
      bench.kill();
      const next = bench.session();
      await next.open();
      assert.equal(next.connection.lastError?.code, 'sign-in-copied');
    });

  it('the copy that renewed first names it, too, when the original has made Nomos revoke both', async () => {
    await (await bench.expired()).stop();
    copyTo({ machine: 'another' });
    const copy = bench.session();
    assert.equal(await copy.accessToken(), 'access-1');
    await bench.clock.advance(hour + 1);
    withdraw();
    assert.equal(await refusal(copy), 'sign-in-copied');
  });

  it('two that save at one place: each names it once it has seen the other save', async () => {
    const session = await bench.expired();
    bench.store.isReplaced = true;
    await bench.clock.advance(minute);
    await turns();
    withdraw();
    assert.equal(await refusal(session), 'sign-in-copied');
  });

  it('a consent of its own makes the copy an installation like any other', async () => {
    await (await bench.connected()).stop();
    copyTo({ machine: 'another' });
    const copy = bench.session();
    await copy.open();
    await copy.adopt({ accessToken: 'access-7', refreshToken: 'refresh-7', expiresInMs: hour });
    assert.equal(copy.connection.copied, undefined);
    await bench.clock.advance(hour + 1);
    withdraw();
    assert.equal(await refusal(copy), 'consent-gone');
  });

  it('a sign-in that moved and was renewed for more than a week is contested by nobody', async () => {
    await (await bench.expired()).stop();
    copyTo({ machine: 'another' });
    const moved = bench.session();
    await moved.accessToken();
    for (let days = 0; days < 8; days += 1) {
      await bench.clock.advance(24 * hour);
      await moved.accessToken();
    }
    assert.equal(moved.connection.copied, undefined);
    withdraw();
    await bench.clock.advance(hour + 1);
    assert.equal(await refusal(moved), 'consent-gone');
  });

  it('the same installation, and one of which nothing is known, are no copies', async () => {
    await (await bench.expired()).stop();
    for (const marks of [bench.marks, { ...bench.marks, board: 'new' }, {}]) {
      copyTo(marks);
      const session = bench.session();
      await session.open();
      assert.equal(session.connection.copied, undefined);
      await session.stop();
    }
    assert.equal(isElsewhere({}, { machine: 'a' }), false);
  });
});
