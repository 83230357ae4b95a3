import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { createHttpDoor } from '#src/http/door.js';
import { Pacer } from '#src/http/pacer.js';
import { turns } from '../support/clock/manual-clock.js';
import { json, startLoopback } from '../support/nomos/loopback.js';

const never = new AbortController().signal;
setMaxListeners(0, never);

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
    const headers = { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' };
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
});
