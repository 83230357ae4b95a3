import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Session } from '#src/account/session.js';
import { json } from '../support/loopback.js';
import { turns } from '../support/manual-clock.js';
import { hour, minute, SessionBench } from '../support/session-bench.js';

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

/** Nomos with a grace period: the last token presented still works until the next one is. Faults come one by one. */
class Home {
  readonly bench = new SessionBench();
  readonly faults: Step[] = [];
  /** Generations presented, in order: with a grace period only a fall would lose the consent. */
  readonly presented: number[] = [];
  session!: Session;

  async start(): Promise<void> {
    const { bench } = this;
    await bench.start();
    this.session = await bench.connected();
    bench.nomos.onToken = ({ body }, response) => {
      this.presented.push(Number(new URLSearchParams(body).get('refresh_token')?.replace('refresh-', '')));
      const fault = this.faults.shift();
      if (fault === 'cut before') response.destroy();
      else if (fault === 'error 500') json(response, 500, {});
      else if (fault === 'busy') json(response, 429, { message: 'Wait 5 seconds' });
      else if (fault === 'page') response.end('<html>');
      else {
        const tokens = bench.nomos.rotate();
        if (fault === 'cut after') response.destroy();
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

describe('session: whatever happens, with a server that has a grace period', () => {
  it('nothing is lost: at the end it is connected, and no token is presented after a newer one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 5, maxLength: 25 }), async (life) => {
        const home = new Home();
        await home.start();
        try {
          for (const step of life) await home.do(step);
          home.faults.length = 0;
          home.bench.store.failures = 0;
          for (let wait = 0; wait < 8; wait += 1) await home.do('pass a minute');
          await home.bench.clock.advance(hour);
          const token = await home.bench.settled(home.session.accessToken());
          assert.ok(home.bench.nomos.live.has(token));
          assert.equal(home.session.connection.phase, 'connected');
          assert.equal(home.session.connection.saved, true);
          assert.deepEqual(
            home.presented,
            [...home.presented].sort((a, b) => a - b),
          );
        } finally {
          await home.bench.stop();
        }
      }),
      { numRuns: 25 },
    );
  }).timeout(120_000);
});
