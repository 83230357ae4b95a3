import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Session } from '#src/account/session/session.js';
import { hour, minute, SessionBench } from '../../support/account/session-bench.js';
import { turns } from '../../support/clock/manual-clock.js';
import { refuse } from '../../support/nomos/fake-nomos.js';
import { json } from '../../support/nomos/loopback.js';

type Step =
  | 'call'
  | 'rejected'
  | 'pass an hour'
  | 'pass a minute'
  | 'clock ahead'
  | 'clock back'
  | 'redeploy'
  | 'kill'
  | 'cut before'
  | 'cut after'
  | 'error 500'
  | 'busy'
  | 'page'
  | 'full disk';

const steps: readonly Step[] = [
  ...(['call', 'call', 'call', 'rejected', 'pass an hour', 'pass an hour', 'pass a minute'] as const),
  ...(['clock ahead', 'clock back', 'redeploy', 'kill'] as const),
  ...(['cut before', 'cut after', 'error 500', 'busy', 'page', 'full disk'] as const),
];

/**
 * A home and its Nomos, where faults come one by one. `grace`: every token of the family still works; `strict`: only the
 * newest one does, and its Nomos loses no answer, as no client can survive that.
 */
class Home {
  readonly #server: 'grace' | 'strict';
  readonly bench = new SessionBench();
  readonly faults: Step[] = [];
  /** Generations presented, in order: with a grace period only a fall would lose the consent. */
  readonly presented: number[] = [];
  session!: Session;

  constructor(server: 'grace' | 'strict') {
    this.#server = server;
  }

  async start(): Promise<void> {
    const { bench } = this;
    await bench.start();
    this.session = await bench.connected();
    bench.nomos.onToken = ({ body }, response) => {
      const token = new URLSearchParams(body).get('refresh_token') ?? '';
      this.presented.push(Number(token.replace('refresh-', '')));
      const fault = this.faults.shift();
      if (fault === 'cut before') response.destroy();
      else if (fault === 'error 500') json(response, 500, {});
      else if (fault === 'busy') json(response, 429, { message: 'Wait 5 seconds' });
      else if (fault === 'page') response.end('<html>');
      else if (this.#server === 'strict' && token !== bench.nomos.current) refuse(response);
      else {
        const tokens = bench.nomos.rotate();
        if (fault === 'cut after' && this.#server === 'grace') response.destroy();
        else json(response, 200, tokens);
      }
      return true;
    };
  }

  async do(step: Step): Promise<void> {
    const { bench } = this;
    if (step === 'call') await bench.settled(this.session.accessToken().catch(() => {}));
    else if (step === 'rejected') await this.#reject();
    else if (step === 'pass an hour') await bench.clock.advance(hour);
    else if (step === 'pass a minute') await bench.clock.advance(minute);
    else if (step === 'clock ahead') bench.clock.jump(8 * hour);
    else if (step === 'clock back') bench.clock.jump(-8 * hour);
    else if (step === 'full disk') bench.store.failures += 1;
    else if (step === 'redeploy') await this.#restart(() => {});
    else if (step === 'kill') await this.#kill();
    else this.faults.push(step);
    await turns(10);
  }

  /** Faults end, and an hour passes. */
  async heal(): Promise<void> {
    this.faults.length = 0;
    this.bench.store.failures = 0;
    for (let wait = 0; wait < 8; wait += 1) await this.do('pass a minute');
    await this.bench.clock.advance(hour);
  }

  /** The API says 401 to the token of now. */
  async #reject(): Promise<void> {
    const token = await this.bench.settled(this.session.accessToken().catch(() => ''));
    if (token !== '') await this.bench.settled(this.session.renew(token).catch(() => {}));
  }

  /** A power cut at rest; one while nothing could be saved is the limit that no client can remove. */
  async #kill(): Promise<void> {
    if (this.session.connection.saved) await this.#restart(() => this.bench.kill());
  }

  async #restart(between: () => void): Promise<void> {
    await this.bench.settled(this.session.stop());
    between();
    this.session = this.bench.session();
    await this.session.open();
  }
}

describe('session: whatever happens', () => {
  for (const server of ['grace', 'strict'] as const)
    it(`nothing is lost (${server} server): in the end it is connected, and no token is shown after a newer one`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 5, maxLength: 25 }), async (life) => {
          const home = new Home(server);
          await home.start();
          try {
            for (const step of life) await home.do(step);
            await home.heal();
            const token = await home.bench.settled(home.session.accessToken());
            assert.ok(home.bench.nomos.live.has(token));
            assert.deepEqual([home.session.connection.phase, home.session.connection.saved], ['connected', true]);
            assert.deepEqual(
              home.presented,
              [...home.presented].sort((a, b) => a - b),
            );
          } finally {
            await home.bench.stop();
          }
        }),
        { numRuns: 15 },
      );
    }).timeout(120_000);
});
