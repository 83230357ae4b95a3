import assert from 'node:assert/strict';
import { getEventListeners, setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { createHttpDoor } from '#src/http/door.js';
import { Pacer } from '#src/http/pacer.js';
import { ManualClock, turns } from '../support/clock/manual-clock.js';
import { json, startLoopback } from '../support/nomos/loopback.js';

const never = new AbortController().signal;
setMaxListeners(0, never);

const lanes = ['urgent', 'ahead', 'normal'] as const;
type Lane = (typeof lanes)[number];
interface Asked {
  readonly lane: Lane;
  readonly startedAt?: number;
  readonly refused?: string;
}

function isWaiting({ startedAt, refused }: Asked): boolean {
  return startedAt === undefined && refused === undefined;
}

function isBefore(one: Asked, other: Asked, asked: readonly Asked[]): boolean {
  return one.lane !== other.lane || asked.indexOf(one) < asked.indexOf(other);
}

/** A pacer of two a second, with when those that asked for a turn have begun. */
function asked() {
  const clock = new ManualClock();
  const pacer = new Pacer(2, clock);
  const startedMs: number[] = [];
  const begin = clock.monotonicMs();
  const ask = () => void pacer.turn('normal', never).then(() => startedMs.push(clock.monotonicMs() - begin));
  return { clock, pacer, startedMs, ask };
}

describe('http: two requests a second', () => {
  it('H10: lets two go at once, and makes the others wait', async () => {
    const pacer = new Pacer(2);
    const started: number[] = [];
    for (const index of [0, 1, 2, 3])
      pacer.turn('normal', never).then(
        () => started.push(index),
        () => {},
      );
    await turns();
    assert.deepEqual(started, [0, 1]);
    pacer.stop();
  });

  it('H10: never more than two within a second, nobody waits longer than that takes, lane by lane and in order', async () => {
    const lane = fc.constantFrom('urgent', 'ahead', 'normal');
    const act = fc.oneof(
      { weight: 4, arbitrary: fc.record({ lane }) },
      { weight: 2, arbitrary: fc.record({ waitMs: fc.integer({ min: 1, max: 1_500 }) }) },
      { weight: 1, arbitrary: fc.record({ leaves: fc.nat(30) }) },
      { weight: 1, arbitrary: fc.record({ pauseMs: fc.integer({ min: 1, max: 5_000 }) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), async (acts, perSecond) => {
        const clock = new ManualClock();
        const pacer = new Pacer(perSecond, clock);
        const asked: { lane: Lane; startedAt?: number; refused?: string; leave: AbortController }[] = [];
        let pausedUntil = 0;
        const starts: number[] = [];
        for (const one of [...acts, { waitMs: 60_000 }]) {
          if ('lane' in one) {
            const request = { lane: one.lane as Lane, leave: new AbortController() };
            const own: (typeof asked)[number] = request;
            asked.push(own);
            pacer.turn(own.lane, own.leave.signal).then(
              () => {
                own.startedAt = clock.monotonicMs();
                starts.push(own.startedAt);
                assert.ok(own.startedAt >= pausedUntil, 'started in a pause');
                const better = lanes.slice(0, lanes.indexOf(own.lane) + 1);
                const first = asked.find(
                  (other) =>
                    other !== own && isWaiting(other) && better.includes(other.lane) && isBefore(other, own, asked),
                );
                assert.equal(first, undefined, 'somebody waits who goes before');
              },
              (error) => {
                own.refused = error.code;
              },
            );
            await turns(1);
          } else if ('waitMs' in one) await clock.advance(one.waitMs);
          else if ('leaves' in one) asked[one.leaves]?.leave.abort();
          else {
            pacer.pause(one.pauseMs);
            pausedUntil = Math.max(pausedUntil, clock.monotonicMs() + one.pauseMs);
          }
        }
        for (const [index, at] of starts.entries())
          assert.ok(at - (starts[index - perSecond] ?? Number.NEGATIVE_INFINITY) >= 1_000, 'too many in a second');
        assert.ok(asked.every(({ startedAt, refused }) => (startedAt === undefined) !== (refused === undefined)));
        assert.ok(asked.every(({ refused = 'request-aborted' }) => refused === 'request-aborted'));
        assert.equal(clock.nextTimerMs, undefined, 'nothing waits and nothing is planned');
        pacer.stop();
      }),
      { numRuns: 60 },
    );
  });

  it('H10: who waits begins as soon as the second, or the pause, is over', async () => {
    const { clock, pacer, startedMs, ask } = asked();
    ask();
    await turns();
    await clock.advance(400);
    for (let count = 0; count < 4; count += 1) ask();
    await turns();
    await clock.advance(2_000);
    assert.deepEqual(startedMs, [0, 400, 1_001, 1_401, 2_002]);
    pacer.pause(3_000);
    pacer.pause(2_000);
    ask();
    await clock.advance(5_000);
    assert.equal(startedMs[5], 5_401);
    pacer.pause(3_600_000);
    ask();
    await clock.advance(60_002);
    assert.equal(startedMs[6], 7_400 + 60_001, 'a minute is the longest pause');
  });

  it('H10: a pause shorter than a second holds up only what would have begun in it', async () => {
    const { clock, pacer, startedMs, ask } = asked();
    ask();
    await turns();
    pacer.pause(100);
    ask();
    ask();
    await turns();
    await clock.advance(2_000);
    assert.deepEqual(startedMs, [0, 101, 1_001]);
  });

  it('a lane has room for a hundred, whatever waits in the others', async () => {
    const pacer = new Pacer(1, new ManualClock());
    await pacer.turn('normal', never);
    const codes: string[] = [];
    const ask = (lane: Lane) => void pacer.turn(lane, never).catch(({ code }) => codes.push(`${lane} ${code}`));
    for (const lane of lanes) for (let count = 0; count < 101; count += 1) ask(lane);
    await turns();
    assert.deepEqual(
      codes,
      lanes.map((lane) => `${lane} too-many-requests-waiting`),
    );
  });

  it('nobody who has left already, and nobody after the end, begins', async () => {
    const clock = new ManualClock();
    const pacer = new Pacer(1, clock);
    await assert.rejects(pacer.turn('urgent', AbortSignal.abort()), {
      code: 'request-aborted',
      sent: false,
      message: /request-aborted/,
    });
    let started = 0;
    const ask = () => void pacer.turn('normal', never).then(() => (started += 1));
    ask();
    ask();
    await turns();
    assert.equal(started, 1);
    pacer.stop();
    ask();
    await clock.advance(100_000);
    assert.equal(started, 1);
  });

  it('whoever began is not followed any more', async () => {
    const { signal } = new AbortController();
    await new Pacer(1, new ManualClock()).turn('normal', signal);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('urgent ones go first', async () => {
    const pacer = new Pacer(20);
    pacer.pause(20);
    const started: string[] = [];
    const wait = (lane: 'normal' | 'urgent', name: string) => pacer.turn(lane, never).then(() => started.push(name));
    await Promise.all([wait('normal', 'prices'), wait('urgent', 'token')]);
    assert.deepEqual(started, ['token', 'prices']);
    pacer.stop();
  });

  it('prices that nodes wait for go ahead of what people look at, and tokens ahead of both', async () => {
    const pacer = new Pacer(20);
    pacer.pause(20);
    const started: string[] = [];
    const wait = (lane: 'normal' | 'ahead' | 'urgent', name: string) =>
      pacer.turn(lane, never).then(() => started.push(name));
    await Promise.all([
      wait('normal', 'look 1'),
      wait('normal', 'look 2'),
      wait('ahead', 'prices'),
      wait('urgent', 'token'),
    ]);
    assert.deepEqual(started, ['token', 'prices', 'look 1', 'look 2']);
    pacer.stop();
  });

  it('an aborted one leaves the queue', async () => {
    const pacer = new Pacer(1);
    const controller = new AbortController();
    await pacer.turn('normal', never);
    const waiting = pacer.turn('normal', controller.signal);
    controller.abort();
    await assert.rejects(waiting, { code: 'request-aborted', sent: false });
    pacer.stop();
  });

  it('the hundred-and-first in the queue is refused', async () => {
    const pacer = new Pacer(1);
    const all = Array.from({ length: 102 }, () => pacer.turn('normal', never));
    await assert.rejects(all[101] as Promise<void>, { code: 'too-many-requests-waiting', sent: false });
    pacer.stop();
  });

  it('H10: waits when the server says that its budget is used up', async () => {
    const headers = { 'ratelimit-remaining': ' 0', 'ratelimit-reset': '30' };
    const server = await startLoopback((_, response) => json(response, 200, {}, headers));
    const door = createHttpDoor({ maxPerSecond: 100 });
    const request = { method: 'GET', url: server.url, deadlineMs: 1_000, maxBytes: 100 } as const;
    await door.send(request);
    const second = door.send(request).catch((error) => error.code);
    await turns(20);
    assert.equal(server.seen.length, 1);
    door.close();
    assert.equal(await second, 'request-aborted');
    await server.stop();
  });

  for (const headers of [
    { 'ratelimit-remaining': '1', 'ratelimit-reset': '30' },
    { 'ratelimit-reset': '30' },
    { 'ratelimit-remaining': '0' },
    { 'ratelimit-remaining': '0', 'ratelimit-reset': 'soon' },
    { 'ratelimit-remaining': '0', 'ratelimit-reset': '-30' },
  ])
    it(`H10: does not wait where it says ${JSON.stringify(headers)}`, async () => {
      const server = await startLoopback((_, response) => json(response, 200, {}, headers as Record<string, string>));
      const door = createHttpDoor({ maxPerSecond: 100 });
      const request = { method: 'GET', url: server.url, deadlineMs: 5_000, maxBytes: 100 } as const;
      await door.send(request);
      assert.equal((await door.send(request)).status, 200);
      door.close();
      await server.stop();
    });
});
